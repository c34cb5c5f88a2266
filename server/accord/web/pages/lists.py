"""Lists: all classes, and the things of each class, filtered and sorted, as pages, tables and graphs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode, urljoin

from flask import Blueprint, Response, abort, render_template, request
from jinja2 import pass_context
from jinja2.runtime import Context

from accord.formats import CSV, GEOJSON, HTML, RDF_FORMATS, XLSX, Format
from accord.publication import Settings
from accord.things.documents import write_graph
from accord.things.kinds import kinds_of
from accord.things.labels import Reference
from accord.things.lists import ListQuery, ListResult
from accord.things.points import point_of
from accord.web import tables
from accord.web.addresses import Addresses
from accord.web.limits import within
from accord.web.pages import classes
from accord.web.parameters import refuse_unknown, whole_number
from accord.web.rate_limit import working
from accord.web.responses import Page, answer
from accord.web.site import Site, current
from accord.web.sparql.snippets import table_snippets
from accord.web.threads import may_wait

THINGS_PER_PAGE = 200
"""Things on one page of a list, about 40 KB of HTML; the downloads hold all."""

_LOOKED_AT = 20
"""Things of a list of which one has to have a point, so that the page offers them for maps."""

JSON = Format("plain-json", "application/json", "json", "JSON")
CSVW = Format("csvw", "application/csvm+json", "csv-metadata.json", "CSV metadata")
FORMATS = (HTML, CSV, XLSX, JSON, *RDF_FORMATS, CSVW)
"""The formats of a list, the preferred first."""

_SUFFIXES = tuple(sorted((*FORMATS, GEOJSON), key=lambda format: -len(format.suffix)))

blueprint = Blueprint("lists", __name__)


@dataclass(frozen=True, slots=True)
class Views:
    """The addresses of a list: with one filter more or less, in another order, its other pages and formats."""

    addresses: Addresses
    query: ListQuery
    root: str

    def narrowed(self, property: str, value: str) -> str:
        """The list with one filter more, or without that filter when it is set already."""
        having = frozenset(self.query.having) ^ {(property, value)}
        return self._address(ListQuery(self.query.kind, tuple(sorted(having)), self.query.sort, self.query.descending))

    def sorted(self, path: tuple[Reference, ...]) -> str:
        """The list sorted by a path (by name for an empty one), in reverse when it is sorted by that already."""
        sort = tuple(property.iri for property in path)
        descending = bool(sort) and sort == self.query.sort and not self.query.descending
        return self._address(ListQuery(self.query.kind, self.query.having, sort, descending))

    def is_sorted_by(self, path: tuple[Reference, ...]) -> bool:
        """Whether this list is sorted by that path."""
        return self.query.sort == tuple(property.iri for property in path)

    def page(self, number: int) -> str:
        """A page of the list, counting from 1."""
        return self._address(self.query, number)

    def written(self, format: Format) -> str:
        """The whole list in one format."""
        return locate(self.addresses, self.query).address(format, self.root)

    def _address(self, query: ListQuery, page: int = 1) -> str:
        place = locate(self.addresses, query, page)
        return f"{self.root}{place.path}" + (f"?{place.query}" if place.query else "")


def locate(addresses: Addresses, asked: ListQuery, page: int = 1) -> Page:
    """The page of a list: ``/things/`` and the name of its class, with a prefix unless it is the publication's own.

    A class without a prefix is given in full, as ``class``.
    """
    short, settings = addresses.short, addresses.settings
    name = _name(settings, asked.kind)
    pairs = [] if name else [("class", asked.kind)]
    pairs += [(short(property), short(value)) for property, value in asked.having]
    pairs += [("sort", ("-" if asked.descending else "") + _path(addresses, asked.sort))] if asked.sort else []
    pairs += [("page", str(page))] if page > 1 else []
    query = urlencode(pairs, safe=":/")
    path = f"/things/{quote(name, safe=':')}" if name else "/things"
    canonical = f"{settings.base.rstrip('/')}{path}" + (f"?{query}" if query else "")
    whole = locate(addresses, ListQuery(asked.kind)) if asked.having or asked.sort else None
    return Page(path, canonical, FORMATS, query, main=whole.main_address("") if whole else "")


@blueprint.app_template_filter("listing")
@pass_context
def listing(context: Context, kind: str) -> str:
    """The address of the list of a class, for links in pages."""
    layout = context["layout"]
    return Views(layout.addresses, ListQuery(kind), layout.root).page(1)


def counted(site: Site, kinds: Iterable[Reference]) -> list[tuple[Reference, int]]:
    """Classes, each with the number of its things."""
    return [(kind, site.things.class_index.size(kind.iri)) for kind in kinds]


@blueprint.get("/things.<suffix>")
@blueprint.get("/things")
@may_wait
def kinds(suffix: str = "") -> Response:
    """The classes that have things; with ``class`` (in full or with a prefix) the list of that class.

    :query class: The class whose things are listed. Example: {kind}
    :produces: FORMATS
    :json: ClassesOrList
    """
    site = current()
    fixed = _split(f"things.{suffix}")[1]
    kind = request.args.get("class", "")
    if suffix and not fixed or fixed is CSVW and not kind:
        abort(404, f"There is no such list: {request.full_path.rstrip('?')}")
    if kind:
        return _list(site, site.addresses.expand(kind), fixed)
    refuse_unknown(("class",), "class, which names the class whose things are listed")
    page = Page("/things", f"{site.publication.settings.base}things", (HTML, *classes.FORMATS))
    return answer(site, page, lambda format: _write_kinds(site, format), fixed)


@blueprint.get("/things/<name>")
@may_wait
def things(name: str) -> Response:
    """The things of a class, all of them in the format of the suffix, or in the format that the client prefers.

    :path name: The name of a class, with the suffix of a format or without. Example: {class}
    :query filters filters: Parameters that are named for properties (prefix:name); each leaves the things that have its
        value. Example: {filters}
    :query sort: The property to sort by, descending after "-"; without it, things are sorted by name. Example: {sort}
    :query integer page: The page of a list in HTML, from 1; other formats hold the whole list. Example: 1
    :produces: FORMATS
    :json: ListOfThings
    """
    site = current()
    name, fixed = _split(name)
    own = site.publication.settings.vocabulary
    return _list(site, site.addresses.expand(name) if ":" in name else own + name, fixed)


def _write_kinds(site: Site, format: Format) -> bytes:
    index = site.things.class_index
    if format is not HTML:
        found = counted(site, index.kinds())
        rows = [(kind, size, locate(site.addresses, ListQuery(kind.iri)).canonical) for kind, size in found]
        return classes.write(site, rows, format)
    kinds = kinds_of(index, site.things.vocabulary, site.publication.settings.presentation.background)
    return render_template("kinds.html", things=index.things, kinds=kinds).encode()


def _list(site: Site, kind: str, fixed: Format | None) -> Response:
    with working():
        query, number = _query(site, kind), whole_number("page", 1)
        found = site.things.lists.read(query)
    if found is None:
        abort(404, _absent(site, query))
    if not 1 <= number <= _pages(found):
        abort(404, f"This list has the pages 1 to {_pages(found)}, and no page {number}.")
    place = locate(site.addresses, query, number)
    place = replace(place, host=request.host_url)
    response = answer(site, place, lambda format: _write(site, found, number, format), fixed)
    if response.mimetype == CSV.media:
        address = place.address(CSVW, request.script_root)
        described = f'<{address}>; rel="describedby"; type="{CSVW.media}"'
        response.headers["Link"] = f"{described}, {response.headers['Link']}"
    return tables.with_bom(response)


@blueprint.get("/places.geojson")
@may_wait
def places() -> Response:
    """All things that have a point, as GeoJSON (RFC 7946), for maps.

    :produces: GEOJSON
    """
    site = current()
    page = Page("/places", f"{site.publication.settings.base}places.geojson", (GEOJSON,), host=request.host_url)
    inventory = site.things.inventory
    return answer(
        site, page, lambda _: tables.geojson(site, inventory.things, site.publication.settings.title), GEOJSON
    )


def _query(site: Site, kind: str) -> ListQuery:
    """The list that the parameters ask for; 400 for a parameter that asks for nothing."""
    expand = site.addresses.expand
    refuse_unknown(("class", "page", "sort"), "page, sort, and prefixed names of properties, which filter", ":")
    for name, value in request.args.items(multi=True):
        within("search_text", max(len(name), len(value)), f"The parameter {name[:50]}", 400)
    having = {(expand(name), expand(value)) for name, value in request.args.items(True) if ":" in name}
    within("narrowed", len(having), "The address of the list", 400)
    sort = request.args.get("sort", "")
    paths = {_path(site.addresses, path): path for path in ((), *site.things.lists.sorts(kind))}
    path = paths.get(sort.removeprefix("-"))
    if path is None:
        choices = ", ".join(filter(None, paths)) or "name only"
        abort(404, f"This list cannot be sorted by {sort.removeprefix('-')}. It can be sorted by {choices}.")
    return ListQuery(kind, tuple(sorted(having)), path, sort.startswith("-"))


def _absent(site: Site, query: ListQuery) -> str:
    """Why there is no such list: no thing is of the class, or none has a value that filters."""
    short, lists = site.addresses.short, site.things.lists
    if lists.read(ListQuery(query.kind)) is None:
        return f"Nothing here is a {short(query.kind)}. The address /things lists the classes that have things."
    for one in query.having:
        if lists.read(ListQuery(query.kind, (one,))) is None:
            return f"No {short(query.kind)} has {short(one[1])} as its {short(one[0])}."
    return "No thing has all these values."


def _split(name: str) -> tuple[str, Format | None]:
    """``Coast.csv`` is ``Coast`` as CSV; a name without a known suffix leaves the format open."""
    fixed = next((one for one in _SUFFIXES if name.endswith(f".{one.suffix}")), None)
    return (name.removesuffix(f".{fixed.suffix}"), fixed) if fixed else (name, None)


def _path(addresses: Addresses, path: tuple[str, ...]) -> str:
    return "/".join(map(addresses.short, path))


def _name(settings: Settings, kind: str) -> str | None:
    """The local name of an own class, the prefixed name of any other, ``None`` when there is no prefix for it."""
    own = settings.vocabulary
    short = settings.prefixes.shorten(kind)
    return short.partition(":")[2] if short and own and kind.startswith(own) else short


def _pages(found: ListResult) -> int:
    return max(1, -(-len(found.things) // THINGS_PER_PAGE))


def _write(site: Site, found: ListResult, number: int, format: Format) -> bytes:
    if format is HTML:
        return _page(site, found, number)
    if format is XLSX:
        return _workbook(site, found)
    if format is GEOJSON:
        return tables.geojson(site, found.things, site.things.labels.of(found.wish.kind).text)
    table = site.things.tables.read(found.things)
    if format is CSV:
        return table.csv()
    if format in RDF_FORMATS:
        triples = dict.fromkeys(one.triple for one in table.statements)
        documents, place = site.things.documents, locate(site.addresses, found.wish)
        triples |= dict.fromkeys([*documents.described(place.canonical), *documents.names(triples)])
        return write_graph(triples, format, site.publication.settings.prefixes, documents.context)
    fields = _metadata(site, found) if format is CSVW else _object(site, found)
    return json.dumps(fields, ensure_ascii=False, indent=1).encode()


def _workbook(site: Site, found: ListResult) -> bytes:
    """The list as XLSX, with links to this host."""
    title = site.things.labels.of(found.wish.kind).text
    term = site.things.vocabulary.get(found.wish.kind)
    address = urljoin(request.host_url, locate(site.addresses, found.wish).address(HTML, request.script_root))
    definition = term.definition.text if term and term.definition else ""
    origin = tables.about(site, title, definition, address, found.query)
    return tables.write(tables.of_things(site, found.things, title), origin, XLSX)


def _page(site: Site, found: ListResult, number: int) -> bytes:
    kind, index, things = found.wish.kind, site.things.class_index, site.things
    shown = found.things[(number - 1) * THINGS_PER_PAGE : number * THINGS_PER_PAGE]
    term = things.vocabulary.get(kind)
    views = Views(site.addresses, found.wish, request.script_root)
    return render_template(
        "list.html",
        listing=found,
        kind=kind,
        name=things.labels.of(kind),
        short=site.addresses.short(kind),
        definition=term.definition if term else None,
        size=index.size(kind),
        narrower=counted(site, things.lists.narrower(kind)),
        entries=[index.entry(iri) for iri in shown],
        views=views,
        formats=FORMATS[1:],
        geojson=GEOJSON,
        has_places=any(point_of(site.engine, iri) for iri in shown[:_LOOKED_AT]),
        table_snippets=table_snippets(urljoin(request.host_url, views.written(CSV))),
        page=number,
        pages=_pages(found),
    ).encode()


def _metadata(site: Site, found: ListResult) -> dict[str, object]:
    """The metadata of the CSV. Its URL is relative to the metadata, so that a copy of both still works."""
    place, kind = locate(site.addresses, found.wish), found.wish.kind
    url = "./" + place.address(CSV)[place.path.rindex("/") + 1 :]
    metadata = site.things.tables.read(found.things).metadata(url, kind, site.things.labels.of(kind))
    license = site.publication.settings.license
    return {**metadata, "dc:license": {"@id": license}} if license else metadata


def _object(site: Site, found: ListResult) -> dict[str, object]:
    settings = site.publication.settings
    return {
        "list": locate(site.addresses, found.wish).canonical,
        "class": found.wish.kind,
        "version": site.publication.version,
        "license": settings.license,
        "query": found.query,
        "total": len(found.things),
        "things": site.things.tables.read(found.things).objects(),
    }

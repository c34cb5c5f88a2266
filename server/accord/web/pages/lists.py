"""Visits to lists: the classes there are, and the things of each, narrowed and sorted, as pages, tables and graphs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, render_template, request

from accord.formats import CSV, HTML, RDF_FORMATS, Format
from accord.things.documents import write_graph
from accord.things.labels import Reference
from accord.things.lists import ListQuery, ListResult
from accord.web.limits import within
from accord.web.manners import waits
from accord.web.rate_limit import working
from accord.web.responses import Page, answer
from accord.web.site import Site, current

LISTED = 200
"""How many things stand on one page of a list; the downloads hold all."""

JSON = Format("plain-json", "application/json", "json", "JSON")
CSVW = Format("csvw", "application/csvm+json", "csv-metadata.json", "CSV metadata")
FORMATS = (HTML, CSV, JSON, *RDF_FORMATS, CSVW)
"""What a list is written in, the preferred first."""

_SUFFIXES = tuple(sorted(FORMATS, key=lambda format: -len(format.suffix)))

blueprint = Blueprint("lists", __name__)


@dataclass(frozen=True, slots=True)
class Views:
    """Where a list lies on this host, and its neighbours: narrower, wider, in another order, its other pages."""

    site: Site
    wish: ListQuery
    root: str

    def narrowed(self, property: str, value: str) -> str:
        """The list with one more value asked for, or without it when it is asked for already."""
        having = frozenset(self.wish.having) ^ {(property, value)}
        return self._address(ListQuery(self.wish.kind, tuple(sorted(having)), self.wish.sort, self.wish.descending))

    def sorted(self, path: tuple[Reference, ...]) -> str:
        """The list by a value (by name without a path), the other way round when it goes by that already."""
        sort = tuple(property.iri for property in path)
        descending = bool(sort) and sort == self.wish.sort and not self.wish.descending
        return self._address(ListQuery(self.wish.kind, self.wish.having, sort, descending))

    def is_sorted_by(self, path: tuple[Reference, ...]) -> bool:
        """Whether this is the list by that value."""
        return self.wish.sort == tuple(property.iri for property in path)

    def page(self, number: int) -> str:
        """A page of the list, counting from 1."""
        return self._address(self.wish, number)

    def written(self, format: Format) -> str:
        """The whole list in one format."""
        return locate(self.site, self.wish).address(format, self.root)

    def _address(self, wish: ListQuery, page: int = 1) -> str:
        place = locate(self.site, wish, page)
        return f"{self.root}{place.path}" + (f"?{place.query}" if place.query else "")


def locate(site: Site, wish: ListQuery, page: int = 1) -> Page:
    """Where a list lies: ``/things/`` and the name of its class, which has a prefix unless it is the publication's own.

    A class that no prefix fits is given in full, as ``class``.
    """
    short = site.addresses.short
    name = _name(site, wish.kind)
    pairs = [] if name else [("class", wish.kind)]
    pairs += [(short(property), short(value)) for property, value in wish.having]
    pairs += [("sort", ("-" if wish.descending else "") + _path(site, wish.sort))] if wish.sort else []
    pairs += [("page", str(page))] if page > 1 else []
    query = urlencode(pairs, safe=":/")
    path = f"/things/{quote(name, safe=':')}" if name else "/things"
    canonical = f"{site.publication.settings.base.rstrip('/')}{path}" + (f"?{query}" if query else "")
    return Page(path, canonical, FORMATS, query)


@blueprint.app_template_filter("listing")
def listing(kind: str) -> str:
    """The address of the list of a class, for links in pages."""
    return Views(current(), ListQuery(kind), request.script_root).page(1)


@blueprint.get("/things.<suffix>")
@blueprint.get("/things")
@waits
def kinds(suffix: str = "") -> Response:
    """The classes that have things; with ``class`` (in full or with a prefix) the list of that class."""
    fixed = _split(f"things.{suffix}")[1]
    kind = request.args.get("class", "")
    if suffix and not fixed or fixed not in (None, HTML) and not kind:
        abort(404, f"There is no such list: {request.full_path.rstrip('?')}")
    if kind:
        return _list(_expand(current(), kind), fixed)
    canonical = f"{current().publication.settings.base}things"
    return answer(Page("/things", canonical, (HTML,)), lambda _: render_template("kinds.html").encode(), HTML)


@blueprint.get("/things/<name>")
@waits
def things(name: str) -> Response:
    """The things of a class, whole in the format of the suffix, or as the visitor likes.

    A parameter named for a property (``prefix:name``) asks for one value of it, ``sort`` names a property to go by,
    from the last to the first after ``-``, and ``page`` turns the pages.
    """
    site = current()
    name, fixed = _split(name)
    own = site.publication.settings.vocabulary
    return _list(_expand(site, name) if ":" in name else own + name, fixed)


def _list(kind: str, fixed: Format | None) -> Response:
    site = current()
    with working():
        wish, number = _wish(site, kind), request.args.get("page", 1, type=int)
        found = site.lists.read(wish)
    if found is None or not 1 <= number <= _pages(found):
        abort(404, f"There is no such list: {request.full_path.rstrip('?')}")
    place = locate(site, wish, number)
    response = answer(place, lambda format: _write(site, found, number, format), fixed)
    if response.mimetype == CSV.media:
        address = place.address(CSVW, request.script_root)
        response.headers.add("Link", f'<{address}>; rel="describedby"; type="{CSVW.media}"')
    return response


def _wish(site: Site, kind: str) -> ListQuery:
    """What the parameters ask for; those that name no property are none of ours."""
    for name, value in request.args.items(multi=True):
        within("search_text", max(len(name), len(value)), f"The parameter {name[:50]}", 400)
    having = {(_expand(site, name), _expand(site, value)) for name, value in request.args.items(True) if ":" in name}
    within("narrowed", len(having), "The address of the list", 400)
    sort = request.args.get("sort", "")
    paths = {_path(site, path): path for path in ((), *site.lists.sorts(kind))}
    path = paths.get(sort.removeprefix("-"))
    if path is None:
        choices = ", ".join(filter(None, paths)) or "name only"
        abort(404, f"This list cannot be sorted by {sort.removeprefix('-')}, but by {choices}.")
    return ListQuery(kind, tuple(sorted(having)), path, sort.startswith("-"))


def _split(name: str) -> tuple[str, Format | None]:
    """``Coast.csv`` is ``Coast`` as CSV; a name without a known suffix leaves the format open."""
    fixed = next((one for one in _SUFFIXES if name.endswith(f".{one.suffix}")), None)
    return (name.removesuffix(f".{fixed.suffix}"), fixed) if fixed else (name, None)


def _expand(site: Site, name: str) -> str:
    return site.publication.settings.prefixes.expand(name) or name


def _path(site: Site, path: tuple[str, ...]) -> str:
    return "/".join(map(site.addresses.short, path))


def _name(site: Site, kind: str) -> str | None:
    """The local name of an own class, the prefixed name of any other, ``None`` when no prefix fits."""
    own = site.publication.settings.vocabulary
    short = site.publication.settings.prefixes.shorten(kind)
    return short.partition(":")[2] if short and own and kind.startswith(own) else short


def _pages(found: ListResult) -> int:
    return max(1, -(-len(found.things) // LISTED))


def _write(site: Site, found: ListResult, number: int, format: Format) -> bytes:
    if format is HTML:
        return _page(site, found, number)
    table = site.tables.read(found.things)
    if format is CSV:
        return table.csv()
    if format in RDF_FORMATS:
        triples = dict.fromkeys(one.triple for one in table.statements)
        return write_graph(triples, format, site.publication.settings.prefixes)
    said = _metadata(site, found) if format is CSVW else _object(site, found)
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _page(site: Site, found: ListResult, number: int) -> bytes:
    shown = found.things[(number - 1) * LISTED : number * LISTED]
    return render_template(
        "list.html",
        listing=found,
        kind=found.wish.kind,
        entries=[site.catalogue.entry(iri) for iri in shown],
        views=Views(site, found.wish, request.script_root),
        formats=FORMATS[1:],
        page=number,
        pages=_pages(found),
    ).encode()


def _metadata(site: Site, found: ListResult) -> dict[str, object]:
    """What the CSV means. Its URL is relative to the metadata, so that a copy of both stays whole."""
    place, kind = locate(site, found.wish), found.wish.kind
    url = "./" + place.address(CSV)[place.path.rindex("/") + 1 :]
    said = site.tables.read(found.things).metadata(url, kind, site.labels.of(kind))
    license = site.publication.settings.license
    return {**said, "dc:license": {"@id": license}} if license else said


def _object(site: Site, found: ListResult) -> dict[str, object]:
    settings = site.publication.settings
    return {
        "list": locate(site, found.wish).canonical,
        "class": found.wish.kind,
        "version": site.publication.version,
        "license": settings.license,
        "query": found.query,
        "total": len(found.things),
        "things": site.tables.read(found.things).objects(),
    }

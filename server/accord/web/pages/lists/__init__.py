"""Lists: all classes, and the things of each class, filtered and sorted, as pages, tables and graphs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from flask import Blueprint, Response, abort, render_template, request
from jinja2 import pass_context
from jinja2.runtime import Context

from accord.formats import CSV, GEOJSON, HTML, PARQUET, RDF_FORMATS, XLSX, Format
from accord.spreadsheets import write_csv
from accord.things.documents import write_graph
from accord.things.lists import ListQuery, ListResult
from accord.things.lists.columns import Cell, ListColumn
from accord.things.names.labels import Name, Reference
from accord.things.ontology.class_index import ListedThing
from accord.things.ontology.kinds import Kinds, kinds_of
from accord.things.places.points import point_of
from accord.web.pages.lists import classes, list_tables
from accord.web.pages.lists.addresses import (
    ALL_COLUMNS,
    CSVW,
    FORMATS,
    Views,
    filters_sent,
    for_programs,
    locate,
    other_orders,
    parameter,
    written_path,
)
from accord.web.pages.lists.letters import THINGS_PER_PAGE
from accord.web.pages.lists.list_map import list_map
from accord.web.pages.lists.names import with_values
from accord.web.requests.limits import within
from accord.web.requests.parameters import no_page, refuse_unknown, whole_number
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer, site_for
from accord.web.site import Site, current
from accord.web.site.navigation import words_of
from accord.web.site.thing_questions import questions_of_kind
from accord.web.sparql.answers import tables
from accord.web.sparql.answers.pictures import Naming
from accord.web.sparql.page.snippets import table_snippets

_NARROWER = 100
"""Narrower kinds that a list names: a paragraph. The index of terms has all of them."""
_LOOKED_AT = 20
"""Things of a list of which one has to have a point, so that the page offers them for maps."""
_SUFFIXES = tuple(sorted((*FORMATS, GEOJSON, PARQUET), key=lambda format: -len(format.suffix)))

blueprint = Blueprint("lists", __name__)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A thing of a list with its cells, and what else has to do with the same money."""

    entry: ListedThing
    cells: tuple[Cell, ...]
    remarks: tuple[Name, ...]


@blueprint.app_template_filter("listing")
@pass_context
def listing(context: Context, kind: str) -> str:
    """The address of the list of a class, for links in pages."""
    layout = context["layout"]
    return Views(layout.addresses, ListQuery(kind), layout.root).page(1)


@blueprint.app_template_filter("listed")
@pass_context
def listed(context: Context, query: ListQuery) -> str:
    """The address of a list, for links in pages."""
    layout = context["layout"]
    return Views(layout.addresses, query, layout.root).page(1)


@blueprint.app_template_filter("list_as")
@pass_context
def list_as(context: Context, kind: str, suffix: str) -> str:
    """The address of the list of a class in the format of a suffix."""
    layout = context["layout"]
    format = next(one for one in FORMATS if one.suffix == suffix)
    return Views(layout.addresses, ListQuery(kind), layout.root).written(format)


def counted(site: Site, kinds: Iterable[Reference]) -> list[tuple[Reference, int]]:
    """Classes, each with the number of its things."""
    return [(kind, site.things.class_index.size(kind.iri)) for kind in kinds]


@blueprint.get("/things.<suffix>")
@blueprint.get("/things")
@may_wait
def kinds(suffix: str = "") -> Response:
    """The classes that have things; with ``class`` (in full or with a prefix) the list of that class.

    :query class: The class whose things are listed. Example: {kind}
    :query integer page: The page of the kinds, or of the list, in HTML, from 1. Example: 1
    :produces: FORMATS
    :json: ClassesOrList
    """
    site = current()
    fixed = _split(f"things.{suffix}")[1]
    kind = request.args.get("class", "")
    if suffix and not fixed or fixed in (ALL_COLUMNS, CSVW) and not kind:
        abort(404, f"There is no such list: {request.full_path.rstrip('?')}")
    if kind:
        return _list(site, site.addresses.expand(kind), fixed)
    refuse_unknown(("class", "page"), "class, which names the class whose things are listed, and page")
    number = whole_number("page", 1)
    found = kinds_of(site.things.class_index, site.things.vocabulary, _background(site), number)
    if not 1 <= number <= found.pages:
        abort(404, no_page("The list of kinds", found.pages, number))
    query = f"page={number}" if number > 1 else ""
    page = Page("/things", f"{site.publication.settings.base}things", (HTML, *classes.FORMATS), query)
    return answer(site, page, lambda format: _write_kinds(site, found, number, format), fixed)


def _background(site: Site) -> tuple[str, ...]:
    return site.publication.settings.presentation.background


@blueprint.get("/things/<name>")
@may_wait
def things(name: str) -> Response:
    """The things of a class, all of them in the format of the suffix, or in the format that the client prefers.

    :path name: The name of a class, with the suffix of a format or without. Example: {class}
    :query filters filters: Parameters that are named for properties (prefix:name); each leaves the things that have its
        value, or with "-" before the name those that lack it. Example: {filters}
    :query place: A place; leaves the things that are in it or have to do with it.
    :query integer year: A year; leaves the things with a date in it or a period around it.
    :query sort: The property to sort by, or "when" for the first of the dates that share a column; "-" before it
        reverses the order. Without it, things are sorted by name. Example: {sort}
    :query integer page: The page of a list in HTML, from 1; other formats hold the whole list. Example: 1
    :answers 501: Parquet (the suffix parquet) is not installed here.
    :produces: FORMATS
    :json: ListOfThings
    """
    site = current()
    name, fixed = _split(name)
    own = site.publication.settings.vocabulary
    return _list(site, site.addresses.expand(name) if ":" in name else own + name, fixed)


def _write_kinds(site: Site, kinds: Kinds, number: int, format: Format) -> bytes:
    index = site.things.class_index
    if format is not HTML:
        site = site_for(site, format)
        index = site.things.class_index
        found = counted(site, index.kinds())
        rows = [(kind, size, locate(site.addresses, ListQuery(kind.iri)).canonical) for kind, size in found]
        return classes.write(site, rows, format)
    return render_template("kinds.html", things=index.things, kinds=kinds, page=number).encode()


def _list(site: Site, kind: str, fixed: Format | None) -> Response:
    with working():
        query, number = _query(site, kind), whole_number("page", 1)
        found = site.things.lists.read(query)
    if found is None:
        abort(404, _absent(site, query))
    if not 1 <= number <= _pages(found):
        abort(404, no_page("This list", _pages(found), number))
    place = locate(site.addresses, query, number)
    place = replace(place, host=request.host_url)
    response = answer(site, place, lambda format: _write(site, found, number, format), fixed)
    if fixed is ALL_COLUMNS:
        address = place.address(CSVW, request.script_root)
        described = f'<{address}>; rel="describedby"; type="{CSVW.media}"'
        response.headers["Link"] = f"{described}, {response.headers['Link']}"
    return list_tables.called(tables.with_bom(response), site, kind, fixed)


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
    known = "page, sort, place, year, and prefixed names of properties, which filter"
    refuse_unknown(("bom", "class", "page", "sort", "place", "-place", "year", "-year"), known, ":")
    for name, value in request.args.items(multi=True):
        within("search_text", max(len(name), len(value)), f"The parameter {name[:50]}", 400)
    having, lacking = filters_sent(site.addresses, ""), filters_sent(site.addresses, "-")
    within("narrowed", len(having) + len(lacking), "The address of the list", 400)
    having, lacking = (with_values(site, kind, filters) for filters in (having, lacking))
    sort = request.args.get("sort", "")
    paths = {written_path(site.addresses, path): path for path in ((), *site.things.lists.sorts(kind))}
    path = paths.get(sort.removeprefix("-"))
    if path is None:
        choices = ", ".join(filter(None, paths)) or "name only"
        abort(404, f"This list cannot be sorted by {sort.removeprefix('-')}. It can be sorted by {choices}.")
    return ListQuery(kind, having, path, sort.startswith("-"), lacking)


def _absent(site: Site, query: ListQuery) -> str:
    """Why there is no such list: no thing is of the class, or none has a value that filters."""
    kind, lists = site.addresses.short(query.kind), site.things.lists
    if lists.read(ListQuery(query.kind)) is None:
        return f"Nothing here is a {kind}. The address /things lists the classes that have things."
    for one in (*query.having, *query.lacking):
        if lists.read(ListQuery(query.kind, (one,))) is None:
            name, value = parameter(site.addresses, one)
            remedy = "Leave this filter out, or choose a value on the page of the list."
            return f"No {kind} has {value or 'an empty value'} as its {name}. {remedy}"
    return "No thing has all these values."


def _split(name: str) -> tuple[str, Format | None]:
    """``Coast.csv`` is ``Coast`` as CSV; a name without a known suffix leaves the format open."""
    fixed = next((one for one in _SUFFIXES if name.endswith(f".{one.suffix}")), None)
    return (name.removesuffix(f".{fixed.suffix}"), fixed) if fixed else (name, None)


def _pages(found: ListResult) -> int:
    return max(1, -(-len(found.things) // THINGS_PER_PAGE))


def _write(site: Site, found: ListResult, number: int, format: Format) -> bytes:
    if format is HTML:
        return _page(site, found, number)
    site = site_for(site, format)
    found = site.things.lists.read(found.asked) or found
    if format is XLSX:
        return list_tables.workbook(site, found)
    if format is CSV:
        return write_csv(list_tables.of_list(site, found))
    if format in (PARQUET, GEOJSON):
        made = tables.parquet if format is PARQUET else tables.geojson
        return made(site, found.things, site.things.labels.of(found.asked.kind).text)
    table = site.things.tables.read(found.things)
    if format is ALL_COLUMNS:
        return table.csv()
    if format in RDF_FORMATS:
        triples = dict.fromkeys(one.triple for one in table.statements)
        documents, place = site.things.documents, locate(site.addresses, found.asked)
        triples |= dict.fromkeys([*documents.described(place.canonical), *documents.names(triples)])
        return write_graph(triples, format, site.publication.settings.prefixes, documents.context)
    fields = list_tables.metadata(site, found) if format is CSVW else list_tables.in_json(site, found)
    return json.dumps(fields, ensure_ascii=False, indent=1).encode()


def _page(site: Site, found: ListResult, number: int) -> bytes:
    kind, index, things = found.asked.kind, site.things.class_index, site.things
    shown = found.things[(number - 1) * THINGS_PER_PAGE : number * THINGS_PER_PAGE]
    term = things.vocabulary.get(kind)
    views = Views(site.addresses, found.asked, request.script_root)
    return render_template(
        "list.html",
        listing=found,
        kind=kind,
        heading=words_of(site, kind),
        short=site.addresses.short(kind),
        definition=term.definition if term else None,
        size=index.size(kind),
        questions=questions_of_kind(site, kind),
        narrower=counted(site, (narrower := things.lists.narrower(kind))[:_NARROWER]),
        more_narrower=len(narrower[_NARROWER:]),
        of_none=index.size(kind) - len(set[str]().union(*(index.members(one.iri) for one in narrower))),
        below=site.addresses.anchor(kind),
        columns=(columns := things.columns.of(kind)),
        rows=[_row(site, iri, columns) for iri in shown],
        orders=other_orders(found, columns),
        total=things.totals.of(found.things),
        views=views,
        map=list_map(Naming(site, request.script_root), kind, found.things),
        all_views=Views(site.addresses, ListQuery(kind), request.script_root),
        sheets=(XLSX, CSV),
        formats=for_programs(),
        geojson=GEOJSON,
        has_places=any(point_of(site.engine, iri) for iri in shown[:_LOOKED_AT]),
        table_snippets=table_snippets(urljoin(request.host_url, views.written(CSV))),
        page=number,
        pages=_pages(found),
    ).encode()


def _row(site: Site, iri: str, columns: tuple[ListColumn, ...]) -> ListRow:
    remarks = site.things.standings.of(iri).remarks if any(column.unit for column in columns) else ()
    return ListRow(site.things.class_index.entry(iri), site.things.columns.cells(iri, columns), remarks)

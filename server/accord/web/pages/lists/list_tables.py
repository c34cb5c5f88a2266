"""A list as a table for people: the columns of its page, how each thing is counted, its documents and its address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from flask import Response, request
from pyoxigraph import NamedNode

from accord.formats import CSV, HTML, XLSX, Format
from accord.names import slug_of
from accord.spreadsheets import Cell, Cells, Heading, Sheet, limited, write_xlsx
from accord.things.lists import ListResult
from accord.things.lists.columns import Cell as ListCell
from accord.things.lists.columns import CellValue, ListColumn
from accord.things.lists.standings import Standing
from accord.web.literal_format import wording
from accord.web.pages.lists.addresses import ALL_COLUMNS, locate
from accord.web.site import Site
from accord.web.site.navigation import words_of
from accord.web.sparql.answers.tables import about, cells_of, of_things, sources_of, sum_in_words

_MONEY = ("how exact", "counted in a sum", "remarks")
"""The headings of what is said of things with amounts."""


def of_list(site: Site, found: ListResult) -> Sheet:
    """The things of a list, a row each. Raises LimitError for too many things."""
    columns, cells = site.things.columns.of(found.asked.kind), cells_of(site)
    money = any(column.unit for column in columns)
    headings = ["name", *map(_heading, columns), *(_MONEY if money else ())]
    rows = [
        [
            cells.of(NamedNode(iri)),
            *(_cell(cells, cell) for cell in site.things.columns.cells(iri, columns)),
            *(_standing(site.things.standings.of(iri)) if money else ()),
        ]
        for iri in limited(found.things)
    ]
    sources = [sources_of(site, cells, iri) for iri in found.things]
    if any(documents for documents, _ in sources):
        headings += ["documents", "words of the documents"]
        rows = [[*row, *own] for row, own in zip(rows, sources, strict=True)]
    rows = [[*map(_named, row), _address(row[0][0])] for row in rows]
    title = site.things.labels.of(found.asked.kind).text
    return Sheet(title, tuple(Heading(one, one) for one in (*headings, "link")), rows)


def called(response: Response, site: Site, kind: str, format: Format | None) -> Response:
    """The answer. Where its address names a format of tables, a browser saves it by the word of the menu, as in
    ``money.csv``; where that has no Latin letters, by the address.
    """
    if format in (CSV, XLSX, ALL_COLUMNS) and (name := slug_of(words_of(site, kind).text)):
        response.headers["Content-Disposition"] = f'inline; filename="{name}.{format.suffix}"'
    return response


def workbook(site: Site, found: ListResult) -> bytes:
    """The list as XLSX, with links to this host: the columns of its page, all columns, and where it comes from.

    Raises LimitError for too many things.
    """
    title, total = site.things.labels.of(found.asked.kind).text, site.things.totals.of(found.things)
    term = site.things.vocabulary.get(found.asked.kind)
    address = urljoin(request.host_url, locate(site.addresses, found.asked).address(HTML, request.script_root))
    definition = term.definition.text if term and term.definition else ""
    plural, size = site.things.wording.plural(found.asked.kind).text, site.things.class_index.size(found.asked.kind)
    filters = _filters(found)
    rows = f"{len(found.things):,} of all {size:,} {plural} ({filters})" if filters else f"all {size:,} {plural}"
    more = [("Rows", rows)]
    if total:
        more.append(("Sum", sum_in_words(total, plural)))
    origin = about(site, title, definition, address, found.query, more)
    return write_xlsx(of_list(site, found), origin, of_things(site, found.things, title))


def metadata(site: Site, found: ListResult) -> dict[str, object]:
    """The metadata of the CSV with all columns. Its URL is relative, so that a copy of both files still works."""
    place, kind = locate(site.addresses, found.asked), found.asked.kind
    url = "./" + place.address(ALL_COLUMNS)[place.path.rindex("/") + 1 :]
    metadata = site.things.tables.read(found.things).metadata(url, kind, site.things.labels.of(kind))
    license = site.publication.settings.license
    return {**metadata, "dc:license": {"@id": license}} if license else metadata


def in_json(site: Site, found: ListResult) -> dict[str, object]:
    """The list for programs: what it is, and all that is stated about its things."""
    settings = site.publication.settings
    return {
        "list": locate(site.addresses, found.asked).canonical,
        "class": found.asked.kind,
        "version": site.publication.version,
        "license": settings.license,
        "query": found.query,
        "total": len(found.things),
        "things": site.things.tables.read(found.things).objects(),
    }


def _filters(found: ListResult) -> str:
    """What a list was narrowed by: ``place: Oxford; year: not 2013``."""
    chosen = [(facet.by.name.text, one) for facet in found.facets for one in facet.chosen]
    return "; ".join(f"{by}: {'' if one.chosen else 'not '}{one.value.name.text}" for by, one in chosen)


def _heading(column: ListColumn) -> str:
    return f"{column.title.text} ({column.unit})" if column.unit else column.title.text


def _cell(cells: Cells, cell: ListCell) -> tuple[Cell, ...]:
    return tuple(one for value in cell for one in _value(cells, value))


def _value(cells: Cells, value: CellValue) -> tuple[Cell, ...]:
    if value.link:
        return cells.of(NamedNode(value.link.iri))
    if value.words or not value.literal:
        return (Cell(value.words.text),) if value.words else ()
    if value.until:
        return (Cell(f"{wording(value.literal).text} to {wording(value.until).text}"),)
    return (Cell(f"by {wording(value.literal).text}"),) if value.latest else cells.of(value.literal)


def _standing(standing: Standing) -> Iterable[tuple[Cell, ...]]:
    """How exact the number of a thing is, whether it is counted, and what else has to do with the same money."""
    exact = [name.text for name in standing.exactness] or (["as stated"] if standing.has_number else [])
    return (
        tuple(map(Cell, exact)),
        (Cell(standing.counted),),
        (Cell(" ".join(name.text for name in standing.remarks)),) if standing.remarks else (),
    )


def _named(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The names alone: each thing has its address in the last column."""
    return tuple(Cell(one.text, one.value, link=one.link) for one in cells)


def _address(cell: Cell) -> tuple[Cell, ...]:
    return (Cell(cell.iri, link=cell.link),)

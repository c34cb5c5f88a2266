"""Tables for people, in the formats of spreadsheets: of lists of things and of the answers to queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from urllib.parse import urljoin

from flask import Response, request
from pyoxigraph import NamedNode, QueryBoolean

from accord.engine import Answer
from accord.engine.iterators import drops_its_rows
from accord.formats import XLSX, Format
from accord.spreadsheets import About, Cell, Cells, Heading, Sheet, limited, write_csv, write_parquet, write_xlsx
from accord.spreadsheets.places import PlottedThing, write_geojson
from accord.things.lists.totals import Total
from accord.things.natural_order import natural
from accord.things.places.points import point_of
from accord.things.statements import incoming, outgoing
from accord.web.literal_format import wording
from accord.web.site import Site
from accord.web.sparql.answers.results import Words, in_order, solutions, title

_BOM = b"\xef\xbb\xbf"


@drops_its_rows
def of_answer(site: Site, answer: Answer, name: str, text: str, words: Words | None = None) -> Sheet:
    """The whole answer to a query as a table. ``text`` is the query, ``words`` are those for its columns.

    Raises LimitError for too many rows.
    """
    try:
        results = solutions(answer)
        if isinstance(results, QueryBoolean):
            truth = bool(results)
            return Sheet(name, (Heading("boolean", "answer"),), [[(Cell(str(truth).lower(), truth),)]])
        names = in_order([one.value for one in results.variables], text)
        cells = cells_of(site)
        rows = [[cells.of(row[one]) for one in names] for row in limited(results)]
        return Sheet(name, tuple(Heading(one, title(one, words)) for one in names), rows)
    finally:
        answer.close()


def of_things(site: Site, iris: Iterable[str], title: str) -> Sheet:
    """Things as a table, with all that is stated about them and the parts they lead to, and the documents that say it.

    A part has columns of its own in place of its IRI. Raises LimitError for too many things.
    """
    table, cells = site.things.tables.read(limited(iris)), cells_of(site)
    wholes = {column.about for column in table.columns}
    columns = [column for column in table.columns if column.name not in wholes]
    headings = [Heading("label", "name"), Heading("type", "kind"), *(Heading(one.name, one.title) for one in columns)]
    rows: list[list[tuple[Cell, ...]]] = []
    for row in table.rows:
        kinds = tuple(cell for kind in row.kinds for cell in cells.of(NamedNode(kind)))
        found = [cells.of(NamedNode(row.thing.iri)), kinds]
        found += [tuple(cell for value in row.of(column) for cell in cells.of(value)) for column in columns]
        rows.append(found)
    sources = [sources_of(site, cells, row.thing.iri) for row in table.rows]
    if any(documents for documents, _ in sources):
        headings += [Heading("documents", "documents"), Heading("words", "words of the documents")]
        rows = [[*row, *own] for row, own in zip(rows, sources, strict=True)]
    return Sheet(title, tuple(headings), rows)


def sources_of(site: Site, cells: Cells, iri: str) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The documents that are evidence for a thing, with the places in them, and the words that are quoted."""
    terms = site.publication.settings.evidence
    if not terms:
        return (), ()
    places: dict[Cell, dict[str, None]] = {}
    words: dict[Cell, None] = {}
    for evidence in incoming(site.engine, NamedNode(iri), terms.about):
        values: dict[str, list[Cell]] = {}
        for one in outgoing(site.engine, evidence.subject):
            values.setdefault(one.predicate, []).extend(cells.of(one.object))
        for document in values.get(terms.source, ()):
            places.setdefault(document, {}).update(dict.fromkeys(one.text for one in values.get(terms.place, ())))
        words.update(dict.fromkeys(values.get(terms.phrase, ())))
    label = site.things.labels.of(terms.place).text
    return tuple(_placed(document, label, found) for document, found in places.items()), tuple(words)


def _placed(document: Cell, label: str, places: Collection[str]) -> Cell:
    """A document with places in it: ``Key Partnerships (paragraph 10, 12)``."""
    ordered = ", ".join(sorted(places, key=natural))
    return replace(document, text=f"{document.text} ({label} {ordered})") if ordered else document


def cells_of(site: Site) -> Cells:
    """Cells with names, and with links to the pages of this host, or to other sites."""
    root, labels = request.root_url, site.things.labels

    def link(iri: str) -> str:
        path = site.addresses.path(iri)
        return urljoin(root, path.lstrip("/")) if path else site.addresses.outside(iri) or ""

    return Cells(lambda iri: labels.of(iri).text, link)


def about(
    site: Site, title: str, description: str, address: str, query: str, more: Iterable[tuple[str, str]] = ()
) -> About:
    """What the last sheet says: what the table is, where it comes from, and what may be done with it; ``more`` are
    pairs of a word and a sentence that have to be read first.
    """
    settings = site.publication.settings
    licence = settings.license and f"{site.things.labels.of(settings.license).text} <{settings.license}>"
    facts = (
        ("Table", title),
        ("Read this first", description),
        *more,
        ("From", settings.title),
        ("Publisher", settings.publisher),
        ("Licence", licence),
        ("Data version", site.publication.version),
        ("Address", address),
    )
    return About(tuple((word, value) for word, value in facts if value), query)


def sum_in_words(total: Total, noun: str) -> str:
    """A sum with what has to be read beside it, in English; ``noun`` is the plural of what is counted."""
    return f"{total.unit}{wording(total.value).text} {total.sentence(noun)} {total.left_out}".strip()


def write(sheet: Sheet, origin: About, format: Format) -> bytes:
    """A table as XLSX, with where it comes from, or else as CSV."""
    return write_xlsx(sheet, origin) if format is XLSX else write_csv(sheet)


def with_bom(response: Response) -> Response:
    """The CSV with a byte order mark where the address asks for one (``bom=1``): Excel then reads it as UTF-8."""
    if (
        request.args.get("bom") in ("1", "true", "on")
        and response.status_code == 200
        and response.mimetype == "text/csv"
    ):
        response.set_data(_BOM + response.get_data())
        response.set_etag(f"{response.get_etag()[0]}-bom")
    return response


def parquet(site: Site, iris: Iterable[str], title: str) -> bytes:
    """Things as a table with typed columns. Raises LimitError for too many things, and MissingExtra."""
    return write_parquet(of_things(site, iris, title))


def geojson(site: Site, iris: Iterable[str], title: str) -> bytes:
    """The things that have a point, with their names, kinds and pages."""
    return write_geojson(_places(site, iris), {"name": title, "license": site.publication.settings.license})


def _places(site: Site, iris: Iterable[str]) -> Iterator[PlottedThing]:
    cells = cells_of(site)
    for iri in iris:
        if point := point_of(site.engine, iri):
            entry = site.things.class_index.entry(iri)
            kinds = ", ".join(kind.name.text for kind in entry.kinds)
            (cell,) = cells.of(NamedNode(iri))
            facts = {"name": cell.text, "kind": kinds, "url": cell.link}
            yield PlottedThing(iri, point.longitude, point.latitude, facts)

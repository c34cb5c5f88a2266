"""The page of the endpoint: the form, the answer or what is wrong with the query, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin

from flask import current_app, render_template, request, url_for

from accord import formats
from accord.engine import Query
from accord.errors import AccordError
from accord.formats import GRAPH_QUERIES, RDF_FORMATS, Format
from accord.pictures.requested import Unfit
from accord.publication.examples import Example
from accord.sparql.prologue import with_prefixes
from accord.web.requests.languages import keeping
from accord.web.site import Site
from accord.web.site.access import access
from accord.web.site.thing_questions import question_groups
from accord.web.sparql.answers.pictures import ROWS, ShownPicture, picture_of_query
from accord.web.sparql.answers.results import ResultTable
from accord.web.sparql.answers.shown import Shown
from accord.web.sparql.page.short import shortened
from accord.web.sparql.page.snippets import snippets, table_snippets
from accord.web.sparql.protocol import dataset_parameters, pairs

_AROUND = 2
"""Lines that are shown before and after a mistake."""

Parameters = Mapping[str, tuple[str, ...] | str]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of a query around a mistake: its number, and what comes before, at and after the mistake in it."""

    number: int
    before: str
    at: str
    after: str


def form(
    site: Site,
    text: str,
    query_type: str,
    query: Query | None = None,
    *,
    example: Example | None = None,
    shown: Shown | None = None,
    error: AccordError | None = None,
    infer_off: bool = False,
) -> str:
    """The page with a query in the form; ``shown`` is a page of its answer, ``error`` why there is none.

    ``example`` is the question that the query belongs to, or came from before it was changed.
    """
    dataset = dataset_parameters(query) if query else {}
    prefixes = site.publication.settings.prefixes
    is_graph = query_type in GRAPH_QUERIES
    address = _address(text, dataset, format="html")

    def written(one: Format) -> tuple[str, str, str]:
        return one.label, one.media, _address(text, dataset, format=one.name)

    return render_template(
        "sparql.html",
        text=text,
        name_of=site.things.labels.of,
        prefixes=prefixes,
        sheets=[written(one) for one in (RDF_FORMATS[:1] if is_graph else formats.SHEETS)],
        others=[written(one) for one in formats.for_query(query_type) if not (is_graph and one is RDF_FORMATS[0])],
        groups=question_groups(site),
        snippets=snippets(access().endpoint, with_prefixes(text, prefixes), pairs(dataset), is_graph),
        table_snippets=() if is_graph else table_snippets(_absolute(_address(text, dataset, format="csv-names"))),
        short=_absolute(address if pairs(dataset) else url_for("short.query", token=shortened(text))),
        stated_only=infer_off or (query is not None and query.infer is False),
        page_address=lambda number: keeping(_address(text, dataset, format="html", page=str(number))),
        example=example,
        shown=shown,
        picture=_picture(site, query, example, text) if query and _is_drawn(shown) else None,
        error=error,
        lines=excerpt(text, error),
        is_changed=example is not None and example.text.strip() != text.strip(),
        editor=has_editor(),
    )


def _is_drawn(shown: Shown | None) -> bool:
    """Whether an answer has rows, and not more than a picture has room for."""
    return shown is not None and isinstance(shown.table, ResultTable) and 0 < shown.table.total <= ROWS


def _picture(site: Site, query: Query, example: Example | None, text: str) -> ShownPicture | None:
    """The picture of the answer; ``None`` where its rows cannot be drawn. A question names its own."""
    unchanged = example is not None and example.text.strip() == text.strip()
    words = example.picture if example and unchanged else ""
    try:
        picture = picture_of_query(site, query, words)
    except Unfit:
        return None
    return (
        ShownPicture(picture, "picture", _address(text, dataset_parameters(query), format="svg")) if picture else None
    )


def excerpt(text: str, error: AccordError | None) -> list[MarkedLine]:
    """The lines around a mistake in a query, with the place marked; none where the place is not known."""
    place = error.place if error else None
    if place is None:
        return []
    lines = text.split("\n")
    found = []
    for number in range(max(1, place.line - _AROUND), min(len(lines), place.end_line + _AROUND) + 1):
        row = lines[number - 1].rstrip("\r")
        start = place.column - 1 if number == place.line else 0 if place.line < number <= place.end_line else len(row)
        end = place.end_column - 1 if number == place.end_line else len(row) if number < place.end_line else start
        end = max(end, start + 1) if number == place.line == place.end_line else max(end, start)
        found.append(MarkedLine(number, row[:start], row[start:end], row[end:]))
    return found


def has_editor() -> bool:
    """Whether the query editor was built when Accord was installed."""
    return Path(current_app.root_path, "static", "vendor", "editor.js").is_file()


def _address(text: str, dataset: Parameters, **others: Any) -> str:
    """The address of the answer to a query."""
    return f"{url_for('sparql.endpoint')}?{urlencode([('query', text), *pairs(dataset), *others.items()])}"


def _absolute(address: str) -> str:
    return urljoin(request.host_url, address)

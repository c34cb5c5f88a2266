"""An answer as a part of a page: a page of its rows, or the beginning of its graph, and what explains it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, request

from accord import formats
from accord.engine import Query
from accord.explanations.answers import is_empty
from accord.formats import GRAPH_QUERIES
from accord.web.site import Site
from accord.web.sparql import explanation
from accord.web.sparql.results import Table, beginning, table
from accord.web.sparql.running import run_cached

_GRAPH_CHARS = 200_000
"""Characters of a graph in a page; the downloads have all of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer: ``table`` for rows or a truth value, else Turtle, and whether there is more."""

    table: Table | bool | None
    turtle: tuple[str, bool]
    hints: tuple[str, ...]


def shown(site: Site, query: Query, page: int) -> Shown:
    """A page of the answer to a query, which runs now if nobody asked the same before.

    ``query`` asks for JSON, or for Turtle where the answer is a graph. Raises NotFound (404) for a page after the
    last, and what the engine raises.
    """
    if query.inspection.query_type in GRAPH_QUERIES:
        turtle = beginning(run_cached(site, query), _GRAPH_CHARS)
        empty = is_empty(turtle[0].encode(), formats.TURTLE)
        return Shown(None, turtle, explanation.of_page(site, query, empty))
    found = table(run_cached(site, query), page, query.text)
    if not isinstance(found, bool) and page > 1 and not found.rows:
        abort(404, f"The answer has no page {page}.")
    empty = not (found if isinstance(found, bool) else found.total)
    return Shown(found, ("", False), explanation.of_page(site, query, empty))


def page_number() -> int:
    """The page of the answer that the address asks for, from 1. Raises NotFound (404) for what is no such number."""
    number = request.args.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:9]) < 100_000):
        abort(404, f"The answer has no page {number[:20]!r}.")
    return int(number[:9])

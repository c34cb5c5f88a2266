"""An answer as a part of a page: a page of its rows, or the beginning of its graph, and what explains it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, request
from pyoxigraph import RdfFormat, parse

from accord import formats
from accord.engine import Query, deviations
from accord.explanations.answers import is_empty
from accord.formats import GRAPH_QUERIES
from accord.things.documents.nested import in_reading_order, nested_turtle
from accord.web.requests.languages import keeping
from accord.web.site import Site
from accord.web.sparql import explanation
from accord.web.sparql.answers.results import ResultTable, Words, beginning, table
from accord.web.sparql.answers.turtle_links import linked
from accord.web.sparql.running import run_cached

_GRAPH_CHARS = 200_000
"""Characters of a graph in a page; the downloads have all of it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer: ``table`` for rows or a truth value, else pieces of Turtle with their addresses.

    ``more`` says that the graph goes on. ``hints`` explain the answer, ``deviations`` say where the engine may differ
    from the standard for such a query.
    """

    table: ResultTable | bool | None
    hints: tuple[str, ...]
    deviations: tuple[str, ...]
    turtle: tuple[tuple[str, str], ...] = ()
    more: bool = False


def shown(site: Site, query: Query, page: int, words: Words | None = None) -> Shown:
    """A page of the answer to a query, which runs now if nobody asked the same before.

    ``query`` asks for JSON, or for Turtle where the answer is a graph; ``words`` are those for its columns. Raises
    NotFound (404) for a page after the last, and what the engine raises.
    """
    if query.inspection.query_type in GRAPH_QUERIES:
        turtle, more = beginning(run_cached(site, query), _GRAPH_CHARS)
        empty = is_empty(turtle.encode(), formats.TURTLE)
        pieces = tuple(
            linked(turtle if more else _grouped(site, turtle), site.publication.settings.prefixes, address_of(site))
        )
        return Shown(None, explanation.of_page(site, query, empty), deviations.hints(query, site.engine), pieces, more)
    found = table(run_cached(site, query), page, query.text, words)
    if not isinstance(found, bool) and page > 1 and not found.rows:
        abort(404, f"The answer has no page {page}.")
    empty = not (found if isinstance(found, bool) else found.total)
    return Shown(found, explanation.of_page(site, query, empty), deviations.hints(query, site.engine))


def _grouped(site: Site, turtle: str) -> str:
    """A whole graph with each property of a subject once, in reading order."""
    quads = parse(turtle.encode(), format=RdfFormat.TURTLE)
    triples = in_reading_order((quad.triple for quad in quads), site.things.vocabulary.place)
    return nested_turtle(triples, {}).decode()


def address_of(site: Site) -> Callable[[str], str]:
    """Where an IRI is described: on this host, or elsewhere."""
    root = request.script_root

    def address(iri: str) -> str:
        path = site.addresses.path(iri)
        return keeping(root + path) if path else ""

    return address


def page_number() -> int:
    """The page of the answer that the address asks for, from 1. Raises NotFound (404) for what is not such a number."""
    number = request.args.get("page", "1")
    if not (number.isascii() and number.isdecimal() and 0 < int(number[:9]) < 100_000):
        abort(404, f"The answer has no page {number[:20]!r}.")
    return int(number[:9])

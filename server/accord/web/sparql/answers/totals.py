"""The sum of the amounts of the things in an answer, each counted once, with what has to be read beside it."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, QueryBoolean

from accord.engine import Query
from accord.engine.iterators import drops_its_rows
from accord.things.lists.totals import Total
from accord.web.site import Site
from accord.web.sparql.answers.results import solutions
from accord.web.sparql.running import run_cached

_MOST = 1_000
"""Rows of an answer whose amounts are added up: it takes a few milliseconds. Longer answers have no sum."""


@drops_its_rows
def total_of(site: Site, query: Query) -> tuple[Total, str] | None:
    """The sum of the first column whose things have amounts to compare, and the plural of their kind.

    ``None`` where there is no such column, and for a query that asks nothing about money.

    ``query`` asks for JSON. Raises what the engine raises.
    """
    money = site.publication.settings.presentation.money
    if not money.comparable or money.of_sums.isdisjoint(query.inspection.iris):
        return None
    answer = run_cached(site, query)
    try:
        results = solutions(answer)
        if isinstance(results, QueryBoolean):
            return None
        columns: dict[str, dict[str, None]] = {one.value: {} for one in results.variables}
        for number, row in enumerate(results, 1):
            if number > _MOST:
                return None
            for name, things in columns.items():
                value = row[name]
                if isinstance(value, NamedNode):
                    things[value.value] = None
    finally:
        answer.close()
    found = ((total, _noun(site, things)) for things in columns.values() if (total := site.things.totals.of(things)))
    return next(found, None)


def _noun(site: Site, things: Iterable[str]) -> str:
    """The plural of the kind at the top of each page that all the things are of."""
    for kind in site.publication.settings.presentation.navigation:
        if site.things.class_index.members(kind) and set(things) <= set(site.things.class_index.members(kind)):
            return site.things.wording.plural(kind).text
    return "things"

"""The counts of queries, and of what was refused, for those who run the service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from flask import Flask, current_app

from accord.engine.tally import BUCKETS_S, QueryTally
from accord.errors import AccordError, LimitError
from accord.web.metrics.exposition import family, histogram, line, single

_REFUSED = "refused"


def refused(error: AccordError) -> None:
    """Count an error that the client of this request gets, if a limit is its reason."""
    if isinstance(error, LimitError):
        counts: Counter[str] = current_app.extensions.setdefault(_REFUSED, Counter())
        counts[error.limit] += 1


def engine_lines(app: Flask, tally: QueryTally) -> Callable[[], Iterator[str]]:
    """What gives the counts of the queries of an application, as lines for Prometheus."""

    def lines() -> Iterator[str]:
        own = app.extensions["clients"].waiting
        yield from single("queries_running", tally.running, "Queries that have a worker.")
        yield from single("queries_waiting", tally.waiting, "Queries that wait for a worker.")
        yield from single("queries_waiting_for_own", own, "Queries that wait for others of the same client.")
        yield from family("queries_total", "counter", "Queries by how they ended: answered, left, or by which limit.")
        for result, number in tally.results.copy().items():
            yield line("queries_total", number, result=result)
        yield from family("query_seconds", "histogram", "Time of a query, with its wait for a worker.")
        times = [tally.times[place] for place in range(len(BUCKETS_S) + 1)]
        yield from histogram("query_seconds", BUCKETS_S, times, tally.seconds)
        yield from single("workers_killed_total", tally.killed, "Workers that ended before their answer.", "counter")
        yield from family("refusals_total", "counter", "Requests that were refused or ended by a limit, by its name.")
        for limit, number in app.extensions.get(_REFUSED, Counter()).copy().items():
            yield line("refusals_total", number, limit=limit)

    return lines

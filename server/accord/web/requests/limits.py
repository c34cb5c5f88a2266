"""The limits of requests other than queries: pages, search and reconciliation. Each is declared once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from accord.errors import LimitError
from accord.limits import limit, published


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """The limits of requests.

    ``batch_properties``, ``batch_values``: OpenRefine sends a column of a table as a property with one value a row;
    tables of more than 20 columns that help to tell things apart are not known. ``extend_cells`` is 1,000 things with
    20 columns, which takes 0.3 s; a cell of 100 bytes makes that 2 MB, and ``extend_bytes`` leaves room for long ones.
    """

    computing: float = limit(10.0, "s", "Time of a reconciliation batch or a data extension.")
    batch_queries: int = limit(100, "queries", "Queries of a reconciliation batch.")
    batch_text: int = limit(500, "characters", "Characters of a name or a value that reconciliation compares.")
    batch_properties: int = limit(20, "properties", "Properties of one query of a reconciliation batch.")
    batch_values: int = limit(20, "values", "Values of one property, and types, in a query of a reconciliation batch.")
    extend_things: int = limit(1_000, "things", "Things of one data extension.")
    extend_cells: int = limit(20_000, "cells", "Things times properties of one data extension.")
    extend_bytes: int = limit(16 * 1024 * 1024, "bytes", "Length of the answer to a data extension.")
    search_text: int = limit(300, "characters", "Length of the words of a search, and of each filter value.")
    narrowed: int = limit(20, "values", "Filter values of a list.")
    graphs: int = limit(100, "graphs", "Graphs that the parameters of a query name.")
    parameters: int = limit(2_000, "parameters", "Parameters of the address of a request, or of its form.")


LIMITS = RequestLimits()
"""The limits as they are published."""

_UNITS = {one.name: one.unit for one in published(LIMITS)}


def within(name: str, given: int, what: str, status: int = HTTPStatus.REQUEST_ENTITY_TOO_LARGE) -> None:
    """Raise LimitError when ``what`` (the beginning of a sentence) has more than a limit allows."""
    allowed = getattr(LIMITS, name)
    if given > allowed:
        unit = _UNITS[name]
        message = f"{what} has {given:,} {unit}; the limit {name} is {allowed:,}."
        raise LimitError(message, limit=name, value=allowed, status=status, remedy="Ask for less at a time.")


class Deadline:
    """When a computation has to end. ``clock`` gives seconds; only tests change it."""

    def __init__(self, seconds: float = LIMITS.computing, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def check(self) -> None:
        """Called between the steps of long loops. Raises LimitError (504), like a query that takes too long."""
        if self._clock() > self._end:
            message = f"The computation took longer than {self._seconds:g} s and was stopped."
            remedy = "Send fewer queries or cells at a time."
            raise LimitError(message, limit="computing", value=self._seconds, status=504, remedy=remedy)

"""Limits of queries and of the engine. Every limit is declared here and published."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple

from accord.errors import UsageError


class Limit(NamedTuple):
    """A limit as it is published: its name, its value and unit, and a sentence that says what it bounds."""

    name: str
    value: float
    unit: str
    says: str

    @property
    def written(self) -> str:
        """The value with its unit for people: whole mebibytes and kibibytes as such, whole numbers without a point."""
        value, unit = self.value, self.unit
        if unit == "bytes":
            size, unit = next(((size, name) for size, name in _SIZES if value % size == 0), (1, unit))
            value = value / size
        return f"{int(value) if value == int(value) else value:,} {unit}"


_SIZES = ((1 << 20, "MiB"), (1 << 10, "KiB"))


def limit(default: Any, unit: str, says: str) -> Any:
    """A field of a dataclass of limits."""
    return field(default=default, metadata={"unit": unit, "says": says})


def published(limits: Any) -> list[Limit]:
    """All limits of a dataclass of limits."""
    return [Limit(one.name, getattr(limits, one.name), **one.metadata) for one in fields(limits)]


def part(limits: Any, of: int, *names: str) -> Any:
    """The limits of one of several processes: of those with these names it has its part, and at least 1 unless 0."""
    values = {name: getattr(limits, name) for name in names}
    return replace(limits, **{name: min(value, max(1, value // of)) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """The limits of the local engine. Raises UsageError for a value with which no query could run."""

    deadline: float = limit(10.0, "s", "Time that a query may take; the parameter timeout can only lower it.")
    memory: int = limit(448, "MiB", "Memory that a query may use in addition to that of an idle worker.")
    result: int = limit(1024, "MiB", "Size of one answer.")
    workers: int = limit(4, "queries", "Queries that run at the same time.")
    queue: int = limit(64, "queries", "Queries that may wait for a worker.")
    check_deadline: float = limit(300.0, "s", "Time that a check of the folder may take.")
    check_memory: int = limit(4096, "MiB", "Memory that a check of the folder may use.")

    def __post_init__(self) -> None:
        for one in published(self):
            if not (0 < one.value < math.inf or one.name == "queue" and one.value == 0):
                remedy = "Give a number above 0 (only the queue may be 0), or leave it out for the default."
                raise UsageError(f"The limit {one.name} cannot be {one.value:g} ({one.unit}).", remedy=remedy)


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """The size of one query; the tests show that pyoxigraph survives queries at each default, and stays quick.

    ``doublings``: the parser reads these constructs once for each way in which the query can continue after them, and
    the planner reads a subquery with aggregates twice, so the time doubles with each level. ``patterns``: the time for
    planning grows with the third power of the number of patterns to join.
    """

    text: int = limit(262_144, "bytes", "Length of the query in UTF-8.")
    nesting: int = limit(64, "levels", "Nested parentheses, brackets and braces.")
    doublings: int = limit(8, "levels", "Subqueries, !(…), {|…|}, REGEX, REPLACE, SUBSTR, GROUP_CONCAT, nested.")
    clauses: int = limit(
        80, "clauses", "BIND, FILTER, OPTIONAL, UNION, MINUS, SELECT and GRAPH, each counted separately."
    )
    patterns: int = limit(100, "patterns", "Triple patterns, groups and steps of paths that have to be joined.")
    values: int = limit(20_000, "terms", "Terms in VALUES and SELECT, in IN and as arguments of functions.")
    operators: int = limit(
        1_000, "operators", "Operators such as ! * / | && + -, parentheses, and the terms of DESCRIBE."
    )

"""What one query may use of the machine, and how many may run: every limit is declared and published."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple


class Limit(NamedTuple):
    """A limit as it is published: its name, its value and unit, and what it bounds."""

    name: str
    value: float
    unit: str
    says: str


def limit(default: Any, unit: str, says: str) -> Any:
    """A field of a dataclass of limits."""
    return field(default=default, metadata={"unit": unit, "says": says})


def published(limits: Any) -> list[Limit]:
    """All limits of a dataclass of limits."""
    return [Limit(one.name, getattr(limits, one.name), **one.metadata) for one in fields(limits)]


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """The limits of the local engine."""

    deadline: float = limit(10.0, "s", "How long a query may run; timeout= can only lower it.")
    memory: int = limit(512, "MiB", "Memory that a query may take beyond what the engine holds at rest.")
    result: int = limit(1024, "MiB", "Size of one answer.")
    workers: int = limit(2, "queries", "Queries that run at the same time.")
    queue: int = limit(64, "queries", "Queries that may wait for a worker.")

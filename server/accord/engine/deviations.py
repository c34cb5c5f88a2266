"""Where the local engine's answers differ from the standard, or from what people expect of it.

Each deviation is a query (``deviation-*.rq`` among the program's own) that shows it on any data, with both answers as
CSV, its lines set apart by ``;``. The tests run them all, so that the list is true of the engine that is installed.
"""

from __future__ import annotations

from dataclasses import dataclass

from accord import queries

_NAMES = (
    "deviation-spelling",
    "deviation-datatype",
    "deviation-moment",
    "deviation-columns",
    "deviation-zero-length-path",
    "deviation-large-sum",
    "deviation-large-decimal",
    "deviation-comparison",
    "deviation-empty-match",
    "deviation-back-reference",
    "deviation-joined-numbers",
)


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference: in a few words, why it is so, and a query with the answer it should have and the one it gets."""

    title: str
    says: str
    query: str
    standard: str
    engine: str


def deviations() -> tuple[Deviation, ...]:
    """All that are known, those that concern most people first."""
    return tuple(_read(queries.load(name)) for name in _NAMES)


def _read(query: queries.NamedQuery) -> Deviation:
    text = "".join(line for line in query.text.splitlines(True) if not line.startswith("#"))
    return Deviation(query.title, query.description, text, query.settings["standard"], query.settings["engine"])

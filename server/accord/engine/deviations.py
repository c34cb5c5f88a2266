"""The differences between the local engine's answers and the standard, or what people expect of it.

Each deviation is a query (``deviation-*.rq`` among the program's own) that shows it on any data, with both answers as
CSV with ``;`` between the lines. The tests run them all, so that the list is true of the engine that is installed.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from accord import queries
from accord.engine import Engine, Query
from accord.sparql.deviating import ZERO_LENGTH

_NAMES = (
    "deviation-spelling",
    "deviation-datatype",
    "deviation-moment",
    "deviation-columns",
    "deviation-zero-length-path",
    "deviation-alternatives",
    "deviation-graph-variable",
    "deviation-graph-variable-inside",
    "deviation-labelled-node",
    "deviation-large-sum",
    "deviation-large-decimal",
    "deviation-mixed-order",
    "deviation-comparison",
    "deviation-empty-match",
    "deviation-back-reference",
    "deviation-escaped-dollar",
    "deviation-joined-numbers",
    "deviation-truth",
    "deviation-double-string",
    "deviation-is-numeric",
    "deviation-nested-aggregate",
    "deviation-assigned-variable",
)
_NOT_ASKED = "SERVICE SILENT was not asked, since this endpoint may not call that service: it gives an empty row."


@dataclass(frozen=True, slots=True)
class Deviation:
    """One difference: a title, the reason, and a query with the answer of the standard and that of the engine."""

    title: str
    says: str
    query: str
    standard: str
    engine: str


def deviations() -> tuple[Deviation, ...]:
    """All known differences, those that concern most people first."""
    return tuple(_read(queries.load(name)) for name in _NAMES)


def hints(query: Query, engine: Engine) -> tuple[str, ...]:
    """A sentence for each deviation that a query may meet on the data of an engine, and for a service not called."""
    names = query.inspection.deviations
    if ZERO_LENGTH in names and not _names_what_is_nowhere(query, engine):
        names = tuple(name for name in names if name != ZERO_LENGTH)
    found = [f"The engine may deviate from SPARQL here: {queries.load(name).title} (see /limits)." for name in names]
    if respelled := engine.respelled.hint(query.text, query.inspection):
        found.append(respelled)
    if query.inspection.has_service and not query.inspection.services:
        found.append(_NOT_ASKED)
    return tuple(found)


def _names_what_is_nowhere(query: Query, engine: Engine) -> bool:
    """Whether a query may name a node that no statement has; of a dataset of its own that is not looked up."""
    if query.graphs or query.named_graphs or query.inspection.from_graphs:
        return True
    return any(_is_nowhere(engine, NamedNode(iri)) for iri in query.inspection.iris)


def _is_nowhere(engine: Engine, node: NamedNode) -> bool:
    """Whether no statement has a node."""
    places: tuple[dict[str, NamedNode], ...] = ({"subject": node}, {"object": node}, {"predicate": node})
    return all(next(iter(engine.match(**place)), None) is None for place in places)


def _read(query: queries.NamedQuery) -> Deviation:
    text = "".join(line for line in query.text.splitlines(True) if not line.startswith("#"))
    return Deviation(query.title, query.description, text, query.settings["standard"], query.settings["engine"])

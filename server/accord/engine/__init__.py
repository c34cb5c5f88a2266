"""The interface of an engine, which answers queries and looks up statements.

:class:`Engine` is what pages and the endpoint know; :class:`accord.engine.local.LocalEngine` (pyoxigraph in worker
processes) implements it for the service, and one store in the same process does for tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from accord import formats
from accord.engine.departure import Departure
from accord.formats import Format
from accord.limits import Limit
from accord.sparql.inspection import Inspection

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

_NOT_INSPECTED = Inspection("")


@dataclass(frozen=True, slots=True)
class Query:
    """One SPARQL 1.1 query, the same object from the request to the worker (SPARQL 1.1 Protocol §2.1).

    ``graphs`` and ``named_graphs`` are the dataset of the protocol's parameters; empty means the engine's own.
    ``infer`` says whether the default graph holds what follows by the ontology: None where it does by itself, which is
    where the query names no graphs. ``seconds`` is how long it may run; it can only lower the engine's own deadline.
    ``patience`` is the seconds in which it must be answered, waiting for a worker included; None where only ``seconds``
    counts. ``client`` is who asks: the part of long answers that is not read yet is counted by it. ``inspection`` is
    what the guard read in the text; the program's own queries need no guard, and have the empty one.
    """

    text: str
    format: Format
    graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    infer: bool | None = None
    seconds: float | None = None
    client: str = ""
    inspection: Inspection = _NOT_INSPECTED
    patience: float | None = None

    @property
    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...], bool | None]:
        """What the query is asked of: the graphs, the named graphs, and ``infer``."""
        return self.graphs, self.named_graphs, self.infer

    @property
    def uses_services(self) -> bool:
        """Whether it calls other endpoints, all of which the operator allows."""
        return bool(self.inspection.services)

    def limit(self, deadline: float) -> float:
        """The seconds that it may run where the engine's deadline is this."""
        return min(self.seconds or deadline, deadline)

    def as_message(self) -> dict[str, Any]:
        """The query as JSON for a worker; :meth:`of_message` reads it back."""
        values = _values(self)
        values["format"], values["inspection"] = self.format.name, _values(self.inspection)
        return values

    @classmethod
    def of_message(cls, message: dict[str, Any]) -> Self:
        """The query of a worker's message. Raises KeyError for a format that is not in the tables."""
        values = _tuples(message)
        values["format"] = formats.for_results(message["format"])
        values["inspection"] = Inspection(**_tuples(message["inspection"]))
        return cls(**values)


def _values(record: Any) -> dict[str, Any]:
    """The fields of a dataclass with slots; ``asdict`` would copy each value, which takes longer than many queries."""
    return {name: getattr(record, name) for name in record.__slots__}


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    """Values out of JSON, which has lists for tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _at_once(call: Callable[[], None]) -> None:
    call()


@dataclass(slots=True)
class Answer:
    """The bytes of an answer, of which the first chunk is already here.

    ``whole`` means that this chunk is all. Otherwise ``chunks`` may still raise LimitError or EngineError, and whoever
    passes them on must then break off, so that a part never looks like the whole. ``close`` gives up the rest and frees
    the engine; it may be called at any time and more than once. ``when_over`` takes, once, a function that is called
    when the engine has done its work, whether the answer has been read or not.
    """

    chunks: Iterator[bytes]
    whole: bool
    close: Callable[[], None]
    when_over: Callable[[Callable[[], None]], None] = _at_once


class Engine(Protocol):
    """Answers queries and looks up statements. ``services`` are the other endpoints that queries may call."""

    services: frozenset[str]

    @property
    def busy(self) -> bool:
        """Whether a query runs or waits."""

    def query(self, query: Query) -> Answer:
        """Answer a query, returning once the first chunk is there.

        Raises QueryError when it is not SPARQL, LimitError when it hits a limit, EngineError when no worker answers.
        """

    async def query_at_once(self, query: Query, leaving: Departure) -> Answer | None:
        """Answer a query on the event loop, if it can begin without a wait; else ``None``: it is for :meth:`query`.

        Raises the same errors, and ends the query when the client leaves.
        """

    def match(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, object: Term | None = None
    ) -> Iterator[Quad]:
        """The statements of the publication's own graphs that match a pattern, each with its graph."""

    def limits(self) -> list[Limit]:
        """The limits that it sets to one query and one client, as they are published."""

    def close(self) -> None:
        """End it and free its resources."""

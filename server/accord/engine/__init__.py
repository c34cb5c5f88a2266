"""The interface of an engine, which answers queries and looks up statements.

:class:`Engine` is what pages and the endpoint know. ``local`` implements it with pyoxigraph in the processes of
``workers``, which ``processes`` starts; ``remote`` with another SPARQL server. ``inference`` says what follows from the
data, ``deviations`` where pyoxigraph differs from the standard. In tests, a store in the same process is an engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, Self

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from accord import formats
from accord.engine.disconnection import Disconnection
from accord.engine.respelled import RespelledValues
from accord.formats import Format
from accord.limits import Limit
from accord.publication.statements import Row
from accord.sparql.inspection import Inspection

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

_NOT_INSPECTED = Inspection("")


@dataclass(frozen=True, slots=True)
class Query:
    """One SPARQL 1.1 query, the same object from the request to the worker (SPARQL 1.1 Protocol §2.1).

    ``graphs`` and ``named_graphs`` are the dataset of the protocol's parameters; empty means the engine's own.
    ``infer`` says whether the default graph holds what follows from the ontology: None where it does anyway, which is
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
        """The dataset of the query: the default graphs, the named graphs, and ``infer``."""
        return self.graphs, self.named_graphs, self.infer

    @property
    def uses_services(self) -> bool:
        """Whether it calls other endpoints, all of which the operator allows."""
        return bool(self.inspection.services)

    def limit(self, deadline: float) -> float:
        """The seconds that it may run where the engine's deadline is this."""
        return min(self.seconds or deadline, deadline)

    def as_message(self) -> list[Any]:
        """The query as JSON for a worker; :meth:`of_message` reads it back."""
        seen = self.inspection
        return [
            *(self.text, self.format.name, self.graphs, self.named_graphs, self.infer, self.seconds, self.client),
            *(self.patience, seen.query_type, seen.services, seen.from_graphs, seen.iris, seen.cacheable),
            *(seen.has_service, seen.deviations),
        ]

    @classmethod
    def of_message(cls, message: list[Any]) -> Self:
        """The query of a worker's message. Raises KeyError for a format that is not in the tables."""
        text, name, graphs, named, infer, seconds, client, patience, kind, services, from_graphs, iris, *more = message
        cacheable, has_service, deviations = more
        seen = Inspection(
            kind, tuple(services), tuple(from_graphs), tuple(iris), cacheable, has_service, tuple(deviations)
        )
        format = formats.for_results(name)
        return cls(text, format, tuple(graphs), tuple(named), infer, seconds, client, seen, patience)


def _at_once(call: Callable[[], None]) -> None:
    call()


@dataclass(slots=True)
class Answer:
    """The bytes of an answer, of which the first chunk is already here.

    ``whole`` means that this chunk is all. Otherwise ``chunks`` may still raise LimitError or EngineError, and whoever
    passes them on must then stop, so that a part never looks like the whole. ``close`` gives up the rest and frees
    the engine; it may be called at any time and more than once. ``when_over`` takes, once, a function that is called
    when the engine has done its work, whether the answer has been read or not.
    """

    chunks: Iterator[bytes]
    whole: bool
    close: Callable[[], None]
    when_over: Callable[[Callable[[], None]], None] = _at_once


class RunningQuery(Protocol):
    """A query that an engine answers while the event loop does other things."""

    def short(self) -> bytes | None:
        """All of the answer, if it is short and whole; ``None`` for any other, and for a failure."""

    async def rest(self, leaving: Disconnection) -> Answer:
        """The answer, of which something has come. Raises as :meth:`Engine.query` does."""

    def close(self) -> None:
        """End the query: its client has left, or has its answer."""


class Engine(Protocol):
    """Answers queries and looks up statements.

    ``services`` are the other endpoints that queries may call; ``respelled`` are the values that it spells in another
    way than the files.
    """

    services: frozenset[str]
    respelled: RespelledValues

    @property
    def busy(self) -> bool:
        """Whether a query runs or waits."""

    def query(self, query: Query) -> Answer:
        """Answer a query, returning once the first chunk is there.

        Raises QueryError when it is not SPARQL, LimitError when it hits a limit, EngineError when no worker answers.
        """

    def begin_at_once(self, query: Query, call: Callable[[], None]) -> RunningQuery | None:
        """Begin to answer a query, if that needs no wait; else ``None``: it is for :meth:`query`.

        ``call`` is called on the event loop when something has come; neither a task nor a thread waits for it. Raises
        the same errors.
        """

    def match(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, object: Term | None = None
    ) -> Iterator[Quad | Row]:
        """The statements of the publication's own graphs that match a pattern, each with its graph."""

    def limits(self) -> list[Limit]:
        """The limits that it sets to one query and one client, as they are published."""

    def close(self) -> None:
        """End it and free its resources."""

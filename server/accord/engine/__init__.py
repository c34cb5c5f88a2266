"""One interface to whatever answers queries.

:class:`Engine` is the seam: the local engine (pyoxigraph in worker processes) fulfils it, and so can any SPARQL 1.1
server. Nothing above this floor knows which one it talks to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from accord.formats import Format
from accord.limits import Limit

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Query:
    """One SPARQL 1.1 query as the protocol hands it over (SPARQL 1.1 Protocol §2.1).

    ``graphs`` and ``named_graphs`` are the dataset of the protocol's parameters; empty means the engine's own.
    ``infer`` adds what follows by the ontology. ``outside`` says that it calls services, all of which the operator
    allows. ``seconds`` is how long it may run; it can only lower the engine's own deadline. ``client`` is who asks:
    what an engine keeps of long answers until they are read is counted by it.
    """

    text: str
    format: Format
    graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    infer: bool = False
    outside: bool = False
    seconds: float | None = None
    client: str = ""


def _at_once(call: Callable[[], None]) -> None:
    call()


@dataclass(slots=True)
class Answer:
    """The bytes of an answer, of which the first chunk is already here.

    ``whole`` says that there is no more to come. Otherwise ``chunks`` may still raise LimitError or EngineError,
    and whoever passes them on must then break off, never end as if all were well. ``close``, which may be called
    at any time and more than once, gives up the rest and frees the engine. ``when_over`` is to be given a function,
    once, that is called when the engine has done its work, be the answer read or not.
    """

    chunks: Iterator[bytes]
    whole: bool
    close: Callable[[], None]
    when_over: Callable[[Callable[[], None]], None] = _at_once


class Engine(Protocol):
    """What answers queries and looks up statements. ``services`` are those of others that queries may call."""

    services: frozenset[str]

    def query(self, query: Query) -> Answer:
        """Answer a query, returning once the first chunk is there.

        Raises QueryError when it is not SPARQL, LimitError when it meets a limit, EngineError when nobody answers.
        """

    def match(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, object: Term | None = None
    ) -> Iterator[Quad]:
        """The statements of the publication's own graphs that fit a pattern, each with its graph."""

    def limits(self) -> list[Limit]:
        """What it allows one query and one client, for all to read."""

    def close(self) -> None:
        """End it and free what it holds."""

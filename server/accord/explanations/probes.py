"""Small queries that find out which parts of a query match. Only this module calls the engine.

They run as the query itself does, in a worker that is killed when its time is over, on the same graphs and with or
without what follows from the ontology. All of them together have one budget of time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from accord import formats
from accord.engine import Engine, Query
from accord.errors import LimitError
from accord.explanations.query.model import Iri, Term, Value
from accord.names import XSD
from accord.sparql.inspection import Inspection

Row = dict[str, Term]

_LEAST = 0.005
"""Seconds below which a probe is not begun: it could not end in time."""


class OutOfTime(Exception):
    """The budget of all probes is used."""


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """A query as it was sent: its text, the graphs of the protocol's parameters, and whether with inference.

    ``infer`` is that of :class:`accord.engine.Query`.
    ``iris`` are all that the query names, by which the engine knows what it is about.
    ``empty`` says whether the answer had no row (no statement, or false); None when it is not known.
    """

    text: str
    graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    infer: bool | None = None
    empty: bool | None = None
    client: str = ""
    iris: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Query, empty: bool | None) -> Self:
        """A query that has been inspected, with what is known of its answer."""
        dataset = query.graphs, query.named_graphs, query.infer
        return cls(query.text, *dataset, empty, query.client, query.inspection.iris)


@dataclass(slots=True)
class Probes:
    """Runs probes until the budget is used. ``count`` is how many ran.

    ``can_infer`` says that what follows from the ontology was left out by infer=off, and would be there without it.
    """

    engine: Engine
    asked: AskedQuery
    seconds: float
    graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    clock: Callable[[], float] = time.monotonic
    can_infer: bool = False
    count: int = 0
    begun: float = field(init=False)
    known: dict[tuple[str, bool | None, bool], list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.begun = self.clock()

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.begun + self.seconds - self.clock()

    def matches(self, pattern: str, infer: bool | None = None) -> bool:
        """Whether a group in braces has a solution. Raises OutOfTime."""
        return bool(self.select("(1 AS ?_one)", pattern, "LIMIT 1", infer))

    def matches_anywhere(self, pattern: str) -> bool:
        """Whether a group in braces has a solution in all data, whatever graphs the query names."""
        return bool(self.rows(f"SELECT (1 AS ?_one) WHERE {pattern} LIMIT 1", all_graphs=True))

    def matches_elsewhere(self, pattern: str) -> bool:
        """Whether a group matches outside of the graphs that the query names; False where it names none."""
        return bool(self.graphs or self.named_graphs) and self.matches_anywhere(pattern)

    def select(self, what: str, pattern: str, modifiers: str = "", infer: bool | None = None) -> list[Row]:
        """The rows of a SELECT over a group in braces. Raises OutOfTime."""
        return self.rows(f"SELECT {what} WHERE {pattern} {modifiers}", infer)

    def values(self, variable: str, pattern: str, most: int) -> list[Term]:
        """Different values of a variable (its name), ``most`` at most."""
        found = self.select(f"DISTINCT ?{variable}", pattern, f"LIMIT {most}")
        return [row[variable] for row in found if variable in row]

    def number(self, what: str, pattern: str, infer: bool | None = None) -> int:
        """The count that an aggregate such as ``COUNT(*)`` gives over a group in braces."""
        row = self.select(f"({what} AS ?_count)", pattern, infer=infer)[0]
        return int(row["_count"].lexical) if isinstance(row.get("_count"), Value) else 0  # type: ignore[union-attr]

    def rows(self, text: str, infer: bool | None = None, all_graphs: bool = False) -> list[Row]:
        """Every row of a query's answer; asked again, it is remembered. Raises OutOfTime."""
        infer = self.asked.infer if infer is None else infer
        key = (text, infer, all_graphs)
        if key not in self.known:
            self.known[key] = self._ask(*key)
        return self.known[key]

    def _ask(self, text: str, infer: bool | None, all_graphs: bool) -> list[Row]:
        left = self.left
        if left < _LEAST:
            raise OutOfTime
        self.count += 1
        dataset = ((), ()) if all_graphs else (self.graphs, self.named_graphs)
        query = Query(text, formats.JSON, *dataset, infer=infer, patience=left, client=self.asked.client)
        query = replace(query, inspection=Inspection("", iris=self.asked.iris))
        try:
            answer = self.engine.query(query)
            body = b"".join(answer.chunks)
        except LimitError as error:
            raise OutOfTime from error
        return rows_of(body)


def rows_of(body: bytes) -> list[Row]:
    """The rows of a SPARQL 1.1 result in JSON; blank nodes are left out, since no query can name one."""
    found = json.loads(body)["results"]["bindings"]
    return [{name: term for name, cell in row.items() if (term := _term(cell))} for row in found]


def _term(cell: dict[str, str]) -> Term | None:
    if cell["type"] == "uri":
        return Iri(cell["value"])
    if cell["type"] in ("literal", "typed-literal"):
        language = cell.get("xml:lang", "").lower()
        return Value(cell["value"], language, cell.get("datatype", XSD + "string"))
    return None


def joined(parts: Iterable[object]) -> str:
    """Patterns as one group in braces."""
    return "{ " + " ".join(map(str, parts)) + " }"


def names(variables: Sequence[str]) -> str:
    """Variables as SELECT lists them."""
    return " ".join(f"?{name}" for name in variables)

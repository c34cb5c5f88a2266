"""The statements of a publication for look-ups by pattern, in a third of the memory of a store for queries.

Each term is kept once, and each statement as four numbers. A million statements take about 150 MB; a store, which can
change and answer queries, takes 400.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from accord.publication.statements.hashes import Hashes
from accord.publication.statements.respelled import as_held
from accord.publication.statements.rows import Column, StatementRows, starts

Term = NamedNode | BlankNode | Literal | Triple
Subject = NamedNode | BlankNode | Triple


class Row(NamedTuple):
    """A statement with its graph, as a Quad is one. It shares its terms with others, so it is made much faster."""

    subject: Subject
    predicate: NamedNode
    object: Term
    graph_name: NamedNode | BlankNode | DefaultGraph

    @property
    def triple(self) -> Triple:
        """The statement without its graph."""
        return Triple(self.subject, self.predicate, self.object)


class Patterns(Protocol):
    """Anything that finds the statements matching a pattern: :class:`Statements`, or a store."""

    def quads_for_pattern(
        self, subject: Subject | None, predicate: NamedNode | None, object: Term | None
    ) -> Iterator[Quad | Row]:
        """The statements with this subject, predicate and object, where ``None`` matches all."""


@dataclass(frozen=True, slots=True)
class _Order:
    """The rows in the order of one column: those of term ``n`` are from ``starts[n]`` up to ``starts[n + 1]``."""

    starts: Column
    rows: Sequence[int]

    @classmethod
    def of(cls, column: Column, terms: int) -> _Order:
        return cls(starts(column, terms), array("I", sorted(range(len(column)), key=column.__getitem__)))

    def count(self, number: int) -> int:
        return self.starts[number + 1] - self.starts[number]

    def of_term(self, number: int) -> Sequence[int]:
        return self.rows[self.starts[number] : self.starts[number + 1]]


class Statements:
    """All statements, each once, as a store has them. Immutable; safe between threads.

    They are in the order of their subjects, as these first came; those of one subject are in the order given.
    """

    def __init__(self, terms: list[Any], columns: tuple[Column, ...]) -> None:
        """The ``columns`` are those of :meth:`.StatementRows.distinct`, numbers of ``terms``.

        Literals are spelled as a store holds them.
        """
        self._terms = terms
        self._hashes = Hashes(map(hash, terms))
        self._columns = columns
        subjects, predicates, objects, _ = columns
        # The rows are in the order of their subjects already.
        self._by_subject = _Order(starts(subjects, len(self._terms)), range(len(subjects)))
        self._by_predicate = _Order.of(predicates, len(self._terms))
        self._by_object = _Order.of(objects, len(self._terms))

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Statements:
        """Statements whose literals are spelled as a store holds them."""
        rows = StatementRows()
        rows.add(quads)
        return cls(rows.terms, rows.distinct())

    @property
    def terms(self) -> Sequence[Any]:
        """The term of each number."""
        return self._terms

    @property
    def columns(self) -> tuple[Column, ...]:
        """The numbers of all subjects, all predicates, all objects and all graphs."""
        return self._columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Row]:
        return self._made(range(len(self)))

    def quads_for_pattern(
        self, subject: Subject | None, predicate: NamedNode | None, object: Term | None
    ) -> Iterator[Row]:
        """The statements with this subject, predicate and object, where ``None`` matches all."""
        asked = (subject, predicate, as_held(object) if isinstance(object, Literal) else object)
        numbers = [None if term is None else self._number(term) for term in asked]
        if -1 in numbers:
            return iter(())
        return self._made(self._rows(numbers))

    def _rows(self, numbers: Sequence[int | None]) -> Sequence[int]:
        """The rows whose first three terms have these numbers: those of the rarest term, looked through."""
        orders = (self._by_subject, self._by_predicate, self._by_object)
        asked = [
            (order.count(number), order, column, number)
            for order, column, number in zip(orders, self._columns, numbers, strict=False)
            if number is not None
        ]
        if not asked:
            return range(len(self))
        rarest = min(asked, key=itemgetter(0))
        found = rarest[1].of_term(rarest[3])
        for _, _, column, number in (one for one in asked if one is not rarest):
            found = [row for row in found if column[row] == number]
        return found

    def _made(self, rows: Sequence[int]) -> Iterator[Row]:
        """The statements of some rows, each made when it is taken."""
        columns = (map(self._terms.__getitem__, map(column.__getitem__, rows)) for column in self._columns)
        return map(Row, *columns)

    def _number(self, term: Term) -> int:
        """The number of a term; -1 for one that no statement has."""
        return next((place for place in self._hashes.get(hash(term)) if self._terms[place] == term), -1)

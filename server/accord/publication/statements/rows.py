"""Statements as rows of four numbers, with each term kept once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate, compress
from typing import Any, TypeAlias

from pyoxigraph import DefaultGraph, NamedNode, Quad

Column: TypeAlias = "array[int]"


class _Numbers(dict[object, int]):
    """Term -> number. One that is new gets the next number when it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.terms: list[Any] = []

    def __missing__(self, term: object) -> int:
        number = self[term] = len(self.terms)
        self.terms.append(term)
        return number


class StatementRows:
    """The rows of statements in the order in which they come, a column for each part of a statement.

    ``terms`` has the term of each number. The numbers in ``objects`` may be changed.
    """

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self.terms = self._numbers.terms
        self.number = self._numbers.__getitem__
        """The number of a term, which is added where it is new."""
        self.subjects, self.predicates, self.objects, self.graphs = (array("I") for _ in range(4))

    def __len__(self) -> int:
        return len(self.subjects)

    def known(self, term: object) -> int | None:
        """The number of a term; None for one that did not come yet."""
        return self._numbers.get(term)

    def add(self, quads: Iterable[Quad], graph: NamedNode | None = None) -> int:
        """Add statements, those of the default graph in ``graph``, if it is given. Returns the first row of them."""
        first, number = len(self), self.number
        default, own = (DefaultGraph(), number(graph)) if graph else (None, -1)
        subjects, predicates, objects, graphs = self.subjects, self.predicates, self.objects, self.graphs
        for subject, predicate, object, named in quads:
            subjects.append(number(subject))
            predicates.append(number(predicate))
            objects.append(number(object))
            graphs.append(own if named == default else number(named))
        return first

    def distinct(self) -> tuple[Column, ...]:
        """The columns in the order of their subjects, as these first came, each row once. Nothing is added then."""
        self._numbers.clear()
        columns = (self.subjects, self.predicates, self.objects, self.graphs)
        order = sorted(range(len(self)), key=self.subjects.__getitem__)
        subjects, *others = (array("I", map(column.__getitem__, order)) for column in columns)
        del order
        bounds = starts(subjects, len(self.terms))
        kept = bytearray(b"\1") * len(subjects)
        for first, after in zip(bounds, bounds[1:], strict=False):
            rows = list(zip(*(column[first:after] for column in others), strict=True))
            if len(set(rows)) < len(rows):
                kept[first:after] = bytes(_firsts(rows))
        if all(kept):
            return subjects, *others
        return tuple(array("I", compress(column, kept)) for column in (subjects, *others))


def _firsts(rows: Iterable[object]) -> Iterator[bool]:
    """Whether each row is the first of its kind."""
    seen: set[object] = set()
    for row in rows:
        yield row not in seen
        seen.add(row)


def starts(column: Column, terms: int) -> Column:
    """Where the rows of each term begin in a column in order, and where the last ends."""
    sizes = array("I", bytes(4 * terms))
    for number in column:
        sizes[number] += 1
    return array("I", accumulate(sizes, initial=0))

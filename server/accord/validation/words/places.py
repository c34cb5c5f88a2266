"""The place of a result in the files: the value, else the property, else the subject, else where the node is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rdflib import Graph, Literal
from rdflib.namespace import SH
from rdflib.term import Node

from accord.errors import Place
from accord.turtle import Span
from accord.validation.check_input import Statement, Statements
from accord.validation.shacl.neighbourhood.paths import walk
from accord.validation.shacl.neighbourhood.reach import steps
from accord.validation.shacl.run_pyshacl import ShaclResult
from accord.validation.shacl.shapes import Shapes

_SURPLUS = ("MaxCount", "UniqueLang")


@dataclass(frozen=True, slots=True)
class Position:
    """A part of a statement."""

    statement: Statement
    span: Span

    @property
    def place(self) -> Place:
        """Its place in the file."""
        return self.statement.place(self.span)

    @property
    def written(self) -> str:
        """The characters at this place."""
        return self.statement.written(self.span)


@dataclass(frozen=True)
class Locator:
    """Finds the spot of a result among the checked statements; ``data`` is the graph that paths are walked in."""

    statements: Statements
    data: Graph
    shapes: Shapes

    def value(self, result: ShaclResult) -> Position | None:
        """The value of a result, where a checked file states it; of too many values, the first surplus one."""
        if result.component in _SURPLUS:
            return self._surplus(result)
        if result.value is None:
            return None
        if result.path is not None and (exact := self.statements.exactly(result.focus, result.path, result.value)):
            return _object(exact)
        if result.path is None:
            about = self.statements.about(result.focus) if result.value != result.focus else ()
            stated = [one for one in about if _same(one.triple.object, result.value)]
        else:
            stated = [one for end, one in self._stated(result) if _same(end, result.value)]
        return _object(stated[0]) if stated else None

    def best(self, result: ShaclResult) -> Position | None:
        """Where a person has to look to fix a result, or ``None`` when no checked file has to do with it."""
        finders = (self.value, self._property, self._subject, self._outer, self._described_value, self._mention)
        return next(filter(None, (find(result) for find in finders)), None)

    def _stated(self, result: ShaclResult) -> Iterator[tuple[Node, Statement]]:
        """The values of the path, each with the last step towards it that a checked file states."""
        if result.path is None:
            return
        for end, trail in walk(self.data, self.shapes.graph, result.focus, result.path):
            found = (self.statements.exactly(*step) for step in reversed(trail))
            yield from ((end, one) for one in islice(filter(None, found), 1))

    def _surplus(self, result: ShaclResult) -> Position | None:
        """The first value beyond ``sh:maxCount``, or the last of those that share a language."""
        stated = sorted((one for _, one in self._stated(result)), key=lambda one: one.place(one.triple.object_span))
        if result.component == "UniqueLang":
            ends = [end for end, _ in walk(self.data, self.shapes.graph, result.focus, result.path or result.focus)]
            uses = Counter(_language(end) for end in ends)
            return next((_object(one) for one in reversed(stated) if uses[_language(one.triple.object)] > 1), None)
        most = int(str(self.shapes.value(result.shape, SH.maxCount) or 0))
        return _object(stated[min(most, len(stated) - 1)]) if stated else None

    def _property(self, result: ShaclResult) -> Position | None:
        """The first property on the path that a checked file states about the focus node."""
        path = steps(self.shapes, result.path) if result.path is not None else ()
        for predicate, backward in path:
            about = self.statements.naming(result.focus) if backward else self.statements.about(result.focus)
            stated = next((one for one in about if one.triple.predicate == predicate), None)
            if stated:
                return _object(stated) if backward else _predicate(stated)
        return None

    def _subject(self, result: ShaclResult) -> Position | None:
        return next((Position(one, one.triple.subject_span) for one in self.statements.about(result.focus)), None)

    def _outer(self, result: ShaclResult) -> Position | None:
        """The place of the result of which this one is a detail."""
        return self.best(result.outer) if result.outer else None

    def _described_value(self, result: ShaclResult) -> Position | None:
        """Where the value is described, when another file makes it the value."""
        about = self.statements.about(result.value) if result.value is not None else ()
        return next((Position(one, one.triple.subject_span) for one in about), None)

    def _mention(self, result: ShaclResult) -> Position | None:
        return next(map(_object, self.statements.naming(result.focus)), None)


def _object(statement: Statement) -> Position:
    return Position(statement, statement.triple.object_span)


def _predicate(statement: Statement) -> Position:
    return Position(statement, statement.triple.predicate_span)


def _language(term: Node) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _same(term: Node, value: Node) -> bool:
    """Whether a term of the text is the value of a result, which the store may spell in another way (4.50 as 4.5)."""
    if term == value:
        return True
    if not (isinstance(term, Literal) and isinstance(value, Literal)) or term.datatype != value.datatype:
        return False
    return term.value is not None and term.value == value.value and term.language == value.language

"""Which passage supports which value, when the values of a thing change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from accord.forms.filling import TYPE, Filling
from accord.forms.stated import Stated, StatedEvidence, StatedFact
from accord.forms.tidy import Block, Writer
from accord.things.statements import Object


@dataclass(frozen=True, slots=True)
class SupportedValue:
    """A value as it was stated and as it becomes (``None``: removed), with the number of its passage then and now.

    ``fact`` is ``None`` for a new value. A number is 0 where no passage is given.
    """

    fact: StatedFact | None
    was: int
    value: Object | None
    now: int

    @property
    def is_same(self) -> bool:
        """Whether nothing changes."""
        return self.fact is not None and self.fact.value == self.value and self.was == self.now


class Supports:
    """Changes the evidence of a thing, property by property; ``blocks`` are the new pieces of evidence."""

    def __init__(self, stated: Stated, writer: Writer, filling: Filling) -> None:
        self._stated = stated
        self._editor = stated.editor
        self._writer = writer
        self._filling = filling
        self._new: dict[int, list[str]] = {}
        self._new_of_value: dict[tuple[int, str], list[Object]] = {}
        self._gone: dict[str, set[str]] = {}
        self._gone_values: set[tuple[str, str]] = set()
        self._extended: set[str] = set()
        self._added: set[tuple[int, str]] = set()

    def change(self, path: str, rows: Sequence[SupportedValue]) -> None:
        """Let the values of a property be supported by the passages that were chosen."""
        if self._stated.terms is None or all(row.is_same for row in rows):
            return
        left = [row for row in rows if row.value is not None]
        apart = len({row.now for row in left if row.now}) > 1
        for row in rows:
            if row.fact is not None and row.value is not None and row.was == row.now:
                self._rewrite(path, row)
            elif row.fact is not None:
                self._withdraw(path, row, left)
        if apart:
            left = [*left, *self._divided(path, left)]
        for row in left:
            if row.now and (row.fact is None or row.was != row.now):
                self._support(path, row.value, row.now, apart=apart)

    def finish(self) -> None:
        """Remove the evidence that supports nothing any more."""
        for passage in self._stated.passages:
            for node in passage.nodes:
                gone = self._gone.get(node.subject, set())
                if node.subject not in self._extended and gone >= {str(one.value) for one in node.properties}:
                    for fact in node.facts:
                        self._editor.remove(fact.triple)

    def blocks(self) -> Iterator[Block]:
        """The new pieces of evidence."""
        terms = self._stated.terms
        if terms is None:
            return
        thing, used = self._stated.thing, {*self._stated.facts}
        wanted: list[tuple[int, list[str], list[Object]]] = [(number, paths, []) for number, paths in self._new.items()]
        wanted += [(number, [path], values) for (number, path), values in self._new_of_value.items()]
        for number, paths, values in wanted:
            name = next(name for name in (f"{thing}#e{count}" for count in range(1, 9_999)) if name not in used)
            used.add(name)
            self._filling.places[name] = f"evidence {number - 1}"
            stated: list[tuple[str, Sequence[Object]]] = [
                (TYPE, [NamedNode(terms.kind)]),
                (terms.about, [NamedNode(thing)]),
                (terms.property, [NamedNode(path) for path in paths]),
            ]
            stated += [(terms.value, values)] if values else []
            yield Block(name, [*stated, *self._filling.passage(number)])

    def _all(self, number: int) -> Sequence[StatedEvidence]:
        """The evidence at a passage; none at one that is new."""
        return self._stated.passages[number - 1].nodes if 0 < number <= len(self._stated.passages) else ()

    def _nodes(self, number: int, path: str) -> Iterator[StatedEvidence]:
        """The evidence at a passage that supports a property."""
        for node in self._all(number):
            supports = any(one.value == NamedNode(path) for one in node.properties)
            if supports and str(NamedNode(path)) not in self._gone.get(node.subject, ()):
                yield node

    def _rewrite(self, path: str, row: SupportedValue) -> None:
        """Name the new value in evidence that supports the old one by name."""
        assert row.fact is not None
        for node in self._nodes(row.now, path):
            for one in node.values:
                if one.value == row.fact.value != row.value and row.value is not None:
                    self._editor.replace(one.triple, self._writer.term(row.value))

    def _withdraw(self, path: str, row: SupportedValue, left: Sequence[SupportedValue]) -> None:
        """Support a value by a passage no longer."""
        assert row.fact is not None
        for node in list(self._nodes(row.was, path)):
            named = [one for one in node.values if one.value == row.fact.value]
            for one in named:
                self._editor.remove(one.triple)
                self._gone_values.add((node.subject, str(one.value)))
            others = [one for one in node.values if (node.subject, str(one.value)) not in self._gone_values]
            if named and not others or not node.values and all(one.now != row.was for one in left):
                self._drop(node, path)

    def _drop(self, node: StatedEvidence, path: str) -> None:
        for one in node.properties:
            if one.value == NamedNode(path):
                self._editor.remove(one.triple)
        self._gone.setdefault(node.subject, set()).add(str(NamedNode(path)))

    def _divided(self, path: str, left: Sequence[SupportedValue]) -> list[SupportedValue]:
        """Values whose evidence supported all of them, and must now name each; as if they were new."""
        found = []
        for number in range(1, len(self._stated.passages) + 1):
            for node in list(self._nodes(number, path)):
                if not node.values:
                    self._drop(node, path)
                    found += [
                        SupportedValue(None, 0, row.value, number) for row in left if row.now == number == row.was
                    ]
        return found

    def _support(self, path: str, value: Object | None, number: int, *, apart: bool) -> None:
        """Support a value by a passage: by its evidence for all values, or by a new piece."""
        nodes = list(self._nodes(number, path))
        general = next((node for node in self._all(number) if not node.values), None)
        if value is not None and (apart or any(node.values for node in nodes)):
            values = self._new_of_value.setdefault((number, path), [])
            if value not in values:
                values.append(value)
        elif not nodes and general and self._stated.terms and (number, path) not in self._added:
            self._added.add((number, path))
            written = self._writer.term(NamedNode(self._stated.terms.property))
            term = self._writer.term(NamedNode(path))
            self._editor.add(general.subject, self._stated.terms.property, written, term)
            self._extended.add(general.subject)
        elif not nodes and not general and path not in self._new.setdefault(number, []):
            self._new[number].append(path)

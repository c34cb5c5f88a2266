"""Merging two things: facts that agree, facts that contradict each other, and facts to take over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode

from accord.forms.filling import TYPE
from accord.forms.tidy import Block, Writer
from accord.names import ALIASES, LABELS, Prefixes, owner
from accord.parsing.terms import Term, quads_of
from accord.publication.settings import EvidenceTerms
from accord.turtle import read
from accord.turtle.editing import Editor

Fate = OneOf["same", "only", "name", "contradicts"]
"""Both state it; only the thing that goes states it, also as its name; the thing that stays states something else."""

Facts = Mapping[str, Sequence[tuple[str, Term]]]
"""Subject -> its properties and values."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A fact of the thing that is removed: its property and value, what the remaining thing states, and the outcome."""

    path: str
    value: Term
    others: tuple[Term, ...]
    fate: Fate

    @property
    def becomes(self) -> str:
        """The property with which the other thing takes it over: a second name is an alias."""
        return ALIASES[0] if self.fate == "name" else self.path


def facts_of(texts: Iterable[str]) -> Facts:
    """All that Turtle files without mistakes state of things with IRIs."""
    found: dict[str, list[tuple[str, Term]]] = defaultdict(list)
    for text in texts:
        for quad in quads_of(read(text)):
            if isinstance(quad.subject, NamedNode):
                found[quad.subject.value].append((quad.predicate.value, quad.object))  # type: ignore[arg-type]
    return found


@dataclass
class Merging:
    """Merges the thing ``of`` into the thing ``into``.

    ``has_one`` says whether a thing has one value of a property at most.
    """

    of: str
    into: str
    facts: Facts
    terms: EvidenceTerms | None
    has_one: Callable[[str], bool]
    _names: dict[str, str] = field(default_factory=dict)
    _same: dict[str, str] = field(default_factory=dict)

    @property
    def compared(self) -> list[Compared]:
        """Each fact of the thing that goes, in the order of its files."""
        return [self._compared(path, value) for path, value in dict.fromkeys(self.facts.get(self.of, ()))]

    def _compared(self, path: str, value: Term) -> Compared:
        others = tuple(one for each, one in self.facts.get(self.into, ()) if each == path)
        if any(self._is_same(value, one) for one in others):
            return Compared(path, value, others, "same")
        rivals = [one for one in others if _language(one) == _language(value)]
        if rivals and path in LABELS:
            return Compared(path, value, others, "name")
        is_one = path == TYPE or self.has_one(path)
        return Compared(path, value, others, "contradicts" if is_one and rivals else "only")

    def _is_same(self, one: Term, other: Term) -> bool:
        """Whether two values are equal, or parts of which the same is stated."""
        if one == other:
            return True
        parts = [self.facts.get(part.value, ()) for part in (one, other) if isinstance(part, NamedNode)]
        of_these = self._part(one, self.of) and self._part(other, self.into)
        return bool(of_these and len(parts) == 2 and parts[0] and set(parts[0]) == set(parts[1]))

    def _part(self, value: Term, whole: str) -> bool:
        return isinstance(value, NamedNode) and value.value != whole and owner(value.value) == whole

    def text(self, text: str, taken: Collection[Compared], prefixes: Prefixes, order: Sequence[str]) -> str:
        """The file of the thing that stays, with the facts that it takes over, their parts and their evidence.

        The evidence of what both state is taken over too, unless the thing that stays has the same.
        """
        editor = Editor(text)
        declared, known = editor.document.prefixes, editor.usable(prefixes)
        writer = Writer(known, editor.base, order)
        same = [one for one in self.compared if one.fate == "same"]
        self._names, self._same = {self.of: self.into}, dict(self._same_parts(same))
        for one in taken:
            if isinstance(one.value, NamedNode) and self._part(one.value, self.of):
                self._name(one.value.value)
        for one in taken:
            path = NamedNode(one.becomes)
            editor.add(self.into, path.value, writer.term(path), writer.term(self._renamed(one.value)))
        for block in (*self._parts(), *self._evidence([*taken, *same])):
            editor.insert_after(self.into, writer.block(block))
        editor.declare({name: known[name] for name in writer.used - declared.keys()}, order)
        return editor.text()

    def _same_parts(self, same: Iterable[Compared]) -> Iterator[tuple[str, str]]:
        """The parts of the thing that goes of which the same is stated as of a part of the other, with that part."""
        for one in same:
            if isinstance(one.value, NamedNode) and self._part(one.value, self.of):
                other = next(other for other in one.others if self._is_same(one.value, other))
                if isinstance(other, NamedNode):
                    yield one.value.value, other.value

    def _renamed(self, value: Term) -> Term:
        if not isinstance(value, NamedNode):
            return value
        return NamedNode(self._names.get(value.value) or self._same.get(value.value) or value.value)

    def _name(self, part: str) -> str:
        """A name that is free for a part that the other thing takes over."""
        stem = self.into + part.removeprefix(self.of)
        used = {*self.facts, *self._names.values()}
        name = next(name for name in chain((stem,), (f"{stem}-{number}" for number in count(2))) if name not in used)
        self._names[part] = name
        return name

    def _parts(self) -> Iterator[Block]:
        """The parts that are taken over, under their new names."""
        for old, new in list(self._names.items()):
            if old != self.of:
                yield self._block(new, self.facts.get(old, ()))

    def _block(self, subject: str, facts: Iterable[tuple[str, Term]]) -> Block:
        stated: dict[str, list[Term]] = {}
        for path, value in facts:
            stated.setdefault(path, []).append(self._renamed(value))
        return Block(subject, list(stated.items()))

    def _evidence(self, kept: Collection[Compared]) -> Iterator[Block]:
        """The evidence of the facts that are kept, and of their parts, as evidence of the thing that stays."""
        terms = self.terms
        if terms is None:
            return
        parts = {old for old in (*self._names, *self._same) if old != self.of}
        for node, facts in list(self.facts.items()):
            if (TYPE, NamedNode(terms.kind)) not in facts:
                continue
            about = {value.value for path, value in facts if path == terms.about and isinstance(value, NamedNode)}
            stated = list(self._supporting(facts, kept, terms)) if self.of in about else []
            stated += [list(facts)] if about & parts else []
            for one in stated:
                renamed = {(path, self._renamed(value)) for path, value in one}
                if not any(renamed <= set(known) for subject, known in self.facts.items() if subject != node):
                    yield self._block(self._name_of_evidence(node), one)

    def _supporting(
        self, facts: Sequence[tuple[str, Term]], kept: Collection[Compared], terms: EvidenceTerms
    ) -> Iterator[list[tuple[str, Term]]]:
        """What evidence says for the facts that are kept; of a property with several values, it names them."""
        own = (terms.property, terms.value)
        paths = {value.value for path, value in facts if path == terms.property and isinstance(value, NamedNode)}
        named = [value for path, value in facts if path == terms.value]
        found = [(one.becomes, one.value) for one in kept if one.path in paths and (not named or one.value in named)]
        several = {path for path, _ in found if len(self._values_of(path, kept)) > 1}
        rest = [(path, value) for path, value in facts if path not in own]
        general = dict.fromkeys(path for path, _ in found if path not in several and not named)
        groups = [(list(general), list[Term]())] if general else []
        specific = [path for path in dict.fromkeys(path for path, _ in found) if path not in general]
        groups += [([path], [value for each, value in found if each == path]) for path in specific]
        for supported, values in groups:
            stated = [(terms.property, NamedNode(path)) for path in supported]
            yield [*rest, *stated, *((terms.value, value) for value in values)]

    def _values_of(self, path: str, kept: Collection[Compared]) -> set[Term]:
        """The values that the thing that stays has of a property in the end."""
        brought = {self._renamed(one.value) for one in kept if one.becomes == path}
        return brought | {value for each, value in self.facts.get(self.into, ()) if each == path}

    def _name_of_evidence(self, node: str) -> str:
        """A name for a piece of evidence; the same piece may support several properties apart."""
        used = {*self.facts, *self._names.values()}
        name = next(name for name in (f"{self.into}#e{number}" for number in range(1, 9_999)) if name not in used)
        self._names[f"{node} {len(self._names)}"] = name
        return name


def _language(value: Term) -> str:
    return (value.language or "").lower() if isinstance(value, Literal) else ""

"""Hierarchies as trees: the classes of an ontology, and the concepts of concept schemes (SKOS)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from accord.engine import Engine
from accord.names import SKOS
from accord.things.names.labels import Labels, Reference
from accord.things.natural_order import natural
from accord.things.ontology.class_index import ClassIndex
from accord.things.ontology.vocabulary import Vocabulary

MAX_DEPTH = 24
"""Levels that a page shows; what is deeper is on the page of the last one shown."""
MAX_NODES = 400
"""Nodes of a tree on a page, about 40 KB of HTML: more than anybody reads. Others are on the pages of those above."""

_CONCEPT = SKOS + "Concept"


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with those directly below it, in the order of their names. A node with two parents is below both, and its
    own branches are below the first only. ``hidden`` counts those directly below that only its own page shows.
    """

    node: Reference
    branches: tuple[Branch, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    """The branches at the top, the number of nodes, and how many of them are not shown.

    Where there is no room even for the nodes at the top, there are no branches, and ``tops`` counts them.
    """

    branches: tuple[Branch, ...]
    size: int
    left_out: int
    tops: int = 0


class Trees:
    """Makes trees of the statements in the engine."""

    def __init__(self, engine: Engine, index: ClassIndex, vocabulary: Vocabulary, labels: Labels) -> None:
        self._engine = engine
        self._index = index
        self._vocabulary = vocabulary
        self._labels = labels

    def classes(self, top: str = "") -> Tree:
        """The classes that the ontology describes, or those below one of them, each below its superclasses."""
        classes = self._vocabulary.kind("class")
        parents = {term.iri: [iri for iri in term.parents if iri in self._vocabulary] for term in classes}
        return self._tree(parents, top)

    def concepts(self, scheme: str = "", top: str = "") -> Tree:
        """The concepts of a scheme, or all, or those below one of them, each below its broader ones. A concept that
        names no scheme is in the only one there is.
        """
        parents: dict[str, list[str]] = {iri: [] for iri in self._index.members(_CONCEPT)}
        for lower, upper in self._pairs("broader", "narrower"):
            if lower in parents and upper in parents:
                parents[lower].append(upper)
        if scheme:
            schemes: dict[str, set[str]] = {}
            for pairs in (self._pairs("inScheme"), self._pairs("topConceptOf", "hasTopConcept")):
                for iri, one in pairs:
                    schemes.setdefault(iri, set()).add(one)
            only = {scheme} if self._index.size(SKOS + "ConceptScheme") == 1 else set[str]()
            parents = {iri: above for iri, above in parents.items() if scheme in schemes.get(iri, only)}
        return self._tree(parents, top)

    def _pairs(self, forward: str, backward: str = "") -> Iterable[tuple[str, str]]:
        """The subjects and objects of a property, and those of its inverse the other way round."""
        for quad in self._engine.match(predicate=NamedNode(SKOS + forward)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                yield quad.subject.value, quad.object.value
        for quad in self._engine.match(predicate=NamedNode(SKOS + backward)) if backward else ():
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                yield quad.object.value, quad.subject.value

    def _tree(self, parents: Mapping[str, Iterable[str]], top: str) -> Tree:
        below: dict[str, list[str]] = {}
        for iri, above in parents.items():
            for parent in dict.fromkeys(above):
                if parent in parents and parent != iri:
                    below.setdefault(parent, []).append(iri)
        if top:
            return self._grown(
                self._by_name(below.get(top, ())), below, len(_reached(below.get(top, ()), below) - {top}), {top}
            )
        lower = {iri for found in below.values() for iri in found}
        tops = self._by_name(iri for iri in parents if iri not in lower)
        reached = _reached(tops, below)
        for iri in sorted(parents.keys() - reached, key=lambda iri: self._labels.of(iri)):
            if iri not in reached:  # one of a circle, which has no top
                tops.append(iri)
                reached |= _reached([iri], below)
        return self._grown(tops, below, len(parents), set())

    def _grown(self, tops: list[str], below: Mapping[str, list[str]], size: int, seen: set[str]) -> Tree:
        """The tree of the nodes at the top and of those below them, level by level while there is room."""
        if len(tops) > MAX_NODES:
            return Tree((), size, size, len(tops))
        opened: dict[str, int] = {}
        shown, level = len(tops), tops
        for _ in range(MAX_DEPTH - 1):
            deeper: list[str] = []
            for iri in level:
                lower = below.get(iri, ())
                if iri not in opened and iri not in seen and lower and shown + len(lower) <= MAX_NODES:
                    opened[iri] = len(opened)
                    shown += len(lower)
                    deeper += self._by_name(lower)
            level = deeper
        growing = _Growing(self._labels.reference, below, opened, self._by_name)
        branches = tuple(growing.grow(iri) for iri in tops)
        return Tree(branches, size, size - len(growing.reached - seen))

    def _by_name(self, iris: Iterable[str]) -> list[str]:
        return sorted(iris, key=lambda iri: (natural(self._labels.of(iri).text), iri))


def _reached(tops: Iterable[str], below: Mapping[str, list[str]]) -> set[str]:
    """The nodes of a tree, those at its top among them."""
    found: set[str] = set()
    waiting = list(tops)
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found.add(iri)
            waiting += below.get(iri, ())
    return found


@dataclass(slots=True)
class _Growing:
    """A tree that is being made, and the nodes that it has already. ``opened`` are those with branches here."""

    reference: Callable[[str], Reference]
    below: Mapping[str, list[str]]
    opened: Container[str]
    by_name: Callable[[Iterable[str]], list[str]]
    reached: set[str] = field(default_factory=set)

    def grow(self, iri: str) -> Branch:
        """The branch of a node."""
        fresh, lower = iri not in self.reached, self.below.get(iri, ())
        self.reached.add(iri)
        if not fresh or iri not in self.opened:
            return Branch(self.reference(iri), (), len(lower) if fresh else 0)
        return Branch(self.reference(iri), tuple(self.grow(one) for one in self.by_name(lower)))

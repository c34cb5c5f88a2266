"""Hierarchies as trees: the classes of an ontology, and the concepts of concept schemes (SKOS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from accord.engine import Engine
from accord.names import SKOS
from accord.things.class_index import ClassIndex
from accord.things.documents import natural
from accord.things.labels import Labels, Reference
from accord.things.vocabulary import Vocabulary

MAX_DEPTH = 24
"""Levels that a page shows; what is deeper is on the page of the last one shown."""
MAX_NODES = 2_000
"""Nodes of a tree on a page, about 200 KB of HTML."""

_CONCEPT = SKOS + "Concept"


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with those directly below it, in the order of their names. A node with two parents is below both, and its
    own branches are below the first only.
    """

    node: Reference
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The branches at the top, the number of nodes, and how many of them are not shown."""

    branches: tuple[Branch, ...]
    size: int
    left_out: int


class Trees:
    """Makes trees of the statements in the engine."""

    def __init__(self, engine: Engine, index: ClassIndex, vocabulary: Vocabulary, labels: Labels) -> None:
        self._engine = engine
        self._index = index
        self._vocabulary = vocabulary
        self._labels = labels

    def classes(self) -> Tree:
        """The classes that the ontology describes, each below its superclasses."""
        classes = self._vocabulary.kind("class")
        parents = {term.iri: [iri for iri in term.parents if iri in self._vocabulary] for term in classes}
        return self._tree(parents)

    def concepts(self, scheme: str = "") -> Tree:
        """The concepts of a scheme, or all, each below its broader ones. A concept without a scheme is in every one."""
        parents: dict[str, list[str]] = {iri: [] for iri in self._index.members(_CONCEPT)}
        for lower, upper in self._pairs("broader", "narrower"):
            if lower in parents and upper in parents:
                parents[lower].append(upper)
        if scheme:
            schemes: dict[str, set[str]] = {}
            for pairs in (self._pairs("inScheme"), self._pairs("topConceptOf", "hasTopConcept")):
                for iri, one in pairs:
                    schemes.setdefault(iri, set()).add(one)
            parents = {iri: above for iri, above in parents.items() if scheme in schemes.get(iri, {scheme})}
        return self._tree(parents)

    def _pairs(self, forward: str, backward: str = "") -> Iterable[tuple[str, str]]:
        """The subjects and objects of a property, and those of its inverse the other way round."""
        for quad in self._engine.match(predicate=NamedNode(SKOS + forward)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                yield quad.subject.value, quad.object.value
        for quad in self._engine.match(predicate=NamedNode(SKOS + backward)) if backward else ():
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                yield quad.object.value, quad.subject.value

    def _tree(self, parents: Mapping[str, Iterable[str]]) -> Tree:
        below: dict[str, list[str]] = {}
        for iri, above in parents.items():
            for parent in dict.fromkeys(above):
                if parent in parents and parent != iri:
                    below.setdefault(parent, []).append(iri)
        lower = {iri for found in below.values() for iri in found}
        growing = _Growing(self._labels, below)
        tops = growing.grow([iri for iri in parents if iri not in lower], 1)
        in_circles: list[Branch] = []
        for iri in sorted(parents.keys() - growing.reached, key=lambda iri: self._labels.of(iri)):
            if iri not in growing.reached:
                in_circles += growing.grow([iri], 1)
        return Tree((*tops, *in_circles), len(parents), len(parents) - len(growing.reached))


class _Growing:
    """A tree that is being made, and the nodes that it has already."""

    def __init__(self, labels: Labels, below: Mapping[str, list[str]]) -> None:
        self._labels = labels
        self._below = below
        self.reached: set[str] = set()

    @property
    def full(self) -> bool:
        return len(self.reached) >= MAX_NODES

    def grow(self, nodes: Iterable[str], depth: int) -> tuple[Branch, ...]:
        """The branches of these nodes, by name."""
        references = sorted(map(self._labels.reference, nodes), key=lambda one: (natural(one.name.text), one.iri))
        branches: list[Branch] = []
        for reference in references:
            if self.full:
                break
            fresh = reference.iri not in self.reached
            self.reached.add(reference.iri)
            deeper = self._below.get(reference.iri, ()) if fresh and depth < MAX_DEPTH else ()
            branches.append(Branch(reference, self.grow(deeper, depth + 1)))
        return tuple(branches)

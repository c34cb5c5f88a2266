"""Inferred facts about a thing that its page does not show otherwise, the most specific ones.

A wider class than one stated, a wider property, and an inverse of a stated link are not new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from accord.engine import Engine
from accord.engine.inferred import InferredTriples
from accord.names import RDF
from accord.things.names.labels import Labels, Reference
from accord.things.natural_order import natural
from accord.things.ontology.vocabulary import Vocabulary

_TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True, slots=True)
class Consequence:
    """A property that a thing has by inference, with its values; ``property`` is rdf:type for kinds."""

    property: Reference
    values: tuple[Reference, ...]


class Consequences:
    """Selects from what was inferred of a thing."""

    def __init__(self, engine: Engine, inferred: InferredTriples, vocabulary: Vocabulary, labels: Labels) -> None:
        self._engine = engine
        self._inferred = inferred
        self._vocabulary = vocabulary
        self._labels = labels

    def of(self, iri: str) -> tuple[Consequence, ...]:
        """The inferred facts about a thing, kinds first and then by property."""
        node = NamedNode(iri)
        kinds: set[str] = set()
        links: defaultdict[str, set[str]] = defaultdict(set)
        for triple in self._inferred.about(iri):
            if not isinstance(triple.object, NamedNode):
                continue
            if triple.predicate == _TYPE:
                kinds.add(triple.object.value)
            elif not (self._states(node, triple.object) or self._states(triple.object, node)):
                links[triple.predicate.value].add(triple.object.value)
        new = self._new_kinds(node, kinds) if kinds else ()
        groups = [(_TYPE.value, new)] if new else []
        return tuple(self._consequence(*group) for group in (*groups, *sorted(links.items())))

    def _states(self, subject: NamedNode, object: NamedNode) -> bool:
        """Whether any statement leads from one thing to the other."""
        return next(self._engine.match(subject, None, object), None) is not None

    def _consequence(self, predicate: str, values: Iterable[str]) -> Consequence:
        references = (self._labels.reference(value) for value in values)
        ordered = sorted(references, key=lambda value: natural(value.name.text))
        return Consequence(self._labels.reference(predicate), tuple(ordered))

    def _new_kinds(self, node: NamedNode, inferred: set[str]) -> tuple[str, ...]:
        """The most specific inferred classes of a thing, without those that a stated one implies."""
        types = (quad.object for quad in self._engine.match(node, _TYPE))
        stated = {kind.value for kind in types if isinstance(kind, NamedNode)}
        implied = stated.union(*(self._vocabulary.ancestors(kind) for kind in stated))
        return tuple(kind for kind in self._vocabulary.most_specific(stated | inferred) if kind not in implied)

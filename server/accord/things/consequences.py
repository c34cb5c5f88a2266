"""What follows of a thing by the ontology, and is worth a reader's while: the most specific of what is new.

A wider class than one stated, a wider property, and the same link read backwards say nothing new to who reads the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from accord.engine.inference import infer
from accord.names import RDF
from accord.publication import Publication
from accord.things.documents import natural
from accord.things.labels import Labels, Reference
from accord.things.vocabulary import Vocabulary

_TYPE = NamedNode(RDF + "type")


@dataclass(frozen=True, slots=True)
class Consequence:
    """A property that a thing has by inference, with its values; ``property`` is rdf:type for kinds."""

    property: Reference
    values: tuple[Reference, ...]


class Consequences:
    """The inferences of a publication, by thing. Made once; it holds only what is shown."""

    def __init__(self, publication: Publication, vocabulary: Vocabulary, labels: Labels) -> None:
        self._vocabulary = vocabulary
        self._labels = labels
        stated = list(publication.quads("ontology", "data"))
        inferred = list(infer(stated))
        linked = {(quad.subject, quad.object) for quad in stated}
        self._kinds = self._new_kinds(stated, inferred)
        self._links: defaultdict[str, list[Triple]] = defaultdict(list)
        for triple in inferred:
            ends = (triple.subject, triple.object)
            if triple.predicate != _TYPE and ends not in linked and ends[::-1] not in linked:
                self._links[_iri(triple)].append(triple)

    def of(self, iri: str) -> tuple[Consequence, ...]:
        """What follows of a thing, kinds first and then by property."""
        groups: defaultdict[str, set[str]] = defaultdict(set)
        for triple in self._links.get(iri, ()):
            if isinstance(triple.object, NamedNode):
                groups[triple.predicate.value].add(triple.object.value)
        kinds = [(_TYPE.value, self._kinds[iri])] if iri in self._kinds else []
        return tuple(self._consequence(*group) for group in (*kinds, *sorted(groups.items())))

    def _consequence(self, predicate: str, values: Iterable[str]) -> Consequence:
        references = (self._labels.reference(value) for value in values)
        ordered = sorted(references, key=lambda one: natural(one.name.text))
        return Consequence(self._labels.reference(predicate), tuple(ordered))

    def _new_kinds(self, stated: Iterable[Quad], inferred: Iterable[Triple]) -> dict[str, tuple[str, ...]]:
        """The most specific inferred classes of each thing, without those that a stated one implies."""
        said: defaultdict[str, set[str]] = defaultdict(set)
        for quad in stated:
            if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                said[quad.subject.value].add(quad.object.value)
        fresh: defaultdict[str, set[str]] = defaultdict(set)
        for triple in inferred:
            if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
                fresh[_iri(triple)].add(triple.object.value)
        new = {iri: self._beyond(said[iri], kinds) for iri, kinds in fresh.items()}
        return {iri: kinds for iri, kinds in new.items() if kinds}

    def _beyond(self, said: set[str], kinds: set[str]) -> tuple[str, ...]:
        implied = frozenset[str]().union(*(self._vocabulary.ancestors(kind) for kind in said))
        return tuple(kind for kind in self._vocabulary.most_specific(said | kinds) if kind not in said | implied)


def _iri(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""

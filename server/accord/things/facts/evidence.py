"""The evidence for a fact: the words of a source, their place in it, and how certain they are.

The terms are the publication's own (``accord:evidence…`` in its configuration).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import astuple, dataclass

from pyoxigraph import NamedNode

from accord.engine import Subject
from accord.names import RDF
from accord.publication import EvidenceTerms
from accord.things.names.labels import Labels, Name, Reference
from accord.things.statements import Object, Statement

_MARK = "○"
"""The mark of a certainty for which the publication declares none (``accord:mark``)."""

PLAIN = "stated"
"""The name of the certainty that goes without saying."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """How certain a piece of evidence is: the term with its definition, and a mark that shows it without colour."""

    term: Reference
    definition: Name | None
    mark: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: it is about a thing, backs properties of it, and perhaps only some of their values.

    ``place`` says where in the source, as a name and a number (``paragraph 6``); ``notes`` is whatever else is objects.
    """

    node: Subject
    about: frozenset[str]
    properties: frozenset[str]
    values: frozenset[Object]
    source: Reference | None
    place: str
    phrase: Name | None
    certainty: Certainty | None
    notes: tuple[tuple[str, Name], ...]

    def backs(self, subjects: Set[str], predicate: str) -> bool:
        """Whether it says anything for a property of one of these things."""
        return predicate in self.properties and not self.about.isdisjoint(subjects)


class EvidenceReader:
    """Reads the evidence among the statements of a document."""

    def __init__(self, terms: EvidenceTerms | None, labels: Labels, marks: Mapping[str, str]) -> None:
        self._terms = terms
        self._marks = marks
        self._labels = labels

    def read(self, subjects: Mapping[Subject, Sequence[Statement]]) -> tuple[Evidence, ...]:
        """The evidence among the subjects, in their order."""
        if self._terms is None:
            return ()
        return tuple(
            self._evidence(node, group, self._terms)
            for node, group in subjects.items()
            if any(one.predicate == RDF + "type" and one.object.value == self._terms.kind for one in group)
        )

    def _evidence(self, node: Subject, statements: Sequence[Statement], terms: EvidenceTerms) -> Evidence:
        """The evidence that the statements about a node make up."""
        objects: dict[str, list[Object]] = {}
        for one in statements:
            objects.setdefault(one.predicate, []).append(one.object)
        places = (f"{self._labels.of(terms.place).text} {value.value}" for value in objects.get(terms.place, ()))
        known = {RDF + "type", *astuple(terms)}
        return Evidence(
            node=node,
            about=frozenset(value.value for value in objects.get(terms.about, ())),
            properties=frozenset(value.value for value in objects.get(terms.property, ())),
            values=frozenset(objects.get(terms.value, ())),
            source=self._reference(objects.get(terms.source, ())),
            place=", ".join(places),
            phrase=self._name(objects.get(terms.phrase, ())),
            certainty=self._certainty(objects.get(terms.certainty, ())),
            notes=tuple(
                (self._labels.of(predicate).text, self._labels.word(value))
                for predicate, values in objects.items()
                if predicate not in known
                for value in values
            ),
        )

    def _certainty(self, values: Sequence[Object]) -> Certainty | None:
        for value in values:
            name = self._labels.word(value)
            if name.text.casefold() != PLAIN:
                definition = self._labels.definition(value) if isinstance(value, NamedNode) else None
                return Certainty(Reference(value.value, name), definition, self._marks.get(value.value, _MARK))
        return None

    def _reference(self, values: Sequence[Object]) -> Reference | None:
        return next((self._labels.reference(value.value) for value in values if isinstance(value, NamedNode)), None)

    def _name(self, values: Sequence[Object]) -> Name | None:
        return next(map(self._labels.word, values), None)


def backing(
    evidence: Iterable[Evidence], subjects: Set[str], predicate: str, values: Sequence[Object]
) -> tuple[tuple[Evidence, ...], dict[Object, tuple[Evidence, ...]]]:
    """The evidence for a property of a thing: what backs all its values, and what backs some, by value."""
    fitting = [one for one in evidence if one.backs(subjects, predicate)]
    shared = tuple(one for one in fitting if not one.values)
    single = {value: tuple(one for one in fitting if value in one.values) for value in values}
    return shared, single

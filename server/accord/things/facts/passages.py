"""A source by its passages: what each place of it supports, in the order of the document, with the quoted phrases.

Only phrases are shown, since the text of a source belongs to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from pyoxigraph import NamedNode

from accord.engine import Engine
from accord.names import LABELS, RDF
from accord.publication import EvidenceTerms
from accord.things.facts.evidence import Certainty, Evidence, EvidenceReader
from accord.things.names.labels import Labels, Name, Reference
from accord.things.natural_order import natural
from accord.things.ontology.inventory import Inventory
from accord.things.statements import incoming, outgoing

SHOWN = 2_000
"""Pieces of evidence that the page of a source shows, about 400 KB of HTML; the data formats and queries have all."""

_NAMING = (*LABELS, RDF + "type")


@dataclass(frozen=True, slots=True)
class Supported:
    """What a phrase supports: a thing, and the names of the properties; none for its name and kind alone."""

    thing: Reference
    properties: tuple[Name, ...]
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A phrase of a source with what it supports. It is ``None`` for an entry without words, as of a register."""

    phrase: Name | None
    supports: tuple[Supported, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of a source (``paragraph 6``; empty where none is given) with the phrases quoted from it."""

    place: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """Reads the passages of a source from the evidence that names it."""

    terms: EvidenceTerms | None
    reader: EvidenceReader
    engine: Engine
    inventory: Inventory
    labels: Labels

    def of(self, iri: str) -> tuple[tuple[Passage, ...], bool]:
        """The passages of a source in its order, and whether there are more; none for what is not a source."""
        if self.terms is None:
            return (), False
        found = list(islice(incoming(self.engine, NamedNode(iri), self.terms.source), SHOWN + 1))
        subjects = {one.subject: tuple(outgoing(self.engine, one.subject)) for one in found[:SHOWN]}
        evidence = sorted(self.reader.read(subjects), key=lambda one: (not one.place, natural(one.place)))
        groups = groupby(evidence, key=lambda one: one.place)
        return tuple(Passage(place, tuple(self._quotations(group))) for place, group in groups), len(found) > SHOWN

    def _quotations(self, evidence: Iterable[Evidence]) -> Iterator[Quotation]:
        by_phrase: dict[Name | None, list[Evidence]] = {}
        for one in evidence:
            by_phrase.setdefault(one.phrase, []).append(one)
        for phrase, group in by_phrase.items():
            yield Quotation(phrase, tuple(supported for one in group for supported in self._supported(one)))

    def _supported(self, evidence: Evidence) -> Iterator[Supported]:
        properties = sorted(self.labels.of(one) for one in evidence.properties if one not in _NAMING)
        for iri in sorted({self.inventory.whole(about) for about in evidence.about}):
            yield Supported(self.labels.reference(iri), tuple(properties), evidence.certainty)

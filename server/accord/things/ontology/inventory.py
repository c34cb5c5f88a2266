"""Which IRIs are things: all that are described, except terms of the ontology, parts of things, and evidence.

A hash IRI (``…#x``) is a part of the thing that it begins with. It is a thing of its own where nothing is stated about
what it begins with, or where that is a document (an ontology, a concept scheme, a file) that describes many things.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import BlankNode, NamedNode

from accord.engine import Engine
from accord.names import DCAT, FOAF, OWL, RDF, RDFS, SKOS, VOID, owner
from accord.publication import Settings
from accord.publication.settings.own_iris import namespaces_of
from accord.things.ontology.vocabulary import Vocabulary

_TERMS = frozenset(
    {
        *(OWL + name for name in ("Class", "Restriction", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
        *(OWL + name for name in ("Ontology", "OntologyProperty", "DataRange", "FunctionalProperty")),
        *(OWL + name for name in ("TransitiveProperty", "SymmetricProperty", "InverseFunctionalProperty")),
        *(RDFS + "Class", RDFS + "Datatype", RDF + "Property"),
    }
)
"""Classes whose members describe an ontology."""

DOCUMENTS = frozenset(
    {
        *(OWL + "Ontology", SKOS + "ConceptScheme", FOAF + "Document", FOAF + "PersonalProfileDocument"),
        *(VOID + "Dataset", VOID + "DatasetDescription", DCAT + "Dataset", DCAT + "Catalog"),
    }
)
"""Classes of what describes many things: the hash IRIs that begin with one are not parts of it."""


@dataclass(frozen=True)
class Inventory:
    """All IRIs that are described, and which of them are things. Immutable.

    ``things`` has the things in the order of their IRIs, ``contents`` the things with a hash IRI by the document that
    they begin with (which may have no statement of its own). ``terms`` are the properties and classes that are used,
    ``nested`` the IRIs that lead to anonymous nodes.
    """

    described: frozenset[str]
    things: tuple[str, ...]
    contents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    terms: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    _known: frozenset[str] = frozenset()

    @classmethod
    def read(
        cls, engine: Engine, settings: Settings, vocabulary: Vocabulary, former: Container[str], apart: Container[str]
    ) -> Inventory:
        """Read it from the statements, in one pass.

        ``former`` are IRIs that are no longer used; ``apart`` are those that the configuration describes.
        """
        described, kinds, terms, nested = _subjects(engine)
        evidence = settings.evidence.kind if settings.evidence else ""
        excluded = _TERMS | {evidence}

        def counts(iri: str) -> bool:
            configured = iri in apart and not iri.startswith(settings.thing_base)
            return not (iri in vocabulary or iri in former or configured or kinds.get(iri, _NONE) & excluded)

        def is_part(iri: str) -> bool:
            whole = owner(iri)
            return whole != iri and whole in described and counts(whole) and not kinds.get(whole, _NONE) & DOCUMENTS

        things = tuple(sorted(iri for iri in described if counts(iri) and not is_part(iri)))
        contents: dict[str, list[str]] = {}
        for iri in things:
            if "#" in iri:
                contents.setdefault(owner(iri), []).append(iri)
        return cls(
            described, things, {iri: tuple(found) for iri, found in contents.items()}, terms, nested, frozenset(things)
        )

    def __contains__(self, iri: object) -> bool:
        """Whether an IRI is a thing."""
        return iri in self._known

    @cached_property
    def namespaces(self) -> tuple[str, ...]:
        """Where most things are, the most used namespace first."""
        return namespaces_of(self.things)

    def anonymous(self, iri: str) -> bool:
        """Whether an IRI leads to anonymous nodes."""
        return iri in self.nested

    def whole(self, iri: str) -> str:
        """The thing on whose page an IRI is: itself, or what it is a part of."""
        return iri if iri in self._known else owner(iri)

    def is_part(self, iri: str, thing: str) -> bool:
        """Whether an IRI is a part of a thing: its own IRI with a fragment, and no thing itself."""
        return iri.startswith(f"{thing}#") and iri not in self._known


_NONE: frozenset[str] = frozenset()


def _subjects(
    engine: Engine,
) -> tuple[frozenset[str], dict[str, frozenset[str]], frozenset[str], frozenset[str]]:
    """The IRIs that statements are about, the classes of each that has any, all properties and classes, and the IRIs
    that lead to anonymous nodes.
    """
    nested: set[str] = set()
    found: set[str] = set()
    properties: set[NamedNode] = set()
    last = None
    for subject, predicate, value, _ in engine.match():
        properties.add(predicate)
        if subject != last:  # many statements have the subject of the one before
            last = subject
            if isinstance(subject, NamedNode):
                found.add(subject.value)
        if isinstance(value, BlankNode) and isinstance(subject, NamedNode):
            nested.add(subject.value)
    sets: dict[tuple[str, ...], frozenset[str]] = {}
    kinds: dict[str, list[str]] = {}
    classes: set[str] = set()
    for quad in engine.match(predicate=NamedNode(RDF + "type")):
        if isinstance(quad.object, NamedNode):
            classes.add(quad.object.value)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            kinds.setdefault(quad.subject.value, []).append(quad.object.value)
    shared = {iri: sets.setdefault(tuple(sorted(set(own))), frozenset(own)) for iri, own in kinds.items()}
    return frozenset(found), shared, frozenset(property.value for property in properties) | classes, frozenset(nested)

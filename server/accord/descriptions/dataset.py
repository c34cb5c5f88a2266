"""The model of all descriptions: what the configuration says about the dataset, and counts of its content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from accord.names import ACCORD, DCAT, DCTERMS, MATCHES, RDF, SAME_AS, VOID
from accord.publication import Settings
from accord.publication.history import History
from accord.publication.statements import Statements
from accord.publication.statements.loading import LoadedPublication
from accord.things.ontology.inventory import Inventory

_LINKS = frozenset((*SAME_AS, *MATCHES))


@dataclass(frozen=True, slots=True)
class Access:
    """The absolute URLs of the interfaces on the host of the request, each without a suffix."""

    home: str
    catalog: str
    endpoint: str
    dump: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """Exact counts over the distinct statements of the ontology and the data.

    ``classes`` counts the members stated, ``properties`` the statements; ``links`` counts, by host elsewhere and
    property, the statements that match a thing of the publication with one of that host.
    """

    triples: int
    subjects: int
    objects: int
    classes: Counter[str]
    properties: Counter[str]
    links: Counter[tuple[str, str]]


class Dataset:
    """A publication as one dataset. ``configured`` is its configuration without the settings of Accord.

    ``inferred`` is how many statements follow from the ontology; the default graph of the endpoint has them besides.
    """

    def __init__(self, loaded: LoadedPublication, history: History, inventory: Inventory, inferred: int) -> None:
        self.publication = publication = loaded.publication
        settings = publication.settings
        self.iri = settings.dataset
        self.base = settings.base
        self._inventory = inventory
        self.catalog = settings.base + "catalog"
        self.service = settings.base + "sparql"
        self.title = settings.title
        self.description = settings.description
        self.license = settings.license
        self.publisher = settings.publisher
        self.version = publication.version
        quads = loaded.documents.get(publication.configuration, ())
        stated = tuple(quad.triple for quad in quads if not quad.predicate.value.startswith(ACCORD))
        self.configured = stated or tuple(_described(settings))
        self.inferred = inferred
        self._statements = loaded.statements
        self._history = history

    @property
    def modified(self) -> datetime:
        """When anything in it was last changed (UTC)."""
        return self._history.latest

    def stated(self, predicate: str) -> Iterator[NamedNode | Literal]:
        """The values that the configuration gives the dataset for a property."""
        for subject, stated, value in self.configured:
            if subject == NamedNode(self.iri) and stated.value == predicate and isinstance(value, NamedNode | Literal):
                yield value

    @property
    def keywords(self) -> tuple[str, ...]:
        """The words to find it by."""
        return tuple(word.value for word in self.stated(DCAT + "keyword"))

    @cached_property
    def statistics(self) -> Statistics:
        """The counts, made in two passes over all statements when they are first needed.

        A statement that several files make counts once. Not all statements are held at the same time: the first pass
        finds those whose hash another one has too, and only these are compared.
        """
        hashes = sorted(hash(quad.triple) for quad in self._statements)
        twice = {one for one, next_one in pairwise(hashes) if one == next_one}
        del hashes
        found = Statistics(0, 0, 0, Counter(), Counter(), Counter())
        subjects, objects = set(), set()
        for triple in _once(self._statements, twice):
            found.properties[triple.predicate.value] += 1
            subjects.add(triple.subject)
            objects.add(triple.object)
            if _typing(triple) and isinstance(triple.object, NamedNode):
                found.classes[triple.object.value] += 1
            if link := self._link(triple):
                found.links[link] += 1
        return replace(found, triples=found.properties.total(), subjects=len(subjects), objects=len(objects))

    def _link(self, triple: Triple) -> tuple[str, str] | None:
        """The host and the property of a link from a thing of the publication to something elsewhere."""
        subject, target = triple.subject, triple.object
        own = isinstance(subject, NamedNode) and subject.value in self._inventory
        if not own or triple.predicate.value not in _LINKS or not isinstance(target, NamedNode):
            return None
        host = urlsplit(target.value).hostname
        return (host, triple.predicate.value) if host and not target.value.startswith(self.base) else None


def _once(statements: Statements, twice: Collection[int]) -> Iterator[Triple]:
    """The triples of some statements, each once; ``twice`` are the hashes that more than one statement has."""
    seen: set[Triple] = set()
    for quad in statements:
        triple = quad.triple
        if hash(triple) in twice:
            if triple in seen:
                continue
            seen.add(triple)
        yield triple


def _typing(triple: Triple) -> bool:
    return triple.predicate.value == RDF + "type"


def _described(settings: Settings) -> Iterator[Triple]:
    """The statements about a dataset without a configuration."""
    dataset = NamedNode(settings.dataset)
    for kind in (DCAT + "Dataset", VOID + "Dataset"):
        yield Triple(dataset, NamedNode(RDF + "type"), NamedNode(kind))
    for base in settings.bases:
        yield Triple(dataset, NamedNode(VOID + "uriSpace"), Literal(base))
    words = {DCTERMS + "title": settings.title, DCTERMS + "description": settings.description}
    for predicate, text in words.items():
        if text:
            yield Triple(dataset, NamedNode(predicate), Literal(text))
    for predicate, iri in {DCTERMS + "license": settings.license, VOID + "vocabulary": settings.vocabulary}.items():
        if iri:
            yield Triple(dataset, NamedNode(predicate), NamedNode(iri))

"""The document of a thing: the statements about it, about its parts, and about the evidence for them.

Parts are the thing's hash IRIs (``…/id/SLUG#amount``) and anonymous nodes; they live in the document of their thing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import islice

from pyoxigraph import BlankNode, NamedNode, Triple

from accord.engine import Engine, Subject
from accord.formats import JSON_LD, TURTLE, Format
from accord.names import ALIASES, DCTERMS, DEFINITIONS, FOAF, LABELS, RDF, VOID
from accord.publication import Settings
from accord.things.documents.json_ld import Context
from accord.things.documents.lexical_forms import LexicalForms
from accord.things.documents.nested import has_anonymous, nested_turtle
from accord.things.names.labels import chosen
from accord.things.natural_order import natural
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Object, Statement, incoming, outgoing

SCANNED = 10_000
"""How many of the statements that point at one node are looked at, so that a hub does not cost seconds."""

_FIRST = (RDF + "type", *LABELS, *ALIASES, *DEFINITIONS)


class Documents:
    """Finds and writes documents. The web page and the RDF of a thing are made from the same statements."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        inventory: Inventory,
        vocabulary: Vocabulary,
        spellings: LexicalForms,
    ) -> None:
        self._engine = engine
        self._inventory = inventory
        self._vocabulary = vocabulary
        self._spellings = spellings
        self._about = settings.evidence.about if settings.evidence else ""
        self._prefixes = settings.prefixes
        self._dataset, self._license = settings.dataset, settings.license
        self._languages = settings.languages
        self.context = Context(settings.prefixes, vocabulary)

    def read(self, iri: str) -> list[Statement]:
        """The statements of a document as the engine holds them, in reading order; none for an unknown IRI:
        the thing, then its parts by name, then the evidence.

        A part belongs to it when links lead to it from the thing or from another part, or when it is evidence about
        one of them; a hash IRI also when links lead from it to one of them (among the first 10,000 that do). An
        anonymous node belongs to what leads to it, never to what it leads to.
        """
        if iri not in self._inventory.described:
            return []
        found: dict[Subject, list[Statement]] = {}
        waiting: list[Subject] = [NamedNode(iri)]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = list(outgoing(self._engine, node))
                waiting += (part for one in found[node] if (part := self._part(one.object, iri)))
                waiting += self._pointing_parts(node, iri)
        evidence = {one.subject for group in found.values() for one in group if one.predicate == self._about}
        nodes = sorted(found, key=lambda node: (node in evidence, natural(node.value)))
        return [one for node in nodes for one in sorted(found[node], key=self._position)]

    def write(self, iri: str, format: Format, document: str = "") -> bytes:
        """The document of a thing in a graph format, spelled as in the source files, its parts as ``this:…``.

        The document of hash IRIs holds the statements about all of them. With the IRI of the ``document`` it says too
        what it is about, its licence and its dataset, and what each thing that it links to is called.
        """
        whole = (iri, *self._inventory.contents.get(iri, ()))
        triples = dict.fromkeys(self._spellings.restore(one).triple for each in whole for one in self.read(each))
        if document:
            triples |= dict.fromkeys([*self.described(document, iri), *self.names(triples)])
        return write_graph(triples, format, {**self._prefixes, "this": f"{iri}#"}, self.context)

    def described(self, document: str, about: str = "") -> Iterator[Triple]:
        """What a document is about, where it belongs, and under which licence it may be used."""
        node = NamedNode(document)
        yield Triple(node, NamedNode(RDF + "type"), NamedNode(FOAF + "Document"))
        values = {FOAF + "primaryTopic": about, VOID + "inDataset": self._dataset, DCTERMS + "license": self._license}
        for predicate, value in values.items():
            if value:
                yield Triple(node, NamedNode(predicate), NamedNode(value))

    def names(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """The statement with the best name of each IRI that statements lead to, and say nothing else about."""
        subjects = {triple.subject for triple in triples}
        linked = dict.fromkeys(one.object for one in triples if isinstance(one.object, NamedNode))
        for node in (one for one in linked if one not in subjects):
            if found := chosen(outgoing(self._engine, node), LABELS, self._languages):
                yield found.triple

    def _pointing_parts(self, node: Subject, iri: str) -> Iterator[Subject]:
        """The parts of a thing that point at a node, and the evidence about the node, wherever it is."""
        for one in islice(incoming(self._engine, node), SCANNED):
            if isinstance(one.subject, NamedNode) and self._inventory.is_part(one.subject.value, iri):
                yield one.subject
        if self._about:
            yield from (one.subject for one in incoming(self._engine, node, self._about))

    def _part(self, node: Object, iri: str) -> Subject | None:
        """The node, when it is a part of the thing."""
        if isinstance(node, BlankNode) or (isinstance(node, NamedNode) and self._inventory.is_part(node.value, iri)):
            return node
        return None

    def _position(self, one: Statement) -> tuple[object, ...]:
        """Of a node its kinds and names, then its properties in reading order."""
        place = _FIRST.index(one.predicate) if one.predicate in _FIRST else len(_FIRST)
        place += self._vocabulary.place(one.predicate) if place == len(_FIRST) else 0
        return (place, one.predicate, natural(one.object.value))


def write_graph(
    triples: Collection[Triple], format: Format, prefixes: Mapping[str, str], context: Context | None = None
) -> bytes:
    """Triples in a graph format, with those of the prefixes that they use where the format has such a thing.

    ``context`` has the names of terms in JSON-LD, which without it are written with prefixes too.
    """
    if format is JSON_LD:
        return (context.with_prefixes(prefixes) if context else Context(prefixes)).write(triples)
    nodes = {node.value for triple in triples for node in _nodes(triple)}
    used = {name: space for name, space in prefixes.items() if any(node.startswith(space) for node in nodes)}
    if format is TURTLE and has_anonymous(triples):
        return nested_turtle(triples, used)
    file = BytesIO()
    format.write(triples, file, used)
    return file.getvalue()


def _nodes(triple: Triple) -> Iterator[NamedNode]:
    """The IRIs of a triple, the datatype of its literal among them."""
    parts = (triple.subject, triple.predicate, getattr(triple.object, "datatype", triple.object))
    yield from (part for part in parts if isinstance(part, NamedNode))

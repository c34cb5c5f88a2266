"""The document of a thing: the statements about it, about its parts, and about the evidence for them.

Parts are the thing's hash IRIs (``…/id/SLUG#amount``) and anonymous nodes; they live in the document of their thing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from itertools import islice

from pyoxigraph import BlankNode, NamedNode, Triple

from accord.engine import Engine, Subject
from accord.formats import Format
from accord.names import ALIASES, DEFINITIONS, LABELS, RDF
from accord.publication import Settings
from accord.things.inventory import Inventory
from accord.things.lexical_forms import LexicalForms
from accord.things.statements import Object, Statement, incoming, outgoing
from accord.things.vocabulary import Vocabulary

SCANNED = 10_000
"""How many of the statements that point at one node are looked at, so that a hub does not cost seconds."""

_FIRST = (RDF + "type", *LABELS, *ALIASES, *DEFINITIONS)
_NUMBERS = re.compile(r"(\d+)")


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

    def read(self, iri: str) -> list[Statement]:
        """The statements of a document as the engine holds them, in reading order; none for an unknown IRI.

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
        return sorted(
            (one for group in found.values() for one in group),
            key=lambda one: (one.subject in evidence, *self._position(one)),
        )

    def write(self, iri: str, format: Format) -> bytes:
        """The document of a thing in a graph format, spelled as in the source files, its parts as ``this:…``.

        The document of hash IRIs holds the statements about all of them.
        """
        whole = (iri, *self._inventory.contents.get(iri, ()))
        triples = dict.fromkeys(self._spellings.restore(one).triple for each in whole for one in self.read(each))
        return write_graph(triples, format, {**self._prefixes, "this": f"{iri}#"})

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
        """The thing, then its parts by name; of each its kinds and names, then its properties in reading order."""
        place = _FIRST.index(one.predicate) if one.predicate in _FIRST else len(_FIRST)
        place += self._vocabulary.place(one.predicate) if place == len(_FIRST) else 0
        return (natural(one.subject.value), place, one.predicate, natural(one.object.value))


def write_graph(triples: Collection[Triple], format: Format, prefixes: Mapping[str, str]) -> bytes:
    """Triples in a graph format, with those of the prefixes that they use where the format has such a thing."""
    nodes = {node.value for triple in triples for node in _nodes(triple)}
    used = {name: space for name, space in prefixes.items() if any(node.startswith(space) for node in nodes)}
    file = BytesIO()
    format.write(triples, file, used)
    return file.getvalue()


def _nodes(triple: Triple) -> Iterator[NamedNode]:
    """The IRIs of a triple, the datatype of its literal among them."""
    parts = (triple.subject, triple.predicate, getattr(triple.object, "datatype", triple.object))
    yield from (part for part in parts if isinstance(part, NamedNode))


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts ``e2`` before ``e10``, and capitals beside small letters.

    Numbers are compared as digits, of which there may be any number: Python reads no more than 4,300 into an integer.
    """
    pieces = _NUMBERS.split(text.casefold())
    return tuple(_worth(piece) if piece.isdecimal() else (-1, piece) for piece in pieces)


def _worth(digits: str) -> tuple[int, str]:
    """A number's key: of two without leading zeros the longer is the greater."""
    counted = digits.lstrip("0")
    return len(counted), counted

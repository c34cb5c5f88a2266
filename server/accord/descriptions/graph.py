"""Builds a graph: statements in the order in which they are added, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from accord.formats import Format
from accord.names import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SCHEMA, SD, SPDX, VOID, XSD
from accord.things.documents import write_graph

Value = Literal | NamedNode | str

PREFIXES: Mapping[str, str] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sd": SD,
    "spdx": SPDX,
    "void": VOID,
    "xsd": XSD,
}


class Graph:
    """Collects what a description says. A plain string is the IRI of an object; words are literals."""

    def __init__(self) -> None:
        self.triples: dict[Triple, None] = {}

    def add(self, triples: Iterable[Triple]) -> None:
        """Take statements over as they are."""
        self.triples.update(dict.fromkeys(triples))

    def say(self, subject: str, predicate: str, *values: Value) -> None:
        """State values of a property."""
        for value in values:
            node = NamedNode(value) if isinstance(value, str) else value
            self.triples[Triple(NamedNode(subject), NamedNode(predicate), node)] = None

    def kind(self, subject: str, *kinds: str) -> str:
        """State what a node is. Returns the node, to be the value of something."""
        self.say(subject, RDF + "type", *kinds)
        return subject

    def write(self, format: Format, prefixes: Mapping[str, str]) -> bytes:
        """The graph in a format, with these prefixes and those of the description languages."""
        return write_graph(self.triples, format, {**PREFIXES, **prefixes})


def integer(count: int) -> Literal:
    """A count with the datatype that VoID asks for."""
    return Literal(str(count), datatype=NamedNode(XSD + "integer"))

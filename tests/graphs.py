"""Graphs of two readers, made comparable."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib.namespace import XSD
from rdflib.term import BNode, Literal, Node, URIRef

from accord.turtle import Triple


def oxigraph_term(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    assert isinstance(term, Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language.lower())
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or XSD.string)))


def canonical(quads: Iterable[ox.Quad | ox.Triple]) -> set[str]:
    """The graph with its blank nodes named after what is said of them, so that equal sets are isomorphic graphs."""
    dataset = ox.Dataset(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def oxigraph_quad(triple: Triple, graph: Node | None = None) -> ox.Quad:
    """A triple of the Turtle reader as a quad, in the default graph unless one is given."""
    subject, predicate, object_ = map(oxigraph_term, triple[:3])
    name = ox.DefaultGraph() if graph is None else oxigraph_term(graph)
    assert not isinstance(subject, ox.Literal)
    assert isinstance(predicate, ox.NamedNode)
    assert not isinstance(name, ox.Literal)
    return ox.Quad(subject, predicate, object_, name)


def graph(triples: Iterable[Triple]) -> set[str]:
    return canonical(map(oxigraph_quad, triples))

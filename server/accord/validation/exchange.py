"""Converts terms between rdflib (for pySHACL) and pyoxigraph (for the queries).

``"x"`` and ``"x"^^xsd:string`` are one literal (RDF 1.1 §3.3), but rdflib distinguishes them; here the plain form is
used for both.
"""

from __future__ import annotations

import pyoxigraph
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from accord.names import XSD

_STRING = URIRef(XSD + "string")


def plain(term: Node) -> Node:
    """The term itself, or the plain literal for one whose ``xsd:string`` was written out."""
    if isinstance(term, Literal) and term.datatype == _STRING:
        return Literal(str(term))
    return term


def to_rdflib(term: object) -> Node:
    """The rdflib term of a store's term, the spelling kept as the store has it. Raises TypeError for RDF-star."""
    match term:
        case pyoxigraph.NamedNode(value=iri):
            return URIRef(iri)
        case pyoxigraph.BlankNode(value=name):
            return BNode(name)
        case pyoxigraph.Literal() if term.language:
            return Literal(term.value, lang=term.language)
        case pyoxigraph.Literal() if term.datatype.value == XSD + "string":
            return Literal(term.value)
        case pyoxigraph.Literal():
            return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"{term!r} is not a term of RDF 1.1")


def to_store(term: Node) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    """The store's term of an rdflib term. Raises ValueError for an IRI that the store refuses."""
    match term:
        case URIRef():
            return pyoxigraph.NamedNode(term)
        case BNode():
            return pyoxigraph.BlankNode(term)
        case Literal() if term.language:
            return pyoxigraph.Literal(str(term), language=term.language)
        case Literal() if term.datatype:
            return pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(term.datatype))
    return pyoxigraph.Literal(str(term))


def iri(term: Node | None) -> str:
    """The IRI that a term is, or nothing."""
    return str(term) if isinstance(term, URIRef) else ""

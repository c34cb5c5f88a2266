"""Converts terms into quads, and checks them where a parser was lenient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from rdflib.term import Node

    from accord.turtle import Document

Term = NamedNode | BlankNode | Literal


def quads_of(document: Document) -> list[Quad]:
    """The quad of each triple of a document, at the same index."""
    made: dict[Node, Term] = {}

    def term(node: Node) -> Term:
        found = made.get(node)
        if found is None:
            found = made[node] = _term(node)
        return found

    graphs = [DefaultGraph() if block.name is None else term(block.name) for block in document.blocks]
    starts = [block.first for block in document.blocks]
    found = []
    at = -1
    for index, (subject, predicate, object_, *_) in enumerate(document.triples):
        while at + 1 < len(starts) and starts[at + 1] <= index:
            at += 1
        graph = graphs[at] if at >= 0 else DefaultGraph()
        found.append(Quad(term(subject), term(predicate), term(object_), graph))  # type: ignore[arg-type]
    return found


def _term(node: Node) -> Term:
    from rdflib.term import BNode, URIRef  # see parser.prepare
    from rdflib.term import Literal as RdflibLiteral

    if isinstance(node, URIRef):
        return NamedNode(str(node))
    if isinstance(node, BNode):
        return BlankNode(str(node))
    assert isinstance(node, RdflibLiteral)
    if node.language:
        return Literal(str(node), language=node.language.lower())
    return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))


def is_rdf_12(quad: Quad) -> bool:
    """Whether a quad has what RDF 1.1 has not: a triple as a term, or a string with a direction."""
    term = quad.object
    return isinstance(term, Triple) or (isinstance(term, Literal) and term.direction is not None)


def wrong_in(quad: Quad, known: dict[str, str]) -> str:
    """What is wrong with the IRIs and the language tag of a quad that a lenient parser let pass; "" if nothing is.

    ``known`` remembers what was looked at.
    """
    for value in _iris(quad):
        if value not in known:
            known[value] = _wrong_iri(value)
        if known[value]:
            return known[value]
    language = quad.object.language if isinstance(quad.object, Literal) else None
    return _wrong_language(language) if language else ""


def _iris(quad: Quad) -> Iterator[str]:
    for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def _wrong_iri(value: str) -> str:
    if value.startswith("_:"):
        return f"The blank node {value} cannot be a property or a type of literal."
    try:
        NamedNode(value)
    except ValueError as error:
        return f"<{value}> is not a valid IRI: {str(error)[:1].lower()}{str(error)[1:]}."
    return ""


def _wrong_language(language: str) -> str:
    try:
        Literal("", language=language)
    except ValueError:
        return f"'{language}' is not a language tag."
    return ""


def tidied(quad: Quad) -> Quad:
    """A quad with its language tag in small letters, as the parsers of the other syntaxes give it."""
    term = quad.object
    if not isinstance(term, Literal) or term.language is None or term.language.islower():
        return quad
    literal = Literal(term.value, language=term.language.lower())
    return Quad(quad.subject, quad.predicate, literal, quad.graph_name)

"""One statement as pages and documents handle it: a quad without what RDF 1.1 does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from accord.engine import Engine, Subject
from accord.names import RDF
from accord.publication.statements import Row

_TYPE = RDF + "type"
Object = NamedNode | BlankNode | Literal


class Statement(NamedTuple):
    """A statement; the IRIs of the predicate and of the graph (a file) are plain strings."""

    subject: Subject
    predicate: str
    object: Object
    graph: str

    @property
    def triple(self) -> Triple:
        """The statement without its graph, as a serialiser takes it."""
        return Triple(self.subject, NamedNode(self.predicate), self.object)


def statements(quads: Iterable[Quad | Row]) -> Iterator[Statement]:
    """Quads as statements; those that speak of statements (RDF 1.2 triple terms) have no place on a page."""
    for quad in quads:
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        if not (isinstance(subject, Triple) or isinstance(value, Triple)):
            file = "" if isinstance(graph, DefaultGraph) else graph.value
            yield Statement(subject, quad.predicate.value, value, file)


def classes_of(stated: Iterable[Statement]) -> Iterator[str]:
    """The classes that statements give their subjects, without those that have no name (restrictions of OWL)."""
    return (one.object.value for one in stated if one.predicate == _TYPE and isinstance(one.object, NamedNode))


def outgoing(engine: Engine, node: Subject) -> Iterator[Statement]:
    """What is stated about a node."""
    return statements(engine.match(node))


def incoming(engine: Engine, node: Subject, predicate: str | None = None) -> Iterator[Statement]:
    """The statements that lead to a node, by one predicate or by any."""
    return statements(engine.match(predicate=NamedNode(predicate) if predicate else None, object=node))

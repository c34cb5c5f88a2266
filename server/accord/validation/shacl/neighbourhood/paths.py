"""Walking SHACL property paths (SHACL §2.3.1), keeping the triples that were walked on."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

Trail = tuple[tuple[Node, Node, Node], ...]
"""The triples walked on, the first step first."""


def walk(data: Graph, shapes: Graph, start: Node, path: Node) -> Iterator[tuple[Node, Trail]]:
    """Every node that a path of the shapes graph reaches in the data, with a trail that leads there.

    An inverse path is of one property here (see ``inverse_paths``).
    """
    if isinstance(path, URIRef):
        yield from ((end, ((start, path, end),)) for end in data.objects(start, path))
    elif (predicate := shapes.value(path, SH.inversePath)) is not None:
        yield from ((end, ((end, predicate, start),)) for end in data.subjects(predicate, start))
    elif (choices := shapes.value(path, SH.alternativePath)) is not None:
        for choice in Collection(shapes, choices):
            yield from walk(data, shapes, start, choice)
    elif (path, RDF.first, None) in shapes:
        yield from _in_sequence(data, shapes, start, list(Collection(shapes, path)))
    elif (inner := shapes.value(path, SH.zeroOrOnePath)) is not None:
        yield start, ()
        yield from walk(data, shapes, start, inner)
    elif (inner := shapes.value(path, SH.zeroOrMorePath)) is not None:
        yield start, ()
        yield from _repeated(data, shapes, start, inner)
    elif (inner := shapes.value(path, SH.oneOrMorePath)) is not None:
        yield from _repeated(data, shapes, start, inner)


def _in_sequence(data: Graph, shapes: Graph, start: Node, steps: list[Node]) -> Iterator[tuple[Node, Trail]]:
    if not steps:
        yield start, ()
        return
    for middle, trail in walk(data, shapes, start, steps[0]):
        for end, rest in _in_sequence(data, shapes, middle, steps[1:]):
            yield end, trail + rest


def _repeated(data: Graph, shapes: Graph, start: Node, path: Node) -> Iterator[tuple[Node, Trail]]:
    """What one step or more of a path reach: each node once, by a shortest trail."""
    seen, frontier = set[Node](), [(start, Trail())]
    while frontier:
        reached = []
        for node, trail in frontier:
            for end, step in walk(data, shapes, node, path):
                if end not in seen:
                    seen.add(end)
                    reached.append((end, trail + step))
        yield from reached
        frontier = reached

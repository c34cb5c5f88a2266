"""Inverse paths of paths (SHACL §2.3.1.4), written with inverses of properties alone, which all that follows can walk.

The inverse of a sequence is that of its steps in the other order; the inverse of an inverse path is its path.
"""

from __future__ import annotations

from rdflib import RDF, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

_REPEATED = (SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)
_DEEPEST = 50
"""Nested paths that are followed, more than anybody writes: a path that contains itself is left as it is."""


def simplify(graph: Graph) -> None:
    """Replace each inverse path of a path in the shapes; one that is not well-formed stays as it is."""
    for node, inner in list(graph.subject_objects(SH.inversePath)):
        is_path = len(list(graph.predicate_objects(node))) == 1
        inverse = _inverse(graph, inner, 0) if is_path and not isinstance(inner, URIRef) else None
        if inverse is None:
            continue
        graph.remove((node, SH.inversePath, inner))
        for subject, predicate in list(graph.subject_predicates(node)):
            graph.remove((subject, predicate, node))
            graph.add((subject, predicate, inverse))


def _inverse(graph: Graph, path: Node, depth: int) -> Node | None:
    """The inverse of a path, added to the graph; None for what is no path."""
    if depth > _DEEPEST:
        return None
    if isinstance(path, URIRef):
        return _added(graph, SH.inversePath, path)
    if (path, RDF.first, None) in graph:
        is_sequence = graph.value(path, RDF.rest) != RDF.nil
        return _of_list(graph, path, depth, backwards=True) if is_sequence else None
    if (inner := graph.value(path, SH.inversePath)) is not None:
        return inner
    if (choices := graph.value(path, SH.alternativePath)) is not None:
        members = _of_list(graph, choices, depth, backwards=False)
        return None if members is None else _added(graph, SH.alternativePath, members)
    for kind in _REPEATED:
        if (inner := graph.value(path, kind)) is not None:
            inverse = _inverse(graph, inner, depth + 1)
            return None if inverse is None else _added(graph, kind, inverse)
    return None


def _of_list(graph: Graph, head: Node, depth: int, *, backwards: bool) -> Node | None:
    """A new list of the inverses of the members of a list; None where the list or a member is not well-formed."""
    members: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first, rest = graph.value(head, RDF.first), graph.value(head, RDF.rest)
        inverse = None if first is None or head in seen else _inverse(graph, first, depth + 1)
        if inverse is None or rest is None:
            return None
        seen.add(head)
        members.append(inverse)
        head = rest
    return Collection(graph, BNode(), members[::-1] if backwards else members).uri


def _added(graph: Graph, kind: Node, value: Node) -> BNode:
    node = BNode()
    graph.add((node, kind, value))
    return node

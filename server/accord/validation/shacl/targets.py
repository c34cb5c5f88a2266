"""Which shapes apply to which nodes by themselves (SHACL §2.1.3), and a form of the shapes in which more do.

``sh:property`` says no more than that a property shape has the focus nodes of the node shape around it. When it is
given the targets of that shape instead, an engine checks all focus nodes at once instead of one after the other, which
makes pySHACL several times faster; the results are the same.
"""

from __future__ import annotations

from rdflib import RDF, RDFS, Graph
from rdflib.namespace import OWL, SH
from rdflib.term import Node

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_CLASSES = {RDFS.Class, OWL.Class}
_NESTING = {SH.property, SH.node, SH["not"], SH.qualifiedValueShape, RDF.first}


def targets(shapes: Graph, shape: Node) -> list[tuple[Node, Node]]:
    """The targets that a shape declares; of one that is a class as well, that class."""
    declared: list[tuple[Node, Node]] = [(kind, value) for kind in _TARGETS for value in shapes.objects(shape, kind)]
    is_class = not _CLASSES.isdisjoint(shapes.objects(shape, RDF.type))
    return [*declared, (SH.targetClass, shape)] if is_class else declared


def is_nested(shapes: Graph, shape: Node) -> bool:
    """Whether another shape applies this one."""
    return not _NESTING.isdisjoint(shapes.predicates(None, shape))


def focus_nodes(shapes: Graph, shape: Node, data: Graph) -> set[Node]:
    """The nodes of the data that the targets of a shape select."""
    return {node for kind, value in targets(shapes, shape) for node in selected(kind, value, data)}


def selected(kind: Node, value: Node, data: Graph) -> set[Node]:
    """The nodes of the data that one target selects."""
    if kind == SH.targetNode:
        return {value}
    if kind == SH.targetClass:
        classes = data.transitive_subjects(RDFS.subClassOf, value)
        return {node for one in classes for node in data.subjects(RDF.type, one)}
    return set(data.subjects(value) if kind == SH.targetSubjectsOf else data.objects(None, value))


def flattened(shapes: Graph) -> Graph:
    """A copy of the shapes in which property shapes have the targets of the node shapes around them.

    ``sh:uniqueLang`` applies with the value ``true`` alone, not with another spelling of it (SHACL §4.4.5), which
    pySHACL takes for the same.
    """
    flat = Graph(bind_namespaces="none")
    for triple in shapes:
        if triple[1] != SH.uniqueLang or str(triple[2]) == "true":
            flat.add(triple)
    for outer in set(shapes.subjects(SH.property)):
        if not is_nested(shapes, outer) and not _needs_its_properties(shapes, outer):
            for inner in shapes.objects(outer, SH.property):
                flat.remove((outer, SH.property, inner))
                for kind, value in targets(shapes, outer):
                    flat.add((inner, kind, value))
    return flat


def _needs_its_properties(shapes: Graph, shape: Node) -> bool:
    """Whether it matters to a shape which property shapes are in it, or to them that they are."""
    inner = list(shapes.objects(shape, SH.property))
    own = {SH.path, SH.closed, SH.deactivated}
    return not own.isdisjoint(shapes.predicates(shape)) or any(
        (one, SH.qualifiedValueShapesDisjoint, None) in shapes for one in inner
    )

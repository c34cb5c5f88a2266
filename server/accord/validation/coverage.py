"""Which constraint has seen how many nodes: a constraint that saw none has not been tried by the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.errors import Place
from accord.publication import Publication
from accord.validation.loading import load_input
from accord.validation.shacl import shape_lint, shapes
from accord.validation.shacl.neighbourhood.paths import walk
from accord.validation.shacl.shapes import Shapes
from accord.validation.shacl.targets import focus_nodes, is_nested, targets
from accord.validation.stages import shacl

_NO_CONSTRAINTS = {
    *(SH.path, SH.name, SH.description, SH.message, SH.severity, SH.group, SH.order, SH.property, SH.deactivated),
    *(SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.flags, SH.ignoredProperties),
    *(SH.defaultValue, SH.prefixes, SH.select, SH.ask, SH.declare, SH.prefix, SH.namespace),
    *(SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath),
}
_OF_ALL_VALUES = {SH.minCount, SH.maxCount, SH.uniqueLang, SH.hasValue, SH.equals, SH.disjoint, SH.sparql, SH.closed}
"""Constraints about a focus node with its values together: they see each focus node, also one without values."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A constraint, by its shape and its parameter, and how many nodes it has seen.

    ``shape`` is the IRI of the shape or of the nearest around it; ``place`` is where its parameter is written;
    ``focus`` counts focus nodes, ``values`` the nodes that the constraint looks at.
    """

    shape: str
    parameter: str
    place: Place | None
    focus: int
    values: int


def coverage(publication: Publication) -> list[Seen]:
    """The constraints of the shapes that have targets, in the order of their places, with what each has seen.

    Shapes that others apply to values are counted with the values that these lead to. Raises UsageError when the
    shapes of a publication that has to be valid are broken.
    """
    check_input = load_input(publication, ())
    known = shapes.load(check_input.shapes, partly=not publication.is_strict)
    if not publication.is_strict:
        known, _ = shape_lint.usable(known)
    data = shacl.graph(check_input, known)
    nodes: dict[Node, set[Node]] = {}
    for shape in {one.triple.subject for one in known.statements}:
        if targets(known.graph, shape) or not is_nested(known.graph, shape):
            _spread(known, data, shape, focus_nodes(known.graph, shape, data), nodes)
    found = [seen for shape, focus in nodes.items() for seen in _constraints(known, data, shape, focus)]
    return sorted(found, key=lambda one: (one.place or Place("", 0, 0, 0, 0), one.parameter))


def rows(publication: Publication) -> list[list[str | int]]:
    """:func:`coverage` as JSON values: place, parameter, shape, focus nodes, values."""
    return [[str(one.place), one.parameter, one.shape, one.focus, one.values] for one in coverage(publication)]


def _spread(known: Shapes, data: Graph, shape: Node, focus: set[Node], nodes: dict[Node, set[Node]]) -> None:
    """Note the focus nodes of a shape, and those of the shapes that it applies to them and their values."""
    new = focus - nodes.setdefault(shape, set())
    if not new and nodes[shape]:
        return
    nodes[shape] |= new
    values = _values(known, data, shape, new)
    for inner in known.nested(shape):
        is_property = (shape, SH.property, inner) in known.graph
        if inner not in nodes or (new if is_property else values) - nodes[inner]:
            _spread(known, data, inner, values if known.value(shape, SH.path) is not None else new, nodes)


def _values(known: Shapes, data: Graph, shape: Node, focus: set[Node]) -> set[Node]:
    """The value nodes of a shape: the focus nodes themselves where it has no path."""
    path = known.value(shape, SH.path)
    return focus if path is None else {end for node in focus for end, _ in walk(data, known.graph, node, path)}


def _constraints(known: Shapes, data: Graph, shape: Node, focus: set[Node]) -> Iterator[Seen]:
    """The constraints of a shape with what they have seen."""
    path = known.value(shape, SH.path)
    values = len(focus) if path is None else sum(1 for one in focus for _ in walk(data, known.graph, one, path))
    for statement in known.statements.about(shape):
        parameter = statement.triple.predicate
        if isinstance(parameter, URIRef) and parameter.startswith(str(SH)) and parameter not in _NO_CONSTRAINTS:
            name = f"sh:{parameter.removeprefix(str(SH))}"
            seen = len(focus) if parameter in _OF_ALL_VALUES else values
            yield Seen(known.name(shape), name, statement.place(statement.triple.predicate_span), len(focus), seen)

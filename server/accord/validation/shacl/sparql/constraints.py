"""``sh:sparql`` constraints, run by the store instead of pySHACL, which takes a hundred times as long for each node.

Only constraints of shapes with targets of their own are run here; one reached in any other way stays with pySHACL,
and so does a query in which the store cannot bind a blank node.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rdflib import BNode, Graph
from rdflib.namespace import SH
from rdflib.term import Node

from accord.errors import UsageError
from accord.validation.check_input import CheckInput
from accord.validation.exchange import to_store
from accord.validation.shacl.run_pyshacl import ShaclResult
from accord.validation.shacl.shapes import Shapes
from accord.validation.shacl.sparql.prebinding import THIS, PreboundQuery, question
from accord.validation.shacl.targets import flattened, is_nested, targets


@dataclass(frozen=True, slots=True)
class Constraint:
    """One ``sh:sparql`` of a shape: the shape, the node that holds the query, and what is asked."""

    shape: Node
    node: Node
    question: PreboundQuery


@lru_cache(maxsize=2)
def divided(shapes: Shapes) -> tuple[Graph, list[Constraint]]:
    """The shapes as pySHACL is to run them, and the constraints that are run here instead; remembered.

    Raises UsageError, at its place, for a query that cannot be asked.
    """
    rest, taken = flattened(shapes.graph), []
    for shape, node in list(rest.subject_objects(SH.sparql)):
        constraint = Constraint(shape, node, question(shapes, shape, node))
        if constraint.question.free and targets(rest, shape) and not is_nested(rest, shape):
            rest.remove((shape, SH.sparql, node))
            if shapes.is_active(shape) and shapes.is_active(node):
                taken.append(constraint)
    return rest, taken


def are_left(shapes: Shapes) -> bool:
    """Whether pySHACL asks queries of the shapes, which may read anything around a focus node."""
    try:
        rest, _ = divided(shapes)
    except UsageError:  # the shapes cannot be used, which the stage of the shapes says
        return True
    return any(one in rest for one in ((None, SH.sparql, None), (None, SH.parameter, None)))


def results(
    constraint: Constraint, shapes: Shapes, focus: Iterable[Node], check_input: CheckInput
) -> Iterator[ShaclResult]:
    """The results of a constraint for these focus nodes, asked of all statements of the check."""
    for node in sorted(focus, key=str):
        bound = {THIS: to_store(node)} if isinstance(node, BNode) else None
        for row in check_input.rows(constraint.question.about(node), bound):
            yield _result(constraint, shapes, node, row)


def _result(constraint: Constraint, shapes: Shapes, focus: Node, row: dict[str, Node]) -> ShaclResult:
    path = shapes.value(constraint.shape, SH.path)
    return ShaclResult(
        focus=focus,
        path=row.get("path", path),
        value=row.get("value", focus if path is None else None),
        severity=shapes.severity(constraint.shape),
        component="SPARQL",
        shape=constraint.shape,
        constraint=constraint.node,
        bindings=tuple(sorted({"this": focus, **row}.items())),
    )

"""A parameter with several values, each of which is a constraint with results of its own (SHACL §2.1.1).

pySHACL's results do not say which value they are for, so two ``sh:or`` that fail at one node look like one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.core.logical_constraints import (
    AndConstraintComponent,
    NotConstraintComponent,
    OrConstraintComponent,
    XoneConstraintComponent,
)
from pyshacl.constraints.core.other_constraints import HasValueConstraintComponent
from pyshacl.constraints.core.property_pair_constraints import (
    DisjointConstraintComponent,
    EqualsConstraintComponent,
)
from pyshacl.constraints.core.value_constraints import ClassConstraintComponent
from rdflib.namespace import SH
from rdflib.term import Node

Evaluate = Callable[..., tuple[bool, list[Any]]]

VALUES: dict[type[ConstraintComponent], str] = {
    NotConstraintComponent: "not_list",
    AndConstraintComponent: "and_list",
    OrConstraintComponent: "or_list",
    XoneConstraintComponent: "xone_nodes",
    ClassConstraintComponent: "class_rules",
    HasValueConstraintComponent: "has_value_set",
    EqualsConstraintComponent: "property_compare_set",
    DisjointConstraintComponent: "property_compare_set",
}
"""The attribute in which pySHACL keeps the values of a parameter."""


def one_by_one(evaluate: Evaluate, attribute: str) -> Evaluate:
    """The check of a constraint, which takes the values of its parameter one after the other where it has several."""

    @wraps(evaluate)
    def _evaluate(self: Any, *arguments: Any) -> tuple[bool, list[Any]]:
        values = getattr(self, attribute)
        if len(values) < 2:
            return evaluate(self, *arguments)
        reports: list[Any] = []
        try:
            for value in sorted(values, key=str):
                setattr(self, attribute, [value])
                reports += named(evaluate(self, *arguments)[1], value, self)
        finally:
            setattr(self, attribute, values)
        return not reports, reports

    return _evaluate


def named(reports: list[Any], value: Node, component: Any) -> list[Any]:
    """The results of a constraint, which pySHACL keeps as triples, with the value that it is made by."""
    for _, node, triples in reports:
        triples.append((node, SH.sourceConstraint, (component.shape.sg.graph, value)))
    return reports

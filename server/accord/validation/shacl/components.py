"""Constraints that pySHACL checks in another way than the standards say, checked here in its place.

pySHACL finds its classes of constraints in a table by their parameters; :func:`install` puts these into that table.
It reads patterns as Python's ``re`` does, and values as Python's, whose dates end at the years 1 and 9999.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from accord.names import XSD
from accord.validation.datatypes import is_well_formed
from accord.validation.shacl import batches
from accord.validation.shacl.order import compare
from accord.validation.shacl.patterns import matching
from accord.validation.shacl.several import named

Term = URIRef | BNode | Literal

Values = Mapping[Term, Iterable[Term]]
"""Focus node -> its value nodes."""


class _Component(ConstraintComponent):
    """What the constraints here have in common: a parameter, and the values that break the constraint."""

    parameter: ClassVar[URIRef]

    @classmethod
    def constraint_parameters(cls) -> list[URIRef]:
        return [cls.parameter]

    @classmethod
    def constraint_name(cls) -> str:
        return str(cls.shacl_constraint_component).removeprefix(str(SH))

    def evaluate(
        self, executor: Any, target_graph: Any, focus_value_nodes: Values, _evaluation_path: list[Any]
    ) -> tuple[bool, list[Any]]:
        """Whether all values conform, and the results of those that do not."""
        limits = _objects(self.shape, self.parameter)
        reports: list[Any] = []
        for limit in limits:
            broken = self._broken(limit, focus_value_nodes, target_graph)
            found = [self.make_v_result(target_graph, focus, value_node=value) for focus, value in broken]
            reports += named(found, limit, self) if len(limits) > 1 else found
        return not reports, reports

    @abstractmethod
    def _broken(self, limit: Node, values: Values, data: Any) -> Iterable[tuple[Term, Term]]:
        """The focus nodes and values that break the constraint for one value of its parameter."""


def _objects(shape: Any, parameter: URIRef) -> list[Node]:
    return list(shape.objects(parameter))


class PatternConstraint(_Component):
    """``sh:pattern`` and ``sh:flags`` (SHACL §4.4.3)."""

    parameter = SH.pattern
    shacl_constraint_component = SH.PatternConstraintComponent

    def _broken(self, limit: Node, values: Values, data: Any) -> Iterable[tuple[Term, Term]]:
        flags = "".join(str(one) for one in _objects(self.shape, SH.flags))
        strings = {str(one) for several in values.values() for one in several if not isinstance(one, BNode)}
        found = matching(str(limit), flags, strings)
        for focus, several in values.items():
            yield from ((focus, one) for one in several if isinstance(one, BNode) or str(one) not in found)


class Datatype(_Component):
    """``sh:datatype`` (SHACL §4.1.2), with the lexical spaces of XSD 1.1."""

    parameter = SH.datatype
    shacl_constraint_component = SH.DatatypeConstraintComponent

    def _broken(self, limit: Node, values: Values, data: Any) -> Iterable[tuple[Term, Term]]:
        for focus, several in values.items():
            yield from ((focus, one) for one in several if not _has_datatype(one, str(limit)))


def _has_datatype(value: Node, datatype: str) -> bool:
    if not isinstance(value, Literal):
        return False
    own = str(RDF.langString) if value.language else str(value.datatype or XSD + "string")
    return own == datatype and is_well_formed(str(value), datatype)


class _Range(_Component):
    """A limit of values (SHACL §4.3): what the order of limit and value may be."""

    allowed: ClassVar[tuple[int, ...]]

    def _broken(self, limit: Node, values: Values, data: Any) -> Iterable[tuple[Term, Term]]:
        for focus, several in values.items():
            yield from ((focus, one) for one in several if compare(limit, one) not in self.allowed)


class MinExclusive(_Range):
    """``sh:minExclusive``."""

    parameter, allowed = SH.minExclusive, (-1,)
    shacl_constraint_component = SH.MinExclusiveConstraintComponent


class MinInclusive(_Range):
    """``sh:minInclusive``."""

    parameter, allowed = SH.minInclusive, (-1, 0)
    shacl_constraint_component = SH.MinInclusiveConstraintComponent


class MaxExclusive(_Range):
    """``sh:maxExclusive``."""

    parameter, allowed = SH.maxExclusive, (1,)
    shacl_constraint_component = SH.MaxExclusiveConstraintComponent


class MaxInclusive(_Range):
    """``sh:maxInclusive``."""

    parameter, allowed = SH.maxInclusive, (0, 1)
    shacl_constraint_component = SH.MaxInclusiveConstraintComponent


class _Pair(_Component):
    """The order of two properties (SHACL §4.5.3): one result for each pair that breaks it."""

    allowed: ClassVar[tuple[int, ...]]

    def _broken(self, limit: Node, values: Values, data: Any) -> Iterable[tuple[Term, Term]]:
        for focus, several in values.items():
            others = list(data.objects(focus, limit))
            yield from ((focus, one) for one in several for other in others if compare(one, other) not in self.allowed)


class LessThan(_Pair):
    """``sh:lessThan``."""

    parameter, allowed = SH.lessThan, (-1,)
    shacl_constraint_component = SH.LessThanConstraintComponent


class LessThanOrEquals(_Pair):
    """``sh:lessThanOrEquals``."""

    parameter, allowed = SH.lessThanOrEquals, (-1, 0)
    shacl_constraint_component = SH.LessThanOrEqualsConstraintComponent


_COMPONENTS: tuple[type[_Component], ...] = (
    *(PatternConstraint, Datatype, LessThan, LessThanOrEquals),
    *(MinExclusive, MinInclusive, MaxExclusive, MaxInclusive),
)


def install() -> None:
    """Have pySHACL use these; calling it again changes nothing."""
    for component in _COMPONENTS:
        CONSTRAINT_PARAMETERS_MAP[component.parameter] = component
    batches.install()

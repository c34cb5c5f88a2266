"""Nested shapes, checked for all values at once.

pySHACL checks the shapes in ``sh:property``, ``sh:node``, ``sh:and``, ``sh:or``, ``sh:xone``, ``sh:not`` and
``sh:qualifiedValueShape`` for one value after the other, and starts the shape again for each of them. Here a shape is
started once for all values of a constraint; pySHACL's own code is then given the answer for each value. What conforms,
and every result, is the same. It is several times as fast.

A shape may also be kept to some of its focus nodes, and the shapes of a graph are read once, since a contribution is
checked in a process that forks off one where they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from pyshacl import validator
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.constraints.core.logical_constraints import (
    AndConstraintComponent,
    NotConstraintComponent,
    OrConstraintComponent,
    XoneConstraintComponent,
)
from pyshacl.constraints.core.shape_based_constraints import (
    NodeConstraintComponent,
    PropertyConstraintComponent,
    QualifiedValueShapeConstraintComponent,
)
from pyshacl.shape import Shape
from pyshacl.shapes_graph import ShapesGraph
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from accord.validation.check_run import current
from accord.validation.shacl import several
from accord.validation.shacl.result_triples import ResultTriples
from accord.validation.shacl.targets import selected, targets

_LISTS: dict[type[ConstraintComponent], Node] = {
    AndConstraintComponent: SH["and"],
    OrConstraintComponent: SH["or"],
    XoneConstraintComponent: SH.xone,
}
_SHAPES: dict[type[ConstraintComponent], Node] = {
    NotConstraintComponent: SH["not"],
    NodeConstraintComponent: SH.node,
    PropertyConstraintComponent: SH.property,
    QualifiedValueShapeConstraintComponent: SH.qualifiedValueShape,
}

_Answer = tuple[bool, list[Any]]
_answers: dict[Node, dict[Node, _Answer]] = {}
"""Shape -> value -> whether it conforms, and its results; while the constraint is checked that asks for them."""

_deciding: Container[Node] | None = None
"""The focus nodes that shapes with targets are checked for; ``None`` for all."""
_data = Graph(bind_namespaces="none")
"""The data in which the targets of shapes are looked for."""
_selected: dict[tuple[Node, Node], set[Node]] = {}
"""Target -> the focus nodes that it selects, among those that are checked."""
_targets: dict[Node, list[tuple[Node, Node]]] = {}
"""Shape -> its targets, in the shapes that were read last."""
_read: list[ShapesGraph] = []
"""The shapes that were read last."""
_in_check = False
"""Whether pySHACL runs for :func:`only`, and not for another part of the program that Accord is a library of."""


@contextmanager
def only(focus: Container[Node] | None, data: Graph) -> Iterator[None]:
    """While this lasts, shapes are checked for these of their focus nodes in the data."""
    global _deciding, _data, _in_check
    _deciding, _data, _in_check = focus, data, True
    _selected.clear()
    try:
        yield
    finally:
        _deciding, _in_check = None, False


def install() -> None:
    """Have pySHACL work in this way; calling it again changes nothing."""
    if Shape.validate is _validate:
        return
    others = set(CONSTRAINT_PARAMETERS_MAP.values()) - {*_LISTS, *_SHAPES}
    plain_report = validator.Validator.create_validation_report
    plain_description = ConstraintComponent.make_v_result_description
    changes: list[tuple[Any, str, Callable[..., Any]]] = [
        (Shape, "validate", _validate),
        (validator, "ShapesGraph", _shapes_of),
        (validator.Validator, "create_validation_report", staticmethod(_in_check_only(plain_report, _report))),
        (ConstraintComponent, "make_v_result_description", _in_check_only(plain_description, _no_description)),
        *(
            (one, "make_generic_messages", _in_check_only(one.make_generic_messages, _no_messages))
            for one in CONSTRAINT_PARAMETERS_MAP.values()
        ),
        *((one, "evaluate", _with_answers(one.evaluate)) for one in (*_LISTS, *_SHAPES)),
        *((one, "evaluate", _noted(one.evaluate)) for one in others),
    ]
    _change(changes)
    _change([(one, "evaluate", several.one_by_one(one.evaluate, values)) for one, values in several.VALUES.items()])


def _change(changes: Iterable[tuple[Any, str, Callable[..., Any]]]) -> None:
    for kind, name, function in changes:
        setattr(kind, name, function)


def _shapes_of(graph: Any, *arguments: Any) -> ShapesGraph:
    """The shapes of a graph, which are remembered: nobody changes a graph of shapes."""
    if not (_read and _read[0].graph is graph):
        _read[:] = [ShapesGraph(graph, *arguments)]
        _targets.clear()
    return _read[0]


def _in_check_only(plain: Callable[..., Any], changed: Callable[..., Any]) -> Callable[..., Any]:
    """The changed function in checks of Accord, and pySHACL's where other code of the process calls it."""

    @wraps(plain)
    def either(*arguments: Any, **named: Any) -> Any:
        return (changed if _in_check else plain)(*arguments, **named)

    return either


def _report(_: ShapesGraph, conforms: bool, results: list[Any]) -> tuple[ResultTriples, str]:
    """The report, which here is no graph, and no words about it."""
    return ResultTriples(results), ""


def _no_description(self: Any, *_: Any, **__: Any) -> str:
    """pySHACL's long description of a result, which is not used."""
    return ""


def _no_messages(self: Any, *_: Any) -> list[Any]:
    return []


_plain_validate: Callable[..., _Answer] = Shape.validate


def _validate(
    self: Any, executor: Any, target_graph: Any, focus: Any = None, _evaluation_path: list[Any] | None = None
) -> _Answer:
    """The answer that is there already, else pySHACL's."""
    known = _answers.get(self.node)
    if known is not None and isinstance(focus, Node) and focus in known:
        return known[focus]

    def work() -> _Answer:
        return _plain_validate(self, executor, target_graph, focus=focus, _evaluation_path=_evaluation_path)

    if focus is not None:
        return work()
    if _deciding is not None:
        focus = _deciding_of(self, _data, _deciding)
        if not focus:
            return True, []
    return current().part(current().names(self.node), work, (True, []))


def _deciding_of(shape: Any, data: Graph, deciding: Container[Node]) -> list[Node]:
    """The focus nodes of a shape that are to be checked; most shapes share their targets with others."""
    if shape.node not in _targets:
        _targets[shape.node] = targets(shape.sg.graph, shape.node)
    found: set[Node] = set()
    for target in _targets[shape.node]:
        if target not in _selected:
            _selected[target] = {node for node in selected(*target, data) if node in deciding}
        found |= _selected[target]
    return sorted(found, key=str)


def _noted(evaluate: Callable[..., _Answer]) -> Callable[..., _Answer]:
    """The check of a constraint, which first says that it runs."""

    @wraps(evaluate)
    def _evaluate(self: Any, *arguments: Any) -> _Answer:
        _note(self)
        return evaluate(self, *arguments)

    return _evaluate


def _note(component: Any) -> None:
    """Say that a constraint is checked."""
    name = str(component.constraint_name()).removesuffix("ConstraintComponent")
    current().note(f"sh:{name[:1].lower()}{name[1:]} of {current().names(component.shape.node)}")


def _with_answers(evaluate: Callable[..., _Answer]) -> Callable[..., _Answer]:
    """The check of a constraint, which first has its shapes checked for all values."""

    @wraps(evaluate)
    def _evaluate(self: Any, executor: Any, data: Any, values: Any, path: list[Any]) -> _Answer:
        everything = list({one for several in values.values() for one in several})
        _note(self)
        before: dict[Node, dict[Node, _Answer] | None] = {}
        if len(everything) > 1:
            for shape in _nested(self, path):
                found = _for_all(shape, executor, data, everything, path)
                before[shape.node], _answers[shape.node] = _answers.get(shape.node), found
        try:
            return evaluate(self, executor, data, values, path)
        finally:
            for node, known in before.items():
                if known is None:
                    del _answers[node]
                else:
                    _answers[node] = known

    return _evaluate


def _nested(component: Any, path: list[Any]) -> Iterator[Any]:
    """The shapes that a constraint has checked, except those that pySHACL ends a recursion at."""
    kind = next(one for one in type(component).__mro__ if one in _LISTS or one in _SHAPES)
    nodes = list(component.shape.objects({**_LISTS, **_SHAPES}[kind]))
    ends: list[Any] = []
    if kind in _LISTS:
        nodes = [one for several in nodes for one in component.shape.sg.graph.items(several)]
    else:
        ends = component.recursion_triggers(path) or []
    for node in dict.fromkeys(nodes):
        shape = component.shape.get_other_shape(node)
        if shape and shape not in ends and not component.shape.sg.is_filtered_out_shape(node) and _is_own(shape):
            yield shape


def _for_all(shape: Any, executor: Any, data: Any, values: list[Node], path: list[Any]) -> dict[Node, _Answer]:
    """The answer for each value."""
    found: dict[Node, list[Any]] = {value: [] for value in values}
    for one in _plain_validate(shape, executor, data, focus=values, _evaluation_path=path[:])[1]:
        found[_focus(one)].append(one)
    return {value: (not results, results) for value, results in found.items()}


def _focus(result: tuple[str, Node, list[Any]]) -> Node:
    """The focus node of a result, which pySHACL keeps as triples; those of its details are among them."""
    _, node, triples = result
    focus: Node = next(
        object[1] for subject, predicate, object in triples if subject is node and predicate == SH.focusNode
    )
    return focus


def _is_own(shape: Any, outer: frozenset[Node] = frozenset()) -> bool:
    """Whether each result of a shape has the value as its focus node that the shape was checked for.

    A property shape in a property shape has its own, and a query may name any.
    """
    inner = [shape.get_other_shape(node) for node in shape.objects(SH.property)]
    if shape.is_property_shape and inner:
        return False
    if any(True for _ in shape.objects(SH.sparql)) or shape.find_custom_constraints():
        return False
    known = outer | {shape.node}
    return all(one is not None and (one.node in known or _is_own(one, known)) for one in inner)

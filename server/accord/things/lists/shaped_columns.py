"""The properties by which the shapes of a class tell its things apart, for the columns of its list.

A property shape that demands a value (``sh:minCount``), or that has a place (``sh:order``, or a group with one), makes
a column; any other property is left to what the things have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from accord.names import RDF, RDFS, SH
from accord.things.statements import Object, statements

_LAST = 1e9
"""The order of what has none: after all that have one."""


@dataclass(frozen=True, slots=True)
class ShapedColumn:
    """A property of a class. ``place`` is the order of its group, its own, and its place in the file."""

    property: str
    demanded: bool
    place: tuple[float, float, int]


def shaped_columns(quads: Iterable[Quad]) -> Mapping[str, tuple[ShapedColumn, ...]]:
    """Class -> its columns: those that are demanded first, then in the order that the shapes state."""
    known: dict[object, dict[str, list[Object]]] = {}
    for one in statements(quads):
        known.setdefault(one.subject, {}).setdefault(one.predicate, []).append(one.object)
    found: dict[str, dict[str, ShapedColumn]] = {}
    for node, stated in known.items():
        for kind in _classes(node, stated):
            for column in _columns(stated, known):
                found.setdefault(kind, {}).setdefault(column.property, column)
    return {
        kind: tuple(sorted(columns.values(), key=lambda one: (not one.demanded, one.place)))
        for kind, columns in found.items()
    }


def _classes(node: object, stated: Mapping[str, list[Object]]) -> Iterator[str]:
    """The classes whose things a shape checks: its targets, or itself where it is a class too."""
    yield from (one.value for one in stated.get(SH + "targetClass", ()))
    types = {one.value for one in stated.get(RDF + "type", ())}
    if isinstance(node, NamedNode) and {RDFS + "Class", SH + "NodeShape"} <= types:
        yield node.value


def _columns(
    stated: Mapping[str, list[Object]], known: Mapping[object, Mapping[str, list[Object]]]
) -> Iterator[ShapedColumn]:
    """The columns of a node shape; a property that may have no value has none."""
    for place, node in enumerate(stated.get(SH + "property", ())):
        shape = known.get(node, {})
        path = next(iter(shape.get(SH + "path", ())), None)
        off = any(one.value in ("true", "1") for one in shape.get(SH + "deactivated", ()))
        if not isinstance(path, NamedNode) or off or _number(shape, "maxCount") == 0:
            continue
        group = min((_number(known.get(one, {}), "order") for one in shape.get(SH + "group", ())), default=_LAST)
        own = _number(shape, "order")
        demanded = 0 < _number(shape, "minCount") < _LAST
        if demanded or min(group, own) < _LAST:
            yield ShapedColumn(path.value, demanded, (group, own, place))


def _number(shape: Mapping[str, list[Object]], name: str) -> float:
    """The number that a shape states, or ``_LAST`` where it states none that can be read."""
    for one in shape.get(SH + name, ()):
        try:
            return float(one.value)
        except ValueError:
            continue
    return _LAST

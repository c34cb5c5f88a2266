"""How far shapes look from the nodes they are about, worked out once from their paths."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rdflib import URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.validation.shacl.shapes import Shapes

Step = tuple[Node, bool]
"""A predicate, and whether it is walked backward, from its object to its subject."""

_UNBOUNDED = (SH.zeroOrMorePath, SH.oneOrMorePath)


@dataclass(frozen=True)
class Reach:
    """What decides how much of a graph the shapes can read.

    ``steps`` is the length of the longest path, infinite for one without end; ``backward`` are the predicates that some
    path walks from object to subject; ``onward`` are the steps after which some shape reads on.
    """

    steps: float
    backward: frozenset[Node]
    onward: frozenset[Step]


@lru_cache(maxsize=2)
def reach(shapes: Shapes) -> Reach:
    """How far these shapes look; remembered, because every contribution asks for it."""
    onward: set[Step] = set()
    backward: set[Node] = set(shapes.graph.objects(None, SH.targetObjectsOf))
    for shape, path in shapes.graph.subject_objects(SH.path):
        backward.update(predicate for predicate, is_backward in steps(shapes, path) if is_backward)
        onward.update(_steps(shapes, path, is_last=not any(True for _ in shapes.nested(shape))))
    depths = (_depth(shapes, shape, frozenset()) for shape in set(shapes.graph.subjects()))
    return Reach(max(depths, default=0), frozenset(backward), frozenset(onward))


def steps(shapes: Shapes, path: Node) -> Iterator[Step]:
    """All the steps of a path, in their order."""
    return _steps(shapes, path, is_last=False)


def _steps(shapes: Shapes, path: Node, *, is_last: bool) -> Iterator[Step]:
    """The steps of a path; when it is the last of its shape, only those that are followed by another one."""
    if isinstance(path, URIRef):
        if not is_last:
            yield path, False
    elif (predicate := shapes.value(path, SH.inversePath)) is not None:
        yield from ((one, not backward) for one, backward in _steps(shapes, predicate, is_last=is_last))
    elif parts := shapes.list(path):
        for part in parts:
            yield from _steps(shapes, part, is_last=is_last and part is parts[-1])
    elif choices := shapes.members(path, SH.alternativePath):
        for choice in choices:
            yield from _steps(shapes, choice, is_last=is_last)
    else:
        for inner in shapes.graph.objects(path):
            yield from _steps(shapes, inner, is_last=False)


def _depth(shapes: Shapes, shape: Node, outer: frozenset[Node]) -> float:
    """The most steps that a shape looks away from its focus node."""
    if shape in outer:
        return math.inf
    path = shapes.value(shape, SH.path)
    own = _length(shapes, path) if path is not None else 0
    return own + max((_depth(shapes, one, outer | {shape}) for one in shapes.nested(shape)), default=0)


def _length(shapes: Shapes, path: Node) -> float:
    """The steps of a path: of a sequence all together, of a choice the longest."""
    if isinstance(path, URIRef):
        return 1
    if any(shapes.value(path, kind) is not None for kind in _UNBOUNDED):
        return math.inf
    if parts := shapes.list(path):
        return sum(_length(shapes, part) for part in parts)
    choices = shapes.members(path, SH.alternativePath)
    return max(_length(shapes, one) for one in choices or shapes.graph.objects(path))

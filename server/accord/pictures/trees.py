"""Trees: a hierarchy as lines with steps, each with a number where the rows have one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accord.pictures.captions import Caption
from accord.pictures.model import Cell, Drawing, Picture, Rows
from accord.pictures.svg import Svg, tag

MOST = 200
"""Lines of one picture."""

_WIDTH = 640.0
_GAP, _STEP = 7.0, 18.0
_STEPS = 12
"""Levels that are drawn further to the right than the one above; on a phone there is room for no more."""


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node with those below it; ``value`` is a number in words."""

    cell: Cell
    below: tuple[TreeNode, ...] = ()
    value: str = ""


def grown(pairs: Sequence[tuple[Cell, Cell | None]], values: Mapping[str, str]) -> tuple[TreeNode, ...]:
    """The trees of pairs of a node and the one above it, ``None`` at the top. A node is below the first only that is
    above it; one in a circle is at the top.
    """
    cells = {_key(cell): cell for pair in pairs for cell in pair[::-1] if cell}
    above: dict[str, str] = {}
    for lower, upper in pairs:
        if upper and _key(lower) not in above and not _reaches(_key(upper), _key(lower), above):
            above[_key(lower)] = _key(upper)
    below: dict[str, list[str]] = {}
    for lower_key, upper_key in above.items():
        below.setdefault(upper_key, []).append(lower_key)

    tops = [key for key in cells if key not in above]
    made: dict[str, TreeNode] = {}
    for key in reversed(_downward(tops, below)):
        made[key] = TreeNode(cells[key], tuple(made[one] for one in below.get(key, ())), values.get(key, ""))
    return tuple(made[key] for key in tops)


def _downward(tops: Sequence[str], below: Mapping[str, Sequence[str]]) -> list[str]:
    """All keys, each before those below it."""
    found = list(tops)
    for key in found:
        found += below.get(key, ())
    return found


def _reaches(key: str, goal: str, above: Mapping[str, str]) -> bool:
    """Whether the way up from a node, itself included, passes another."""
    while key != goal and key in above:
        key = above[key]
    return key == goal


def _key(cell: Cell) -> str:
    return str(cell.term) if cell.term is not None else cell.text


def tree(tops: Sequence[TreeNode], table: Rows, more: Sequence[str] = ()) -> Picture:
    """A picture of trees under each other."""
    placed = list(_placed(tops))
    parts: list[Svg] = []
    ends: dict[int, float] = {}
    top = 0.0
    for node, depth in placed[:MOST]:
        right = _STEP * min(depth, _STEPS)
        if depth:
            path = f"M{right - 12:g},{ends[depth - 1]:g} V{top + 12:g} h8"
            parts.append(tag("path", class_="pic-branch", d=path))
        caption = Caption(node.cell, node.value, right)
        words = tag("title", f"{node.cell.text}{': ' if node.value else ''}{node.value}")
        parts.append(tag("g", words, caption.draw(top + 2)))
        ends[depth] = top + 20
        top += caption.height + _GAP
    notes = [*more]
    if len(placed) > MOST:
        notes.append(f"The first {MOST} of {len(placed)} lines are drawn; the table has all.")
    deepest = max(depth for _, depth in placed) + 1
    return Picture(
        kind="tree",
        title="",
        description=f"A tree of {len(placed)} lines, {deepest} deep, from {placed[0][0].cell.text}.",
        drawing=Drawing(tuple(parts), _WIDTH, top, fluid=True),
        table=table,
        notes=tuple(notes),
    )


def _placed(tops: Sequence[TreeNode]) -> Iterator[tuple[TreeNode, int]]:
    """Each node with its depth, in the order of the lines."""
    waiting = [(node, 0) for node in reversed(tops)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(one, depth + 1) for one in reversed(node.below)]

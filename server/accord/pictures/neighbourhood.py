"""Neighbourhoods: a thing in the middle, what leads to it on the left, what it leads to on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from accord.pictures.boxes import WIDTH, Box, curve, stacked
from accord.pictures.model import Cell, Drawing, Picture, Rows
from accord.pictures.svg import Style, Svg, block, tag, wrapped

MOST = 5
"""Boxes of one group: the others are counted, and are listed on the page."""
_GROUPS = 5
"""Groups of one side; more make the picture longer than a screen of a phone."""
_STACKED = 9
"""Boxes above and below the thing."""

_SIDE, _CENTER, _GROUP_GAP = 118.0, 112.0, 14.0
_MIDDLE = "pic-box pic-center"
_WIDE_SIDE, _WIDE_CENTER = 190.0, 150.0
"""The widths of boxes where nothing is on one of the sides."""


@dataclass(frozen=True, slots=True)
class NeighbourGroup:
    """The neighbours by one relation, which is named in words; ``total`` counts those that are not given too."""

    relation: str
    cells: tuple[Cell, ...]
    total: int = 0


@dataclass(frozen=True, slots=True)
class Around:
    """The neighbours of a thing: groups before and after it, and things above and below it in a hierarchy."""

    before: tuple[NeighbourGroup, ...] = ()
    after: tuple[NeighbourGroup, ...] = ()
    above: tuple[Cell, ...] = ()
    below: tuple[Cell, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.before or self.after or self.above or self.below)


def neighbourhood(center: Cell, around: Around, notes: Sequence[str] = ()) -> Picture:
    """A picture of a thing and its neighbours."""
    one_sided = bool(around.before) != bool(around.after)
    side, width = (_WIDE_SIDE, _WIDE_CENTER) if one_sided else (_SIDE, _CENTER)
    left, left_end = _side(around.before[:_GROUPS], 0.0, side)
    right, right_end = _side(around.after[:_GROUPS], WIDTH - side, side)
    x = (WIDTH - width) * (0.5 if not one_sided else 0.0 if around.after else 1.0)
    middle, middle_end = _column(Box(center, x, 0.0, width, _MIDDLE), around, max(left_end, right_end))
    box = next(one for one in middle if one.kind == _MIDDLE)
    lines = [curve((one.x + one.width, one.middle), (box.x, box.middle)) for one in left.boxes]
    lines += [curve((box.x + box.width, box.middle), (one.x, one.middle)) for one in right.boxes]
    lines += [_step(upper, lower) for upper, lower in zip(middle, middle[1:], strict=False) if box in (upper, lower)]
    drawn = [one.draw() for one in (*left.boxes, *right.boxes, *middle)]
    return Picture(
        kind="neighbourhood",
        title="",
        description=_description(center, around),
        drawing=Drawing((*lines, *drawn, *left.words, *right.words), WIDTH, max(left_end, right_end, middle_end) + 4),
        table=_table(around),
        notes=(*notes, *_not_drawn(around)),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    boxes: list[Box]
    words: list[Svg]


def _not_drawn(around: Around) -> list[str]:
    """Notes on the relations and neighbours that find no room in the picture, or in its table."""
    groups = (*around.before[_GROUPS:], *around.after[_GROUPS:])
    left_out = [f"{group.relation} ({len(group.cells)})" for group in groups]
    steps = max(0, len(around.above) - _STACKED) + max(0, len(around.below) - _STACKED)
    left_out += [f"wider and narrower ones ({steps})"] if steps else []
    notes = [f"Not drawn, but in the table: {', '.join(left_out)}."] if left_out else []
    cut = [one for one in (*around.before, *around.after) if one.total > len(one.cells)]
    listed = (f"{len(one.cells):,} of {one.total:,} by “{one.relation}”" for one in cut)
    return [*notes, f"The table has the first {', '.join(listed)}."] if cut else notes


def _side(groups: Sequence[NeighbourGroup], x: float, width: float) -> tuple[_Side, float]:
    """The boxes of one side under the names of their relations, and where they end."""
    side, top = _Side([], []), 0.0
    for group in groups:
        lines = wrapped(group.relation, width, 2, 12.0)
        side.words.append(block(lines, x, top + 12, Style("pic-relation", 13.0)))
        boxes, top = stacked(group.cells[:MOST], x, top + 4 + 13.0 * len(lines), width)
        side.boxes.extend(boxes)
        if (others := max(group.total, len(group.cells)) - len(boxes)) > 0:
            side.words.append(tag("text", f"and {others} more", class_="pic-quiet", x=x, y=top + 14))
            top += 16
        top += _GROUP_GAP
    return side, max(0.0, top - _GROUP_GAP)


def _column(box: Box, around: Around, height: float) -> tuple[list[Box], float]:
    """The boxes of the middle: what is above the thing, the thing, and what is below it."""
    above, end = stacked(around.above[:_STACKED], box.x, 0.0, box.width)
    start = end + 24 if above else 0.0
    box = replace(box, y=start if around.below else max(start, (height - box.height) / 2))
    below, end = stacked(around.below[:_STACKED], box.x, box.y + box.height + 24, box.width)
    return [*above, box, *below], max(end, box.y + box.height)


def _step(upper: Box, lower: Box) -> Svg:
    x = upper.x + upper.width / 2
    return tag("path", class_="pic-line", d=f"M{x:g},{upper.y + upper.height:g} V{lower.y:g}")


def _rows(around: Around) -> list[tuple[Cell, Cell, Cell]]:
    rows = [(Cell("from"), Cell(group.relation), cell) for group in around.before for cell in group.cells]
    rows += [(Cell("to"), Cell(group.relation), cell) for group in around.after for cell in group.cells]
    rows += [(Cell("above"), Cell("wider"), cell) for cell in around.above]
    return rows + [(Cell("below"), Cell("narrower"), cell) for cell in around.below]


def _table(around: Around) -> Rows:
    return Rows(("direction", "relation", "neighbour"), tuple(_rows(around)))


def _description(center: Cell, around: Around) -> str:
    counts = [
        f"{max(group.total, len(group.cells))} {way} by “{group.relation}”"
        for way, groups in (("lead to it", around.before), ("are led to", around.after))
        for group in groups
    ]
    counts += [
        f"{len(cells)} are {way}" for way, cells in (("wider", around.above), ("narrower", around.below)) if cells
    ]
    return f"{center.text} with its neighbours: {', '.join(counts)}."

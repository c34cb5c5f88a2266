"""Boxes with words, and the lines between them: what networks, neighbourhoods and diagrams are drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.pictures.model import Cell
from accord.pictures.svg import Style, Svg, block, link, tag, wrapped

WIDTH = 400.0
"""The width of a picture of boxes: on a phone a unit is nearly a pixel."""

_LINE, _PAD = 13.0, 6.0
_TYPE = 11.5
"""Size of the type in a box, in pixels (``.pic-box-words``)."""


@dataclass(frozen=True, slots=True)
class Box:
    """Words in a frame, with the place of its upper left corner and its width."""

    cell: Cell
    x: float
    y: float
    width: float
    kind: str = "pic-box"

    @property
    def lines(self) -> tuple[str, ...]:
        """Its words, on three lines at most."""
        return wrapped(self.cell.text or "unnamed", self.width - _PAD, 3, _TYPE) or ("…",)

    @property
    def height(self) -> float:
        """The height that its words need."""
        return _LINE * len(self.lines) + 2 * _PAD

    @property
    def middle(self) -> float:
        """The height of its middle in the picture."""
        return self.y + self.height / 2

    def draw(self) -> Svg:
        """The box, as a link where its cell has one."""
        frame = tag("rect", class_=self.kind, x=self.x, y=self.y, width=self.width, height=self.height, rx=4)
        style = Style("pic-box-words", _LINE, "middle")
        words = block(self.lines, self.x + self.width / 2, self.y + _PAD + 10, style)
        return link(self.cell.href, tag("g", tag("title", self.cell.text), frame, words))


def stacked(cells: Sequence[Cell], x: float, top: float, width: float, gap: float = 8.0) -> tuple[list[Box], float]:
    """Boxes under each other, and the height at which the last one ends."""
    boxes: list[Box] = []
    for cell in cells:
        box = Box(cell, x, top, width)
        boxes.append(box)
        top += box.height + gap
    return boxes, top - gap if boxes else top


def curve(left: tuple[float, float], right: tuple[float, float], kind: str = "pic-line") -> Svg:
    """A line from a point to one further right, level at both ends."""
    (x, y), (end, low) = left, right
    middle = (x + end) / 2
    path = f"M{x:.1f},{y:.1f} C{middle:.1f},{y:.1f} {middle:.1f},{low:.1f} {end:.1f},{low:.1f}"
    return tag("path", class_=kind, d=path)

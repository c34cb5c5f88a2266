"""Comparisons: two or three things side by side, in words, one row for each respect."""

from __future__ import annotations

from collections.abc import Sequence

from accord.pictures.boxes import WIDTH
from accord.pictures.model import Cell, Drawing, Picture, Rows
from accord.pictures.svg import Style, Svg, block, link, tag, wrapped

MOST = 40
"""Rows of one picture."""

_GAP, _LINE, _PAD = 10.0, 14.0, 8.0


def comparison(
    respects: Sequence[Cell],
    sides: Sequence[Sequence[Cell | None]],
    heads: Sequence[str],
    table: Rows,
    more: Sequence[str] = (),
) -> Picture:
    """A picture of cells side by side. ``sides`` has a column for each thing compared, ``heads`` their names."""
    width = (WIDTH - _GAP * (len(sides) - 1)) / len(sides)
    room = width - 2 * _PAD
    parts = [
        block(wrapped(head, room, 1, 13.0, bold=True), n * (width + _GAP), 14, Style("pic-head"))
        for n, head in enumerate(heads)
    ]
    top = 26.0
    for place, respect in enumerate(respects[:MOST]):
        parts.append(
            link(
                respect.href,
                tag(
                    "text",
                    wrapped(respect.text, WIDTH, 1, 12.0)[0] if respect.text else "",
                    class_="pic-relation",
                    x=0,
                    y=top + 14,
                ),
            )
        )
        lines = [wrapped(cell.text, room, 8, 11.5) if (cell := side[place]) else () for side in sides]
        height = _LINE * max(1, *map(len, lines)) + 2 * _PAD
        for n, words in enumerate(lines):
            parts.append(_side(words, n * (width + _GAP), top + 20, width, height, n))
        top += height + 32
    notes = [*more]
    if len(respects) > MOST:
        notes.append(f"The first {MOST} of {len(respects)} rows are drawn; the table has all.")
    return Picture(
        kind="comparison",
        title="",
        description=f"{' and '.join(heads)} side by side: {', '.join(one.text for one in respects)}.",
        drawing=Drawing(tuple(parts), WIDTH, top),
        table=table,
        notes=tuple(notes),
    )


def _side(words: Sequence[str], x: float, y: float, width: float, height: float, place: int) -> Svg:
    frame = tag("rect", class_=f"pic-side pic-side-{place % 3}", x=x, y=y, width=width, height=height, rx=4)
    return Svg(frame + block(words, x + _PAD, y + _PAD + 11, Style("pic-box-words", _LINE)))

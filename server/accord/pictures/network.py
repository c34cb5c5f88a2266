"""Networks: two or three columns of things, with a line for each row that names both."""

from __future__ import annotations

from collections.abc import Sequence

from accord.pictures.boxes import WIDTH, Box, curve, stacked
from accord.pictures.model import Cell, Drawing, Picture, Rows
from accord.pictures.svg import Style, Svg, block, wrapped

MOST = 40
"""Boxes of one column."""

_HEAD, _LINE = 22.0, 14.0


def network(
    columns: Sequence[Sequence[Cell | None]], heads: Sequence[str], table: Rows, more: Sequence[str] = ()
) -> Picture:
    """A picture of what is linked with what. ``columns`` are two or three of the same length: a row is a path."""
    rows = [row for row in zip(*columns, strict=True) if all(row)]
    ordered = _ordered([[cell for cell in row if cell] for row in rows], len(columns))
    left_out = [max(0, len(column) - MOST) for column in ordered]
    width = (WIDTH - 36.0 * (len(columns) - 1)) / len(columns)
    placed: list[dict[str, Box]] = []
    parts: list[Svg] = []
    titles = [wrapped(head, width, 2, 13.0, bold=True) for head in heads]
    top = bottom = _HEAD + _LINE * (max(map(len, titles)) - 1)
    for place, column in enumerate(ordered):
        x = place * (width + 36.0)
        boxes, end = stacked(column[:MOST], x, top, width)
        placed.append({_key(box.cell): box for box in boxes})
        bottom = max(bottom, end)
        parts.append(block(titles[place], x, 14, Style("pic-head")))
    lines = dict.fromkeys((n, _key(row[n]), _key(row[n + 1])) for row in rows for n in range(len(columns) - 1))
    drawn = [
        curve(_right(placed[n][one]), _left(placed[n + 1][two]))
        for n, one, two in lines
        if one in placed[n] and two in placed[n + 1]
    ]
    framed = [box.draw() for column in placed for box in column.values()]
    notes = [*more]
    if any(left_out):
        notes.append(
            f"The first {MOST} boxes of each column are drawn, with the lines between them; the table has all."
        )
    return Picture(
        kind="network",
        title="",
        description=_description(rows, ordered, heads),
        drawing=Drawing((*parts, *drawn, *framed), WIDTH, bottom + 8),
        table=table,
        notes=tuple(notes),
    )


def _key(cell: Cell | None) -> str:
    return "" if cell is None else str(cell.term) if cell.term is not None else cell.text


def _ordered(rows: Sequence[Sequence[Cell]], count: int) -> list[list[Cell]]:
    """The different cells of each column; those of a later column by the middle of what they are linked with before."""
    columns: list[list[Cell]] = []
    for place in range(count):
        cells = {_key(row[place]): row[place] for row in rows}
        if place:
            before = {_key(cell): rank for rank, cell in enumerate(columns[-1])}
            ranks: dict[str, list[int]] = {}
            for row in rows:
                ranks.setdefault(_key(row[place]), []).append(before[_key(row[place - 1])])
            columns.append(sorted(cells.values(), key=lambda cell: sum(ranks[_key(cell)]) / len(ranks[_key(cell)])))
        else:
            columns.append(list(cells.values()))
    return columns


def _right(box: Box) -> tuple[float, float]:
    return box.x + box.width, box.middle


def _left(box: Box) -> tuple[float, float]:
    return box.x, box.middle


def _description(rows: Sequence[Sequence[Cell | None]], ordered: Sequence[Sequence[Cell]], heads: Sequence[str]) -> str:
    counts = ", ".join(f"{len(column)} of “{head}”" for column, head in zip(ordered, heads, strict=True))
    degrees: dict[str, int] = {}
    for row in {tuple(map(_key, row)): row for row in rows}.values():
        degrees[row[0].text if row[0] else ""] = degrees.get(row[0].text if row[0] else "", 0) + 1
    busiest = max(degrees, key=lambda name: degrees[name], default="")
    return f"Lines between boxes in columns: {counts}. The most lines: {busiest}, {degrees.get(busiest, 0)}."

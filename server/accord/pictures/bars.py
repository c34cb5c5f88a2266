"""Bars: a number for each thing, on an axis from zero, with one chart for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.pictures.captions import Caption
from accord.pictures.marks import EXACT, Inexactness, ending, key, stripes
from accord.pictures.model import Cell, Drawing, Picture, Rows
from accord.pictures.scales import amount, ticks
from accord.pictures.svg import Svg, percent, tag

MOST = 40
"""Bars of one picture: more make it longer than three screens of a phone."""

_WIDTH = 640.0
_BAR, _GAP = 16.0, 12.0
_HEAD = 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of a thing; ``series`` says which of several numbers of a thing it is, from 0."""

    label: Cell
    value: float
    unit: str = ""
    certainty: Inexactness = EXACT
    series: int = 0

    @property
    def caption(self) -> Caption:
        """Its name and its number in words."""
        return Caption(self.label, self.certainty.words(amount(self.value, self.unit)))


def bars(found: Sequence[Bar], table: Rows, name: str, series: Sequence[str] = (), more: Sequence[str] = ()) -> Picture:
    """A picture of bars, in the order given. ``series`` are the names of several numbers, ``more`` further notes.

    Numbers of different units are never on one axis.
    """
    shown = found[:MOST]
    units = tuple(dict.fromkeys(bar.unit for bar in shown))
    parts: list[Svg] = [stripes(f"{name}-stripes")]
    top = 0.0
    for unit in units:
        chart, height = _chart([bar for bar in shown if bar.unit == unit], unit, name, len(units) > 1)
        parts.append(tag("svg", *chart, y=top, width="100%", height=height, overflow="visible"))
        top += height
    notes = [*more]
    if len(found) > MOST:
        notes.append(f"The first {MOST} of {len(found)} are drawn; the table has all.")
    if len(units) > 1:
        notes.append("Amounts of different units have axes of their own and are never added up.")
    return Picture(
        kind="bars",
        title="",
        description=_description(found, units),
        drawing=Drawing(tuple(parts), _WIDTH, top, fluid=True),
        table=table,
        notes=tuple(notes),
        key=(*_series(series), *key(bar.certainty for bar in shown)),
        stripes=f"{name}-stripes",
    )


def _chart(found: Sequence[Bar], unit: str, name: str, titled: bool) -> tuple[list[Svg], float]:
    """The bars of one unit, with their axis, and the height that they take."""
    values = [bar.value for bar in found]
    scale = ticks(min(0.0, *values), max(0.0, *values))
    low, high = scale[0], scale[-1]
    head = _HEAD if titled else 0.0
    parts, top = [], head
    for bar in found:
        parts.append(_bar(bar, top, low, high, name))
        top += bar.caption.height + _BAR + _GAP
    axis = [tag("text", unit or "no unit", class_="pic-head", x=0, y=14)] if titled else []
    for place, tick in enumerate(scale):
        at = percent((tick - low) / (high - low))
        axis.append(tag("line", class_="pic-zero" if not tick else "pic-grid", x1=at, x2=at, y1=head, y2=top))
        anchor = "start" if tick == low else "end" if tick == high else "middle"
        if anchor != "middle" or place % 2 == 0 < len(scale) - 1 - place:
            axis.append(tag("text", amount(tick, unit), class_="pic-tick", x=at, y=top + 14, text_anchor=anchor))
    return axis + parts, top + 24


def _bar(bar: Bar, top: float, low: float, high: float, name: str) -> Svg:
    caption = bar.caption
    y = top + caption.height + 4
    left, right = sorted(((0 - low) / (high - low), (bar.value - low) / (high - low)))
    kinds = f"pic-bar pic-series-{bar.series % 4} {bar.certainty.mark}".rstrip()
    fill = f"url(#{name}-stripes)" if bar.certainty.mark == "pic-about" else None
    return tag(
        "g",
        tag("title", f"{bar.label.text}: {caption.words}"),
        caption.draw(top),
        tag("rect", class_=kinds, fill=fill, x=percent(left), y=y, width=percent(right - left), height=_BAR),
        ending(bar.certainty, percent(right), y, _BAR),
    )


def _series(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((f"pic-series-{place}", name) for place, name in enumerate(names)) if len(names) > 1 else ()


def _description(found: Sequence[Bar], units: Sequence[str]) -> str:
    """A sentence that says what the bars show: how many, and the largest and smallest of each unit."""
    sentences = [f"{len(found)} bars."]
    for unit in units:
        ranked = sorted((bar for bar in found if bar.unit == unit), key=lambda bar: bar.value)
        for which, bar in (("largest", ranked[-1]), ("smallest", ranked[0]))[: 2 if len(ranked) > 1 else 1]:
            words = bar.certainty.words(amount(bar.value, unit))
            sentences.append(f"The {which}: {bar.label.text or 'without a name'}, {words}.")
    return " ".join(sentences)

"""Timelines: when things were, began and ended, each date drawn as exact as it is stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.pictures.captions import Caption
from accord.pictures.marks import EXACT, Inexactness
from accord.pictures.model import Cell, Drawing, Picture, Rows
from accord.pictures.scales import Moment, ticks
from accord.pictures.svg import Svg, percent, tag

MOST = 60
"""Lines of one picture."""

_WIDTH = 640.0
_BAR, _GAP = 12.0, 12.0


@dataclass(frozen=True, slots=True)
class Span:
    """A thing at a date, or from one to another; ``latest``: only the last possible date is known.

    ``what`` says what happened then (signed, published), where the rows say it.
    """

    label: Cell
    start: Moment
    end: Moment | None = None
    what: str = ""
    latest: bool = False
    certainty: Inexactness = EXACT

    @property
    def words(self) -> str:
        """The dates in words."""
        words = f"by {self.start.words}" if self.latest else self.start.words
        words = f"{words} to {self.end.words}" if self.end and self.end.words != self.start.words else words
        what = self.what if self.start.exact else self.what.removesuffix(" on")
        return f"{what} {self.certainty.words(words)}".lstrip()

    @property
    def caption(self) -> Caption:
        """Its name and its dates in words."""
        return Caption(self.label, self.words, follows=True)

    @property
    def last(self) -> float:
        """The last year in which it can be."""
        return (self.end or self.start).last


def timeline(found: Sequence[Span], table: Rows, more: Sequence[str] = ()) -> Picture:
    """A picture of dates on one axis of years, in the order given."""
    shown = found[:MOST]
    low, high = min(span.start.first for span in shown), max(span.last for span in shown)
    scale = [tick for tick in ticks(low, max(high, low + 1)) if tick == int(tick)] or [int(low), int(high) + 1]
    low, high = float(scale[0]), float(max(scale[-1], scale[0] + 1))
    lines, height = [], 0.0
    for span in shown:
        lines.append(_line(span, height, low, high))
        height += span.caption.height + _BAR + _GAP
    axis = [part for tick in scale for part in _tick(tick, (tick - low) / (high - low), height, len(scale))]
    notes = [*more]
    if any(span.certainty.inferred for span in shown):
        notes.append("“Inferred” means that the date is not in the words of a source.")
    if len(found) > MOST:
        notes.append(f"The first {MOST} of {len(found)} are drawn; the table has all.")
    return Picture(
        kind="timeline",
        title="",
        description=_description(found),
        drawing=Drawing((*axis, *lines), _WIDTH, height + 22, fluid=True),
        table=table,
        notes=tuple(notes),
        key=tuple(_key(shown)),
    )


def _tick(year: float, at: float, height: float, count: int) -> list[Svg]:
    x = percent(at)
    anchor = "start" if at <= 0.02 else "end" if at >= 0.98 else "middle"
    words = (
        []
        if count > 7 and int(year) % 2
        else [tag("text", f"{int(year)}", class_="pic-tick", x=x, y=height + 14, text_anchor=anchor)]
    )
    return [tag("line", class_="pic-grid", x1=x, x2=x, y1=0, y2=height), *words]


def _line(span: Span, top: float, low: float, high: float) -> Svg:
    caption = span.caption
    words = tag("title", f"{span.label.text}: {span.words}")
    return tag("g", words, caption.draw(top), *_marks(span, top + caption.height + 4, low, high))


def _marks(span: Span, top: float, low: float, high: float) -> list[Svg]:
    """The marks of a span: a bar over what is certain, dashed ends as long as a date is uncertain, a dot for a day."""

    def at(year: float) -> float:
        return (year - low) / (high - low)

    if span.latest:
        end = at(span.start.last)
        arrow = tag("path", class_="pic-end", d=f"M0,0 l-8,{_BAR / 2:g} l8,{_BAR / 2:g} z")
        return [_band("pic-latest", 0.0, end, top), tag("svg", arrow, x=percent(end), y=top, overflow="visible")]
    parts = []
    if span.end:
        inner = "pic-span pic-planned" if span.certainty.planned else "pic-span"
        parts.append(_band(inner, at(span.start.last), at(span.end.first), top))
    for date in filter(None, (span.start, span.end)):
        if date.exact:
            parts.append(tag("circle", class_="pic-day", cx=percent(at(date.first)), cy=top + _BAR / 2, r=6))
        else:
            parts.append(_band("pic-inexact", at(date.first), at(date.last), top))
    return parts


def _band(kind: str, left: float, right: float, top: float) -> Svg:
    width = max(right - left, 0.004)
    return tag("rect", class_=kind, x=percent(left), y=top, width=percent(width), height=_BAR, rx=2)


def _key(shown: Sequence[Span]) -> list[tuple[str, str]]:
    dates = [date for span in shown for date in (span.start, span.end) if date and not span.latest]
    found = []
    if any(not date.exact for date in dates):
        found.append(("pic-inexact", "Dashed: somewhere in this month or year"))
    if any(date.exact for date in dates):
        found.append(("pic-day", "Round: on this day"))
    if any(span.end for span in shown):
        found.append(("pic-span", "Solid: from the first date to the last"))
    if any(span.latest for span in shown):
        found.append(("pic-latest", "Pale, with an arrow back: on this date or before it"))
    return found


def _description(found: Sequence[Span]) -> str:
    first = min(found, key=lambda span: span.start.first)
    last = max(found, key=lambda span: span.last)
    words = f"{len(found)} lines. " if len(found) > 1 else ""
    ends = f"The latest: {last.label.text}, {last.words}." if last is not first else ""
    return f"{words}The earliest: {first.label.text}, {first.words}. {ends}".strip()

"""The certainty of a number or a date, shown by the shape of its mark, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accord.pictures.svg import Svg, tag


@dataclass(frozen=True, slots=True)
class Inexactness:
    """What is not exact about a number or a date. All false is exact.

    ``about``: approximate, or a sum with an approximate part; ``at_least`` and ``at_most``: a bound; ``planned``: not
    done when the source was written; ``inferred``: not in the words of the source.
    """

    about: bool = False
    at_least: bool = False
    at_most: bool = False
    planned: bool = False
    inferred: bool = False

    def words(self, amount: str) -> str:
        """An amount with these words before it: ``at least £600m``, ``about £125m, planned``."""
        lead = "at least about " if self.at_least and self.about else "at least " if self.at_least else ""
        lead = lead or ("up to " if self.at_most else "about " if self.about else "")
        return f"{lead}{amount}{', planned' if self.planned else ''}{', inferred' if self.inferred else ''}"

    @property
    def mark(self) -> str:
        """The class of its mark."""
        if self.planned:
            return "pic-planned"
        return "pic-about" if self.about or self.inferred else ""


EXACT = Inexactness()

_EXPLAINED = (
    ("about", "pic-about", "Striped: approximate, or a sum with approximate parts"),
    ("inferred", "pic-about", "Striped: inferred, not in the words of a source"),
    ("planned", "pic-planned", "Dashed outline: planned, not known to have happened"),
    ("at_least", "pic-atleast", "Arrow at the end: at least this much"),
    ("at_most", "pic-atmost", "Bar across the end: at most this much"),
)


_BOUNDS = ("at_least", "at_most")


def key(used: Iterable[Inexactness], bars: bool = True) -> tuple[tuple[str, str], ...]:
    """The class of the sample and the explanation of each mark that is used. Bounds have marks on ``bars`` only."""
    given = tuple(used)
    names = {name for name, _, _ in _EXPLAINED if bars or name not in _BOUNDS}
    return tuple(
        (mark, words) for name, mark, words in _EXPLAINED if name in names and any(getattr(one, name) for one in given)
    )


def stripes(name: str) -> Svg:
    """The definition of the stripes of approximate bars, by the name by which they are filled."""
    lines = tag("path", class_="pic-stripe", d="M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6")
    back = tag("rect", class_="pic-stripe-ground", width=8, height=8)
    return tag("defs", tag("pattern", back, lines, id=name, width=8, height=8, patternUnits="userSpaceOnUse"))


def ending(certainty: Inexactness, x: str, y: float, height: float) -> Svg:
    """The end of a bar that is a bound: an arrow for at least, a bar across for at most; nothing otherwise."""
    if certainty.at_least:
        path = tag("path", class_="pic-end", d=f"M1,0 l8,{height / 2:g} l-8,{height / 2:g} z")
    elif certainty.at_most:
        path = tag("path", class_="pic-end", d=f"M0,-3 h3 v{height + 6:g} h-3 z")
    else:
        return Svg("")
    return tag("svg", path, x=x, y=y, overflow="visible", width=10, height=height)

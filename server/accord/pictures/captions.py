"""The words above a bar or a date: a name on the left, and a number beside it where both fit on a line."""

from __future__ import annotations

from dataclasses import dataclass

from accord.pictures.letters import width
from accord.pictures.model import Cell
from accord.pictures.svg import Style, Svg, block, link, tag, wrapped

ROOM = 350.0
"""Pixels of a line on a phone."""

_LINE, _TYPE, _BETWEEN = 17.0, 13.0, 8.0


@dataclass(frozen=True, slots=True)
class Caption:
    """A name with a number in words, which is at the right end, or ``follows`` the name. ``indent`` is how far to the
    right the name begins, in pixels.
    """

    label: Cell
    words: str = ""
    indent: float = 0.0
    follows: bool = False

    @property
    def _lines(self) -> tuple[str, ...]:
        return wrapped(self.label.text, ROOM - self.indent, 4, _TYPE) or ("",)

    @property
    def _beside(self) -> bool:
        both = width(self._lines[-1], _TYPE) + width(self.words, _TYPE)
        return self.indent + both + _BETWEEN <= ROOM

    @property
    def height(self) -> float:
        """Its height in pixels."""
        return _LINE * (len(self._lines) + (not self._beside))

    def draw(self, top: float) -> Svg:
        """The caption at a height of the picture."""
        name = block(self._lines, self.indent, top + 14, Style("pic-label", _LINE))
        low = top + 14 + _LINE * (len(self._lines) - self._beside)
        if not self.words:
            return link(self.label.href, name)
        if self.follows:
            x = self.indent + (width(self._lines[-1], _TYPE) + _BETWEEN if self._beside else 0)
            number = tag("text", self.words, class_="pic-value pic-quiet", x=f"{x:.0f}", y=low)
        else:
            number = tag("text", self.words, class_="pic-value", x="100%", y=low, text_anchor="end")
        return Svg(link(self.label.href, name) + number)

"""The words above a bar or a date: a name on the left, a number on the right, beside each other where they fit."""

from __future__ import annotations

from dataclasses import dataclass

from accord.pictures.model import Cell
from accord.pictures.svg import Style, Svg, block, link, tag, wrapped

CHARS = 48
"""Characters of 13 pixels on a line of a phone (350 pixels), at 7.2 pixels a character."""

_LINE = 17.0


@dataclass(frozen=True, slots=True)
class Caption:
    """A name with a number in words; ``indent`` is how far to the right it begins, in pixels."""

    label: Cell
    words: str = ""
    indent: float = 0.0

    @property
    def _lines(self) -> tuple[str, ...]:
        return wrapped(self.label.text, max(12, CHARS - int(self.indent / 7)), 2) or ("",)

    @property
    def _beside(self) -> bool:
        return len(self._lines[-1]) + len(self.words) + int(self.indent / 7) < CHARS

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
        number = tag("text", self.words, class_="pic-value", x="100%", y=low, text_anchor="end")
        return Svg(link(self.label.href, name) + number)

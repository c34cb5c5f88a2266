"""The largest width of words, by the widest of the fonts in which a picture may be shown.

A picture that another page embeds has none of this site's fonts, so the words must fit their places in the fonts that
systems have. The widths are the largest of Public Sans, Liberation Sans and DejaVu Sans, the widest usual one.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, east_asian_width

_WIDTHS = (
    (0.30, "'Iijl"),
    (0.35, " ,./:;\\|’"),
    (0.40, "!()-J[]ft"),
    (0.45, "r"),
    (0.50, '"*`“”'),
    (0.55, "?_csz–"),
    (0.60, "FLkvxy"),
    (0.70, "$BCKRSVXZ"),
    (0.75, "ANU"),
    (0.80, "&DGHOQ"),
    (0.85, "#+<=>^w~"),
    (0.90, "M"),
    (1.00, "@Wm…%"),
    (1.15, "—"),
)
"""Widths in parts of the size of the type, with the characters that are at most so wide."""
_WIDTH = {letter: width for width, letters in _WIDTHS for letter in letters}
_USUAL, _WIDE = 0.65, 1.0
"""The width of figures and most small letters, and of a character of Chinese, Japanese or Korean."""
_BOLD = 1.12
"""How much wider bold letters are, at most."""


def width(words: str, size: float, *, bold: bool = False) -> float:
    """The width of words in pixels, in type of a size in pixels; 0 for none."""
    return size * sum(map(_letter, words)) * (_BOLD if bold else 1.0)


@lru_cache(4_096)  # the letters of the languages of a publication
def _letter(letter: str) -> float:
    if letter in _WIDTH:
        return _WIDTH[letter]
    if combining(letter):
        return 0.0
    return _WIDE if east_asian_width(letter) in "WF" else _USUAL

"""The order in which people expect names: numbers by their value, capitals beside small letters."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"(\d+)")


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts ``e2`` before ``e10``, and capitals beside small letters.

    Numbers are compared as digits, of which there may be any number: Python reads no more than 4,300 into an integer.
    """
    pieces = _NUMBERS.split(text.casefold())
    return tuple(_worth(piece) if piece.isdecimal() else (-1, piece) for piece in pieces)


def _worth(digits: str) -> tuple[int, str]:
    """A number's key: of two without leading zeros the longer is the greater."""
    counted = digits.lstrip("0")
    return len(counted), counted

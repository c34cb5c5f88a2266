"""The part of a string in which the words of a query are, with these words marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

_WORD = re.compile(r"[\w£$€][\w,.'’]*")

LONGEST = 160
"""Characters of a snippet: two lines of a page."""

Snippet = tuple[tuple[str, bool], ...]
"""Pieces of a string in order, each with whether it is a word that was asked for."""


def snippet(text: str, wanted: Callable[[str], bool]) -> Snippet:
    """A string of at most :data:`LONGEST` characters and two ellipses around the first word that is wanted."""
    found = [match.span() for match in _WORD.finditer(text) if wanted(match[0])]
    start, end = _window(text, found[0][0] if found else 0)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    here = start
    for begin, stop in found:
        if begin >= start and stop <= end:
            pieces += [(text[here:begin], False), (text[begin:stop], True)]
            here = stop
    pieces += [(text[here:end], False), ("…" if end < len(text) else "", False)]
    return tuple(("".join(part for part, _ in group), marked) for marked, group in groupby(pieces, lambda one: one[1]))


def _window(text: str, first: int) -> tuple[int, int]:
    """Where the snippet begins and ends: a third of it before the first word, and no word cut that is not longer."""
    start = max(0, min(first - LONGEST // 3, len(text) - LONGEST))
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), start + LONGEST)
    if end < len(text):
        end = max(text.rfind(" ", start + 1, end), first + 1, start + LONGEST // 2)
    return start, end

"""A change of some characters of a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters of a file from ``start`` to ``end`` (half-open, in code points), what to write there, and why."""

    start: int
    end: int
    text: str
    what: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A string with these edits made; of edits that overlap, the first."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits):
        if edit.start >= done:
            parts += [text[done : edit.start], edit.text]
            done = edit.end
    return "".join([*parts, text[done:]])

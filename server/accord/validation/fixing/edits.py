"""A change of some characters of a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accord.replacing import replaced


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Characters of a file from ``start`` to ``end`` (half-open, in code points), what to write there, and why."""

    start: int
    end: int
    text: str
    what: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A string with these edits made; of edits that overlap, the first."""
    return replaced(text, ((edit.start, edit.end, edit.text) for edit in sorted(edits)))

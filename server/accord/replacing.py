"""Replacing parts of a string, all in one step."""

from __future__ import annotations

from collections.abc import Iterable

Replacement = tuple[int, int, str]
"""The start and the end of a part (half-open), and the string that takes its place."""


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """A string with its parts replaced, in any order; of parts that overlap, only the first."""
    pieces: list[str] = []
    done = 0
    for start, end, new in sorted(replacements, key=lambda one: one[0]):
        if start >= done:
            pieces += [text[done:start], new]
            done = end
    return "".join([*pieces, text[done:]])

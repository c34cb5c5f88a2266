"""Places marked in test input with «»."""

from __future__ import annotations


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the spans that were marked."""
    text, spans = "", []
    for piece in marked.split("«"):
        before, mark, after = piece.partition("»")
        spans += [(len(text), len(text) + len(before))] if mark else []
        text += before + after
    return text, spans

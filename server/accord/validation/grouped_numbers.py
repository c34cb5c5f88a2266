"""Numbers with commas between their groups of digits, which Turtle reads as several values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accord.turtle import Document, Span

_GROUPED = re.compile(r"(?<![\w.,:-])[1-9][0-9]{0,2}(?:,[0-9]{3}){1,6}(?![\w,])")


def grouped_numbers(document: Document) -> Iterator[Span]:
    """Where a file has a number such as ``3,000,000``, outside of strings, IRIs and comments.

    Each of its groups is a value of its own in a statement, so a place that no statement has is left out.
    """
    found = [match.span() for match in _GROUPED.finditer(document.text)]
    if found:
        starts = {triple.object_span for triple in document.triples}
        for start, end in found:
            first = start, start + document.text[start:end].index(",")
            if first in starts:
                yield start, end

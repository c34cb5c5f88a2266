"""A ``#`` right after a prefixed name, which begins a comment though it looks like a part of the name."""

from __future__ import annotations

from collections.abc import Iterator

from accord.explanations.findings import Finding
from accord.sparql.tokens import place_of, tokens


def begun_by_names(text: str) -> Iterator[Finding]:
    """Each prefixed name that is followed by ``#`` and a letter or digit without a space between."""
    for token in tokens(text):
        rest = text[token.end() : token.end() + 2]
        if token.lastgroup == "name" and rest[:1] == "#" and rest[1:].isalnum():
            fragment = text[token.end() :].split(None, 1)[0]
            place = place_of(token)
            message = f"The # after {token[0]} begins a comment, so {fragment} and the rest of the line are not read."
            fix = f"Write the IRI in full, <…{fragment}>, or {token[0]}\\{fragment}."
            yield Finding("comment-in-name", message, fix, (place.line, place.column))

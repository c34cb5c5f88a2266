"""A ``#`` right after a prefixed name: it begins a comment, and looks like a part of the name."""

from __future__ import annotations

from collections.abc import Iterator

from accord.explanations.findings import Remark
from accord.sparql import mistakes
from accord.sparql.tokens import place_of, tokens


def begun_by_names(text: str) -> Iterator[Remark]:
    """Each prefixed name that is followed by ``#`` and a letter or digit without a space between."""
    for mistake in mistakes.comment(tokens(text)):
        place = place_of(mistake.token)
        yield Remark("comment-in-name", mistake.message, mistake.remedy, (place.line, place.column))

"""GROUP_CONCAT gives a string without a language (SPARQL 1.1, section 18.5.1.7); pyoxigraph 0.5 keeps a common one."""

from __future__ import annotations

import re

from accord.replacing import Replacement, replaced
from accord.sparql.mistakes import bracket
from accord.sparql.query_tokens import QueryTokens

_CONCATENATION = re.compile("GROUP_CONCAT", re.IGNORECASE)


def with_plain_concatenation(text: str) -> str:
    """A query with STR around each GROUP_CONCAT; unchanged without one, and where its brackets do not pair."""
    if not _CONCATENATION.search(text):
        return text
    reading = QueryTokens(text)
    if bracket(reading):
        return text
    added: list[Replacement] = []
    for place in reading.words("GROUP_CONCAT"):
        if reading.text(place + 1) == "(":
            start, end = reading.at(place).start(), reading.at(reading.partners[place + 1]).end()
            added += [(start, start, "STR("), (end, end, ")")]
    return replaced(text, added)

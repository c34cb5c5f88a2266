"""Truth values in small letters: SPARQL has TRUE and True too (SPARQL 1.1, section 19.8), pyoxigraph 0.5 does not."""

from __future__ import annotations

import re

from accord.replacing import replaced
from accord.sparql.tokens import tokens

_TRUTH = re.compile(r"\b(?:true|false)\b", re.IGNORECASE)


def with_small_truth(text: str) -> str:
    """A query with each ``TRUE`` and ``FALSE`` in small letters; all else stays as it is, and in its place."""
    small = text.lower()  # a search of a string is far quicker than one that ignores case
    if not ("true" in small or "false" in small) or all(found[0].islower() for found in _TRUTH.finditer(text)):
        return text
    words = (token for token in tokens(text) if token.lastgroup == "word")
    return replaced(text, ((*word.span(), _TRUTH.sub(lambda found: found[0].lower(), word[0])) for word in words))

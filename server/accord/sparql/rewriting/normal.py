"""The normal form of a query, the same for queries that differ only in spelling.

Spaces, comments, the case of keywords, ``$x`` for ``?x``, prefixes and their names, ``a`` and the quotes of plain
strings do not tell queries apart here. What would need an understanding of the query, such as the order of patterns or
the names of variables, does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from accord.names import RDF, Prefixes
from accord.sparql.query_tokens import QueryTokens

_LITERAL_WORDS = ("TRUE", "FALSE")
_PLAIN = re.compile(r"'([^'\"\\\r\n]*)'")


def normal(text: str, prefixes: Mapping[str, str]) -> str:
    """The normal form of a query: its tokens with a space between, names in full. ``prefixes`` need no declaration."""
    return " ".join(_tokens(QueryTokens(text), dict(prefixes)))


def fingerprint(text: str, prefixes: Mapping[str, str]) -> str:
    """The SHA-256 of the normal form, in hexadecimal digits."""
    return hashlib.sha256(normal(text, prefixes).encode()).hexdigest()


def _tokens(reading: QueryTokens, known: dict[str, str]) -> Iterator[str]:
    place = 0
    while place < len(reading):
        if reading.kind(place) == "word" and reading.text(place) == "PREFIX" and reading.kind(place + 1) == "name":
            known[reading.text(place + 1).rstrip(":")] = reading.text(place + 2)[1:-1]
            place += 3
            continue
        yield _token(reading.text(place), reading.kind(place), Prefixes(known))
        place += 1


def _token(text: str, kind: str, known: Prefixes) -> str:
    if kind == "name":
        expanded = known.expand(text)
        return f"<{expanded}>" if expanded and "\\" not in text else text
    if kind == "word" and text == "A":
        return f"<{RDF}type>"
    if kind == "word" and text in _LITERAL_WORDS:
        return text.lower()
    if text.startswith("$"):
        return f"?{text[1:]}"
    plain = _PLAIN.fullmatch(text)
    return f'"{plain[1]}"' if plain else text

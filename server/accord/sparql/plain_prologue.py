"""The prefixes that a query begins with, where they are written as nearly everybody writes them.

Clients send the same prefixes with every query. So what they declare is remembered, and is not read again.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DECLARATION = r"PREFIX[ \t\r\n]+([A-Z][A-Z0-9]*)?:[ \t\r\n]*<([^<>\"{}|^`\\\x00-\x20]*)>"
_DECLARED = re.compile(_DECLARATION, re.IGNORECASE | re.ASCII)
_PLAIN = re.compile(rf"(?:[ \t\r\n]*{_DECLARATION})+", re.IGNORECASE | re.ASCII)

_MOST = 4096
"""Characters of the longest prologue that is remembered."""

Declared = tuple[tuple[str, str], ...]


def plain_prologue(text: str) -> tuple[Declared, int]:
    """The prefixes that a query begins with, each with what it means, and the place after them.

    Nothing, and 0, for a query that begins otherwise: with a comment, BASE, or a prefix that has a dot in it.
    """
    found = _PLAIN.match(text, 0, _MOST)
    return (_declared(found[0]), found.end()) if found else ((), 0)


@lru_cache(256)  # a prologue is at most 4 kB, so this is 3 MB
def _declared(prologue: str) -> Declared:
    return tuple((one.group(1) or "", one.group(2)) for one in _DECLARED.finditer(prologue))

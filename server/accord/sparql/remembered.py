"""What the guard found in queries that were read before, for those that differ in strings and whole numbers only.

Programs ask one query again and again with another value in it. What the guard finds depends on the kinds of the
tokens, not on such a value, and to read them takes 30 to 45 us, a sixth of what a small query takes in all.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Container, Mapping

from accord.limits import QueryLimits
from accord.sparql.guard import inspect
from accord.sparql.inspection import Inspection
from accord.sparql.tokens import tokens

_VALUE = re.compile(r'"[^"\\\r\n\0]+"|(?<![\w.:/?#$%"-])[0-9]+(?![\w."])')
"""What may be a string or a number. It is not known here: it may also be a part of a comment or of a longer string."""

_LONGEST = 2048
"""Characters of the longest query that is remembered."""
_MOST = 512
"""Queries that are remembered: with their keys and what was found they take 2 MB at most."""


class RememberedInspections:
    """Inspects queries that may call some services and use some prefixes. For one thread."""

    def __init__(self, services: Container[str] = (), prefixes: Mapping[str, str] | None = None) -> None:
        self._services = services
        self._prefixes = prefixes
        self._known: OrderedDict[str, Inspection] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def inspect(self, text: str) -> Inspection:
        """What the guard finds in a query, with its errors (:func:`accord.sparql.guard.inspect`)."""
        if len(text) > _LONGEST or "\0" in text:
            return self._read(text)
        shape = _VALUE.sub(_mark, text)
        if shape in self._known:
            self._known.move_to_end(shape)
            return self._known[shape]
        found = self._read(text)
        if _holds_for_all(text):
            self._known[shape] = found
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return found

    def _read(self, text: str) -> Inspection:
        return inspect(text, QueryLimits(), self._services, self._prefixes)


def _mark(found: re.Match[str]) -> str:
    """What is in the place of a value: no other query has a null character there."""
    return '"\0"' if found[0][0] == '"' else "\0"


def _holds_for_all(text: str) -> bool:
    """Whether each value is one whole token. The tokens of a query with other values there are then the same.

    Up to the first value they are the same strings. A value has no character that could end its token early, and is
    followed by the same one as the value that was read; and so on with the next.
    """
    whole = {token.span() for token in tokens(text) if token.lastgroup == "term"}
    return all(found.span() in whole for found in _VALUE.finditer(text))

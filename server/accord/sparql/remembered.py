"""What the guard finds in a query, for those that differ in IRIs, strings and whole numbers from one that was read.

Programs ask one query again and again with another value in it. What the guard finds depends on the kinds of the
tokens, not on such a value, and to read them takes 30 to 45 us, a sixth of what a small query takes in all.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from sys import getsizeof

from accord.limits import QueryLimits
from accord.sparql.guard import inspect
from accord.sparql.inspection import Inspection
from accord.sparql.plain_prologue import plain_prologue
from accord.sparql.tokens import tokens

_VALUE = re.compile(r'("[^"\\\r\n]+"|<[^<>"{}|^`\\\x00-\x20]*>|(?<![\w.:/?#$%"-])[0-9]+(?![\w."]))')
"""What may be a value. It is not known here: it may also be a part of a comment or of a longer string."""

_LONGEST = 2048
"""Characters of the longest query that is remembered."""
_IRI_BYTES = 4096
"""Bytes of memory of the IRIs that are kept for a query: a long prefix may be used in many names."""
_MOST = 256
"""Queries that are remembered: they take 4 MB at most, with four bytes for a character."""

_PLACE = "any["
"""How the IRIs begin that are in place of the others while a query is read: ``any[0[``. No prefixed name ends so."""


class RememberedInspections:
    """Inspects queries that may call some services and use some prefixes. For one thread."""

    def __init__(self, services: Container[str] = (), prefixes: Mapping[str, str] | None = None) -> None:
        self._services = services
        self._prefixes = prefixes
        self._known: OrderedDict[str, Inspection | None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def inspect(self, text: str) -> Inspection:
        """What the guard finds in a query, with its errors (:func:`accord.sparql.guard.inspect`)."""
        if len(text) > _LONGEST:
            return self._read(text)
        start = plain_prologue(text)[1]
        parts = _VALUE.split(text[start:])
        values = parts[1::2]
        kinds = "".join([one[0] if one[0] in '<"' else "0" for one in values])
        shape = "\0".join((kinds, text[:start], *parts[::2]))  # one for each value, so no other text gives the same
        if shape in self._known:
            self._known.move_to_end(shape)
            found = self._known[shape]
            if found is None:
                return self._read(text)
            return _with(found, values) if "<" in kinds else found
        found = self._read(text)
        self._known[shape] = self._of_all(text[:start], parts)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found

    def _of_all(self, prologue: str, parts: list[str]) -> Inspection | None:
        """What is found in all queries that have these parts but other values; ``None`` where that is not sure.

        It is where each value is one whole token. Up to the first one all are the same strings. A value has no
        character that could end its token early, and the same one follows it; and so on with the next. IRIs of
        graphs, services and prefixes mean more than others.
        """
        named = [f"<{_PLACE}{at}[>" if one[0] == "<" else one for at, one in enumerate(parts[1::2])]
        text = prologue + "".join(one for pair in zip(parts[::2], [*named, ""], strict=True) for one in pair)
        whole = {token.span() for token in tokens(text, len(prologue))}
        if any(_PLACE in one for one in (prologue, *parts)) or any(
            found.span() not in whole for found in _VALUE.finditer(text, len(prologue))
        ):
            return None
        found = self._read(text)
        places = {one[1:-1] for one in named if one[0] == "<"}
        if found.from_graphs or found.has_service or sum(map(getsizeof, found.iris)) > _IRI_BYTES:
            return None
        return found if places.issubset(found.iris) else None

    def _read(self, text: str) -> Inspection:
        return inspect(text, QueryLimits(), self._services, self._prefixes)


def _with(found: Inspection, values: Sequence[str]) -> Inspection:
    """What is found in a query with these values, of which some are IRIs."""
    given = {f"{_PLACE}{at}[": one[1:-1] for at, one in enumerate(values)}
    return replace(found, iris=tuple(dict.fromkeys([given.get(one, one) for one in found.iris])))

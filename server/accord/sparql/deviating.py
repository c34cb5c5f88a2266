"""Parts of a query where the local engine differs from the standard (``deviation-*.rq``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from accord.sparql.mistakes import bracket
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.tokens import Token

ZERO_LENGTH = "deviation-zero-length-path"
"""The deviation that a query meets only where it names what the data do not have."""

_WORDS = re.compile("GRAPH|BNODE", re.IGNORECASE)
_MARK = re.compile(r"\?(?![A-Za-z_0-9])")
"""A question mark that may begin no variable."""
_SEES_VARIABLES = ("FILTER", "OPTIONAL", "MINUS", "BIND")
"""Keywords after which a variable of GRAPH has a value in this engine, and none by the standard."""


def deviating(text: str, found: Iterable[Token]) -> tuple[str, ...]:
    """The names of the deviations that a query may meet, each once; none for one whose brackets do not pair.

    ``found`` are its tokens; those of the prologue may be missing.
    """
    if not ("|" in text or "*" in text or _WORDS.search(text) or _MARK.search(text)):
        return ()
    reading = QueryTokens(text, found)
    if bracket(reading):
        return ()
    return tuple(dict.fromkeys([*_alternatives(reading), *_zero_lengths(reading), *_graphs(reading), *_nodes(reading)]))


def _alternatives(reading: QueryTokens) -> Iterator[str]:
    """A path p|q; not in a negated set, where it means nothing else."""
    negated = 0
    for place, spelling in enumerate(reading.texts):
        if spelling == "(" and reading.text(place - 1) == "!":
            negated = max(negated, reading.partners[place])
        if spelling == "|" and reading.kind(place) == "operator" and place > negated:
            yield "deviation-alternatives"
            return


def _zero_lengths(reading: QueryTokens) -> Iterator[str]:
    """A path p* or p?, where p is a property or is in brackets; a product of such looks the same."""
    for place, spelling in enumerate(reading.texts):
        if spelling in ("*", "?") and place and reading.kind(place) in ("operator", "mark"):
            before = reading.kind(place - 1)
            if before in ("iri", "name") or reading.text(place - 1) in ("A", ")") and reading.text(place + 1) != "{":
                yield ZERO_LENGTH
                return


def _nodes(reading: QueryTokens) -> Iterator[str]:
    """BNODE with a string."""
    if any(reading.text(place + 1) == "(" and reading.text(place + 2) != ")" for place in reading.words("BNODE")):
        yield "deviation-labelled-node"


def _graphs(reading: QueryTokens) -> Iterator[str]:
    """GRAPH with a variable, around a part that deviates."""
    for place in reading.words("GRAPH"):
        if reading.text(place + 1)[:1] in ("?", "$") and reading.text(place + 2) == "{":
            yield from _group(reading, place + 2, reading.text(place + 1)[1:])


def _group(reading: QueryTokens, start: int, variable: str) -> Iterator[str]:
    sees = False
    for place in range(start + 1, reading.partners[start]):
        spelling = reading.text(place)
        sees = sees or spelling in _SEES_VARIABLES
        if spelling == "SELECT" or spelling == "VALUES" and _alone(reading, place):
            yield "deviation-graph-variable"
        elif sees and spelling[:1] in ("?", "$") and spelling[1:] == variable:
            yield "deviation-graph-variable-inside"


def _alone(reading: QueryTokens, place: int) -> bool:
    """Whether VALUES is all that its group has."""
    if reading.text(place - 1) != "{":
        return False
    end = place + 1
    while end < len(reading) and reading.text(end) != "{":
        end = reading.partners.get(end, end) + 1
    return reading.text(reading.partners.get(end, end) + 1) == "}"

"""Parts of a query where the local engine differs from the standard (``deviation-*.rq``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from accord.sparql.mistakes import bracket
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.tokens import Token
from accord.sparql.words import AGGREGATES

ZERO_LENGTH = "deviation-zero-length-path"
"""The deviation that a query meets only where it names what the data do not have."""

_WORDS = re.compile(f"GRAPH|BNODE|SAMETERM|{'|'.join(sorted(AGGREGATES))}", re.IGNORECASE)
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
    parts = (_alternatives, _zero_lengths, _graphs, _nodes, _terms, _aggregates)
    return tuple(dict.fromkeys(chain.from_iterable(part(reading) for part in parts)))


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


def _terms(reading: QueryTokens) -> Iterator[str]:
    """sameTerm, which compares spellings."""
    if any(reading.text(place + 1) == "(" for place in reading.words("SAMETERM")):
        yield "deviation-spelling"


def _aggregates(reading: QueryTokens) -> Iterator[str]:
    """An aggregate with another in it, or named like a variable in it."""
    for place in reading.words(*AGGREGATES):
        if reading.text(place + 1) != "(":
            continue
        end = reading.partners[place + 1]
        inner = reading.texts[place + 2 : end]
        if "{" in inner:
            continue  # of a subquery, which has aggregates of its own
        if any(one in AGGREGATES and after == "(" for one, after in pairwise(inner)):
            yield "deviation-nested-aggregate"
        named = reading.text(end + 2)[1:] if reading.text(end + 1) == "AS" else ""
        if named and any(one[1:] == named for one in inner if one[:1] in ("?", "$")):
            yield "deviation-assigned-variable"


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
        is_seen = sees and spelling[:1] in ("?", "$") and spelling[1:] == variable
        if is_seen or spelling == "MINUS" and _shares_nothing(reading, start, place + 1):
            yield "deviation-graph-variable-inside"


def _shares_nothing(reading: QueryTokens, group: int, inner: int) -> bool:
    """Whether a group inside another has variables, and none that the other has before it."""
    if reading.text(inner) != "{":
        return False

    def variables(start: int, end: int) -> set[str]:
        return {one[1:] for one in reading.texts[start:end] if one[:1] in ("?", "$") and len(one) > 1}

    inside = variables(inner, reading.partners[inner])
    return bool(inside) and inside.isdisjoint(variables(group, inner))


def _alone(reading: QueryTokens, place: int) -> bool:
    """Whether VALUES is all that its group has."""
    if reading.text(place - 1) != "{":
        return False
    end = place + 1
    while end < len(reading) and reading.text(end) != "{":
        end = reading.partners.get(end, end) + 1
    return reading.text(reading.partners.get(end, end) + 1) == "}"

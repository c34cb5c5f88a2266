"""Property paths inside EXISTS, written so that the engine walks each from the end that has a value.

The engine takes a sequence such as ``?class sh:or/rdf:rest*/rdf:first ?shape`` apart. Inside EXISTS it does not choose
an order for the parts, so it makes every pair of ``rdf:rest*`` again for each row, seconds at a time. An alternative is
not taken apart: ``(p|p)`` has the nodes of ``p``, and how often it has them does not matter to EXISTS.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Store

from accord.replacing import replaced
from accord.sparql.mistakes import bracket
from accord.sparql.query_tokens import QueryTokens

_BEFORE, _AFTER = ("^", "!"), ("*", "+", "?")
_CLOSURES = ("*", "+")
_PRIMARY_KINDS = ("iri", "name")
_WITHIN = {*_BEFORE, *_AFTER, "/", "|", "(", ")", "A"}
"""What a path in parentheses may have besides properties."""


def from_bound_ends(select: str, prefixes: str = "") -> str:
    """A query with such paths inside EXISTS as alternatives; its answers are the same.

    The ``prefixes`` that it needs are not part of it. What the engine cannot read is returned as it is.
    """
    if "/" not in select or "EXISTS" not in select.upper():
        return select
    reading = QueryTokens(select)
    if bracket(reading):
        return select
    spans = {(reading.tokens[first].start(), reading.tokens[end - 1].end()) for first, end in _sequences(reading)}
    paths = ((start, end, select[start:end]) for start, end in spans)
    written = replaced(select, ((start, end, f"({path}\n|{path}\n)") for start, end, path in paths))
    return written if _is_readable(prefixes + written) else select


def _is_readable(select: str) -> bool:
    """Whether what was found are paths: in an expression ``/`` divides, and ``|`` is not an operator."""
    try:
        Store().query(select)
    except SyntaxError:
        return False
    return True


def _sequences(reading: QueryTokens) -> Iterator[tuple[int, int]]:
    """Where sequences with ``*`` or ``+`` begin and end inside EXISTS, unless it has a sub-select, which may count."""
    for word in reading.words("EXISTS"):
        group = range(word + 2, reading.partners.get(word + 1, 0))
        if any(place in group for place in reading.words("SELECT")):
            continue
        place = group.start
        while place < group.stop:
            end = _sequence(reading, place)
            if end > place and _is_worthwhile(reading, place, end):
                yield place, end
            place = max(end, place + 1)


def _is_worthwhile(reading: QueryTokens, start: int, end: int) -> bool:
    """Whether a sequence is taken apart, has a closure, and one step at least that is not a closure.

    With such a step its ends are nodes of the data. A path of no length from other nodes is left as it is written.
    """
    place, steps = start, []
    while place < end:
        after = _element(reading, place)
        steps.append((reading.kind(after - 1), reading.text(after - 1)))
        place = after + 1
    has_closure = any(reading.text(one) in _CLOSURES for one in range(start, end))
    return has_closure and len(steps) > 1 and any(kind in _PRIMARY_KINDS or text == "A" for kind, text in steps)


def _sequence(reading: QueryTokens, place: int) -> int:
    """Where the sequence ends that begins at a place; the place itself when none does."""
    end = _element(reading, place)
    while end > place and reading.text(end) == "/":
        after = _element(reading, end + 1)
        if after == end + 1:
            return end
        end = after
    return end


def _element(reading: QueryTokens, start: int) -> int:
    """Where a step of a path ends, its ``^`` and ``*`` included; where it begins when there is none."""
    place = start
    while reading.text(place) in _BEFORE:
        place += 1
    if reading.kind(place) in _PRIMARY_KINDS or reading.text(place) == "A":
        end = place + 1
    elif reading.text(place) == "(" and _is_path(reading, place):
        end = reading.partners[place] + 1
    else:
        return start
    return end + (reading.text(end) in _AFTER)


def _is_path(reading: QueryTokens, opening: int) -> bool:
    """Whether parentheses have only what a path may have."""
    inner = range(opening, reading.partners[opening])
    return all(reading.kind(one) in _PRIMARY_KINDS or reading.text(one) in _WITHIN for one in inner)

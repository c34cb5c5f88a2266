"""Errors in what a query selects: names for expressions, and the rules of GROUP BY."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from accord.sparql.mistakes import Mistake
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.words import AGGREGATES, FUNCTIONS

_ENDS = ("{", "WHERE", "FROM", "")
_AFTER = ("}", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_NAMED = "Write ( … AS ?name)."


@dataclass(frozen=True, slots=True)
class Selection:
    """The tokens between one SELECT and its pattern: their places from ``start`` up to ``end``, and their depth."""

    start: int
    end: int
    depth: int


def selection(reading: QueryTokens) -> Iterator[Mistake]:
    """Every error in what is selected, one SELECT after the other."""
    for one in selections(reading):
        yield from _shape(reading, one)
        yield from _twice(reading, one)
        yield from _grouping(reading, one)
        yield from _alone(reading, one)


def selections(reading: QueryTokens) -> Iterator[Selection]:
    """The selections of a query and of its subqueries."""
    for place in reading.words("SELECT"):
        start = place + 1 + (reading.text(place + 1) in ("DISTINCT", "REDUCED"))
        end, depth = start, reading.depths[place]
        while reading.text(end) not in _ENDS or (end < len(reading) and reading.depths[end] > depth):
            end += 1
        yield Selection(start, end, depth)


def _shape(reading: QueryTokens, one: Selection) -> Iterator[Mistake]:
    if one.start == one.end:
        yield Mistake(reading.at(one.start), "SELECT names nothing.", "Write * for all variables, or name some.")
    for place in range(one.start, one.end):
        text, outside = reading.text(place), reading.depths[place] == one.depth
        if outside and text == ",":
            yield Mistake(
                reading.at(place), "The variables of SELECT are not separated by commas.", "Remove the comma."
            )
        elif outside and (text == "AS" or text in FUNCTIONS | AGGREGATES):
            message = "An expression in SELECT is written in parentheses, with its name."
            yield Mistake(reading.at(place), message, f"Write ({text}( … ) AS ?name)." if text != "AS" else _NAMED)
        elif outside and text == "(" and reading.text(reading.partners[place] - 2) != "AS":
            yield Mistake(reading.at(place), "This expression has no name.", _NAMED)


def _twice(reading: QueryTokens, one: Selection) -> Iterator[Mistake]:
    """The engine selects a variable only once, although the standard allows more."""
    found = set()
    for place in range(one.start, one.end):
        text = reading.text(place)
        if text[0] in "?$" and reading.depths[place] == one.depth:
            if text[1:] in found:
                yield Mistake(reading.at(place), f"{text} is selected twice.", "Name it once.")
            found.add(text[1:])


def _grouping(reading: QueryTokens, one: Selection) -> Iterator[Mistake]:
    """Once rows are grouped, what is selected is grouped by or made by an aggregate."""
    keys = _keys(reading, one)
    aggregated = any(reading.text(place) in AGGREGATES for place in range(one.start, one.end))
    if keys is None and not aggregated:
        return
    for place in range(one.start, one.end):
        text, outside = reading.text(place), reading.depths[place] == one.depth
        if outside and text == "*":
            message = "SELECT * cannot be used with groups."
            yield Mistake(reading.at(place), message, "Name the variables that you group by, and the aggregates.")
        elif outside and text[0] in "?$" and text not in (keys or ()):
            remedy = f"Add {text} to GROUP BY, or write (SAMPLE({text}) AS ?name)."
            yield Mistake(reading.at(place), f"{text} is neither in GROUP BY nor in an aggregate.", remedy)


def _keys(reading: QueryTokens, one: Selection) -> set[str] | None:
    """The variables from the selection's GROUP BY or HAVING on, ``None`` when it has neither."""
    place = one.end
    while place < len(reading) and reading.depths[place] >= one.depth:
        grouped = reading.text(place) == "HAVING" or (reading.text(place - 1), reading.text(place)) == ("GROUP", "BY")
        if grouped and reading.depths[place] == one.depth:
            return _variables(reading, place, one.depth)
        place += 1
    return None


def _variables(reading: QueryTokens, place: int, depth: int) -> set[str]:
    found = set()
    while place < len(reading) and reading.depths[place] >= depth:
        found.add(reading.text(place))
        place += 1
    return {text for text in found if text[0] in "?$"}


def _alone(reading: QueryTokens, one: Selection) -> Iterator[Mistake]:
    """A subquery is alone in its braces."""
    if one.depth == 0:
        return
    start = one.start - 1 - (reading.text(one.start - 1) in ("DISTINCT", "REDUCED"))
    opening = one.end + (reading.text(one.end) == "WHERE")
    after = reading.partners.get(opening, opening) + 1
    if reading.text(start - 1) != "{" or reading.text(after) not in _AFTER:
        place = start if reading.text(start - 1) != "{" else after
        yield Mistake(reading.at(place), "A subquery is not alone in its braces.", "Write { SELECT … { … } }.")


def overridden(reading: QueryTokens) -> Iterator[Mistake]:
    """Names of expressions in SELECT that are variables of the pattern already."""
    written = Counter(reading.texts)
    for one in selections(reading):
        for place in range(one.start, one.end):
            name = reading.text(place + 1)
            if reading.text(place) == "AS" and written[name] > 1:
                message = f"{name} is a variable of the pattern, so it cannot name an expression."
                yield Mistake(reading.at(place + 1), message, "Choose another name.")

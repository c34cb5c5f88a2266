"""Errors in the clauses of a query: what belongs before and after SELECT, FILTER, GROUP BY and the others."""

from __future__ import annotations

from collections.abc import Iterator

from accord.sparql.mistakes import Mistake
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.words import AGGREGATES, ARGUMENTS, FUNCTIONS

_BRACES = ("WHERE", "OPTIONAL", "UNION", "MINUS", "EXISTS")
_RANKS = {"GROUP": 1, "HAVING": 2, "ORDER": 3, "LIMIT": 4, "OFFSET": 4, "VALUES": 5}
_TERMS = ("iri", "name", "term")


def clause(reading: QueryTokens) -> Iterator[Mistake]:
    """Every error in the clauses, one kind after the other."""
    for check in (brace, _graph, _filter, _by, _count, _order, _direction, _bind, _in, _equality, _datatype, _arity):
        yield from check(reading)
    for check in (_values, _construct, _describe):
        yield from check(reading)


def brace(reading: QueryTokens) -> Iterator[Mistake]:
    """Keywords without the group in braces that belongs after them; an unmatched brace may come of it."""
    for place in reading.words(*_BRACES):
        if reading.text(place + 1) != "{":
            yield Mistake(
                reading.at(place + 1), f"{reading.text(place)} is not followed by {{.", "Write { } around the pattern."
            )
    for place in reading.words("ASK"):
        if reading.text(place + 1) not in ("{", "WHERE", "FROM"):
            yield Mistake(reading.at(place + 1), "The pattern of ASK is not in braces.", "Write ASK { … }.")


def _graph(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("GRAPH"):
        if reading.kind(place + 1) not in _TERMS:
            yield Mistake(
                reading.at(place + 1), "GRAPH names no graph.", "Write its IRI or a variable: GRAPH ?g { … }."
            )


def _filter(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("FILTER", "HAVING"):
        after = reading.text(place + 1)
        if after != "(" and after not in (FUNCTIONS | AGGREGATES | {"NOT", "EXISTS"}) and not _call(reading, place + 1):
            remedy = f"Write {reading.text(place)} ( … )."
            yield Mistake(
                reading.at(place + 1), f"The condition of {reading.text(place)} is not in parentheses.", remedy
            )
        if reading.text(place) == "FILTER" and after == "(":
            yield from _aggregates(reading, place + 1)


def _call(reading: QueryTokens, place: int) -> bool:
    return reading.kind(place) in ("iri", "name") and reading.text(place + 1) == "("


def _aggregates(reading: QueryTokens, opening: int) -> Iterator[Mistake]:
    """Aggregates directly in a condition; a subquery in it may have its own."""
    inside = range(opening, reading.partners[opening])
    if any(reading.text(place) == "SELECT" for place in inside):
        return
    for place in inside:
        if reading.text(place) in AGGREGATES and reading.kind(place) == "word":
            message = f"{reading.text(place)} is computed over groups, and FILTER works on single rows."
            yield Mistake(reading.at(place), message, "Write HAVING ( … ) after GROUP BY.")


def _by(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("ORDER", "GROUP"):
        if reading.text(place + 1) != "BY":
            yield Mistake(
                reading.at(place + 1), f"{reading.text(place)} lacks its BY.", f"Write {reading.text(place)} BY."
            )


def _count(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("LIMIT", "OFFSET"):
        if not reading.text(place + 1).isdecimal():
            message = f"{reading.text(place)} is not followed by a whole number of 0 or more."
            yield Mistake(reading.at(place + 1), message, f"Write digits, as in {reading.text(place)} 10.")


def _order(reading: QueryTokens) -> Iterator[Mistake]:
    """GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET have a fixed order in a query."""
    last: dict[int, int] = {}
    for place, text in enumerate(reading.texts):
        depth = reading.depths[place]
        if text == "{":
            last.pop(depth, None)
            last.pop(depth + 1, None)
        rank = _RANKS.get(text, 0) if text != "VALUES" or depth == 0 else 0
        if rank and rank < last.get(depth, 0):
            yield Mistake(
                reading.at(place), f"{text} comes too late.", "The order is GROUP BY, HAVING, ORDER BY, LIMIT."
            )
        last[depth] = max(rank, last.get(depth, 0))


def _direction(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("ASC", "DESC"):
        if reading.text(place + 1) != "(":
            remedy = f"Write {reading.text(place)}( … )."
            yield Mistake(
                reading.at(place + 1), f"The sort key of {reading.text(place)} is not in parentheses.", remedy
            )


def _bind(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("BIND"):
        if reading.text(place + 1) != "(":
            yield Mistake(reading.at(place + 1), "BIND is not followed by (.", "Write BIND( … AS ?name).")
            continue
        end = reading.partners[place + 1]
        if reading.text(end - 2) != "AS":
            yield Mistake(reading.at(place), "BIND does not name its value.", "Write BIND( … AS ?name).")
        elif reading.text(end - 1) in reading.texts[_group(reading, place) : place]:
            message = f"{reading.text(end - 1)} has a value already, so BIND cannot assign one."
            yield Mistake(
                reading.at(end - 1), message, "Choose another name for the new value, or compare with FILTER."
            )


def _group(reading: QueryTokens, place: int) -> int:
    """The place of the brace around a token."""
    depth = reading.depths[place] - 1
    return next(back for back in range(place, -1, -1) if reading.depths[back] <= depth)


def _in(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("IN"):
        if reading.text(place + 1) != "(":
            yield Mistake(reading.at(place + 1), "The list after IN is not in parentheses.", "Write IN ( …, … ).")


def _equality(reading: QueryTokens) -> Iterator[Mistake]:
    for place in range(len(reading) - 1):
        if reading.text(place) == reading.text(place + 1) == "=":
            yield Mistake(reading.at(place + 1), "Equality is written with one =.", "Write = once.")


def _datatype(reading: QueryTokens) -> Iterator[Mistake]:
    for place in range(1, len(reading)):
        if reading.text(place) == "^" and reading.text(place - 1)[-1] in "\"'":
            yield Mistake(reading.at(place), "A string and its datatype are joined by ^^, not by ^.", "Write ^^.")


def _arity(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words(*ARGUMENTS):
        if reading.text(place + 1) != "(":
            yield Mistake(
                reading.at(place), f"{reading.text(place)} lacks its parentheses.", f"Write {reading.text(place)}( … )."
            )
            continue
        inside = range(place + 2, reading.partners[place + 1])
        depth = reading.depths[place] + 1
        commas = sum(reading.text(one) == "," and reading.depths[one] == depth for one in inside)
        given = commas + 1 if inside else 0
        wanted = ARGUMENTS[reading.text(place)]
        if given != wanted:
            message = f"{reading.text(place)} takes {wanted} argument{'' if wanted == 1 else 's'}, not {given}."
            yield Mistake(reading.at(place), message)


def _values(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("VALUES"):
        many = reading.text(place + 1) == "("
        opening = reading.partners[place + 1] + 1 if many else place + 2
        if reading.text(opening) != "{":
            yield Mistake(reading.at(opening), "The values of VALUES are not in braces.", "Write VALUES ?x { … }.")
            continue
        names = reading.partners[place + 1] - place - 2 if many else 0
        for one in range(opening + 1, reading.partners[opening]):
            yield from _value(reading, one, names)


def _value(reading: QueryTokens, place: int, names: int) -> Iterator[Mistake]:
    """Errors in a value, or in a row when the variables are in parentheses (``names`` is then their number)."""
    if reading.kind(place) == "term" and reading.text(place)[0] in "?$":
        yield Mistake(reading.at(place), "VALUES contains values, not variables.", "Write IRIs, literals or UNDEF.")
    elif names and reading.text(place) == "(" and (given := _row(reading, place)) != names:
        message = f"The number of values here is {given}, of variables {names}."
        yield Mistake(reading.at(place), message, "Write UNDEF for a value that is left open.")


def _row(reading: QueryTokens, opening: int) -> int:
    """How many values a row has; a datatype belongs to its string, a plus or minus to its number."""
    inside = range(opening + 1, reading.partners.get(opening, opening))
    counted = (*_TERMS, "word")
    return sum(reading.kind(one) in counted and reading.text(one - 1) != "^^" for one in inside)


def _construct(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("CONSTRUCT"):
        if reading.text(place + 1) == "{":
            end = reading.partners[place + 1]
            if reading.text(end + 1) not in ("WHERE", "FROM", "{"):
                yield Mistake(reading.at(end + 1), "The template of CONSTRUCT is not followed by WHERE { … }.")


def _describe(reading: QueryTokens) -> Iterator[Mistake]:
    for place in reading.words("DESCRIBE"):
        if reading.text(place + 1) in ("", "WHERE", "FROM", "{"):
            yield Mistake(reading.at(place), "DESCRIBE names nothing.", "Write IRIs or variables after it.")

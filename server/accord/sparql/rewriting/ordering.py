"""ORDER BY over values of several kinds, in an order that the engine can always find.

SPARQL does not say whether a number comes before a string, or a time without a zone before one with a zone (SPARQL 1.1,
section 15.1). The engine compares some of them in circles: its sort then mixes up numbers too, or ends the whole
process. So the values are first ordered by their kind, and times without a zone are taken as UTC. What the standard
orders keeps its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from accord.names import XSD
from accord.replacing import Replacement, replaced
from accord.sparql.tokens import Token, tokens

_MOMENTS = ", ".join(f"<{XSD}{name}>" for name in ("dateTime", "date", "time"))
_ZONE = "(Z|[+-][0-9][0-9]:[0-9][0-9])$"
_KIND = 'IF(isNUMERIC({0}), "", STR(DATATYPE({0})))'
_IN_UTC = (
    f'COALESCE(IF(DATATYPE({{0}}) IN ({_MOMENTS}) && !REGEX(STR({{0}}), "{_ZONE}"), '
    f'STRDT(CONCAT(STR({{0}}), "Z"), DATATYPE({{0}})), {{0}}), {{0}})'
)
_DIRECTIONS = ("ASC", "DESC")
_AFTER_OBJECTS = frozenset((".", ";", ",", "}", "]", "FILTER", "OPTIONAL", "BIND", "MINUS", "VALUES"))
_ORDER = re.compile("ORDER", re.IGNORECASE)
_ENDS = ("LIMIT", "OFFSET", "VALUES", "}")


def ordered_by_kind(text: str, all_variables: bool = True) -> str:
    """A query in which every variable that ORDER BY names is ordered by its kind first; unchanged without such.

    Without ``all_variables`` only those that are objects of any property (``?s ?p ?o``), as these are often of several
    kinds; the others need not be slower for it. Conditions that are expressions stay: nearly all give one kind.
    """
    if not _ORDER.search(text):
        return text
    found = list(tokens(text))
    chosen = None if all_variables else _objects_of_any(found)
    added: list[Replacement] = []
    for condition in _conditions(found):
        direction = condition[0][0] if len(condition) > 1 else "ASC"
        variable = condition[-1 if len(condition) == 1 else 2][0]
        if chosen is None or variable[1:] in chosen:
            start = condition[0].start()
            added += [(start, start, f"{direction}({key.format(variable)}) ") for key in (_KIND, _IN_UTC)]
    return replaced(text, added)


def _objects_of_any(found: Sequence[Token]) -> frozenset[str]:
    """The names of variables that follow a variable at the end of a triple pattern."""
    triples = zip(found, found[1:], found[2:], strict=False)
    return frozenset(
        value[0][1:]
        for before, value, after in triples
        if _is_variable([before]) and _is_variable([value]) and after[0].upper() in _AFTER_OBJECTS
    )


def _conditions(found: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The tokens of each condition that is a variable: ``?x``, ``ASC(?x)`` or ``DESC(?x)``."""
    place, depth, inside = 0, 0, False
    while place < len(found):
        word = found[place][0].upper()
        if word == "BY" and place and found[place - 1][0].upper() == "ORDER":
            inside, depth = True, 0
        elif inside and not depth and word in _ENDS:
            inside = False
        elif inside and not depth and word in _DIRECTIONS and _is_variable(found[place + 2 : place + 3]):
            if found[place + 3 : place + 4] and found[place + 3][0] == ")":
                yield found[place : place + 4]
                place += 3
        elif inside and not depth and _is_variable(found[place : place + 1]):
            yield found[place : place + 1]
        elif inside:
            depth += (word == "(") - (word == ")")
        place += 1


def _is_variable(found: Sequence[Token]) -> bool:
    return bool(found) and found[0][0][0] in "?$" and len(found[0][0]) > 1

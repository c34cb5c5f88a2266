"""Queries whose patterns match statements of properties that they do not name: ``?s ?p ?o``, ``!ex:name``."""

from __future__ import annotations

from collections.abc import Sequence

from accord.sparql.tokens import Token, tokens

_TERMS = ("term", "iri", "name")
_BEFORE_SUBJECT = ("{", "}", ".", ")", "<<")
"""Ends of the token before a subject. A filter or a group may come before one, without a dot."""


def matches_any_property(text: str) -> bool:
    """Whether a query may have a variable or a negated set in the place of a property.

    It is true of a few others too, such as ``SELECT (1 AS ?x) ?y ?z ?a``.
    """
    found = list(tokens(text))
    return any(
        _is_negated_set(found, place) if one[0] == "!" else one[0][0] in "?$" and _is_property(found, place)
        for place, one in enumerate(found)
    )


def _is_property(found: Sequence[Token], place: int) -> bool:
    """Whether a variable is between a subject and an object."""
    if place < 1 or place + 1 >= len(found):
        return False
    before, after = found[place - 1], found[place + 1]
    follows = after.lastgroup in (*_TERMS, "opening") or after[0].lower() in ("true", "false", "+", "-")
    if before[0] in (";", "[", "]", "{|"):
        return follows
    return follows and before.lastgroup in _TERMS and place > 1 and found[place - 2][0].endswith(_BEFORE_SUBJECT)


def _is_negated_set(found: Sequence[Token], place: int) -> bool:
    """Whether properties follow an exclamation mark."""
    inside = place + 1 + (found[place + 1 : place + 2] != [] and found[place + 1][0] == "(")
    return inside < len(found) and (found[inside].lastgroup in ("iri", "name") or found[inside][0] in ("a", "^"))

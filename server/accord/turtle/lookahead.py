"""Looks ahead in the tokens, to guess what was meant."""

from __future__ import annotations

import re
from itertools import islice

from accord.turtle.document import Span
from accord.turtle.tokens import CLOSING, LITERALS, OPENING, RESOURCES, VALUES, VERBS, scan

BREAKS = frozenset({"end", "directive"})
"""What can only be between two statements."""
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3}){1,6}(?![\w.,])")
STARTS = OPENING | VALUES
"""What an object begins with."""

_FAR = 100
"""How many tokens to look at, at most, for a guess; so many guesses in one text cannot take long."""


def following(text: str, end: int) -> str:
    """The kind of the token behind ``end``."""
    return next(scan(text, end))[0]


def indentation(text: str, before: int, start: int) -> int | None:
    """How far what begins at ``start`` is indented, in code points; None when it is not the first on its line.

    ``before`` is where the token before it ended, or 0 when there is none.
    """
    gap = text[before:start]
    line = max(gap.rfind("\n"), gap.rfind("\r"))
    return len(gap) - line - 1 if line >= 0 or before == 0 else None


def begins_statement(text: str, kind: str, end: int) -> bool:
    """Whether a resource, a predicate and an object are in a row, as they only are where a statement begins."""
    if kind not in RESOURCES:
        return False
    tokens = scan(text, end)
    return next(tokens)[0] in VERBS and next(tokens)[0] in STARTS


def closings(text: str, end: int) -> int:
    """How many brackets that are open at ``end`` are closed after it, before the statement ends."""
    depth = lowest = 0
    for kind, _, _ in islice(scan(text, end), _FAR):
        if kind in OPENING:
            depth += 1
        elif kind in CLOSING:
            depth -= 1
            lowest = min(lowest, depth)
        elif kind == "." or kind in BREAKS:
            break
    return -lowest


def spaced_number(text: str, start: int) -> Span | None:
    """Where a number with spaces between its groups of digits is, such as ``3 000 000``, if one begins here."""
    found = _SPACED.match(text, start)
    return found and found.span()


def comma_before_property(text: str, kind: str, term: Span, verb: Span | None, behind: str) -> Span | None:
    """Where the comma before a term is, if that begins a line and seems to be a property; ``behind`` is what follows.

    ``lsp:funder id:a ,`` with ``lsp:region id:b ;`` on the next line: values have another prefix than properties. A
    string or a number has no resource beside it, and comes after a property.
    """
    comma = text.rfind(",", max(0, term[0] - _FAR), term[0])
    between = text[comma + 1 : term[0]] if comma >= 0 else ""
    if kind != "name" or verb is None or not between.isspace() or "\n" not in between:
        return None
    prefix = text[slice(*term)].partition(":")[0]
    first = text[verb[1] : comma].split(",")[0].strip()
    same = text[slice(*verb)].partition(":")[0] == prefix and not first.startswith(f"{prefix}:")
    is_property = same or behind in LITERALS or following(text, verb[1]) in LITERALS
    return (comma, comma + 1) if is_property else None


def semicolon_before(text: str, verb: Span | None) -> Span | None:
    """Where the semicolon before what seems to be a predicate is, if that is named as the value before it is, in the
    same line, and the predicate of that is not: ``lsp:party id:a ; id:b``.
    """
    before = text[max(0, verb[0] - _FAR) : verb[0]].rpartition("\n")[2].rstrip() if verb else ""
    words = before.removesuffix(";").split()
    if verb is None or not before.endswith(";") or len(words) < 2:
        return None
    prefix = text[slice(*verb)].partition(":")[0] + ":"
    is_value = words[-1].startswith(prefix) and words[-2] != "a" and not words[-2].startswith(prefix)
    at = text.rfind(";", 0, verb[0])
    return (at, at + 1) if is_value else None

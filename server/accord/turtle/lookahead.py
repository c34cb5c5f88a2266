"""What comes next and where it is on its lines: the grounds for a guess at what was meant."""

from __future__ import annotations

from itertools import islice

from accord.turtle.tokens import CLOSING, OPENING, RESOURCES, VALUES, VERBS, scan

BREAKS = frozenset({"end", "directive"})
"""What can only be between two statements."""
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

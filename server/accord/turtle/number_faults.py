"""The messages about wrong numbers."""

from __future__ import annotations

import re

from accord.turtle.document import Fault, Span

_STUCK = re.compile(r"[0-9A-Z:.+-]*[0-9A-Z]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,6}")
_SPACES = re.compile(r"[ \u00a0\u202f]")


def wrong_number(text: str, start: int, end: int) -> Fault:
    """A number with letters in it."""
    number = text[start:end]
    return Fault("TTL-NUMBER", f"{number} is not a number.", (start, end), f'"{number}"')


def spaced_number(text: str, span: Span) -> Fault:
    """A number with spaces between its groups of digits, which are values of their own."""
    number = text[slice(*span)]
    return Fault("TTL-NUMBER", f"{number} is several numbers, since it has spaces.", span, _SPACES.sub("", number))


def bare_date(text: str, start: int) -> Fault:
    """Numbers that stick together: a date without quotes, or a number with dots between its groups of digits."""
    match = _STUCK.match(text, start)
    number = match[0] if match else ""
    if _DOTTED.fullmatch(number):
        message = f"{number} is several numbers, since it has more than one dot."
        return Fault("TTL-NUMBER", message, (start, start + len(number)), number.replace(".", ""))
    remedy = f'"{number}"^^xsd:date' if _DATE.fullmatch(number) else f'"{number}"'
    message = f"{number} needs quotes; without them it is several numbers."
    return Fault("TTL-NUMBER", message, (start, start + len(number)), remedy)

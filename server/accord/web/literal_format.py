"""How a value reads on a page: dates and numbers as people write them, with the exact form for machines beside."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import Literal

from accord.names import NUMERIC, XSD

_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_GROUPED_FROM = 10_000
_DIGITS = 4000
_DATES = (XSD + "date", XSD + "gYearMonth")
_TIMES = (XSD + "gYear", XSD + "dateTime")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words for a literal, the HTML element that fits them, and the form for machines where it differs."""

    element: OneOf["time", "data", "address", "text"]
    text: str
    machine: str


def wording(literal: Literal) -> Wording:
    """The words for a literal. What is not well formed is shown as it stands."""
    value, datatype = literal.value, literal.datatype.value
    if datatype in _DATES:
        return Wording("time", _date(value), value)
    if datatype in _TIMES:
        return Wording("time", value, value)
    if datatype in NUMERIC:
        return Wording("data", _number(value), value)
    if datatype == XSD + "boolean":
        return Wording("data", {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(value, value), value)
    return Wording("address" if datatype == XSD + "anyURI" else "text", value, value)


def _date(value: str) -> str:
    """``2018-01-05`` -> ``5 January 2018``; ``2018-01`` -> ``January 2018``."""
    found = _DATE.fullmatch(value)
    if not found or not 1 <= int(found[2]) <= 12:
        return value
    year, month, day = found.groups()
    return " ".join(filter(None, (day and str(int(day)), calendar.month_name[int(month)], year)))


def _number(value: str) -> str:
    """Thousands set apart from 10,000 on, so that years and paragraph numbers stay as they are; and not in numbers of
    more digits than Python reads."""
    whole, point, rest = value.partition(".")
    sign, digits = (whole[:1], whole[1:]) if whole[:1] in "+-" else ("", whole)
    if not digits.isdecimal() or len(digits) > _DIGITS or int(digits) < _GROUPED_FROM:
        return value
    return f"{sign}{int(digits):,}{point}{rest}"

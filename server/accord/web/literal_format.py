"""Literals on pages: dates and numbers as people write them, with the exact form for machines."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import Literal

from accord.names import NUMERIC, XSD
from accord.pictures.marks import Inexactness
from accord.pictures.scales import amount
from accord.things.lists.totals import Total

_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,2000}")
_MAIL_ADDRESS = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", re.ASCII)
_MIN_GROUPED_DIGITS = 5
"""Digits of the smallest number that is written with commas: years and paragraph numbers have fewer."""
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]")
_DATES = (XSD + "date", XSD + "gYearMonth")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):(\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?")
_MOMENTS = (XSD + "dateTime", XSD + "dateTimeStamp")


@dataclass(frozen=True, slots=True)
class LiteralWords:
    """How a literal is shown: the HTML element, the string for people, and the form for machines."""

    element: OneOf["time", "data", "address", "text"]
    text: str
    machine: str


def wording(literal: Literal) -> LiteralWords:
    """How a literal is shown. A literal that is not well formed is shown unchanged."""
    value, datatype = literal.value, literal.datatype.value
    if datatype in _DATES:
        return LiteralWords("time", _date(value), value)
    if datatype == XSD + "gYear":
        return LiteralWords("time", value, value)
    if datatype in _MOMENTS:
        return LiteralWords("time", _moment(value), value)
    if datatype in NUMERIC:
        return LiteralWords("data", _number(value), value)
    if datatype == XSD + "boolean":
        return LiteralWords("data", {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(value, value), value)
    if datatype == XSD + "anyURI" or _WEB_ADDRESS.fullmatch(value):
        return LiteralWords("address", value, value)
    if _MAIL_ADDRESS.fullmatch(value):
        return LiteralWords("address", value, f"mailto:{value}")
    return LiteralWords("text", value, value)


def in_short(total: Total) -> str:
    """A sum that is as exact as its parts: ``£12,000,000``, ``about £125m``, ``at least about £474m``."""
    if not total.exactness:
        return f"{total.unit}{wording(total.value).text}"
    certainty = Inexactness(about=total.about, at_least=total.at_least)
    return certainty.words(amount(float(total.value.value), total.unit))


def day(date: datetime.date) -> str:
    """A day as people write it: ``5 January 2018``."""
    return f"{date.day} {calendar.month_name[date.month]} {date.year}"


def variable(name: str) -> str:
    """The name of a variable of a query in words: ``lowerBounds`` -> ``lower bounds``."""
    return _CAPITAL.sub(lambda found: f" {found[0].lower()}", name.replace("_", " ")).strip()


def _date(value: str) -> str:
    """``2018-01-05`` -> ``5 January 2018``; ``2018-01`` -> ``January 2018``."""
    found = _DATE.fullmatch(value)
    if not found or not 1 <= int(found[2]) <= 12:
        return value
    year, month, day = found.groups()
    return " ".join(filter(None, (day and str(int(day)), calendar.month_name[int(month)], year)))


def _moment(value: str) -> str:
    """``2018-01-05T09:30:00Z`` -> ``5 January 2018, 09:30 UTC``; midnight is the day alone, as most mean it."""
    found = _MOMENT.fullmatch(value)
    if not found or (date := _date(found[1])) == found[1]:
        return value
    if not found[2].strip("0") and not found[3].strip("0") and not found[4].strip("0."):
        return date
    zone = {"Z": " UTC", None: ""}.get(found[5], f" UTC{found[5]}")
    return f"{date}, {found[2]}:{found[3]}{zone}"


def _number(value: str) -> str:
    """A number with commas between thousands, if it is large."""
    whole, point, rest = value.partition(".")
    lead, digits = (whole[:1], whole[1:]) if whole[:1] in "+-" else ("", whole)
    counted = digits.lstrip("0")
    if not (digits.isdecimal() and digits.isascii()) or len(counted) < _MIN_GROUPED_DIGITS:
        return value
    first = len(counted) % 3
    groups = [counted[:first], *(counted[place : place + 3] for place in range(first, len(counted), 3))]
    return f"{lead}{','.join(filter(None, groups))}{point}{rest}"

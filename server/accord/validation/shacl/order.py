"""The order of literals, as ``<`` of SPARQL has it: by their values, however large or far away they are.

Times without a zone may be up to 14 hours away from UTC, so one with a zone is before one without only when it is so
for all zones (XSD 1.1 Part 2 §3.3.7.2). What has no order cannot be compared.
"""

from __future__ import annotations

import re
import struct
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from rdflib import Literal
from rdflib.term import Node

from accord.names import INTEGERS, XSD
from accord.validation.datatypes import LONGEST_NUMBER, is_well_formed

_FLOATS = {XSD + "double", XSD + "float"}
_TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?)")
_ZONE = re.compile(r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))\Z")
_DATES = {
    "dateTime": r"(?P<year>-?[0-9]{4,})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    "dateTimeStamp": r"(?P<year>-?[0-9]{4,})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    "date": r"(?P<year>-?[0-9]{4,})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    "gYearMonth": r"(?P<year>-?[0-9]{4,})-(?P<month>[0-9]{2})",
    "gYear": r"(?P<year>-?[0-9]{4,})",
    "gMonthDay": r"--(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    "gMonth": r"--(?P<month>[0-9]{2})",
    "gDay": r"---(?P<day>[0-9]{2})",
    "time": "",
}
_DURATIONS = {"duration", "yearMonthDuration", "dayTimeDuration"}
_DURATION = re.compile(
    r"(-?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.]+)S)?)?"
)
_REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""The months from which durations are compared (XSD 1.1 Part 2 §3.3.6.1)."""

_FARTHEST_ZONE = 14 * 3600
_LEAP_YEAR = 1972


class _Moment(NamedTuple):
    """Seconds on the time line, and whether the zone is known."""

    seconds: Fraction
    has_zone: bool


def compare(one: Node, other: Node) -> int | None:
    """-1, 0 or 1 when a literal is before, equal to or after another; ``None`` when they cannot be compared."""
    if not (isinstance(one, Literal) and isinstance(other, Literal)) or one.language or other.language:
        return None
    kind, other_kind = _kind(one), _kind(other)
    if not kind or kind != other_kind or not (_is_sound(one) and _is_sound(other)):
        return None
    if kind == "number":
        return _by_number(one, other)
    if kind == "duration":
        return _by_duration(str(one), str(other))
    if kind == "string":
        return _compared(str(one), str(other))
    if kind == "boolean":
        return _compared(str(one) in ("true", "1"), str(other) in ("true", "1"))
    return _by_moment(_moment(one), _moment(other))


def _kind(literal: Literal) -> str:
    """What a literal is compared as; empty for what has no order."""
    datatype = str(literal.datatype or XSD + "string")
    if datatype in INTEGERS or datatype in _FLOATS or datatype == XSD + "decimal":
        return "number"
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    if name in _DURATIONS:
        return "duration"
    return "dateTime" if name == "dateTimeStamp" else name if name in _DATES or name in ("string", "boolean") else ""


def _is_sound(literal: Literal) -> bool:
    """Whether a literal is well formed; a number too long for arithmetic is refused elsewhere."""
    text, datatype = str(literal), str(literal.datatype or "")
    return is_well_formed(text, datatype) and (
        not datatype or datatype == XSD + "string" or len(text) <= LONGEST_NUMBER
    )


def _compared(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def _by_number(one: Literal, other: Literal) -> int | None:
    """By value; with a floating-point number both as such (XPath 3.1 §B.2)."""
    if not {str(one.datatype), str(other.datatype)} & _FLOATS:
        return _compared(Decimal(str(one)), Decimal(str(other)))
    first, second = _float(one), _float(other)
    return None if first != first or second != second else _compared(first, second)


def _float(literal: Literal) -> float:
    value = float(str(literal))
    if str(literal.datatype) != XSD + "float":
        return value
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return value * float("inf")


def _moment(literal: Literal) -> _Moment:
    """Where a literal is on the time line (XSD 1.1 Part 2 §E.3.4), what it does not name being that of 1972-12-31."""
    text, name = str(literal), str(literal.datatype).removeprefix(XSD)
    date = re.match(_DATES[name], text)
    parts = {key: int(value) for key, value in date.groupdict().items()} if date else {}
    year, month = parts.get("year", _LEAP_YEAR), parts.get("month", 12 if "year" not in parts else 1)
    day = parts.get("day", 1 if "year" in parts or "month" in parts else 31)
    time = _TIME.search(text) if name in ("dateTime", "dateTimeStamp", "time") else None
    seconds = Fraction(0)
    if time:
        hours = int(time[1]) % 24 if name == "time" else int(time[1])
        seconds = hours * 3600 + int(time[2]) * 60 + Fraction(time[3])
    zone = _ZONE.search(text)
    offset = 0
    if zone and zone[1]:
        offset = (int(zone[2]) * 60 + int(zone[3])) * 60 * (-1 if zone[1] == "-" else 1)
    return _Moment(_days(year, month, day) * 86400 + seconds - offset, zone is not None)


def _days(year: int, month: int, day: int) -> int:
    """Days since a fixed day, in the calendar of today for every year; the year 0 is the one before 1."""
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day


def _by_moment(one: _Moment, other: _Moment) -> int | None:
    difference = one.seconds - other.seconds
    if one.has_zone != other.has_zone and abs(difference) <= _FARTHEST_ZONE:
        return None
    return _compared(difference, Fraction(0))


def _by_duration(one: str, other: str) -> int | None:
    """The order that two durations have from every one of four months."""
    orders = {_compared(_after(one, *start), _after(other, *start)) for start in _REFERENCES}
    return orders.pop() if len(orders) == 1 else None


def _after(duration: str, year: int, month: int) -> Fraction:
    """Seconds on the time line when a duration after the first of a month has passed."""
    match = _DURATION.fullmatch(duration)
    assert match, "durations that are not well formed are not compared"
    factor = -1 if match[1] else 1
    years, months, days, hours, minutes = (int(one or 0) for one in match.groups()[1:6])
    ahead = year * 12 + month - 1 + factor * (years * 12 + months)
    seconds = days * 86400 + hours * 3600 + minutes * 60 + Fraction(match[7] or 0)
    return _days(ahead // 12, ahead % 12 + 1, 1) * 86400 + factor * seconds

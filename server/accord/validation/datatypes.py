"""Which strings are values of the datatypes of XML Schema (XSD 1.1 Part 2), however large or far away the value is."""

from __future__ import annotations

import re
from calendar import monthrange

from accord.names import XSD

_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"(?:{_DECIMAL}(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN)"
_YEARS, _DAYS = r"(?:[0-9]+Y)?(?:[0-9]+M)?", r"(?:[0-9]+D)?"
_HOURS = r"(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"

_FORMS = {
    XSD + name: re.compile(form)
    for name, form in {
        "boolean": "true|false|0|1",
        "decimal": _DECIMAL,
        "double": _FLOAT,
        "float": _FLOAT,
        "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}?",
        "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}?",
        "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
        "time": f"{_TIME}{_ZONE}?",
        "gYear": f"{_YEAR}{_ZONE}?",
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
        "gMonth": f"--{_MONTH}{_ZONE}?",
        "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}?",
        "gDay": f"---{_DAY}{_ZONE}?",
        "duration": f"-?P(?=[0-9T]){_YEARS}{_DAYS}{_HOURS}",
        "yearMonthDuration": f"-?P(?=[0-9]){_YEARS}",
        "dayTimeDuration": f"-?P(?=[0-9T]){_DAYS}{_HOURS}",
        "hexBinary": "(?:[0-9A-Fa-f]{2})*",
        "language": "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    }.items()
}
_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_INFINITE = float("inf")
_RANGES: dict[str, tuple[float, float]] = {
    XSD + "integer": (-_INFINITE, _INFINITE),
    XSD + "nonNegativeInteger": (0, _INFINITE),
    XSD + "positiveInteger": (1, _INFINITE),
    XSD + "nonPositiveInteger": (-_INFINITE, 0),
    XSD + "negativeInteger": (-_INFINITE, -1),
    **{XSD + name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _BITS.items()},
    **{f"{XSD}unsigned{name.title()}": (0, 2**bits - 1) for name, bits in _BITS.items()},
}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_CALENDAR = re.compile(r"(-?[0-9]+)-([0-9]{2})-([0-9]{2})")
_COMMON_DAYS = {"04": 30, "06": 30, "09": 30, "11": 30, "02": 29}

LONGEST_NUMBER = 1_000
"""Characters of a number: more than any measure needs, fewer than slow arithmetic down."""


def is_well_formed(text: str, datatype: str) -> bool:
    """Whether a string is in the lexical space of a datatype; for a datatype that is not XML Schema's, every one is."""
    if datatype in _RANGES:
        low, high = _RANGES[datatype]
        return bool(_INTEGER.fullmatch(text)) and (len(text) > LONGEST_NUMBER or low <= int(text) <= high)
    form = _FORMS.get(datatype)
    return not form or (bool(form.fullmatch(text)) and _is_in_calendar(text, datatype))


def _is_in_calendar(text: str, datatype: str) -> bool:
    """Whether the day of a date is one that its month has; years repeat their leap days after 400."""
    if datatype == XSD + "gMonthDay":
        return int(text[5:7]) <= _COMMON_DAYS.get(text[2:4], 31)
    match = _CALENDAR.match(text) if datatype.startswith(XSD + "date") else None
    return not match or int(match[3]) <= monthrange(2000 + int(match[1][-4:]) % 400, int(match[2]))[1]

"""Axes and numbers: round steps, short forms of large numbers, units, and dates as exact as they are stated."""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass

from pyoxigraph import Literal

from accord.names import NUMERIC, XSD

_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}
LEADING = frozenset(_SYMBOLS.values())
"""Units that are written before a number."""
_STEPS = (1, 2, 2.5, 5, 10)
_SIZES = ((1e9, "bn"), (1e6, "m"))
_DATE = re.compile(r"(-?\d{4,6})(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:.]{1,32})?(?:Z|[+-]\d\d:\d\d)?")
_DATES = frozenset(XSD + name for name in ("date", "gYear", "gYearMonth", "dateTime", "dateTimeStamp"))


def numeric(term: object) -> float | None:
    """The number of a literal; ``None`` for what is not a number, or not finite."""
    if not isinstance(term, Literal) or term.datatype.value not in NUMERIC:
        return None
    try:
        value = float(term.value)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def amount(value: float, unit: str = "") -> str:
    """A number in short, with its unit: ``£125m``, ``DKK 1bn``, ``31 m``, ``4,500``."""
    symbol = _SYMBOLS.get(unit, unit)
    if symbol in LEADING:
        return f"{'−' if value < 0 else ''}{symbol}{_short(abs(value))}"
    if len(unit) == 3 and unit.isascii() and unit.isupper():
        return f"{unit} {_short(value)}"
    return f"{_short(value)} {unit}".rstrip()


def _short(value: float) -> str:
    for size, name in _SIZES:
        if abs(value) >= size:
            return f"{_plain(value / size)}{name}"
    return _plain(value)


def _plain(value: float) -> str:
    digits = max(0, 3 - len(str(int(abs(value)))))
    text = f"{value:,.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round numbers from ``low`` to at least ``high``, evenly apart, about ``most`` of them."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return (low, low + 1)
    rough = span / most
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * one for one in _STEPS if size * one >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(step * place for place in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it is stated, as the years between which it is: a year is one year long, a day has no length."""

    first: float
    last: float
    words: str

    @property
    def exact(self) -> bool:
        """Whether it is a day."""
        return self.last - self.first < 0.01


def moment(term: object) -> Moment | None:
    """The date of a literal (xsd:date, gYearMonth, gYear, dateTime, or a year as a number from 1000 to 2999)."""
    if not isinstance(term, Literal):
        return None
    found = _DATE.fullmatch(term.value)
    if not found or (term.datatype.value not in _DATES and not _is_year(term)):
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if month > 12 or day > 31 or (found[2] and not month):
        return None
    start = year + max(month - 1, 0) / 12 + max(day - 1, 0) / 372
    length = 1 / 372 if day else 1 / 12 if month else 1.0
    name = calendar.month_name[month] if month else ""
    return Moment(start, start + length, " ".join(filter(None, (str(day) if day else "", name, str(year)))))


def _is_year(term: Literal) -> bool:
    return term.datatype.value in NUMERIC and term.value.isdecimal() and 1000 <= int(term.value) < 3000

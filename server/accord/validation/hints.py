"""Likely fixes: the date or the number as it has to be written."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from accord.names import NUMERIC, XSD, local_name

_KINDS = {
    "date": "a date",
    "dateTime": "a date with a time",
    "gYear": "a year",
    "gYearMonth": "a month of a year",
    "time": "a time of day",
    "integer": "a whole number",
    "nonNegativeInteger": "a whole number from 0",
    "positiveInteger": "a whole number from 1",
    "decimal": "a number",
    "double": "a number",
    "float": "a number",
    "boolean": "true or false",
    "string": "a string",
    "anyURI": "an address",
}
_FORMS = {
    "date": "Write an existing day as year-month-day, for example 2021-04-01.",
    "dateTime": "Write it as in 2021-04-01T12:00:00Z.",
    "gYear": "Write four digits, as in 2021.",
    "gYearMonth": "Write year-month, as in 2021-04.",
    "integer": "Write digits only, as in 1200000.",
    "boolean": "Write true or false.",
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:T.*)?")
_WRITTEN_DATE = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?", re.IGNORECASE
)
_AMOUNT = re.compile(r"[£$€]?\s*(\d[\d,]*(?:\.\d+)?)\s*(k|m|bn|b|thousand|million|billion)?", re.IGNORECASE)
_YEARS = re.compile(r"\b([12]\d{3})\s?[/–-]\s?(\d{2}(?:\d{2})?)(?!\d)")
_ANY_YEAR = re.compile(r"\b[12]\d{3}\b")
_EXPONENT = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?[eE]\+?[0-9]{1,2}")
_DIGITS = re.compile(r"[0-9]{1,15}")
_SHORTEN = "This is a month: write it as ^^xsd:gYearMonth, or the year alone with four digits."
_MARK = re.compile(r"[-+.,/%]\d|\d[-+.,/%]")
"""A mark that belongs to a number, which then is not a whole one: ``1.5``, not ``p. 12``."""
_SHORT_YEAR = re.compile(r"([A-Za-z]{3,9})\.?[- '’](\d{2})")
_SERIAL = re.compile(r"[2-6]\d{4}")
"""A day as a spreadsheet counts it: days since 1899-12-30, here from 1954 to 2091."""
_FIRST_SERIAL = date(1899, 12, 30)
_SHORTER = {"gYear": re.compile("[12][0-9]{3}"), "gYearMonth": re.compile("[12][0-9]{3}-(?:0[1-9]|1[0-2])")}
"""Datatypes of dates without a day, or without a month, with their forms."""
_SCALES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}


def iso_date(text: str) -> str:
    """The ISO 8601 form of a date as people write it, the day before the month; empty when it is not a date.

    A month with a year gives ``2021-04``.
    """
    text = text.strip()
    if weekday := _WEEKDAY.match(text):
        text = text[weekday.end() :]
    if match := _NUMERIC_DATE.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _iso(year, month, day) or _iso(year, day, month)
    if (match := _MONTH_FIRST.fullmatch(text)) and (month := _month(match[1])):
        return _iso(int(match[3]), month, int(match[2]))
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, match.groups())
        return _iso(year, month, day)
    match = _WRITTEN_DATE.fullmatch(text)
    if not match or not (month := _month(match[2])):
        return ""
    return _iso(int(match[3]), month, int(match[1])) if match[1] else f"{match[3]}-{month:02}"


def _month(word: str) -> int:
    """The number of a month by its first letters, 0 for another word."""
    short = word[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def is_ambiguous(text: str) -> bool:
    """Whether the day and the month of a date may change places: ``03/04/2025``, not ``13/04/2025``."""
    match = _NUMERIC_DATE.fullmatch(text.strip())
    return match is not None and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2]


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def plain_integer(text: str) -> str:
    """The digits of an amount as people write it (``£1.2m``, ``12k``, ``1,200,000``), or an empty string.

    It is empty as well when the amount is not a whole number, or is longer than any real amount.
    """
    match = _AMOUNT.fullmatch(text.strip()) if len(text) < 40 else None
    if not match:
        return ""
    whole, _, part = match[1].replace(",", "").partition(".")
    zeros = _SCALES.get((match[2] or "").lower(), 0) - len(part.rstrip("0"))
    if zeros < 0:
        return ""
    return str(int(whole + part.rstrip("0") + "0" * zeros))


def _only_number(text: str) -> str:
    """The one number in some words (``para 12``), or a whole number with an exponent (``3e6``); else nothing."""
    if _EXPONENT.fullmatch(text):
        number = Decimal(text)
        return str(int(number)) if number == number.to_integral_value() else ""
    found = _DIGITS.findall(text)
    return found[0] if len(found) == 1 and len(text) < 40 and not _MARK.search(text) else ""


def excerpt(text: str, most: int = 60) -> str:
    """A string cut to fit into a sentence."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def kind(datatype: str) -> str:
    """What a value of a datatype is, in words that need no knowledge of XML Schema."""
    return _KINDS.get(datatype.removeprefix(XSD), f"a value of {local_name(datatype)}")


def value_of(text: str, datatype: str) -> str:
    """How to write a value of a datatype, as a sentence; empty when the value that was meant is not clear."""
    name = datatype.removeprefix(XSD)
    if name == "date":
        return _of_date(text.strip())
    if name in ("gYearMonth", "dateTime"):
        fix = iso_date(text)
    elif name == "gYear" and (years := _YEARS.search(text)):
        return _span(years) or (_SHORTEN if _SHORTER["gYearMonth"].fullmatch(text) else _FORMS[name])
    elif name == "gYear":
        fix = next(iter(_ANY_YEAR.findall(text)), "")
    else:
        fix = plain_integer(text) or _only_number(text) if datatype in NUMERIC else ""
    if fix and is_ambiguous(text):
        return f"Write {fix}, if the day is before the month in {excerpt(text)}."
    return f"Write {fix}." if fix and fix != text else _FORMS.get(name, "")


def _of_date(text: str) -> str:
    """How to write a day; or the month, the year or the years, where no more is known."""
    if fix := iso_date(text):
        if len(fix) == len("2021-04"):
            return f'Write "{fix}"^^xsd:gYearMonth.'
        return f"Write {fix}, if the day is before the month in {text}." if is_ambiguous(text) else f"Write {fix}."
    if kind := next((kind for kind, form in _SHORTER.items() if form.fullmatch(text)), ""):
        return f'Write the whole day, or "{text}"^^xsd:{kind} if only that is known.'
    if (match := _SHORT_YEAR.fullmatch(text)) and (month := _month(match[1])):
        return f'Write "20{match[2]}-{month:02}"^^xsd:gYearMonth, if {text} is a month of 20{match[2]}.'
    if _SERIAL.fullmatch(text):
        day = _FIRST_SERIAL + timedelta(days=int(text))
        return f"Write {day.isoformat()}, if {text} is a day as a spreadsheet counts it."
    if years := _YEARS.search(text):
        return _span(years) or _FORMS["date"]
    found = _ANY_YEAR.findall(text)
    return f'Write "{found[0]}"^^xsd:gYear, if only the year is known.' if len(found) == 1 else _FORMS["date"]


def _span(years: re.Match[str]) -> str:
    """What to write for two years; nothing where the second is no later one."""
    start, end = years[1], years[2] if len(years[2]) == 4 else years[1][:2] + years[2]
    if start >= end:
        return ""
    return f"This is a span of years: state its start as {start} and its end as {end}, each by itself."

"""How a literal in a query differs from those in the data: language, datatype, capitals, spelling, number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import isclose

from rapidfuzz import fuzz, process, utils

from accord.did_you_mean import MAX_CHARACTERS
from accord.explanations.query.model import Iri, Term, Value
from accord.explanations.terms import CLOSE
from accord.names import XSD

_WHOLE = (
    "integer long int short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)
NUMBERS = frozenset(XSD + name for name in f"{_WHOLE} decimal double float".split())
"""Datatypes that compare with one another."""
DATES = frozenset(
    XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "gMonthDay", "gMonth", "gDay", "time")
)
_AMOUNT = re.compile(r"[£$€+]?([0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+) ?(k|thousand|m|mn|million|bn|billion)?", re.I)
_SCALES = {"": 1.0, "k": 1e3, "t": 1e3, "m": 1e6, "b": 1e9}
"""The numbers that words after a number mean, by their first letter."""
_NEAR = 5
"""The names of the closest spelling that are looked at word by word."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The kind of a difference, the words for it (a clause that begins with "it"), and the literal of the data."""

    kind: str
    words: str
    value: Value


def family(value: Value) -> str:
    """What a literal compares with: all numbers are one family, all strings another, other datatypes each their own."""
    if value.language or value.datatype == XSD + "string":
        return "string"
    return "number" if value.datatype in NUMBERS else value.datatype


def difference(wanted: Value, found: Sequence[Value]) -> Difference | None:
    """The literal that was probably meant, of those in the data; None if none is close. The surest kind comes first."""
    for check in (_same_form, _capitals, _same_number, _part_of_date):
        for value in found:
            if difference := check(wanted, value):
                return difference
    return _spelling(wanted, found)


def _same_form(wanted: Value, value: Value) -> Difference | None:
    if wanted.lexical != value.lexical or wanted == value:
        return None
    if value.language and wanted.language:
        return Difference("other-language", f"it has the language tag @{value.language}", value)
    if value.language:
        return Difference("language-tag", f"it has the language tag @{value.language}", value)
    if wanted.language:
        return Difference("language-tag", "it has no language tag", value)
    return Difference("other-datatype", f"its datatype is different ({value.datatype.rsplit('#')[-1]})", value)


def _capitals(wanted: Value, value: Value) -> Difference | None:
    one, other = " ".join(wanted.lexical.split()), " ".join(value.lexical.split())
    if one.casefold() != other.casefold() or wanted.lexical == value.lexical:
        return None
    return Difference("other-case", "it differs in capitals or spaces", value)


def _same_number(wanted: Value, value: Value) -> Difference | None:
    if value.datatype not in NUMBERS:
        return None
    number = _number(wanted.lexical.strip())
    same = number is not None and isclose(number, float(value.lexical))
    return Difference("other-datatype", "it is a number spelled or typed in another way", value) if same else None


def _number(text: str) -> float | None:
    """The number that a string holds, also with separators, ``£`` or a word: ``£1.5 million``."""
    amount = _AMOUNT.fullmatch(text)
    if amount:
        return float(amount[1].replace(",", "")) * _SCALES[(amount[2] or "").lower()[:1]]
    with suppress(ValueError):
        return float(text)
    return None


def _part_of_date(wanted: Value, value: Value) -> Difference | None:
    """A year against a day in it, or the other way round."""
    if value.datatype not in DATES or not wanted.lexical[:4].isdigit() or value == wanted:
        return None
    if value.lexical.startswith(wanted.lexical[:4]):
        return Difference("other-datatype", f"its datatype is different ({value.datatype.rsplit('#')[-1]})", value)
    return None


def _spelling(wanted: Value, found: Sequence[Value]) -> Difference | None:
    if family(wanted) != "string" or len(wanted.lexical) > MAX_CHARACTERS or wanted.lexical.strip().isdecimal():
        return None  # another number is another value, however alike its digits are
    strings = {index: value for index, value in enumerate(found) if family(value) != "number"}
    forms = {index: utils.default_process(value.lexical) for index, value in strings.items()}
    name = utils.default_process(wanted.lexical)
    near = process.extract(name, forms, scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE, limit=_NEAR)
    best = next((found[index] for form, _, index in near if not _apart(name, form)), None)
    return Difference("other-spelling", "it is spelled another way", best) if best else None


def _apart(one: str, other: str) -> bool:
    """Whether each of two names has a word that is like none of the other's: "the North" and "the South"."""
    words, others = one.split(), other.split()

    def alone(words: list[str], others: list[str]) -> bool:
        return any(max((fuzz.ratio(word, other) for other in others), default=0) < CLOSE for word in words)

    return alone(words, others) and alone(others, words)


def kinds(found: Sequence[Term]) -> str:
    """``things`` when all are IRIs, ``literals`` when none is, ``mixed`` or ``none``."""
    things = sum(isinstance(term, Iri) for term in found)
    return "none" if not found else "things" if things == len(found) else "mixed" if things else "literals"

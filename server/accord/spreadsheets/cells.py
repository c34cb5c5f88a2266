"""Terms as cells: numbers, dates and links where spreadsheets have them, and elsewhere the same characters."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode

from accord.engine import Term
from accord.names import INTEGERS, NUMERIC, XSD
from accord.validation.datatypes import is_well_formed

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_EXACT_DIGITS = 15
"""Digits that Excel keeps of a number; it would show others as zeros."""
_FIRST_DAY = date(1900, 3, 1)
"""The first day that all spreadsheet programs count alike: some have a 29 February 1900."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table.

    ``text`` is what CSV has; ``value`` the same as a number, a date or a truth value where it is one; ``iri`` is that
    of a thing, whose name is ``text``, and ``link`` an address where it is described, or empty.
    """

    text: str
    value: int | float | bool | date | datetime | None = None
    iri: str = ""
    link: str = ""


class Cells:
    """Makes cells of terms, with the names and the addresses of things."""

    def __init__(self, name: Callable[[str], str], link: Callable[[str], str]) -> None:
        """``name`` and ``link`` give those of an IRI; a link is an absolute address, or empty."""
        self._name = name
        self._link = link

    def of(self, term: Term | None) -> tuple[Cell, ...]:
        """The cell of a term, none for what is unbound."""
        if term is None:
            return ()
        if isinstance(term, NamedNode):
            return (Cell(self._name(term.value), iri=term.value, link=self._link(term.value)),)
        if isinstance(term, Literal):
            return (Cell(term.value, _value(term)),)
        return (Cell(str(term)),)


def _value(literal: Literal) -> int | float | bool | date | datetime | None:
    """A literal as a number, a date or a truth value; ``None`` where a spreadsheet could not keep it exactly."""
    text, datatype = literal.value, literal.datatype.value
    if datatype in NUMERIC:
        return number(text, datatype)
    if datatype == XSD + "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text)
    try:
        if datatype == XSD + "date" and _DATE.fullmatch(text):
            day = date.fromisoformat(text)
            return day if day >= _FIRST_DAY else None
        if datatype == XSD + "dateTime" and _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            return moment if moment.date() >= _FIRST_DAY else None
    except ValueError:
        return None  # the day is not in the calendar: the characters are shown
    return None


def number(text: str, datatype: str) -> int | float | None:
    """A number of a numeric datatype; ``None`` for another string, infinity, or more digits than would be kept."""
    if sum(map(str.isdigit, text)) > _EXACT_DIGITS or not is_well_formed(text, datatype):
        return None  # what is not a number in spite of its datatype is shown as its characters
    value = int(text) if datatype in INTEGERS else float(text)
    return value if math.isfinite(value) else None

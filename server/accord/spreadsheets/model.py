"""A table for people, whatever file it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from accord.errors import LimitError
from accord.spreadsheets.cells import Cell

Row = TypeVar("Row")

MOST_ROWS = 100_000
"""Rows of a file for people: Excel shows up to 1,048,576, but writing that many takes a minute and 1 GB of memory."""

ABOUT, CHOICES = "About", "Choices"
"""The sheets of a table to fill in that say what it is for, and what may be chosen."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column. ``name`` is for programs (``asOf``), ``title`` for people (``as of``)."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class About:
    """What the second sheet of a workbook says: pairs of a word and its value, and the query in lines."""

    facts: tuple[tuple[str, str], ...]
    query: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its title, its columns, and rows of as many cells, ``None`` where nothing is known.

    A cell with several values is a tuple of them.
    """

    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[tuple[Cell, ...]]]

    def titled(self) -> Sheet:
        """The same with the titles of the columns for programs too, where a standard names them."""
        return replace(self, headings=tuple(Heading(one.title, one.title) for one in self.headings))


def limited(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows, until there are more than a file for people may have. Raises LimitError (400) then."""
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            message = f"The table has more than {MOST_ROWS:,} rows, which is too many for a spreadsheet."
            remedy = "Ask for less, or take the answer as plain CSV or JSON from the SPARQL endpoint."
            raise LimitError(message, limit="sheet_rows", value=MOST_ROWS, status=400, remedy=remedy)
        yield row

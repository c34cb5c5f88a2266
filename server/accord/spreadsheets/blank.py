"""A workbook to fill in (XLSX): headings with notes, lists to choose from, and columns of dates and numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from accord.spreadsheets.model import ABOUT, CHOICES

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in the file, which is the same each time, so that the same table is the same file."""
_LONGEST_NAME = 31
"""Characters of the name of a sheet."""
_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")
_WIDTH, _NOTE = 24, {"x_scale": 2.5, "y_scale": 2, "author": ""}
_NUMBERS = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
_DAYS = {"validate": "date", "criteria": "between", "minimum": datetime(1900, 1, 1), "maximum": datetime(9999, 12, 31)}


CellKind = Literal["words", "number", "date"]
"""The number format of a column's cells."""


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """A column to fill in.

    ``choices`` are all that may be in a cell; ``several`` says that a cell may have more than one value, or a value
    that a spreadsheet does not know, so that the program only warns.
    """

    heading: str
    note: str = ""
    kind: CellKind = "words"
    choices: tuple[str, ...] = ()
    several: bool = False


def write_blank(title: str, columns: Sequence[BlankColumn], about: Mapping[str, str], rows: int) -> bytes:
    """A workbook of three sheets: the table with so many rows to fill in, the lists to choose from, and ``about``."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": _MADE})
        table = _Table(book, title, rows)
        for number, column in enumerate(columns):
            table.write(number, column)
        sheet = book.add_worksheet(ABOUT)
        sheet.set_column(0, 0, _WIDTH)
        for row, (word, value) in enumerate(about.items()):
            sheet.write_string(row, 0, word)
            sheet.write_string(row, 1, value)
    return file.getvalue()


class _Table:
    """The first two sheets, while they are written."""

    def __init__(self, book: Any, title: str, rows: int) -> None:
        self._sheet = book.add_worksheet(title.translate(_NOT_IN_NAMES)[:_LONGEST_NAME] or "Table")
        self._sheet.freeze_panes(1, 0)
        self._choices = book.add_worksheet(CHOICES)
        self._lists = 0
        self._rows = rows
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {"words": "@", "date": "yyyy-mm-dd", "number": "General"}
        self._formats = {kind: book.add_format({"num_format": one}) for kind, one in formats.items()}

    def write(self, number: int, column: BlankColumn) -> None:
        """A heading, and what its cells may have."""
        self._sheet.set_column(number, number, _WIDTH, self._formats[column.kind])
        self._sheet.write_string(0, number, column.heading, self._head)
        if column.note:
            self._sheet.write_comment(0, number, column.note, _NOTE)
        rule = self._rule(column)
        if rule:
            kind = "warning" if column.several else "stop"
            self._sheet.data_validation(1, number, self._rows, number, {**rule, "error_type": kind})

    def _rule(self, column: BlankColumn) -> dict[str, Any]:
        """What the program allows in a cell. A list is on a sheet, since one in a rule has 255 characters at most."""
        if column.choices:
            letters = xl_col_to_name(self._lists)
            for row, choice in enumerate(column.choices):
                self._choices.write_string(row, self._lists, choice)
            self._lists += 1
            source = f"=Choices!${letters}$1:${letters}${len(column.choices)}"
            return {"validate": "list", "source": source, "error_title": "Not on the list"}
        if column.kind == "number":
            return {**_NUMBERS, "error_title": "Not a number", "error_message": "Write a number."}
        if column.kind == "date":
            return {**_DAYS, "error_title": "Not a date", "error_message": "Write a date."}
        return {}

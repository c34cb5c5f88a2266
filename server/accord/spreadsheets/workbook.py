"""XLSX (ECMA-376): the table on the first sheet, all its columns on another, and on the last where it comes from."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook

from accord.spreadsheets.cells import Cell
from accord.spreadsheets.csv_file import SEPARATOR
from accord.spreadsheets.model import About, Sheet

_MOST_LINKS = 65_000
"""Links of a sheet: Excel repairs a file with more than 65,530."""
_LONGEST_LINK, _LONGEST_TEXT = 2_000, 32_767
"""Characters of a link and of a cell that Excel opens; a longer one is cut, and says so."""
_CUT = "… (cut: the CSV has all of it)"
_WIDEST, _NARROWEST, _MEASURED = 60, 8, 200
"""Widths of columns in characters, and the rows by which they are chosen."""
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in the file, which is the same each time, so that the same answer is the same file."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_xlsx(sheet: Sheet, about: About, whole: Sheet | None = None) -> bytes:
    """A workbook with a table, the same with all columns (``whole``), and where it comes from.

    Strings are never formulas, and numbers and dates are what they are.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": sheet.title[:255], "created": _MADE})
        _Table(book, "Data").write(sheet)
        if whole:
            _Table(book, "All columns").write(whole)
        _write_about(book, about)
    return file.getvalue()


class _Table:
    """The sheet of a table, while it is written."""

    def __init__(self, book: Any, name: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._link = book.get_default_url_format()
        self._formats = {
            "date": book.add_format({"num_format": "d mmmm yyyy", "align": "left"}),
            "moment": book.add_format({"num_format": "d mmmm yyyy hh:mm:ss", "align": "left"}),
            "number": book.add_format({"num_format": "#,##0"}),
            "plain": book.add_format({"num_format": "General"}),
        }
        self._links = 0

    def write(self, sheet: Sheet) -> None:
        for column, heading in enumerate(sheet.headings):
            self._sheet.write_string(0, column, _clean(heading.title), self._head)
            self._sheet.set_column(column, column, _width(sheet, column))
        for number, row in enumerate(sheet.rows, 1):
            for column, cells in enumerate(row):
                self._write(number, column, cells)
        self._sheet.freeze_panes(1, 0)
        if sheet.headings and sheet.rows:
            self._sheet.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)

    def _write(self, row: int, column: int, cells: Sequence[Cell]) -> None:
        if not cells:
            return
        text, cell = _clean(SEPARATOR.join(one.text for one in cells)), cells[0]
        if len(cells) > 1 or cell.value is None and not cell.link:
            self._sheet.write_string(row, column, text)
        elif cell.link:
            self._write_link(row, column, cell.link, text)
        elif isinstance(cell.value, bool):
            self._sheet.write_boolean(row, column, cell.value)
        elif isinstance(cell.value, int | float):
            grouped = isinstance(cell.value, int) and abs(cell.value) >= 10_000
            self._sheet.write_number(row, column, cell.value, self._formats["number" if grouped else "plain"])
        else:
            moment = isinstance(cell.value, datetime)
            self._sheet.write_datetime(row, column, cell.value, self._formats["moment" if moment else "date"])

    def _write_link(self, row: int, column: int, link: str, text: str) -> None:
        self._links += 1
        if self._links > _MOST_LINKS or len(link) > _LONGEST_LINK:
            self._sheet.write_string(row, column, text)
        else:
            self._sheet.write_url(row, column, link, self._link, text)


def _write_about(book: Any, about: About) -> None:
    sheet = book.add_worksheet("About")
    head = book.add_format({"bold": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    for row, (word, value) in enumerate(about.facts):
        sheet.write_string(row, 0, _clean(word), head)
        sheet.write_string(row, 1, _clean(value), body)
    code = book.add_format({"font_name": "Courier New", "valign": "top"})
    if about.query:
        sheet.write_string(len(about.facts), 0, "Query", head)
    for row, line in enumerate(about.query.splitlines(), len(about.facts)):
        sheet.write_string(row, 1, _clean(line), code)


def _clean(text: str) -> str:
    """A string as a cell can hold it: without characters that XML cannot have, and not too long."""
    text = _CONTROL.sub("\ufffd", text)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - len(_CUT)] + _CUT


def _width(sheet: Sheet, column: int) -> int:
    lengths = [len(one.text) for row in sheet.rows[:_MEASURED] for one in row[column][:1]]
    return min(_WIDEST, max(_NARROWEST, len(sheet.headings[column].title), *lengths, _NARROWEST) + 2)

"""The rows of a table that somebody filled in: CSV as spreadsheet programs save it, or the cells of a workbook.

What people do to tables is read as they mean it where that is certain: a title above the headings, headings that are
repeated, empty rows, semicolons or tabs between the cells, UTF-16. What is not certain is refused with its place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accord.errors import InputError, LimitError, Place

NOTE = "#"
"""The beginning of a row of notes, which is not read as a thing."""
MOST_ROWS, MOST_CELL = 1_000, 5_000
"""Rows of a table that are read, and characters of a cell: what people fill in by hand is far below."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"
_SAVE = "Save it as CSV UTF-8."
_SUMS = frozenset(("total", "totals", "grand total", "subtotal", "sub-total", "sum"))
"""What the first cell of a row of sums says."""
_OLD, _PAGE = b"\xd0\xcf\x11\xe0", b"<"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its number in the file, from 1, its cells by heading, and the number of the column of each.

    ``head`` is the number of the row of the headings.
    """

    number: int
    cells: Mapping[str, str]
    places: Mapping[str, int]
    head: int = 1

    @property
    def is_sum(self) -> bool:
        """Whether the row is one of sums below the others."""
        return next((cell for cell in self.cells.values() if cell), "").casefold().rstrip(":") in _SUMS


@dataclass(frozen=True, slots=True)
class CellNote:
    """What is wrong with a cell before anything is made of it: its row and column, from 1, the sentence and the fix."""

    row: int
    column: int
    message: str
    remedy: str = ""


def heading_words(heading: str) -> str:
    """A heading as it is compared: in small letters, with single spaces, without a mark at its end."""
    return " ".join(heading.casefold().split()).rstrip(" :*")


def read_table(data: bytes, file: str) -> list[TableRow]:
    """The rows of a table in CSV. Raises InputError with the place for what is no CSV in UTF-8, and LimitError."""
    text = _decoded(data, file)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text)))
    except csv.Error as error:
        raise InputError(f"The table is not CSV: {error}.", place=_place(file), remedy=_SAVE) from error
    return table_rows(rows, file)


def table_rows(rows: Sequence[Sequence[str]], file: str) -> list[TableRow]:
    """The rows of a table of cells, the headings first. Raises InputError with the place, and LimitError."""
    if len(rows) > MOST_ROWS + 2 or any(len(cell) > MOST_CELL for row in rows for cell in row):
        message = f"The table has more than {MOST_ROWS:,} rows, or a cell of more than {MOST_CELL:,} characters."
        raise LimitError(message, limit="table_rows", value=MOST_ROWS, status=413, remedy="Divide it.")
    start = next((number for number, row in enumerate(rows) if _filled(row) > 1), 0)
    below = rows[start:]
    head = [" ".join(cell.split()) for cell in below[0]] if below else []
    _require_columns(head, below[1:], file, start + 1)
    return list(_rows(head, below[1:], start + 1))


def _decoded(data: bytes, file: str) -> str:
    """The text of a table, in UTF-8, or in UTF-16 with its mark at the beginning, as Excel writes it."""
    if data.startswith(_OLD):
        remedy = "Save it as .xlsx, or as CSV UTF-8."
        raise InputError("This is a workbook in the old form of Excel (.xls).", place=_place(file), remedy=remedy)
    if data.lstrip().startswith(_PAGE):
        message = "This is a web page or XML, not a table."
        raise InputError(message, place=_place(file), remedy="Open it, and save it as .xlsx or as CSV UTF-8.")
    try:
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line, odd = data[: error.start].count(b"\n") + 1, data[error.start : error.start + 1]
        meant = odd.decode("cp1252", "replace")
        shown = f" Row {line} has {meant!r} in another encoding." if meant.isprintable() and meant != "\ufffd" else ""
        raise InputError(f"The table is not UTF-8.{shown}", place=_place(file, line), remedy=_SAVE) from error


def _delimiter(text: str) -> str:
    """What is between the cells: what the first row with anything between its words has most of."""
    for line in text.splitlines():
        counts = {one: line.count(one) for one in _DELIMITERS}
        if any(counts.values()):
            return max(_DELIMITERS, key=counts.__getitem__)
    return ","


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _require_columns(head: Sequence[str], rows: Sequence[Sequence[str]], file: str, start: int) -> None:
    """Raise InputError, with the place, where a cell belongs to no column, or to one of two with the same heading."""
    for number, heading in enumerate(head, 1):
        if heading and heading in head[: number - 1]:
            place, remedy = _place(file, start, number), "Write several values into one cell, with ; between them."
            raise InputError(f"The heading {heading[:60]!r} is there twice.", place=place, remedy=remedy)
    for number, cells in enumerate(rows, start + 1):
        if _filled(cells[len(head) :]):
            place, remedy = _place(file, number), "Put a cell that has commas into quotes."
            raise InputError(f"Row {number} has more cells than there are headings.", place=place, remedy=remedy)


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]], start: int) -> Iterator[TableRow]:
    """The rows with something in them, except notes and headings that are repeated."""
    places: dict[str, int] = {}
    for number, name in enumerate(head, 1):
        places.setdefault(name, number)
    for number, cells in enumerate(rows, start + 1):
        is_head = [" ".join(cell.split()) for cell in cells[: len(head)]] == list(head)
        if _filled(cells) and not is_head and not cells[0].lstrip().startswith(NOTE):
            given = {name: _plain(cell) for name, cell in zip(head, cells, strict=False) if cell.strip()}
            yield TableRow(number, {name: given.get(name, "") for name in head[: len(cells)]}, places, start)


def _plain(cell: str) -> str:
    """A cell with single spaces, without the apostrophe that keeps spreadsheet programs from reading a formula."""
    cell = "\n".join(" ".join(line.split()) for line in cell.strip().splitlines())
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _place(file: str, row: int = 1, column: int = 1) -> Place:
    return Place(file, row, column, row, column)

"""The rows of a table that somebody filled in: CSV as spreadsheet programs save it, or the cells of a workbook.

What people do to tables is read as they mean it where that is certain: a title above the headings, headings that are
repeated, empty rows, semicolons or tabs between the cells, UTF-16. What is not certain is noted at its cell, and the
rest is read, so that all mistakes of a table are known at once.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from accord.errors import InputError, LimitError, Place

NOTE = "#"
"""The beginning of a row of notes, which is not read as a thing."""
MOST_ROWS, MOST_CELL = 1_000, 5_000
"""Rows of a table that are read, and characters of a cell: what people fill in by hand is far below."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t"
_SAVE = "Save it as CSV UTF-8."
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""What Python keeps of a byte that is not UTF-8 (PEP 383), as the character that Windows-1252 has for it."""
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


@dataclass(frozen=True, slots=True)
class GivenRows:
    """The rows of a table that can be read, and what is wrong with the others and with the headings."""

    rows: tuple[TableRow, ...]
    notes: tuple[CellNote, ...] = ()


def heading_words(heading: str) -> str:
    """A heading as it is compared: in small letters, with single spaces, without a mark at its end."""
    return " ".join(heading.casefold().split()).rstrip(" :*")


def read_table(data: bytes, file: str) -> GivenRows:
    """The rows of a table in CSV. Raises InputError with the place for what is no CSV, and LimitError."""
    text = _decoded(data, file)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text)))
    except csv.Error as error:
        raise InputError(f"The table is not CSV: {error}.", place=_place(file), remedy=_SAVE) from error
    given = table_rows([[cell.translate(_WINDOWS) for cell in row] for row in rows])
    return GivenRows(given.rows, (*_other_encoding(rows), *given.notes))


def table_rows(rows: Sequence[Sequence[str]]) -> GivenRows:
    """The rows of a table of cells, the headings first. Raises LimitError."""
    if len(rows) > MOST_ROWS + 2 or any(len(cell) > MOST_CELL for row in rows for cell in row):
        message = f"The table has more than {MOST_ROWS:,} rows, or a cell of more than {MOST_CELL:,} characters."
        raise LimitError(message, limit="table_rows", value=MOST_ROWS, status=413, remedy="Divide it.")
    start = next((number for number, row in enumerate(rows) if _filled(row) > 1), 0)
    below = rows[start:]
    head = [" ".join(cell.split()) for cell in below[0]] if below else []
    notes = (*_twice(head, start + 1), *_too_long(head, below[1:], start + 1))
    return GivenRows(tuple(_rows(head, below[1:], start + 1)), notes)


def _decoded(data: bytes, file: str) -> str:
    """The text of a table, in UTF-8, or in UTF-16 with its mark at the beginning, as Excel writes it.

    A byte that is not UTF-8 becomes a key of ``_WINDOWS``. Raises InputError where it is no letter in Windows-1252.
    """
    if data.startswith(_OLD):
        remedy = "Save it as .xlsx, or as CSV UTF-8."
        raise InputError("This is a workbook in the old form of Excel (.xls).", place=_place(file), remedy=remedy)
    if data.lstrip().startswith(_PAGE):
        message = "This is a web page or XML, not a table."
        raise InputError(message, place=_place(file), remedy="Open it, and save it as .xlsx or as CSV UTF-8.")
    try:
        text = data.decode("utf-16") if data.startswith(_UTF16) else data.decode("utf-8-sig", "surrogateescape")
    except UnicodeDecodeError as error:
        raise InputError("The table is not UTF-16.", place=_place(file), remedy=_SAVE) from error
    if "\0" in text or "\ufffd" in text.translate(_WINDOWS):
        raise InputError("The table is neither UTF-8 nor Windows-1252.", place=_place(file), remedy=_SAVE)
    return text


def _other_encoding(rows: Sequence[Sequence[str]]) -> Iterator[CellNote]:
    """A note at the first cell that is not UTF-8: all are, where a program saved the table in another encoding."""
    odd = (
        (row, column, one.translate(_WINDOWS))
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
        for one in cell
        if ord(one) in _WINDOWS
    )
    for row, column, meant in islice(odd, 1):
        yield CellNote(row, column, f"The table is not UTF-8. Row {row} has {meant!r} in another encoding.", _SAVE)


def _delimiter(text: str) -> str:
    """What is between the cells: what the first row with anything between its words has most of."""
    for line in text.splitlines():
        counts = {one: line.count(one) for one in _DELIMITERS}
        if any(counts.values()):
            return max(_DELIMITERS, key=counts.__getitem__)
    return ","


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _twice(head: Sequence[str], start: int) -> Iterator[CellNote]:
    """A note at each heading that is there already. Of the two columns the first is read."""
    for number, heading in enumerate(head, 1):
        if heading and heading in head[: number - 1]:
            remedy = "Write several values into one cell, with ; between them."
            yield CellNote(start, number, f"The heading {heading[:60]!r} is there twice.", remedy)


def _too_long(head: Sequence[str], rows: Sequence[Sequence[str]], start: int) -> Iterator[CellNote]:
    """A note at each row with a cell that belongs to no column. It is not read: its cells may be in wrong columns."""
    for number, cells in enumerate(rows, start + 1):
        if _filled(cells[len(head) :]):
            message = f"Row {number} has more cells than there are headings."
            yield CellNote(number, 1, message, "Put a cell that has commas into quotes.")


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]], start: int) -> Iterator[TableRow]:
    """The rows with something in them, except notes, headings that are repeated, and rows that are too long."""
    places: dict[str, int] = {}
    for number, name in enumerate(head, 1):
        places.setdefault(name, number)
    for number, cells in enumerate(rows, start + 1):
        is_head = [" ".join(cell.split()) for cell in cells[: len(head)]] == list(head)
        is_read = _filled(cells) and not is_head and not _filled(cells[len(head) :])
        if is_read and not cells[0].lstrip().startswith(NOTE):
            named = reversed(list(zip(head, cells, strict=False)))  # so that the first of two columns is read
            given = {name: _plain(cell) for name, cell in named if cell.strip()}
            yield TableRow(number, {name: given.get(name, "") for name in head[: len(cells)]}, places, start)


def _plain(cell: str) -> str:
    """A cell with single spaces, without the apostrophe that keeps spreadsheet programs from reading a formula."""
    cell = "\n".join(" ".join(line.split()) for line in cell.strip().splitlines())
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _place(file: str) -> Place:
    return Place(file, 1, 1, 1, 1)

"""Reading a workbook (XLSX, ECMA-376) that somebody filled in: the first sheet as strings.

A workbook is a zip of XML, and comes from outside. Its parts are unpacked here within limits, each is looked through
for a document type, and only plain XML reaches the library that reads cells. Nothing is calculated or fetched: macros
and links to other workbooks are refused, and of a formula only its cell and the value that was last shown are read. It
is meant for a confined process (:mod:`accord.sandbox`).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NoReturn
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from accord.errors import InputError, LimitError, Place
from accord.spreadsheets.model import ABOUT, CHOICES

SIGNATURE = b"PK\x03\x04"
"""The first bytes of a zip file."""
KIND = "Class"
"""The word beside the IRI of the class."""

_MOST_BYTES = 20 << 20
"""Bytes of all parts: a table of 1,000 rows and 200 columns has 10 MB."""
_MOST_RATIO = 100
"""Bytes for each byte of the zip: sheets that people fill in have 5 to 20."""
_MOST_PARTS = 500
_MOST_CELLS, _MOST_ROWS = 200_000, 10_000
"""Cells and rows with something in them: the reader makes room for all between the first and the last."""
_MOST_COLUMNS = 1_000
_MACROS, _LINKS = "vbaproject.bin", "/externallinks/"
_AGAIN = "Save it again as .xlsx, or as CSV UTF-8."
_EXACT = 10**15
"""Numbers below this are exact in a workbook."""


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """The first sheet of a workbook: its name, its rows from the first, and the class that the sheet about it names.

    ``merged`` are the first and the last row and column of merged cells, ``hidden`` the numbers of hidden rows, from 1,
    ``others`` the names of further sheets with something on them, and ``formulas`` the cells that have one.
    """

    name: str
    rows: list[list[str]]
    kind: str = ""
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)


def read_workbook(data: bytes, file: str) -> FilledSheet:
    """The first sheet. Raises InputError for what is not a workbook or has what is refused, LimitError for too much."""
    parts = dict(_parts(data, file))
    elements = {name: _elements(part, name, file) for name, part in parts.items()}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_plain_zip(parts)))
        shown = [
            one
            for one in book.sheets_metadata
            if one.typ is SheetTypeEnum.WorkSheet and one.visible is SheetVisibleEnum.Visible
        ]
        if not shown:
            _refuse("The workbook has no sheet that is shown.", file, "Put the table on the first sheet.")
        formulas = _formulas(elements, shown[0].name, file)
        rows = [[_text(cell) for cell in row] for row in book.get_sheet_by_name(shown[0].name).to_python(False)]
        kind = _kind(book.get_sheet_by_name(ABOUT).to_python(False)) if ABOUT in book.sheet_names else ""
    except CalamineError as error:
        raise InputError(f"The workbook cannot be read: {error}.", place=_start(file), remedy=_AGAIN) from error
    own = elements.get(_part_of(elements, shown[0].name), [])
    others = [one.name for one in shown[1:] if one.name not in (ABOUT, CHOICES) and _has_cells(elements, one.name)]
    return FilledSheet(shown[0].name, rows, kind, list(_merged(own)), list(_hidden(own)), others, formulas)


def cell_name(row: int, column: int, sheet: str = "") -> str:
    """A cell as spreadsheet programs call it (``Sheet!C7``), by row and column from 1; a name with blanks is quoted."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    quoted = sheet if sheet.isalnum() else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{letters}{row}" if sheet else f"{letters}{row}"


def _parts(data: bytes, file: str) -> Iterator[tuple[str, bytes]]:
    """The parts that are XML, by name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _require_few(entries, len(data), file)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    yield entry.filename, archive.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        message = f"The file is not a workbook that can be read: {error}."
        raise InputError(message, place=_start(file), remedy=_AGAIN) from error


def _require_few(entries: list[zipfile.ZipInfo], size: int, file: str) -> None:
    """Raise for a zip that is too large when it is unpacked, or has macros or links to other workbooks."""
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_PARTS or unpacked > min(_MOST_BYTES, _MOST_RATIO * size):
        message = f"The workbook has {len(entries):,} parts of {unpacked:,} bytes, unpacked from {size:,} bytes."
        remedy = (
            f"Delete from it what is not in the table: at most {_MOST_BYTES:,} bytes and {_MOST_RATIO} times the file."
        )
        raise LimitError(message, limit="workbook", value=_MOST_BYTES, status=413, place=_start(file), remedy=remedy)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        _refuse("The workbook has two parts with one name.", file, _AGAIN)
    if any(name.endswith(_MACROS) for name in names):
        _refuse("The workbook has macros.", file, "Save it as .xlsx without macros.")
    if any(_LINKS in f"/{name}" for name in names):
        _refuse("The workbook has links to other workbooks.", file, "Replace them with their values.")


def _plain_zip(parts: Mapping[str, bytes]) -> bytes:
    """The same parts without compression, so that the next reader unpacks nothing that was not measured here."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return file.getvalue()


def _elements(part: bytes, name: str, file: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a part in their order, as local names and attributes. Raises InputError for a document type."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        _refuse("The workbook has a document type, which may define entities.", file, _AGAIN)

    def start(tag: str, attributes: dict[str, str]) -> None:
        found.append((tag.rpartition(" ")[2], attributes))

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        message = f"The part {name[:60]!r} of the workbook is not XML: {error}."
        raise InputError(message, place=_start(file), remedy=_AGAIN) from error
    return found


Elements = Mapping[str, list[tuple[str, dict[str, str]]]]


def _formulas(elements: Elements, sheet: str, file: str) -> list[tuple[int, int]]:
    """The row and the column of each formula on the sheet. Raises LimitError for cells too many or too far out."""
    row = column = count = 0
    found: list[tuple[int, int]] = []
    for name, attributes in elements.get(_part_of(elements, sheet), ()):
        if name == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif name == "c":
            row, column = _place(attributes.get("r", ""), row, column + 1)
        elif name == "f":
            found.append((row, column))
        elif name in ("v", "is"):
            count += 1
            if row > _MOST_ROWS or column > _MOST_COLUMNS or count > _MOST_CELLS:
                message = f"The table goes on at {cell_name(row, column, sheet)}, which is too far."
                value, remedy = _MOST_CELLS, f"At most {_MOST_ROWS:,} rows and {_MOST_CELLS:,} cells. Divide it."
                raise LimitError(message, limit="cells", value=value, status=413, place=_start(file), remedy=remedy)
    return found


def _has_cells(elements: Elements, sheet: str) -> bool:
    """Whether something is written on a sheet."""
    return any(name in ("v", "is") for name, _ in elements.get(_part_of(elements, sheet), ()))


def _merged(sheet: Sequence[tuple[str, dict[str, str]]]) -> Iterator[tuple[int, int, int, int]]:
    """The first and the last row and column of the merged cells of a sheet."""
    for name, attributes in sheet:
        if name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = (_place(one, 1, 1) for one in (first, last or first))
            yield top, left, bottom, right


def _hidden(sheet: Sequence[tuple[str, dict[str, str]]]) -> Iterator[int]:
    """The numbers of the hidden rows of a sheet."""
    row = 0
    for name, attributes in sheet:
        if name == "row":
            row = int(attributes.get("r", row + 1))
            if attributes.get("hidden") in ("1", "true"):
                yield row


def _part_of(elements: Elements, sheet: str) -> str:
    """The part that holds a sheet, by the relations of the workbook."""
    related = {
        attributes.get("Id", ""): posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))[1:]
        for name, attributes in elements.get("xl/_rels/workbook.xml.rels", ())
        if name == "Relationship"
    }
    for name, attributes in elements.get("xl/workbook.xml", ()):
        if name == "sheet" and attributes.get("name") == sheet:
            ids = (value for key, value in attributes.items() if key.endswith(" id"))
            return related.get(next(ids, ""), "")
    return ""


def _place(name: str, row: int, column: int) -> tuple[int, int]:
    """Row and column of a cell by its name (``C7``); the ones that follow from its neighbours where it has none."""
    letters = name.rstrip("0123456789")
    if not name[len(letters) :] or len(letters) > 3:
        return row, column
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :][:9]), number


def _kind(rows: Sequence[Sequence[object]]) -> str:
    """What the sheet about the table says that its class is."""
    return next((str(row[1]).strip() for row in rows if len(row) > 1 and row[0] == KIND), "")


def _text(value: object) -> str:
    """A cell as a person would write it: dates as ISO 8601 has them, whole numbers without a fraction."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == datetime.min.time() else value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _refuse(message: str, file: str, remedy: str) -> NoReturn:
    raise InputError(message, place=_start(file), remedy=remedy)


def _start(file: str) -> Place:
    return Place(file, 1, 1, 1, 1)

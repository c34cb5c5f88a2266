"""The form of a kind of thing as a table: a column for each property, a row for each thing, and a note under each head.

A table is CSV in UTF-8, as spreadsheet programs save it, or the cells of a workbook. Several values of a cell are
separated by ``;``. What is read becomes the answers of a form, so that a table and a form make the same files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from accord.errors import InputError, LimitError, Place
from accord.forms.controls import Control, Form
from accord.forms.filling import Answers, Entry, Values
from accord.names import LABELS, local_name, slug_of

SEPARATOR = ";"
NOTE = "#"
"""The beginning of a row of notes, which is not read as a thing."""
MOST_ROWS, MOST_CELL = 1_000, 5_000
"""Rows of a table that are read, and characters of a cell: what people fill in by hand is far below."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_KIND, _SLUG = "kind", "address"
ADDRESS = "Lower-case words joined by hyphens. If it is empty, it is made from the name."
"""What to write in the last column."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what to write there, and the property, of the thing, of a part or of the evidence."""

    heading: str
    note: str
    control: Control
    part: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number in the file, from 1, its cells by heading, and the number of the column of each."""

    number: int
    cells: Mapping[str, str]
    places: Mapping[str, int]


def columns(form: Form) -> list[Column]:
    """The columns of a form, each with a heading of its own."""
    found = [Column(one.name, _note(one), one) for one in form.controls if one.kind not in ("kinds", "part")]
    for part in (one for one in form.controls if one.kind == "part"):
        found += [Column(f"{part.name}: {one.name}", _note(one), one, part.path) for one in part.parts]
    found += [Column(f"source: {one.name}", _note(one), one, "evidence") for one in form.evidence]
    seen: dict[str, Column] = {}
    for one in found:
        seen.setdefault(one.heading, one)
    return list(seen.values())


def template(form: Form) -> bytes:
    """An empty table as CSV: the headings, and a row of notes."""
    text = io.StringIO()
    writer = csv.writer(text)
    several = columns(form)
    choose = f"{NOTE} One of: {', '.join(map(local_name, kinds_of(form)))}. Rows that begin with {NOTE} are not read."
    writer.writerow([_KIND, *(one.heading for one in several), _SLUG])
    writer.writerow([choose, *(one.note for one in several), ADDRESS])
    return text.getvalue().encode()


def kinds_of(form: Form) -> list[str]:
    """The classes that a row may be of."""
    return [option for one in form.controls if one.kind == "kinds" for option in one.options]


def read_table(data: bytes, file: str) -> list[Row]:
    """The rows of a table in CSV. Raises InputError with the place for what is no CSV in UTF-8, and LimitError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        place, remedy = Place(file, line, 1, line, 1), "Save it as CSV UTF-8."
        raise InputError("The table is not UTF-8.", place=place, remedy=remedy) from error
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        place = Place(file, 1, 1, 1, 1)
        raise InputError(f"The table is not CSV: {error}.", place=place, remedy="Save it as CSV UTF-8.") from error
    return table_rows(rows, file)


def table_rows(rows: Sequence[Sequence[str]], file: str) -> list[Row]:
    """The rows of a table of cells, the headings first. Raises InputError with the place, and LimitError."""
    if len(rows) > MOST_ROWS + 2 or any(len(cell) > MOST_CELL for row in rows for cell in row):
        message = f"The table has more than {MOST_ROWS:,} rows, or a cell of more than {MOST_CELL:,} characters."
        raise LimitError(message, limit="table_rows", value=MOST_ROWS, status=413, remedy="Divide it.")
    _require_columns(rows, file)
    return list(_rows(rows))


def _require_columns(rows: Sequence[Sequence[str]], file: str) -> None:
    """Raise InputError, with the place, where a cell belongs to no column, or to one of two with the same heading."""
    head = [cell.strip() for cell in rows[0]] if rows else []
    for number, heading in enumerate(head, 1):
        if heading and heading in head[: number - 1]:
            place, remedy = (
                Place(file, 1, number, 1, number),
                "Write several values into one cell, with ; between them.",
            )
            raise InputError(f"The heading {heading[:60]!r} is there twice.", place=place, remedy=remedy)
    for number, cells in enumerate(rows, 1):
        if any(cell.strip() for cell in cells[len(head) :]):
            place, remedy = Place(file, number, 1, number, 1), "Put a cell that has commas into quotes."
            raise InputError(f"Row {number} has more cells than there are headings.", place=place, remedy=remedy)


def unknown_headings(form: Form, rows: Sequence[Row]) -> list[str]:
    """The headings of a table that the form does not have."""
    known = {*own_headings(), *(one.heading for one in columns(form))}
    return [heading for heading in (rows[0].cells if rows else ()) if heading not in known]


def own_headings() -> tuple[str, str]:
    """The headings that each table has, beside those of the properties: the kind and the address."""
    return _KIND, _SLUG


def answers_of(form: Form, row: Row) -> Answers:
    """A row as the answers of a form."""
    values: dict[str, list[Entry]] = {}
    parts: dict[str, dict[str, list[Entry]]] = {}
    for one in columns(form):
        entries = _entries(row.cells.get(one.heading, ""), one.control)
        if entries and one.part:
            parts.setdefault(one.part, {})[one.control.path] = entries
        elif entries:
            values[one.control.path] = entries
    evidence: Values = parts.pop("evidence", {})
    label = next((one.text for path in LABELS for one in values.get(path, ())), "")
    slug = slug_of(row.cells.get(_SLUG, "")) or slug_of(label) or f"row-{row.number}"
    given = {path: [inner] for path, inner in parts.items()}
    return Answers(_kind(form, row.cells.get(_KIND, "")), slug, values, given, [evidence])


def column_of(form: Form, row: Row, place: str) -> int:
    """The number (from 1) of the column of a place in the form, in the table of a row; 1 where there is none."""
    steps = [step for step in place.split() if not step.isdigit()]
    for one in columns(form):
        if one.control.path == steps[-1] and one.part == (steps[0] if len(steps) > 1 else ""):
            return row.places.get(one.heading, 1)
    return 1


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[Row]:
    head = [cell.strip() for cell in rows[0]] if rows else []
    places = {name: number for number, name in enumerate(head, 1)}
    for number, cells in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith(NOTE):
            yield Row(number, {name: _plain(cell) for name, cell in zip(head, cells, strict=False)}, places)


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheet programs from reading it as a formula."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _entries(cell: str, control: Control) -> list[Entry]:
    """The values of a cell; of words there is one, which may have a semicolon."""
    texts: Iterable[str] = [cell] if control.kind in ("words", "string") else cell.split(SEPARATOR)
    return [Entry(_option(text.strip(), control)) for text in texts if text.strip()]


def _option(text: str, control: Control) -> str:
    """The value of a choice, which may be given by its last part."""
    if control.kind != "choice":
        return text
    return next((one for one in control.options if text in (one, local_name(one))), text)


def _kind(form: Form, text: str) -> str:
    options = kinds_of(form)
    return next(
        (one for one in options if text in (one, local_name(one))), options[0] if len(options) == 1 else form.iri
    )


def _note(control: Control) -> str:
    """What to write in a column: the words of the shape, whether it is needed, and what is allowed."""
    needed = f"Needed{f', at least {control.minimum}' if control.minimum > 1 else ''}. " if control.minimum else ""
    allowed = f" One of: {', '.join(map(local_name, control.options))}." if control.options else ""
    return f"{needed}{control.help}{allowed}"

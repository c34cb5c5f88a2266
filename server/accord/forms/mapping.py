"""Mappings for tables from elsewhere: which column is which heading of a form.

A mapping is a table too (CSV): ``column`` is a heading of theirs, ``heading`` one of the form, or empty for what is not
read. Without a column, ``value`` is what each row has, in which ``{row}`` stands for the number of the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accord.errors import InputError, Place
from accord.forms.controls import Form
from accord.forms.filled_tables import TableRow, read_table
from accord.forms.tables import headings

_COLUMN, _HEADING, _VALUE = "column", "heading", "value"


@dataclass(frozen=True, slots=True)
class Mapped:
    """One line of a mapping."""

    column: str
    heading: str
    value: str


def read_mapping(data: bytes, file: str, form: Form) -> list[Mapped]:
    """The lines of a mapping. Raises InputError, with the place, for anything else, or for an unknown heading."""
    known = set(headings(form))
    found: list[Mapped] = []
    given = read_table(data, file)
    for note in given.notes:
        place = Place(file, note.row, note.column, note.row, note.column)
        raise InputError(note.message, place=place, remedy=note.remedy)
    for row in given.rows:
        if not {_COLUMN, _HEADING} <= row.cells.keys():
            place = Place(file, 1, 1, 1, 1)
            raise InputError("A mapping has the columns column, heading and value.", place=place, remedy="Add them.")
        one = Mapped(row.cells[_COLUMN], row.cells[_HEADING], row.cells.get(_VALUE, ""))
        if one.heading and one.heading not in known:
            place, remedy = Place(file, row.number, 2, row.number, 2), "Use the headings of `accord table`."
            raise InputError(f"The form has no column {one.heading[:60]!r}.", place=place, remedy=remedy)
        found.append(one)
    return found


def mapped(rows: Sequence[TableRow], mapping: Sequence[Mapped]) -> list[TableRow]:
    """The rows with the headings of the form. A column that the mapping does not name keeps its own heading."""
    named = {one.column for one in mapping}
    return [_row(row, mapping, named) for row in rows]


def _row(row: TableRow, mapping: Sequence[Mapped], named: set[str]) -> TableRow:
    cells: dict[str, str] = {name: cell for name, cell in row.cells.items() if name not in named}
    places: dict[str, int] = {name: row.places[name] for name in cells}
    for one in mapping:
        text = row.cells.get(one.column, "") if one.column else one.value.replace("{row}", str(row.number))
        if one.heading and text and not cells.get(one.heading):
            cells[one.heading] = text
            places[one.heading] = row.places.get(one.column, 1)
    return TableRow(row.number, cells, places, row.head)

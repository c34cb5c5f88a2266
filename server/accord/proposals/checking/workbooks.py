"""The table of a kind of thing as a workbook, and the rows of a filled one, read in a confined process."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from accord.forms.controls import Form
from accord.forms.filled_tables import MOST_ROWS, CellNote, TableRow, read_table, table_rows
from accord.forms.tables import ADDRESS, Column, columns, kinds_of
from accord.names import XSD, local_name, slug_of
from accord.proposals.checking.checks import confined
from accord.proposals.checking.contributions import pack, unpack
from accord.proposals.checking.forms import maker_of
from accord.publication import Publication, SourceFile
from accord.spreadsheets.blank import BlankColumn, CellKind, write_blank
from accord.spreadsheets.model import ABOUT
from accord.spreadsheets.reading import KIND, SIGNATURE, cell_name, read_workbook

__all__ = ["ABOUT", "Cells", "FilledTable", "cell_name", "cells_task", "empty_workbook", "packed", "read_filled"]

Cells = Callable[[bytes, str], Any]
"""Reads a workbook apart from this process: the answer of :func:`cells_task` for its bytes and its name."""


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A filled table: its rows, its sheet (empty for CSV), and the class that it says or its file is named after.

    ``merged`` are the first and the last row and column of merged cells, ``hidden`` the numbers of hidden rows, and
    ``others`` the names of further sheets with something on them. ``notes`` say what could not be read.
    """

    rows: tuple[TableRow, ...]
    sheet: str
    kind: str
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: tuple[int, ...] = ()
    others: tuple[str, ...] = ()
    notes: tuple[CellNote, ...] = ()


def empty_workbook(form: Form) -> bytes:
    """A workbook to fill in, for things of the kind of a form."""
    kinds = tuple(map(local_name, kinds_of(form)))
    several = [
        BlankColumn("kind", "What kind of thing the row is about.", choices=kinds),
        *map(_blank, columns(form)),
        BlankColumn("address", ADDRESS),
    ]
    about = {
        "Table": form.name,
        KIND: form.iri,
        "To fill in": "One row for each thing. The note of each heading says what to write.",
        "Several values": "Write a ; between them.",
        "To check": "accord check FILE.xlsx, or the form of this kind on the site.",
    }
    return write_blank(form.name, several, about, MOST_ROWS)


def empty_workbook_task(publication: Publication, request: Any) -> str:
    """The workbook of a class (an IRI), in base64."""
    return base64.b64encode(empty_workbook(maker_of(publication).form(str(request)))).decode()


def read_filled(data: bytes, name: str, cells: Cells | None = None) -> FilledTable:
    """The rows of a filled table, CSV or a workbook. Raises InputError with the place, and LimitError.

    ``cells`` reads a workbook; by default a child of this process does.
    """
    if not data.startswith(SIGNATURE):
        given = read_table(data, name)
        return FilledTable(given.rows, "", slug_of(PurePath(name).stem), notes=given.notes)
    read = cells or _read_confined
    found = read(data, name)
    rows = [[str(cell) for cell in row] for row in found["rows"]]
    kind = str(found["kind"]) or slug_of(PurePath(name).stem)
    merged = tuple((int(top), int(left), int(bottom), int(right)) for top, left, bottom, right in found["merged"])
    given = table_rows(rows)
    notes = (*given.notes, *(_formula(int(row), int(column)) for row, column in found["formulas"]))
    return FilledTable(
        given.rows, str(found["name"]), kind, merged, tuple(found["hidden"]), tuple(found["others"]), notes
    )


def cells_task(_: Publication, request: Any) -> dict[str, Any]:
    """The first sheet of a workbook: its ``name``, its ``rows`` of strings, and the ``kind`` that the workbook says."""
    (file,) = unpack(request)
    found: dict[str, Any] = confined(_cells, file.data, file.path)
    return found


def packed(data: bytes, name: str) -> Any:
    """The request of :func:`cells_task`."""
    return pack([SourceFile(name, ("data",), data)])


def _read_confined(data: bytes, name: str) -> Any:
    return confined(_cells, data, name)


def _cells(data: bytes, name: str) -> dict[str, Any]:
    return asdict(read_workbook(data, name))


def _formula(row: int, column: int) -> CellNote:
    message = "The cell has a formula, which is not calculated here."
    return CellNote(row, column, message, "Copy the cell, and paste it as a value.")


def _blank(column: Column) -> BlankColumn:
    """A column of a form. A date that may be a year alone is words: a spreadsheet would make a day of it."""
    control = column.control
    day = control.kind == "date" and control.datatypes == (XSD + "date",)
    kind: CellKind = "date" if day else "number" if control.kind == "number" else "words"
    choices = tuple(map(local_name, control.options))
    return BlankColumn(column.heading, column.note, kind, choices, several=day or control.most != 1)

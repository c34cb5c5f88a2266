"""CSV for people (RFC 4180): a column with IRIs is followed by one with their names, and no cell is a formula."""

from __future__ import annotations

import csv
import io

from accord.spreadsheets.cells import Cell
from accord.spreadsheets.model import Sheet
from accord.things.lists.tables import no_formula

SEPARATOR = " | "
"""Between the values of a cell that has several."""


def write_csv(sheet: Sheet) -> bytes:
    """A table as CSV in UTF-8. ``x_label`` has the names of the things whose IRIs are in ``x``."""
    text = io.StringIO()
    writer = csv.writer(text)
    named = [any(cell.iri for row in sheet.rows for cell in row[at]) for at in range(len(sheet.headings))]
    head: list[str] = []
    for heading, is_named in zip(sheet.headings, named, strict=True):
        head += [heading.name, f"{heading.name}_label"] if is_named else [heading.name]
    writer.writerow(head)
    for row in sheet.rows:
        fields: list[str] = []
        for cells, is_named in zip(row, named, strict=True):
            fields.append(_joined(cells, [cell.iri or cell.text for cell in cells]))
            if is_named:
                fields.append(_joined(cells, [cell.text if cell.iri else "" for cell in cells]))
        writer.writerow(fields)
    return text.getvalue().encode()


def _joined(cells: tuple[Cell, ...], texts: list[str]) -> str:
    """The values of a cell. A number stays as it is, also with a minus sign."""
    if len(cells) == 1 and cells[0].value is not None:
        return texts[0]
    return no_formula(*texts, separator=SEPARATOR)

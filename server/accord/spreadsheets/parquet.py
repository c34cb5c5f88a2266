"""Parquet: tables with typed columns, for programs that read columns (pandas, DuckDB, Arrow, R).

It is written by pyarrow, which the extra ``accord[parquet]`` installs; without it, :class:`MissingExtra` says so.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from importlib.util import find_spec
from itertools import islice
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from accord.errors import MissingExtra
from accord.names import NUMERIC, XSD
from accord.spreadsheets.cells import Cell, number
from accord.spreadsheets.model import Sheet

_DATED = tuple(XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth"))
_YEAR = re.compile(r"-?[0-9]{4,6}(?![0-9])")
_BATCH = 50_000
"""Statements in a group of rows: about 10 MB in memory."""


def has_parquet() -> bool:
    """Whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def _arrow() -> Any:
    if not has_parquet():
        remedy = "Install it beside Accord, pip install 'accord[parquet]', or take the table as CSV."
        raise MissingExtra("Parquet is written by the library pyarrow, which is not installed here.", remedy=remedy)
    import pyarrow

    return pyarrow


def write_parquet(sheet: Sheet) -> bytes:
    """A table with a type for each column: numbers, dates and truth values where all its cells are such, else strings.

    A column in which a cell has several values is a list of its type. ``x`` has IRIs where there are any, and
    ``x_label`` the names. Raises MissingExtra.
    """
    arrow = _arrow()
    columns: dict[str, Any] = {}
    for at, heading in enumerate(sheet.headings):
        cells = [row[at] for row in sheet.rows]
        columns[heading.name] = _array(arrow, cells, lambda cell: cell.iri or cell.text)
        if any(cell.iri for each in cells for cell in each):
            columns[f"{heading.name}_label"] = _array(arrow, cells, lambda cell: cell.text if cell.iri else None)
    return _written(arrow.table(columns))


def _array(arrow: Any, cells: Sequence[tuple[Cell, ...]], text: Any) -> Any:
    """The values of a column."""
    kind = _kind(arrow, [cell for each in cells for cell in each])
    values = [[text(cell) if kind == arrow.string() else cell.value for cell in each] for each in cells]
    if any(len(each) > 1 for each in values):
        return arrow.array([each or None for each in values], arrow.list_(kind))
    return arrow.array([each[0] if each else None for each in values], kind)


def _kind(arrow: Any, cells: Sequence[Cell]) -> Any:
    """The type that all values have; whole numbers and others together are numbers with a point."""
    kinds = {type(cell.value) for cell in cells}
    types = {
        bool: arrow.bool_(),
        int: arrow.int64(),
        float: arrow.float64(),
        date: arrow.date32(),
        datetime: arrow.timestamp("us"),
    }
    if kinds == {int, float}:
        return arrow.float64()
    found = types.get(next(iter(kinds))) if len(kinds) == 1 else None
    return arrow.string() if found is None else found


def write_statements(quads: Iterable[Quad]) -> bytes:
    """Statements as rows: the terms and the graph, and the value again as a number, a date or a year where it is one.

    Raises MissingExtra.
    """
    arrow = _arrow()
    from pyarrow import parquet

    strings = ("subject", "predicate", "object", "object_kind", "datatype", "language", "graph")
    fields = [(name, arrow.string()) for name in strings] + [("number", arrow.float64())]
    fields += [("date", arrow.date32()), ("year", arrow.int32())]
    schema, out = arrow.schema(fields), io.BytesIO()
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(map(_row, quads)):
            writer.write_table(arrow.table(dict(zip(schema.names, zip(*batch, strict=True), strict=True)), schema))
    return out.getvalue()


def _batches(rows: Iterator[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _row(quad: Quad) -> tuple[object, ...]:
    value = quad.object
    terms = (_text(quad.subject), quad.predicate.value, _text(value))
    if not isinstance(value, Literal):
        kind = "iri" if isinstance(value, NamedNode) else "blank"
        return *terms, kind, None, None, _text(quad.graph_name), None, None, None
    datatype = value.datatype.value
    amount = number(value.value, datatype) if datatype in NUMERIC else None
    return (
        *terms,
        *("literal", datatype, value.language, _text(quad.graph_name)),
        *(None if amount is None else float(amount), _day(value.value) if datatype == XSD + "date" else None),
        _year(value.value) if datatype in _DATED else None,
    )


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None  # a time zone, or a year before 1: the string in the column before has it


def _year(text: str) -> int | None:
    found = _YEAR.match(text)
    return int(found[0]) if found else None


def _written(table: Any) -> bytes:
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()

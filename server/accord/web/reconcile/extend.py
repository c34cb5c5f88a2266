"""The data extension of the Reconciliation Service API: columns about the things in somebody's table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import isfinite
from typing import Any

from flask import abort
from pyoxigraph import NamedNode

from accord.names import INTEGERS, LABELS, NUMERIC, RDF, XSD
from accord.search import CellColumn, ThingCell
from accord.web.reconcile.entities import thing_id, thing_iri
from accord.web.requests.limits import Deadline, within
from accord.web.site import Site

_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}")
"""An integer that Python reads: its limit is 4,300 digits, and a longer one is given as a string."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def column_id(site: Site, column: CellColumn) -> str:
    """The id of a column in the API: the prefixed name of the property, and after ``=`` the register."""
    return site.addresses.short(column.property) + (f"={column.scheme}" if column.scheme else "")


def read_column(site: Site, name: str) -> CellColumn:
    """The column of an id, which need not be that of any property here."""
    property, _, scheme = name.partition("=") if "://" not in name else (name, "", "")
    return CellColumn(site.addresses.expand(property), scheme)


def described(site: Site, column: CellColumn) -> dict[str, str]:
    """A column with its name, and its definition if the ontology has one."""
    fields = {"id": column_id(site, column), "name": column.scheme or site.things.labels.of(column.property).text}
    term = site.things.vocabulary.get(column.property)
    return fields | ({"description": term.definition.text} if term and term.definition and not column.scheme else {})


def objects(values: Any) -> list[dict[str, Any]]:
    """A JSON list of objects; an empty one for none."""
    several = values or []
    if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
        abort(400, "The properties are a list of objects.")
    return several


def extend(site: Site, asked: Any, deadline: Deadline) -> str:
    """The cells of the things (``ids``) in the columns (``properties``) that are asked for, as JSON.

    Raises LimitError for too many things or cells (413), for too long an answer (413), and at the deadline (504).
    """
    match asked:
        case {"ids": [*ids], "properties": [*properties]}:
            slugs = dict.fromkeys(map(str, ids))
            names = dict.fromkeys(str(one.get("id", "")) for one in objects(properties))
        case _:
            abort(400, 'A data extension is {"ids": […], "properties": [{"id": …}]}.')
    within("extend_things", len(ids), "The data extension")
    within("extend_cells", len(ids) * len(properties), "The data extension")
    columns = {name: known_column(site, name) for name in names}
    meta = _written([_meta(site, name, column) for name, column in columns.items()])
    rows = ",".join(_rows(site, slugs, columns, deadline))
    return f'{{"meta": {meta}, "rows": {{{rows}}}}}'


def _rows(site: Site, slugs: Iterable[str], columns: Mapping[str, CellColumn], deadline: Deadline) -> Iterator[str]:
    """Each row as a member of a JSON object, written at once, so that the length is known before all are made."""
    length = 0
    for slug in slugs:
        row = {}
        for name, column in columns.items():
            deadline.check()
            row[name] = _cells(site, slug, column)
        written = f"{_written(slug)}: {_written(row)}"
        length += len(written)
        within("extend_bytes", length, "The answer to the data extension")
        yield written


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def known_column(site: Site, name: str) -> CellColumn:
    """The column of an id; 400 for an id that is not an IRI, or a property or a register that nothing here has."""
    within("batch_text", len(name), "The name of a property")
    column = read_column(site, name)
    try:
        NamedNode(column.property)
    except ValueError:
        abort(400, f"“{name}” is not the name of a property. See /reconcile/properties for a list.")
    if not _has_column(site, column):
        abort(400, f"No thing here has the property “{name}”. See /reconcile/properties for a list.")
    return column


def _has_column(site: Site, column: CellColumn) -> bool:
    """Whether things have a column, or the ontology has its property, which may be empty."""
    defined = site.things.vocabulary.get(column.property) is not None or column.property in (*LABELS, RDF + "type")
    return (defined and not column.scheme) or column in site.cells.columns("")


def _meta(site: Site, name: str, column: CellColumn) -> dict[str, object]:
    """The header of a column. A column of things has their class, so that they can be extended in turn."""
    term = site.things.vocabulary.get(column.property)
    kinds = [kind for kind in (term.ranges if term else ()) if site.things.class_index.size(kind)]
    fields: dict[str, object] = {**described(site, column), "id": name}
    fields.pop("description", None)
    if kinds:
        fields["type"] = {"id": site.addresses.short(kinds[0]), "name": site.things.labels.of(kinds[0]).text}
    return fields


def _cells(site: Site, slug: str, column: CellColumn) -> list[dict[str, object]]:
    thing = site.search.things.get(thing_iri(site, slug))
    return [written_cell(site, cell) for cell in site.cells.of(thing, column)] if thing else []


def written_cell(site: Site, cell: ThingCell) -> dict[str, object]:
    """A value as JSON. A literal that is not of its datatype, or that JSON has no number for, stays a string.

    A date without a day stays a string too, since nothing is made more exact than it is.
    """
    if cell.thing:
        return {"id": thing_id(site, cell.thing.iri), "name": cell.text}
    datatype = cell.literal.datatype.value if cell.literal else ""
    try:
        if datatype in INTEGERS and _INTEGER.fullmatch(cell.text):
            return {"int": int(cell.text)}
        if datatype in NUMERIC - INTEGERS and _NUMBER.fullmatch(cell.text) and isfinite(number := float(cell.text)):
            return {"float": number}
        if datatype == XSD + "date" and len(cell.text) == len("2018-01-05"):
            return {"date": f"{date.fromisoformat(cell.text).isoformat()}T00:00:00"}
    except ValueError:
        return {"str": cell.text}
    return {"str": cell.text}

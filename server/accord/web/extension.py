"""The data extension of the Reconciliation Service API: columns that others add to their tables of our things."""

from __future__ import annotations

from typing import Any

from flask import abort
from pyoxigraph import NamedNode

from accord.names import XSD
from accord.search import Cell, Column
from accord.web.site import Site

ROWS = 1000
"""How many things one request may be about."""

_INTEGERS = (XSD + "integer", XSD + "nonNegativeInteger", XSD + "positiveInteger")
_DECIMALS = (XSD + "decimal", XSD + "double")


def column_id(site: Site, column: Column) -> str:
    """What the API calls a column: the prefixed name of the property, and after ``=`` the register."""
    return site.addresses.short(column.property) + (f"={column.scheme}" if column.scheme else "")


def read_column(site: Site, name: str) -> Column:
    """The column of a name; any IRI is one, if perhaps empty."""
    property, _, scheme = name.partition("=") if "://" not in name else (name, "", "")
    return Column(site.addresses.expand(property), scheme)


def described(site: Site, column: Column) -> dict[str, str]:
    """A column with its name, and what it means where the ontology says so."""
    said = {"id": column_id(site, column), "name": column.scheme or site.labels.of(column.property).text}
    term = site.vocabulary.get(column.property)
    return said | ({"description": term.definition.text} if term and term.definition and not column.scheme else {})


def objects(values: Any) -> list[dict[str, Any]]:
    """A JSON list of objects, or none at all."""
    several = values or []
    if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
        abort(400, "The properties are a list of objects.")
    return several


def extend(site: Site, asked: Any) -> dict[str, object]:
    """The cells of the things (``ids``) in the columns (``properties``) that are asked for."""
    match asked:
        case {"ids": [*ids], "properties": [*properties]} if len(ids) <= ROWS:
            names = [str(one.get("id", "")) for one in objects(properties)]
        case _:
            abort(400, f'A data extension is {{"ids": […], "properties": [{{"id": …}}]}}, with at most {ROWS} ids.')
    columns = {name: _known_column(site, name) for name in names}
    rows = {str(slug): {name: _cells(site, str(slug), column) for name, column in columns.items()} for slug in ids}
    return {"meta": [_meta(site, name, column) for name, column in columns.items()], "rows": rows}


def _known_column(site: Site, name: str) -> Column:
    """The column of a name; 400 for a word that is no IRI, for which no answer could be made."""
    column = read_column(site, name)
    try:
        NamedNode(column.property)
    except ValueError:
        abort(400, f"“{name}” names no property. /reconcile/properties lists those that there are.")
    return column


def _meta(site: Site, name: str, column: Column) -> dict[str, object]:
    """The head of a column; that of things says of which class they are, so that they can be extended in turn."""
    term = site.vocabulary.get(column.property)
    kinds = [kind for kind in (term.ranges if term else ()) if site.catalogue.size(kind)]
    said: dict[str, object] = {**described(site, column), "id": name}
    said.pop("description", None)
    if kinds:
        said["type"] = {"id": site.addresses.short(kinds[0]), "name": site.labels.of(kinds[0]).text}
    return said


def _cells(site: Site, slug: str, column: Column) -> list[dict[str, object]]:
    thing = site.search.things.get(site.resources.things + slug)
    return [_cell(site, cell) for cell in site.cells.of(thing, column)] if thing else []


def _cell(site: Site, cell: Cell) -> dict[str, object]:
    """A value as JSON has it. A date is one only when its day is known; nothing is made more exact."""
    if cell.thing:
        return {"id": cell.thing.iri.removeprefix(site.resources.things), "name": cell.text}
    datatype = cell.literal.datatype.value if cell.literal else ""
    if datatype in _INTEGERS:
        return {"int": int(cell.text)}
    if datatype in _DECIMALS:
        return {"float": float(cell.text)}
    if datatype == XSD + "date" and len(cell.text) == len("2018-01-05"):
        return {"date": f"{cell.text}T00:00:00"}
    return {"str": cell.text}

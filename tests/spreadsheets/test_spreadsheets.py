"""Tables for people: what a spreadsheet program reads is what was stated, and no cell is a formula."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from pyoxigraph import BlankNode, Literal, NamedNode

from accord.errors import LimitError
from accord.names import XSD
from accord.spreadsheets import About, Cells, Heading, Sheet, limited, write_csv, write_xlsx
from accord.spreadsheets.model import MOST_ROWS
from accord.spreadsheets.places import PlottedThing, write_geojson

CELLS = Cells(lambda iri: f"Name of {iri}", lambda iri: iri if iri.startswith("https:") else "")
THING = NamedNode("https://example.org/thing")


def typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


def sheet(*terms: Any) -> Sheet:
    return Sheet("T", tuple(Heading(f"c{n}", f"C {n}") for n in range(len(terms))), [[CELLS.of(one) for one in terms]])


def opened(of: Sheet, about: About = About(())) -> Any:  # noqa: B008
    return load_workbook(io.BytesIO(write_xlsx(of, about)))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (typed("125000000", "integer"), 125000000),
        (typed("-4.50", "decimal"), -4.5),
        (typed("1e3", "double"), 1000),
        (typed("NaN", "double"), "NaN"),
        (typed("12345678901234567890", "integer"), "12345678901234567890"),
        (typed("many", "integer"), "many"),
        (typed("1_000", "integer"), "1_000"),
        (typed("2024-02-29", "date"), datetime(2024, 2, 29)),
        (typed("2023-02-29", "date"), "2023-02-29"),
        (typed("1871-03-01", "date"), "1871-03-01"),
        (typed("2024-05-31T10:00:00", "dateTime"), datetime(2024, 5, 31, 10)),
        (typed("2024-05-31T10:00:00Z", "dateTime"), "2024-05-31T10:00:00Z"),
        (typed("1871-03", "gYearMonth"), "1871-03"),
        (typed("true", "boolean"), True),
        (Literal("plain"), "plain"),
        (Literal("=1+1"), "=1+1"),
        (Literal("https://example.org/"), "https://example.org/"),
        (Literal("a\x00b\ufffe"), "a\ufffdb\ufffd"),
        (NamedNode("urn:x"), "Name of urn:x"),
        (THING, "Name of https://example.org/thing"),
        (BlankNode("b"), "_:b"),
        (None, None),
    ],
)
def test_a_cell_has_the_type_of_its_term(term: Any, value: Any) -> None:
    cell = opened(sheet(term))["Data"]["A2"]
    assert cell.value == value
    assert type(cell.value) is type(value) or isinstance(value, float | int)
    assert cell.data_type != "f"
    assert (cell.hyperlink.target if cell.hyperlink else None) == (
        "https://example.org/thing" if term == THING else None
    )


def test_a_long_string_is_cut_and_says_so() -> None:
    assert opened(sheet(Literal("x" * 40_000)))["Data"]["A2"].value.endswith("(cut: the CSV has all of it)")


def test_a_long_name_of_a_link_is_whole() -> None:
    named = Cells(lambda iri: "name " * 100, lambda iri: iri)
    cell = opened(Sheet("T", (Heading("x", "X"),), [[named.of(THING)]]))["Data"]["A2"]
    assert (cell.value, cell.hyperlink.target) == ("name " * 100, THING.value)


def test_the_second_sheet_says_where_it_comes_from() -> None:
    book = opened(sheet(Literal("x")), About((("Licence", "CC BY"), ("Address", "=x")), "SELECT *\n{ ?s ?p ?o }"))
    assert [[cell.value for cell in row] for row in book["About"].rows] == [
        ["Licence", "CC BY"],
        ["Address", "=x"],
        ["Query", "SELECT *"],
        [None, "{ ?s ?p ?o }"],
    ]
    assert book["Data"].freeze_panes == "A2"


def test_the_same_table_is_the_same_file() -> None:
    assert write_xlsx(sheet(THING), About(())) == write_xlsx(sheet(THING), About(()))


def test_a_column_of_iris_is_followed_by_their_names() -> None:
    rows = list(
        csv.reader(io.StringIO(write_csv(sheet(THING, typed("-5", "integer"), Literal("-cmd"), None)).decode()))
    )
    assert rows == [["c0", "c0_label", "c1", "c2", "c3"], [THING.value, f"Name of {THING.value}", "-5", "'-cmd", ""]]


def test_a_cell_with_several_values_has_all() -> None:
    two = Sheet("T", (Heading("c", "C"),), [[(*CELLS.of(THING), *CELLS.of(Literal("=b")))]])
    assert opened(two)["Data"]["A2"].value == "Name of https://example.org/thing | =b"
    assert write_csv(two).decode().splitlines()[1] == f"{THING.value} | =b,Name of {THING.value} | "


def test_a_table_for_people_has_a_limit() -> None:
    assert len(list(limited(range(MOST_ROWS)))) == MOST_ROWS
    with pytest.raises(LimitError, match="more than 100,000 rows"):
        list(limited(range(MOST_ROWS + 1)))


def test_places_are_features() -> None:
    written = json.loads(write_geojson([PlottedThing("a:b", -1.25, 51.75, {"name": "Oxford"})], {"name": "Places"}))
    assert written["type"] == "FeatureCollection"
    assert written["features"] == [
        {
            "type": "Feature",
            "id": "a:b",
            "geometry": {"type": "Point", "coordinates": [-1.25, 51.75]},
            "properties": {"name": "Oxford"},
        }
    ]

"""Parquet: each column has its type, nothing is lost, and without the library the answer says what to install."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyarrow import parquet, types

from accord.errors import MissingExtra
from accord.publication import Publication
from accord.spreadsheets import Cell, Heading, Sheet, write_parquet
from accord.spreadsheets import parquet as room

MEDIA = "application/vnd.apache.parquet"


def read(data: bytes) -> Any:
    return parquet.read_table(io.BytesIO(data))


def test_each_column_has_the_type_of_its_values() -> None:
    names = ("whole", "mixed", "day", "moment", "truth", "word", "several", "thing", "none")
    first = (
        (Cell("3", 3),),
        (Cell("3", 3),),
        (Cell("2026-02-01", date(2026, 2, 1)),),
        (Cell("2026-02-01T10:00:00", datetime(2026, 2, 1, 10)),),
        (Cell("true", True),),
        (Cell("2013", None),),
        (Cell("1", 1), Cell("2", 2)),
        (Cell("Oxford", iri="https://example.org/id/oxford"),),
        (),
    )
    second = ((), (Cell("0.5", 0.5),), (), (), (), (Cell("5", 5),), (Cell("7", 7),), (Cell("a word"),), ())
    table = read(write_parquet(Sheet("T", tuple(Heading(name, name) for name in names), [first, second])))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds == {
        "whole": "int64",
        "mixed": "double",
        "day": "date32[day]",
        "moment": "timestamp[us]",
        "truth": "bool",
        "word": "string",
        "several": "list<element: int64>",
        "thing": "string",
        "thing_label": "string",
        "none": "string",
    }
    assert table["whole"].to_pylist() == [3, None]
    assert table["mixed"].to_pylist() == [3.0, 0.5]
    assert table["day"].to_pylist() == [date(2026, 2, 1), None]
    assert table["word"].to_pylist() == ["2013", "5"]
    assert table["several"].to_pylist() == [[1, 2], [7]]
    assert table["thing"].to_pylist() == ["https://example.org/id/oxford", "a word"]
    assert table["thing_label"].to_pylist() == ["Oxford", None]


def test_a_list_has_a_row_for_each_thing(client: FlaskClient) -> None:
    answer = client.get("/things/Lighthouse.parquet")
    assert (answer.status_code, answer.mimetype) == (200, MEDIA)
    table, things = read(answer.data), client.get("/things/Lighthouse.json").json
    assert things
    assert table.num_rows == things["total"] > 1
    assert all(str(one).startswith("https://example.org/lights/id/") for one in table["label"].to_pylist())
    numbers = [field for field in table.schema if types.is_floating(field.type) or types.is_integer(field.type)]
    assert numbers, "a height is a number"


def test_the_dump_has_a_row_for_each_statement(client: FlaskClient, tiny: Publication) -> None:
    answer = client.get("/dump.parquet")
    assert (answer.status_code, answer.mimetype) == (200, MEDIA)
    table = read(answer.data)
    assert table.num_rows == len(list(tiny.quads("ontology", "data")))
    rows = table.to_pylist()
    days = [row for row in rows if str(row["datatype"]).endswith("#date")]
    assert days
    assert all(row["date"].isoformat() == row["object"] and row["year"] == row["date"].year for row in days)
    years = [row for row in rows if str(row["datatype"]).endswith("#gYear")]
    assert years
    assert all(str(row["year"]) == row["object"] and row["date"] is None for row in years)
    heights = [row for row in rows if row["predicate"].endswith("#metres")]
    assert heights
    assert all(float(row["object"]) == row["number"] for row in heights)
    assert {row["object_kind"] for row in rows} <= {"iri", "literal", "blank"}


def test_without_the_library_the_answer_says_what_to_install(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "find_spec", lambda _: None)
    client.application.extensions["cache"].clear()
    with pytest.raises(MissingExtra):
        write_parquet(Sheet("T", (), []))
    for path in ("/things/Lighthouse.parquet", "/dump.parquet"):
        answer = client.get(path, headers={"Accept": "application/json"})
        assert answer.status_code == 501
        assert "accord[parquet]" in answer.text

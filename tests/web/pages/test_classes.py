"""The classes that have things, for programs."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from accord.formats import RDF_FORMATS, Format
from accord.names import VOID, XSD

BASE = "https://example.org/lights/"


def test_the_table_the_object_and_the_lists_agree(client: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/things.csv").text)))
    described = client.get("/things", headers={"Accept": "application/json"}).json
    assert described is not None
    assert [one["iri"] for one in described["classes"]] == [row["iri"] for row in rows]
    assert described["total"] == len(rows) > 3
    for row in rows:
        found = client.get(row["list"].removeprefix(BASE.rstrip("/")) + ".json").json
        assert found is not None
        assert found["total"] == int(row["count"])


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: str(format.name))
def test_the_graph_has_each_class_as_a_part_of_the_dataset(client: FlaskClient, format: Format) -> None:
    assert isinstance(format.syntax, RdfFormat)
    found = {quad.triple for quad in parse(client.get(f"/things.{format.suffix}").data, format.syntax)}
    part = NamedNode(f"{BASE}things/Lighthouse")
    assert Triple(NamedNode(f"{BASE}dataset"), NamedNode(VOID + "classPartition"), part) in found
    assert Triple(part, NamedNode(VOID + "class"), NamedNode(f"{BASE}ns#Lighthouse")) in found
    count = Literal("2", datatype=NamedNode(XSD + "integer"))
    assert Triple(part, NamedNode(VOID + "entities"), count) in found

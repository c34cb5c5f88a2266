"""The dataset as Croissant and as an RO-Crate, by their published rules, and its files as it says."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

CROISSANT, CRATE = "/croissant.json", "/ro-crate-metadata.json"


@pytest.fixture(scope="module")
def croissant(client: FlaskClient) -> Any:
    answer = client.get(CROISSANT)
    assert answer.mimetype == "application/ld+json"
    return answer.get_json(force=True)


def test_croissant_has_what_its_standard_requires(croissant: Any) -> None:
    assert croissant["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    required = {"@context", "@type", "name", "description", "license", "url", "creator", "datePublished", "version"}
    assert required <= croissant.keys()
    assert croissant["@context"]["recordSet"] == "cr:recordSet"
    for one in croissant["distribution"]:
        assert {"@id", "name", "contentUrl", "encodingFormat", "sha256"} <= one.keys()
    names = [one["@id"] for one in croissant["distribution"]]
    names += [one["@id"] for one in croissant["recordSet"]]
    names += [field["@id"] for one in croissant["recordSet"] for field in one["field"]]
    assert len(names) == len(set(names))


def test_the_files_are_what_the_descriptions_say(client: FlaskClient, croissant: Any) -> None:
    files = {one["@id"]: one for one in croissant["distribution"]}
    data = {name: client.get(one["contentUrl"]).data for name, one in files.items()}
    for name, one in files.items():
        assert hashlib.sha256(data[name]).hexdigest() == one["sha256"], name
        assert one["contentSize"] == f"{len(data[name])} B"
    assert croissant["recordSet"], "the tables are record sets"
    for records in croissant["recordSet"]:
        head = next(csv.reader(io.StringIO(data[f"{records['@id']}.csv"].decode())))
        sources = [field["source"] for field in records["field"]]
        assert [one["extract"]["column"] for one in sources] == head


def test_the_crate_is_a_flat_list_whose_parts_are_all_there(client: FlaskClient, croissant: Any) -> None:
    crate = client.get(CRATE).get_json(force=True)
    entities = {one["@id"]: one for one in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    described = entities["ro-crate-metadata.json"]
    assert described["about"] == {"@id": "./"}
    assert described["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = entities["./"]
    assert {"name", "description", "datePublished", "license"} <= root.keys()
    parts = [entities[one["@id"]] for one in root["hasPart"]]
    assert {one["@type"] for one in parts} == {"File"}
    assert {one["@id"]: one["sha256"] for one in parts} == {
        one["contentUrl"]: one["sha256"] for one in croissant["distribution"]
    }
    assert all(one[key]["@id"] in entities for one in [root] for key in ("license", "publisher") if key in one)

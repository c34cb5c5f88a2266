"""The reconciliation service as its clients see it; every answer fits the published schemas of both versions."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from accord.web.extension import ROWS
from accord.web.reconcile import CANDIDATES, QUERIES, SUGGESTED

SHARED = Path(__file__).resolve().parents[3] / "shared"
SCHEMAS = SHARED / "schemas" / "reconciliation"
ID = "https://example.org/lights/id/"
VERSIONS = ("0.1", "0.2")

published = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the published schemas are not beside the repository")


@cache
def validator(version: str, name: str) -> Draft7Validator:
    """A schema of one version with the others of that version at hand, whatever they call themselves."""
    found = {path.name: json.loads(path.read_text("utf-8")) for path in (SCHEMAS / version).glob("*.json")}
    for schema in found.values():
        schema.pop("$id", None)
        schema.pop("$schema", None)
        schema.get("properties", {}).pop("authentication", None)
    resources = [(f"urn:{one}", Resource(schema, DRAFT7)) for one, schema in found.items()]
    resources += [(one, Resource(schema, DRAFT7)) for one, schema in found.items()]
    return Draft7Validator(found[f"{name}.json"], registry=Registry().with_resources(resources))


def fits(name: str, said: Any, versions: tuple[str, ...] = VERSIONS) -> None:
    for version in versions:
        assert [error.message for error in validator(version, name).iter_errors(said)] == [], (version, name)


def ask(client: FlaskClient, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    return {key: said["result"] for key, said in answer.json.items()}


def ids(results: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in results]


@published
@pytest.mark.parametrize("visitor", ["client", "real_client"])
def test_one_manifest_fits_both_versions(visitor: str, request: pytest.FixtureRequest) -> None:
    fits("manifest", request.getfixturevalue(visitor).get("/reconcile").json)


def test_the_manifest_leads_to_what_there_is(client: FlaskClient) -> None:
    said = client.get("/reconcile").json
    assert said["versions"] == ["0.1", "0.2"]
    assert said["identifierSpace"] == ID
    assert said["view"]["url"].replace("{{id}}", "skerry") == ID + "skerry"
    for one in said["suggest"].values():
        assert client.get(one["service_url"] + one["service_path"] + "?prefix=l").status_code == 200
    propose = said["extend"]["propose_properties"]
    assert client.get(propose["service_url"] + propose["service_path"]).status_code == 200
    preview = client.get(said["preview"]["url"].replace("{{id}}", "skerry"))
    assert "Skerry" in preview.text
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]


@published
@pytest.mark.parametrize("visitor", ["client", "real_client"])
def test_batches_and_results_fit_the_schemas(visitor: str, request: pytest.FixtureRequest) -> None:
    batch = {
        "q0": {"query": "north head", "type": "light:Structure", "limit": 3},
        "q1": {"query": "oxford", "properties": [{"pid": "lsp:region", "v": {"id": "oxfordshire"}}]},
        "q2": {"query": "light", "type": ["light:Lighthouse", "light:Coast"], "type_strict": "any"},
    }
    fits("reconciliation-query-batch", batch)
    answer = request.getfixturevalue(visitor).post("/reconcile", data={"queries": json.dumps(batch)}).json
    assert set(answer) == set(batch)
    assert any(one["result"] for one in answer.values())
    fits("reconciliation-result-batch", answer)


def test_a_batch_comes_by_form_by_address_and_as_json(client: FlaskClient) -> None:
    batch = {"a": {"query": "The Old Candle"}}
    answers = [
        client.post("/reconcile", data={"queries": json.dumps(batch)}),
        client.get("/reconcile", query_string={"queries": json.dumps(batch)}),
        client.post("/reconcile", json=batch),
    ]
    assert [answer.json["a"]["result"][0]["id"] for answer in answers] == ["north-head"] * 3


def test_a_candidate_says_what_it_is_and_how_sure(client: FlaskClient) -> None:
    found = ask(client, a={"query": "North Head Light"}, b={"query": "nroth haed light"}, c={"query": "Brannoc Beacon"})
    first = found["a"][0]
    assert first["id"] == "north-head"
    assert first["type"] == [{"id": "light:Lighthouse", "name": "lighthouse"}]
    assert first["description"] == "A squat granite tower at the mouth of the bay."
    assert (first["score"], first["match"]) == (100, True)
    assert (found["b"][0]["id"], found["b"][0]["match"]) == ("north-head", False)
    assert (found["c"][0]["id"], found["c"][0]["score"], found["c"][0]["match"]) == ("skerry", 97, True)


def test_a_code_that_two_carry_is_certain_for_neither(client: FlaskClient) -> None:
    found = ask(client, one={"query": "A1234"}, two={"query": "https://example.com/register/17"})
    assert [(one["id"], one["score"], one["match"]) for one in found["one"]] == [("skerry", 100, True)]
    assert [(one["id"], one["score"], one["match"]) for one in found["two"]] == [
        ("north-head", 100, False),
        ("skerry", 100, False),
    ]


def test_types_narrow_or_wish(client: FlaskClient) -> None:
    found = ask(
        client,
        any={"query": "Brannoc", "type": "light:Coast"},
        full={"query": "Brannoc", "type": "https://example.org/lights/ns#Coast"},
        all={"query": "North Head", "type": ["light:Structure", "light:Coast"], "type_strict": "all"},
        should={"query": "Brannoc Beacon", "type": "light:Coast", "type_strict": "should"},
        unknown={"query": "Brannoc", "type": "light:Nothing"},
    )
    assert ids(found["any"]) == ids(found["full"]) == ["brannoc-bay"]
    assert found["all"] == found["unknown"] == []
    assert ids(found["should"])[0] == "brannoc-bay"
    assert "skerry" in ids(found["should"])


def test_other_cells_of_the_row_count(client: FlaskClient) -> None:
    place = {"pid": "light:standsOn", "v": "Outer Coast"}
    number = {"pid": "light:listed=Admiralty List", "v": "A1234"}
    found = ask(
        client,
        plain={"query": "North Head Light"},
        against={"query": "North Head Light", "properties": [place]},
        agreeing={"query": "North Head Light", "properties": [{"pid": "light:standsOn", "v": {"id": "brannoc-bay"}}]},
        only={"properties": [place]},
        numbered={"query": "beacon", "properties": [number]},
        silent={"query": "North Head Light", "properties": [{"pid": "light:nothing", "v": 7}]},
    )
    assert [found[key][0]["match"] for key in ("plain", "against", "agreeing")] == [True, False, True]
    assert found["against"][0]["score"] < 70
    assert ids(found["only"]) == ["skerry"]
    assert (found["numbered"][0]["id"], found["numbered"][0]["match"]) == ("skerry", True)
    assert found["silent"] == found["plain"]


def test_limits_of_candidates(real_client: FlaskClient) -> None:
    found = ask(real_client, some={"query": "oxford centre", "limit": 2}, none={"query": "oxford", "limit": 0})
    assert (len(found["some"]), len(found["none"])) == (2, 0)
    assert len(ask(real_client, many={"query": "university of oxford collaboration"})["many"]) <= CANDIDATES


@pytest.mark.parametrize(
    "body",
    [
        {"queries": "nonsense"},
        {"queries": "[" * 100_000},
        {"queries": "[]"},
        {"queries": '{"a": 1}'},
        {"queries": '{"a": {}}'},
        {"queries": '{"a": {"query": "x", "properties": ["y"]}}'},
        {"queries": json.dumps({str(n): {"query": "x"} for n in range(QUERIES + 1)})},
        {"extend": "{}"},
        {"extend": '{"ids": ["skerry"], "properties": ["y"]}'},
        {"extend": '{"ids": ["skerry"], "properties": [{"id": "y"}]}'},
        {"extend": '{"ids": ["skerry"], "properties": [{}]}'},
        {"extend": json.dumps({"ids": ["skerry"] * (ROWS + 1), "properties": []})},
    ],
)
def test_what_cannot_be_read_is_refused_in_words(client: FlaskClient, body: dict[str, str]) -> None:
    answer = client.post("/reconcile", data=body)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "first", "schema"),
    [
        ("/reconcile/suggest/entity?prefix=nor", "north-head", "suggest-entities-response"),
        ("/reconcile/suggest/entity?prefix=zzyzx", None, "suggest-entities-response"),
        ("/reconcile/suggest/type?prefix=light", "light:Lighthouse", "suggest-types-response"),
        ("/reconcile/suggest/property?prefix=kept", "light:keptBy", "suggest-properties-response"),
        ("/reconcile/suggest/property?prefix=admir", "light:listed=Admiralty List", "suggest-properties-response"),
    ],
)
def test_suggestions_begin_with_what_is_typed(client: FlaskClient, path: str, first: str | None, schema: str) -> None:
    said = client.get(path).json
    assert (ids(said["result"]) or [None])[0] == first
    assert len(said["result"]) <= SUGGESTED
    if SCHEMAS.is_dir():
        fits(schema, said)


def test_columns_are_proposed_for_a_type(client: FlaskClient) -> None:
    said = client.get("/reconcile/properties?type=light:Lighthouse&limit=2").json
    assert (said["type"], said["limit"], len(said["properties"])) == ("light:Lighthouse", 2, 2)
    assert "light:focalHeight" in ids(client.get("/reconcile/properties?type=light:Lighthouse").json["properties"])
    assert "light:focalHeight" not in ids(client.get("/reconcile/properties?type=light:Keeper").json["properties"])
    if SCHEMAS.is_dir():
        fits("data-extension-property-proposal", said, ("0.2",))


def test_tables_are_extended(client: FlaskClient) -> None:
    names = ("light:keptBy", "light:firstLit", "light:listed=Admiralty List", "light:focalHeight", "skos:exactMatch")
    asked = {"ids": ["skerry", "atlantis"], "properties": [{"id": name} for name in names]}
    said = client.post("/reconcile", data={"extend": json.dumps(asked)}).json
    assert said["rows"]["skerry"] == {
        "light:keptBy": [{"id": "ines-morvan", "name": "Inês Morvan"}],
        "light:firstLit": [{"str": "1902"}],
        "light:listed=Admiralty List": [{"str": "A1234"}],
        "light:focalHeight": [{"str": "metres: 31.0; as stated: 31 m"}],
        "skos:exactMatch": [
            {"str": "https://example.com/register/17"},
            {"str": "https://lists.example.net/lights/A1234/"},
        ],
    }
    assert not any(said["rows"]["atlantis"].values())
    assert said["meta"][0] == {
        "id": "light:keptBy", "name": "kept by", "type": {"id": "light:Keeper", "name": "keeper"},
    }  # fmt: skip
    assert said["meta"][2] == {"id": "light:listed=Admiralty List", "name": "Admiralty List"}
    if SCHEMAS.is_dir():
        fits("data-extension-query", asked)
        fits("data-extension-response", said)


@published
def test_real_things_are_extended_by_all_their_columns(real_client: FlaskClient) -> None:
    """Every kind of literal that the real data has comes out as one that the schemas know."""
    columns = ids(real_client.get("/reconcile/properties?limit=1000").json["properties"])
    things = ["university-of-oxford", "life-sciences-sector-deal", "liverpool-oxford-mou", "oxford-ahsn-leps-article"]
    asked = {"ids": things, "properties": [{"id": column} for column in columns]}
    said = real_client.post("/reconcile", data={"extend": json.dumps(asked)}).json
    fits("data-extension-response", said)
    cells = [cell for row in said["rows"].values() for column in row.values() for cell in column]
    assert {"id", "str", "date"} <= {key for cell in cells for key in cell}

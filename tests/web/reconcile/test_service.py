"""The reconciliation service as its clients see it; every answer fits the published schemas of both versions."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft7Validator
from pyoxigraph import Literal, NamedNode
from referencing import Registry
from referencing.jsonschema import DRAFT7

from accord.errors import LimitError
from accord.names import XSD
from accord.search import CellColumn, CellReader, Thing, ThingCell
from accord.search.identifiers import Identifiers
from accord.search.matching import Matcher
from accord.web import Site, create_app
from accord.web.reconcile.extend import written_cell
from accord.web.reconcile.service import DEFAULT_CANDIDATES
from accord.web.reconcile.suggest import MAX_SUGGESTED
from accord.web.requests.limits import Deadline, RequestLimits
from accord.web.requests.rate_limit import ClientLimits, Clients
from places import SHARED, needs_shared

SCHEMAS = SHARED / "schemas" / "reconciliation"
ID = "https://example.org/lights/id/"
VERSIONS = ("0.1", "0.2")


@cache
def validator(version: str, name: str) -> Draft7Validator:
    """A schema of one version with the others of that version at hand, whatever they call themselves."""
    found = {path.name: json.loads(path.read_text("utf-8")) for path in (SCHEMAS / version).glob("*.json")}
    for schema in found.values():
        schema.pop("$id", None)
        schema.pop("$schema", None)
        schema.get("properties", {}).pop("authentication", None)
    resources = [(f"urn:{one}", DRAFT7.create_resource(schema)) for one, schema in found.items()]
    resources += [(one, DRAFT7.create_resource(schema)) for one, schema in found.items()]
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


@needs_shared
@pytest.mark.parametrize("visitor", ["client", "real_client"])
def test_one_manifest_fits_both_versions(visitor: str, request: pytest.FixtureRequest) -> None:
    fits("manifest", request.getfixturevalue(visitor).get("/reconcile").json)


def test_a_browser_is_led_to_the_page_for_people(client: FlaskClient) -> None:
    page = client.get("/reconcile", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (page.status_code, page.headers["Location"]) == (303, "/docs/reconcile")
    manifest = client.get("/reconcile", headers={"Accept": "application/json, text/javascript, */*; q=0.01"})
    assert manifest.json["documentation"].endswith("/docs/reconcile")
    assert "accept" in manifest.headers["Vary"].lower()


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


@needs_shared
@pytest.mark.parametrize("visitor", ["client", "real_client"])
def test_batches_and_results_fit_the_schemas(visitor: str, request: pytest.FixtureRequest) -> None:
    tiny: dict[str, dict[str, Any]] = {
        "q0": {"query": "north head", "type": "light:Structure", "limit": 3},
        "q2": {"query": "light", "type": ["light:Lighthouse", "light:Coast"], "type_strict": "any"},
    }
    real = {"q1": {"query": "oxford", "properties": [{"pid": "lsp:region", "v": {"id": "oxfordshire"}}]}}
    batch = tiny if visitor == "client" else real
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
    )
    assert ids(found["any"]) == ids(found["full"]) == ["brannoc-bay"]
    assert found["all"] == []
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
        silent={"query": "North Head Light", "properties": [{"pid": "light:keptBy", "v": []}]},
    )
    assert [found[key][0]["match"] for key in ("plain", "against", "agreeing")] == [True, False, True]
    assert found["against"][0]["score"] < 70
    assert ids(found["only"]) == ["skerry"]
    assert (found["numbered"][0]["id"], found["numbered"][0]["match"]) == ("skerry", True)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"queries": {"a": {"query": "x", "type": "light:Nothing"}}}, "light:Nothing"),
        ({"queries": {"a": {"query": "x" * 501}}}, "501"),
        ({"queries": {"a": {"query": "x", "properties": [{"pid": "light:keptBy", "v": "x" * 501}]}}}, "501"),
        ({"queries": {"a": {"query": "x", "properties": [{"pid": "light:nothing", "v": 7}]}}}, "light:nothing"),
        ({"queries": {"a": {"query": "x", "properties": [{"pid": "light:listed=No List", "v": 7}]}}}, "No List"),
        ({"queries": {"a": {"query": "x", "limit": "7"}}}, "limit"),
        ({"queries": {"a": {"query": "x", "type_strict": "maybe"}}}, "type_strict"),
        ({"extend": {"ids": ["skerry"], "properties": [{"id": "light:nothing"}]}}, "light:nothing"),
    ],
)
def test_what_is_not_known_or_too_long_is_400_and_says_so(
    client: FlaskClient, body: dict[str, Any], words: str
) -> None:
    answer = client.post("/reconcile", data={name: json.dumps(value) for name, value in body.items()})
    assert (answer.status_code, words in answer.json["detail"]) == (400, True)


@pytest.mark.parametrize(
    "path",
    [
        "suggest/entity?prefix=n&cursor=-1",
        "suggest/type?cursor=x",
        "suggest/property?cursor=1e3",
        "suggest/entity?prefix=n&type=light:Nothing",
        "suggest/property?type=light:Nothing",
        "suggest/entity?prefix=" + "x" * 301,
        "properties?type=light:Nothing",
        "properties?limit=-1",
    ],
)
def test_suggestions_refuse_what_they_cannot_honour(client: FlaskClient, path: str) -> None:
    assert client.get(f"/reconcile/{path}").status_code == 400


def test_suggestions_honour_cursor_and_type(client: FlaskClient) -> None:
    for kind in ("entity", "type", "property"):
        every = ids(client.get(f"/reconcile/suggest/{kind}?prefix=").json["result"])
        assert (
            ids(client.get(f"/reconcile/suggest/{kind}?prefix=&cursor=1").json["result"])[: len(every) - 1] == every[1:]
        )
    assert ids(client.get("/reconcile/suggest/entity?prefix=brannoc&type=light:Coast").json["result"]) == [
        "brannoc-bay"
    ]
    assert not client.get("/reconcile/suggest/property?prefix=focal&type=light:Keeper").json["result"]


def test_features_give_the_reason_of_a_score(client: FlaskClient) -> None:
    place = {"pid": "light:standsOn", "v": {"id": "brannoc-bay"}}
    found = ask(
        client,
        name={"query": "NORTH  HEAD light"},
        row={"query": "North Head Light", "properties": [place]},
        slip={"query": "nroth haed light"},
        code={"query": "A1234"},
        order={"query": "Light, North Head"},
    )
    reasons = {key: {one["id"]: one["value"] for one in results[0]["features"]} for key, results in found.items()}
    assert reasons["name"] == {"name": 100}
    assert reasons["row"] == {"name": 100, "row_fit": 100}
    assert list(reasons["slip"]) == ["similar_name"]
    assert reasons["code"] == {"code": 100}
    assert reasons["order"] == {"same_words": 96}
    assert [found[key][0]["match"] for key in ("name", "row", "slip", "code", "order")] == [
        True,
        True,
        False,
        True,
        False,
    ]


def test_limits_of_candidates(real_client: FlaskClient) -> None:
    found = ask(real_client, some={"query": "oxford centre", "limit": 2}, none={"query": "oxford", "limit": 0})
    assert (len(found["some"]), len(found["none"])) == (2, 0)
    assert len(ask(real_client, many={"query": "university of oxford collaboration"})["many"]) <= DEFAULT_CANDIDATES


@pytest.mark.parametrize(
    "body",
    [
        {"queries": "nonsense"},
        {"queries": "[" * 100_000},
        {"queries": "[]"},
        {"queries": '{"a": 1}'},
        {"queries": '{"a": {}}'},
        {"queries": '{"a": {"query": "x", "properties": ["y"]}}'},
        {"queries": '{"a": {"query": "x", "limit": -1}}'},
        {"queries": '{"a": {"query": "x", "limit": true}}'},
        {"extend": "{}"},
        {"extend": '{"ids": ["skerry"], "properties": ["y"]}'},
        {"extend": '{"ids": ["skerry"], "properties": [{"id": "y"}]}'},
        {"extend": '{"ids": ["skerry"], "properties": [{}]}'},
    ],
)
def test_what_cannot_be_read_is_refused_in_words(client: FlaskClient, body: dict[str, str]) -> None:
    answer = client.post("/reconcile", data=body)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ({"queries": {str(number): {"query": "x"} for number in range(101)}}, "batch_queries"),
        ({"queries": {"a": {"query": "x", "properties": [{"pid": "light:p", "v": 1}] * 21}}}, "batch_properties"),
        ({"queries": {"a": {"query": "x", "properties": [{"pid": "light:keptBy", "v": [1] * 21}]}}}, "batch_values"),
        ({"queries": {"a": {"query": "x", "type": ["light:Coast"] * 21}}}, "batch_values"),
        ({"queries": {"a": {"query": "x", "properties": [{"pid": "light:" + "p" * 500, "v": 1}]}}}, "batch_text"),
        ({"extend": {"ids": ["skerry"] * 1_001, "properties": []}}, "extend_things"),
        ({"extend": {"ids": ["skerry"] * 1_000, "properties": [{"id": "light:p"}] * 21}}, "extend_cells"),
        ({"extend": {"ids": ["skerry"], "properties": [{"id": "light:" + "p" * 500}]}}, "batch_text"),
    ],
)
def test_more_than_is_allowed_is_refused_by_the_name_of_the_limit(
    client: FlaskClient, body: dict[str, Any], limit: str
) -> None:
    answer = client.post("/reconcile", data={name: json.dumps(value) for name, value in body.items()})
    assert (answer.status_code, answer.json["limit"]) == (413, limit)
    assert limit in answer.json["detail"]
    assert f"{answer.json['value']:,}" in answer.json["detail"]
    told = {one["name"]: one["value"] for one in client.get("/limits").json["limits"]}
    assert told[limit] == answer.json["value"]


def test_an_extension_that_grows_too_long_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.web.requests.limits.LIMITS", RequestLimits(extend_bytes=1_000))
    asked = {"ids": ["skerry"] + [f"nothing{number}" for number in range(100)], "properties": [{"id": "light:keptBy"}]}
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)})
    assert (answer.status_code, answer.json["limit"]) == (413, "extend_bytes")


BUSY = {"query": "head", "properties": [{"pid": "light:standsOn", "v": ["a", "b"]}]}


@pytest.mark.parametrize(
    "body",
    [{"queries": {"a": BUSY, "b": BUSY}}, {"extend": {"ids": ["skerry"], "properties": [{"id": "light:keptBy"}]}}],
)
def test_a_request_that_takes_too_long_is_stopped(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, body: dict[str, Any]
) -> None:
    monkeypatch.setattr("accord.web.reconcile.service.Deadline", lambda: Deadline(-1))
    answer = client.post("/reconcile", data={name: json.dumps(value) for name, value in body.items()})
    assert (answer.status_code, answer.json["limit"]) == (504, "computing")


def test_the_deadline_is_looked_at_in_long_loops(site: Site) -> None:
    """Once for each way to abbreviate a query; and at least once for each candidate and cell."""
    calls: list[None] = []
    asked = " ".join(["lighthouse", "of", "the", "north", "head"] * 4)
    site.search.matcher.candidates(asked, [], lambda _: True, lambda _: None, check=lambda: calls.append(None))
    assert calls
    now = iter(range(100))
    deadline = Deadline(10, clock=lambda: next(now))
    for _ in range(10):
        deadline.check()
    with pytest.raises(LimitError) as caught:
        deadline.check()
    assert caught.value.status == 504


def test_the_work_is_on_the_account_of_the_client(site: Site) -> None:
    app = create_app(site)
    app.extensions["clients"] = Clients(ClientLimits(work=1e-9))
    visitor = app.test_client()
    assert ask(visitor, a={"query": "head"})
    paths = (
        "/reconcile/suggest/entity?prefix=a",
        "/reconcile/properties",
        "/search?q=head",
        "/search/suggestions.json?q=a",
    )
    more = ("/things/Coast.csv", "/catalog", "/dump.ttl", "/sameas.csv", "/doc/skerry", "/doc/nothing", "/sitemap.xml")
    for path in (*paths, *more, "/reconcile/suggest/property?prefix=a", "/feed.atom", "/graph/data/lights/skerry"):
        answer = visitor.get(path)
        assert (answer.status_code, int(answer.headers["Retry-After"]) >= 1) == (429, True), path
    assert visitor.post("/reconcile", data={"queries": "{}"}).status_code == 429


def test_a_row_without_a_name_is_found_by_the_index_and_no_other_thing_is_looked_at(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    fit = type(site.cells).fit

    def watched(self: CellReader, thing: Thing, column: CellColumn, wanted: list[str]) -> float | None:
        looked.append(thing.iri.removeprefix(ID))
        return fit(self, thing, column, wanted)

    monkeypatch.setattr(CellReader, "fit", watched)
    visitor = create_app(site).test_client()
    found = ask(
        visitor,
        by_name={"properties": [{"pid": "light:standsOn", "v": "outer coast"}]},
        by_slug={"properties": [{"pid": "light:standsOn", "v": {"id": "outer-coast"}}]},
        by_literal={"properties": [{"pid": "light:firstLit", "v": "1902"}]},
        by_nothing={"properties": [{"pid": "light:standsOn", "v": "nowhere"}]},
    )
    assert [ids(found[key]) for key in ("by_name", "by_slug", "by_literal", "by_nothing")] == [["skerry"]] * 3 + [[]]
    assert set(looked) == {"skerry"}


def test_how_a_row_fits_is_asked_for_the_best_hundred_only(site: Site) -> None:
    things = {
        f"{ID}t{number}": replace(site.search.things[ID + "skerry"], iri=f"{ID}t{number}") for number in range(300)
    }
    named = {iri: replace(one, names=("north light",)) for iri, one in things.items()}
    asked: list[str] = []
    matcher = Matcher(named, Identifiers((), ()))
    matcher.candidates("north light", [], lambda _: True, lambda thing: asked.append(thing.iri))
    assert 0 < len(asked) <= 100


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": {"query": "\\ud800"}}', "half of a surrogate pair"),
        ('{"\\uDFFF": {"query": "x"}}', "half of a surrogate pair"),
        ('{"a": {"query": NaN}}', "NaN"),
        ('{"a": {"query": "x", "limit": -Infinity}}', "-Infinity"),
        ('{"a": {"query": "x", "limit": 1e999}}', "1e999"),
        ('{"a": {"query": "x", "limit": ' + "9" * 5_000 + "}}", "not JSON"),
        ('{"a": ', "line 1, column"),
    ],
)
@pytest.mark.parametrize("name", ["queries", "extend", "body"])
def test_json_that_cannot_be_written_again_is_refused_in_words(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, text: str, words: str, name: str
) -> None:
    sent = {"data": text, "content_type": "application/json"} if name == "body" else {"data": {name: text}}
    answer = client.post("/reconcile", **sent)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert words in answer.json["detail"]
    assert caplog.records == []


def test_whole_surrogate_pairs_are_characters(client: FlaskClient) -> None:
    answer = client.post("/reconcile", data={"queries": '{"\\ud83d\\ude00": {"query": "head"}}'})
    assert answer.json is not None
    assert list(answer.json) == ["\U0001f600"]


def test_numbers_that_json_cannot_hold_are_strings() -> None:
    integer, double = (NamedNode(XSD + name) for name in ("integer", "double"))
    site: Any = None
    for value, datatype in (("9" * 5_000, integer), ("INF", double), ("NaN", double)):
        assert written_cell(site, ThingCell(value, Literal(value, datatype=datatype))) == {"str": value}
    assert written_cell(site, ThingCell("7", Literal("7", datatype=integer))) == {"int": 7}


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("abc", "integer"),
        ("1_0", "integer"),
        ("", "integer"),
        ("abc", "decimal"),
        ("²", "double"),
        ("2018-13-45", "date"),
    ],
)
def test_a_literal_that_is_not_of_its_datatype_is_a_string(value: str, datatype: str) -> None:
    site: Any = None
    assert written_cell(site, ThingCell(value, Literal(value, datatype=NamedNode(XSD + datatype)))) == {"str": value}


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
    assert next(iter(ids(said["result"])), None) == first
    assert len(said["result"]) <= MAX_SUGGESTED
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


@needs_shared
def test_real_things_are_extended_by_all_their_columns(real_client: FlaskClient) -> None:
    """Every kind of literal that the real data has comes out as one that the schemas know."""
    columns = ids(real_client.get("/reconcile/properties?limit=1000").json["properties"])
    things = ["university-of-oxford", "life-sciences-sector-deal", "liverpool-oxford-mou", "oxford-ahsn-leps-article"]
    asked = {"ids": things, "properties": [{"id": column} for column in columns]}
    said = real_client.post("/reconcile", data={"extend": json.dumps(asked)}).json
    fits("data-extension-response", said)
    cells = [cell for row in said["rows"].values() for column in row.values() for cell in column]
    assert {"id", "str", "date"} <= {key for cell in cells for key in cell}


@pytest.mark.parametrize("single", ["North Head Light", '{"query": "North Head Light", "limit": 1}'])
def test_one_query_without_a_batch_has_its_result_alone(client: FlaskClient, single: str) -> None:
    answer = client.get("/reconcile", query_string={"query": single})
    assert answer.json["result"][0]["id"] == "north-head"
    assert client.get("/reconcile", query_string={"query": "{"}).status_code == 400

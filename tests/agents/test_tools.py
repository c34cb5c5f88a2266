"""The tools for assistants tell facts with the words of their sources, and say of what is not stated that it is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accord.agents.asking import keep_names
from accord.agents.offered import server
from accord.agents.protocol import ToolServer
from accord.agents.writing import LARGEST, written
from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Site
from accord.web.site.sources import sources

Call = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def lights(tiny: Publication) -> Iterator[ToolServer]:
    with local_engine(tiny, EngineLimits()) as engine:
        site = Site.open(tiny, engine)

        def page(iri: str) -> str:
            return f"https://lights.test{site.addresses.path(iri)}"

        yield server(sources(site, engine.query, lambda path: f"https://lights.test{path}", page))


def reply(server: ToolServer, method: str, **params: Any) -> dict[str, Any]:
    found = server.answer({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
    assert found is not None
    return found


@pytest.fixture
def call(lights: ToolServer) -> Call:
    def call(name: str, **arguments: Any) -> dict[str, Any]:
        result = reply(lights, "tools/call", name=name, arguments=arguments)["result"]
        (content,) = result["content"]
        assert content["type"] == "text"
        if result["isError"]:
            return {"error": content["text"]}
        assert len(content["text"]) <= LARGEST
        shown: dict[str, Any] = json.loads(content["text"])
        assert shown["version"]
        return shown

    return call


def test_a_client_is_greeted_in_a_version_that_both_speak(lights: ToolServer) -> None:
    hello = reply(lights, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={})["result"]
    assert hello["protocolVersion"] == "2025-06-18"
    assert "Lights of the Outer Coast" in hello["instructions"]
    assert reply(lights, "initialize", protocolVersion="1999-01-01")["result"]["protocolVersion"] == "2025-11-25"
    assert reply(lights, "ping")["result"] == {}


def test_every_tool_says_what_it_takes(lights: ToolServer) -> None:
    tools = reply(lights, "tools/list")["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["find", "describe", "schema", "examples", "ask", "check"]
    for tool in tools:
        assert tool["description"]
        assert tool["inputSchema"]["type"] == "object"
        assert tool["inputSchema"]["additionalProperties"] is False
        assert tool["annotations"]["readOnlyHint"] is True


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"{", -32700),
        (b"\xff", -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": {}, "method": "ping"}', -32600),
        (b'{"jsonrpc": "2.0", "id": NaN, "method": "ping"}', -32700),
        (b'{"jsonrpc": "2.0", "id": "\\ud800", "method": "ping"}', -32700),
        (b'{"jsonrpc": "2.0", "id": 1}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "prompts/list"}', -32601),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "nothing"}}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "find", "arguments": [1]}}', -32602),
    ],
)
def test_what_is_not_a_message_gets_the_error_of_json_rpc(lights: ToolServer, message: bytes, code: int) -> None:
    found = lights.answer_text(message)
    assert found is not None
    assert found["error"]["code"] == code
    assert found["error"]["message"]


def test_what_needs_no_answer_gets_none(lights: ToolServer) -> None:
    assert lights.answer_text(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}') is None
    assert lights.answer_text(b'{"jsonrpc": "2.0", "id": 7, "result": {}}') is None


def test_find_says_why_and_where(call: Call) -> None:
    shown = call("find", query="candle")
    (thing,) = shown["things"]
    assert (thing["iri"], thing["label"]) == ("id:north-head", "North Head Light")
    assert thing["because"] == "also called: The Old Candle"
    assert thing["address"] == "https://lights.test/doc/north-head"
    assert "not stated" in call("find", query="zzzzzz")["notStated"]


def test_describe_tells_facts_with_the_words_of_the_source(call: Call) -> None:
    shown = call("describe", iri="id:north-head")
    evidence = [one for fact in shown["facts"] for one in fact.get("evidence", ())]
    assert any(one.get("phrase") and one.get("source") and one.get("place") for one in evidence)
    assert shown["address"] == "https://lights.test/doc/north-head"
    assert shown["pointingHere"] is not None


def test_what_is_not_stated_is_said_not_to_be(call: Call) -> None:
    assert "not a no" in call("describe", iri="id:north-head", property="light:onceCalled")["notStated"]
    unknown = call("describe", iri="id:north-hed")
    assert unknown["notStated"].startswith("Nothing is stated about this IRI.")
    assert unknown["nearest"][0].startswith("id:north-head ")
    asked = call("ask", query="SELECT ?x { id:skerry skos:altLabel ?x }")
    assert (asked["total"], "not a no" in asked["notStated"]) == (0, True)


def test_what_follows_by_the_ontology_is_shown_as_such(call: Call) -> None:
    shown = call("describe", iri="id:north-head", property="rdf:type")
    assert "notStated" not in shown


def test_a_broken_query_is_not_said_to_be_unstated(call: Call) -> None:
    shown = call("ask", query="SELECT ?x { ?x light:standOn ?y }")
    assert "notStated" not in shown
    assert "correct it" in shown["broken"]
    assert "light:standsOn" in shown["readThis"][0]


def test_ask_tells_rows_names_and_the_phrases_of_the_sources(call: Call) -> None:
    shown = call("ask", query="SELECT ?x ?k { ?x light:keptBy ?k }", limit=1)
    assert shown["moreRows"] == shown["total"] - 1
    assert len(shown["rows"]) == 1
    assert set(shown["names"]) >= set(shown["rows"][0].values())
    assert all("light:keptBy" in one["properties"] and one["phrase"] for one in shown["evidence"])
    assert shown["address"].startswith("https://lights.test/sparql?query=SELECT")
    assert call("ask", query="ASK { ?s ?p ?o }")["boolean"] is True
    assert call("ask", query="CONSTRUCT WHERE { ?s light:keptBy ?o }")["turtle"]
    assert call("ask", query="SELECT (COUNT(*) AS ?n) { ?x a light:Structure }")["rows"][0]["n"] > 0


def test_numbers_that_json_cannot_keep_are_shown_as_their_characters(call: Call) -> None:
    terms = (
        '"7"^^xsd:integer "2.50"^^xsd:decimal "abc"^^xsd:integer "INF"^^xsd:double "0.12345678901234567"^^xsd:decimal'
    )
    shown = call("ask", query=f"SELECT ?x {{ VALUES ?x {{ {terms} }} }}")
    assert [row["x"] for row in shown["rows"]] == [7, 2.5, "abc", "INF", "0.12345678901234567"]


def test_a_long_query_leaves_room_for_its_answer(call: Call) -> None:
    shown = call("ask", query=f"SELECT ?x {{ ?x a light:Lighthouse }} #{'é' * 10_000}")
    assert len(shown["rows"]) == 2
    assert shown["address"] == "https://lights.test/sparql"


def test_a_misleading_answer_carries_its_caveat(call: Call) -> None:
    shown = call("ask", query="SELECT (AVG(?h) AS ?mean) { ?x light:focalHeight ?h }")
    assert "things (IRIs), not numbers" in shown["readThis"][0]


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("ask", {"query": "SELECT"}, "Fix:"),
        ("ask", {"query": "DELETE WHERE { ?s ?p ?o }"}, "read-only"),
        ("ask", {"query": "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }"}, "SERVICE"),
        ("ask", {"query": "ASK {}", "limit": 0}, "from 1 to 500"),
        ("ask", {"query": "ASK {}", "infer": "maybe"}, "one of on, off"),
        ("ask", {}, "needs the argument query"),
        ("find", {"query": "x" * 301}, "at most 300 characters"),
        ("find", {"query": True}, "is string"),
        ("find", {"query": "x", "colour": "red"}, "no argument 'colour'"),
        ("describe", {"iri": "id:north-head", "property": "no iri"}, "prefixed name or an IRI"),
        ("check", {"text": "", "path": "../../etc/passwd"}, "inside the publication"),
        ("schema", {"class": "light:Nothing"}, "no class 'light:Nothing'"),
        ("schema", {"class": '<>"'}, "no class"),
        ("find", {"query": "light", "class": "Lighthouses"}, "no class 'Lighthouses'"),
    ],
)
def test_a_wrong_argument_is_named_in_words(call: Call, name: str, arguments: dict[str, Any], words: str) -> None:
    assert words in call(name, **arguments)["error"]


def test_schema_tells_classes_and_what_is_said_of_their_members(call: Call) -> None:
    classes = {one["iri"]: one for one in call("schema")["classes"]}
    assert classes["light:Lighthouse"]["members"] == 2
    shown = call("schema", **{"class": "light:Lighthouse"})
    kept = next(one for one in shown["properties"] if one["iri"] == "light:keptBy")
    assert kept["values"] == ["light:Keeper"]


def test_examples_are_shown_with_queries_that_run(call: Call) -> None:
    slug = call("examples")["titles"][0]["slug"]
    (question,) = call("examples", query=slug)["questions"]
    assert call("ask", query=question["query"])["total"] > 0


def test_check_finds_the_mistakes_of_a_contribution(call: Call) -> None:
    shown = call("check", text="<https://example.org/lights/id/x> a light:Lighthouse .")
    assert shown["conforms"] is False
    assert shown["findings"][0]["code"] == "TTL-PREFIX"
    assert shown["findings"][0]["line"] == 1


def test_an_answer_that_is_too_long_says_what_is_left_out() -> None:
    text = written({"version": "v", "rows": ["x" * 100] * 1_000, "others": [1]}, "rows", "others")
    shown = json.loads(text)
    assert len(text) <= LARGEST
    assert shown["leftOut"] == {"rows": 1_000 - len(shown["rows"])}
    assert "tooLarge" in json.loads(written({"version": "v", "one": "x" * 50_000}, "rows"))


def test_rows_that_are_left_out_take_their_names_with_them() -> None:
    rows = [{"x": f"id:{number}"} for number in range(500)]
    names = {row["x"]: "a name " * 12 for row in rows}
    shown = json.loads(written({"version": "v", "rows": rows, "names": names}, "rows", follow=keep_names))
    assert len(shown["rows"]) > 200
    assert list(shown["names"]) == [row["x"] for row in shown["rows"]]

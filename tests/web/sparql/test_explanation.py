"""Explanations come with the answers that need one, and by themselves at an address."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from accord.engine import Query
from accord.engine.processes import local_engine
from accord.explanations import Explainer
from accord.explanations.answers import is_empty, without_comments
from accord.formats import CSV, JSON, JSON_LD, N_TRIPLES, RDF_XML, TSV, TURTLE, XML, Format
from accord.limits import EngineLimits, QueryLimits
from accord.publication import Publication
from accord.sparql.guard import inspect
from accord.web import Site, create_app
from accord.web.sparql.explanation import NOTHING, as_header

WRONG = "SELECT ?x { ?x light:standsOn 'Outer Coast' }"
RIGHT = "SELECT ?x { ?x light:standsOn id:outer-coast }"
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tiny: Publication) -> Iterator[FlaskClient]:
    with local_engine(tiny, EngineLimits()) as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Explainer.explain, "__defaults__", (30.0,))  # seconds, for a busy machine
        yield create_app(Site.open(tiny, engine)).test_client()


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_an_empty_answer_is_explained_in_a_header(client: FlaskClient, format: str) -> None:
    answer = client.get("/sparql", query_string={"query": WRONG, "format": format})
    assert answer.status_code == 200
    assert "Fix: Write id:outer-coast" in answer.headers["Accord-Hint"]
    assert "Accord-Hint" not in client.get("/sparql", query_string={"query": RIGHT, "format": format}).headers


@pytest.mark.parametrize("format", ["turtle", "json-ld", "rdf-xml", "n-triples"])
def test_so_is_an_empty_graph(client: FlaskClient, format: str) -> None:
    text = WRONG.replace("SELECT ?x", "CONSTRUCT WHERE")
    answer = client.get("/sparql", query_string={"query": text, "format": format})
    assert "Fix: Write id:outer-coast" in answer.headers["Accord-Hint"]
    text = RIGHT.replace("SELECT ?x", "CONSTRUCT WHERE")
    assert "Accord-Hint" not in client.get("/sparql", query_string={"query": text, "format": format}).headers


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_a_column_without_any_value_is_explained(client: FlaskClient, format: str) -> None:
    misspelled = {"query": "SELECT ?x ?name { ?x a light:Lighthouse ; rdfs:label ?nam }", "format": format}
    assert "Did you mean ?nam?" in client.get("/sparql", query_string=misspelled).headers["Accord-Hint"]
    optional = "SELECT ?x ?h { ?x a light:Lighthouse OPTIONAL { ?x light:metres ?h } }"
    answer = client.get("/sparql", query_string={"query": optional, "format": format})
    assert "write ?x light:focalHeight ?n" in answer.headers["Accord-Hint"]
    some = {"query": "SELECT ?x ?l { ?x a light:Lighthouse OPTIONAL { ?x skos:altLabel ?l } }", "format": format}
    assert "Accord-Hint" not in client.get("/sparql", query_string=some).headers


def test_a_product_is_explained_where_it_is_long(client: FlaskClient) -> None:
    for limit in ("", "LIMIT 30000"):
        crossed = {"query": f"SELECT ?x ?l {{ ?x a ?c . ?y rdfs:label ?l }} {limit}"}
        answer = client.get("/sparql", query_string=crossed)
        assert "share no variable" in answer.headers["Accord-Hint"]
    idle = {"query": "SELECT ?x { ?x a light:Lighthouse MINUS { ?y light:keptBy id:tom-oakley } }"}
    assert "MINUS removes nothing" in client.get("/sparql", query_string=idle).headers["Accord-Hint"]
    few = {"query": "SELECT ?x ?y { ?x a light:Coast . ?y a light:Keeper }"}
    assert "Accord-Hint" not in client.get("/sparql", query_string=few).headers


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ASK { ?s ?p ?o } # why\n# and\n", "ASK { ?s ?p ?o }"),
        ("# first\nASK { ?s ?p <x:y#z> }", "\nASK { ?s ?p <x:y#z> }"),
        ("ASK { ?s ?p ' # no' }", "ASK { ?s ?p ' # no' }"),
        ("ASK { ?s ?p '''\n # no\n''' }", "ASK { ?s ?p '''\n # no\n''' }"),
        ("ASK { ?s ?p id:a#b\n }", "ASK { ?s ?p id:a#b\n }"),
        ("ASK { # one\n ?s ?p 1 # 'two'\n }", "ASK {\n ?s ?p 1 # 'two'\n }"),
    ],
)
def test_comments_make_no_other_query(text: str, left: str) -> None:
    assert without_comments(text) == left


def test_the_page_explains_more(client: FlaskClient) -> None:
    page = client.get("/sparql", query_string={"query": WRONG}, headers=BROWSER).text
    assert '<p class="hint">Line 1, column 16: The values of light:standsOn are things' in page
    wide = "SELECT ?x { ?x a light:Structure }"
    stated = {"query": wide, "infer": "off"}
    assert "light:Lighthouse (1)" in client.get("/sparql", query_string=stated, headers=BROWSER).text
    assert "Accord-Hint" not in client.get("/sparql", query_string=stated).headers
    assert 'class="hint"' not in client.get("/sparql", query_string={"query": wide}, headers=BROWSER).text
    assert 'class="hint"' not in client.get("/sparql", query_string={"query": RIGHT}, headers=BROWSER).text


def test_a_sum_is_explained_to_programs_too(client: FlaskClient) -> None:
    text = "SELECT (SUM(?m) AS ?s) { ?x light:focalHeight/light:metres ?m ; light:keptBy ?k }"
    answer = client.get("/sparql", query_string={"query": text})
    assert "some have several values of ?k" in answer.headers["Accord-Hint"]


def test_the_answer_is_the_same_with_an_explanation(client: FlaskClient) -> None:
    bodies = {client.get("/sparql", query_string={"query": WRONG}).data for _ in range(2)}
    assert bodies == {b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'}


def test_an_explanation_has_an_address(client: FlaskClient) -> None:
    lines = client.get("/sparql/explain", query_string={"query": WRONG})
    assert (lines.status_code, lines.mimetype) == (200, "text/plain")
    assert lines.text.startswith("Line 1, column 16: ")
    data = client.post("/sparql/explain", data={"query": WRONG}, headers={"Accept": "application/json"})
    assert data.json is not None
    assert data.json["empty"] is True
    assert [one["kind"] for one in data.json["explanations"]] == ["string-for-thing"]
    right = client.get("/sparql/explain", query_string={"query": RIGHT, "format": "json"})
    assert right.json is not None
    assert (right.json["empty"], right.json["explanations"]) == (False, [])
    assert client.get("/sparql/explain", query_string={"query": RIGHT, "format": "text"}).text == f"{NOTHING}\n"


def test_what_cannot_be_explained_is_refused(client: FlaskClient) -> None:
    assert client.get("/sparql/explain").status_code == 400
    assert client.get("/sparql/explain", query_string={"query": "SELECT"}).status_code == 400
    assert client.get("/sparql/explain", query_string={"query": RIGHT, "format": "turtle"}).status_code == 406
    assert client.get("/sparql/explain", query_string={"query": "ASK { SERVICE <http://a.b/> {} }"}).status_code == 403


@pytest.mark.parametrize(
    ("format", "empty", "full"),
    [
        (JSON, b'{"head":{},"boolean":false}', b'{"head":{},"boolean":true}'),
        (
            XML,
            b'<?xml version="1.0"?><sparql><head></head><results></results></sparql>',
            b"<results><result/></results>",
        ),
        (CSV, b"x\r\n", b"x\r\n1\r\n"),
        (CSV, b"boolean\nfalse\n", b"boolean\ntrue\n"),
        (TSV, b"?x\n", b"?x\n1\n"),
        (TURTLE, b"@prefix a: <b:> .\n", b"@prefix a: <b:> .\na:a a:a a:a .\n"),
        (JSON_LD, b"[]", b'[{"@id":"a:b"}]'),
        (N_TRIPLES, b"", b"<a:b> <a:b> <a:b> .\n"),
        (RDF_XML, b'<?xml version="1.0"?>\n<rdf:RDF></rdf:RDF>', b"<?xml?><rdf:RDF><a><b/></a></rdf:RDF>"),
    ],
)
def test_an_empty_answer_is_known_in_every_format(format: Format, empty: bytes, full: bytes) -> None:
    assert is_empty(empty, format)
    assert not is_empty(full, format)
    assert not is_empty(full * 10_000, format)


def test_an_answer_that_needs_no_explanation_says_so(client: FlaskClient) -> None:
    answer = client.get("/sparql/explain", query_string={"query": "ASK {}", "format": "text"})
    assert answer.text == f"{NOTHING}\n"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { ?x a light:Lighthous }",
        WRONG,
        "ASK { id:nobody a ?x }",
        "SELECT ?x { ?x a light:Lighthouse } LIMIT 0",
        "SELECT ?x ?nam { ?x rdfs:label ?name }",
    ],
)
def test_every_way_in_says_the_same(client: FlaskClient, tiny: Publication, text: str) -> None:
    header = client.get("/sparql", query_string={"query": text, "format": "json"}).headers["Accord-Hint"]
    lines = client.get("/sparql/explain", query_string={"query": text}).text.splitlines()
    assert header == as_header(tuple(lines))
    page = client.get("/sparql", query_string={"query": text}, headers=BROWSER)
    assert page.headers["Accord-Hint"] == header
    sheet = client.get("/sparql", query_string={"query": text, "format": "xlsx"})
    assert sheet.headers["Accord-Hint"] == header
    call = {"name": "ask", "arguments": {"query": text}}
    told = client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
    assert json.loads(told.json["result"]["content"][0]["text"])["readThis"] == lines
    with local_engine(tiny, EngineLimits()) as engine:
        query = Query(text, JSON, inspection=inspect(text, QueryLimits(), prefixes=tiny.settings.prefixes))
        assert Explainer(tiny, engine).of_answer(query, empty="?nam" not in text).notes() == tuple(lines)


def test_an_empty_answer_to_a_question_is_explained(client: FlaskClient) -> None:
    question = "/queries/tallest.csv"
    assert "such as 4.5 for 4.50 (see /limits)." in client.get(question).headers["Accord-Hint"]
    assert "Accord-Hint" not in client.get("/queries/tallest.rq").headers


def test_what_group_by_names_is_bound(client: FlaskClient) -> None:
    text = "SELECT ?k (COUNT(*) AS ?n) { ?x light:focalHeight ?h } GROUP BY (STRLEN(STR(?h)) AS ?k) ORDER BY ?k"
    assert "Accord-Hint" not in client.get("/sparql", query_string={"query": text, "format": "json"}).headers


def test_a_term_that_does_not_exist_is_said_once(client: FlaskClient) -> None:
    text = "SELECT ?x ?y { ?x a light:Lighthouse OPTIONAL { ?x light:standOn ?y } }"
    hint = client.get("/sparql", query_string={"query": text, "format": "json"}).headers["Accord-Hint"]
    assert hint.count("light:standOn ") == 1


def test_the_language_that_is_offered_is_the_nearest(client: FlaskClient) -> None:
    text = "SELECT ?l { ?x rdfs:label ?l FILTER (LANG(?l) = 'en-GB') }"
    hint = client.get("/sparql", query_string={"query": text, "format": "json"}).headers["Accord-Hint"]
    assert 'Fix: Write "en".' in hint


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (9223372036854775807 + 1 AS ?m) {}",
        "SELECT ?m { BIND (1/0 AS ?m) }",
        "SELECT ?x (?l + 1 AS ?m) { ?x rdfs:label ?l }",
        "SELECT (GROUP_CONCAT(?l) AS ?m) { VALUES ?l { 'a' UNDEF } }",
        "PREFIX e: <http://e.example/> SELECT (IRI('a b') AS ?m) {} # the last",
    ],
)
def test_a_column_whose_expression_fails_is_explained(client: FlaskClient, text: str) -> None:
    answer = client.get("/sparql", query_string={"query": text, "format": "json"})
    assert "?m has no value in any row: its expression fails" in answer.headers["Accord-Hint"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (1 + 1 AS ?m) {}",
        "SELECT ?x (STRLEN(?l) AS ?m) { ?x rdfs:label ?l }",
        "SELECT (SUM(?x) AS ?m) { VALUES ?x { 1 'a' } }",
        "SELECT ?x ?m { ?x a light:Lighthouse OPTIONAL { ?x rdfs:comment ?m } }",
    ],
)
def test_no_other_is_said_to_fail(client: FlaskClient, text: str) -> None:
    answer = client.get("/sparql", query_string={"query": text, "format": "json"})
    assert "fails" not in answer.headers.get("Accord-Hint", "")


def test_a_template_that_makes_nothing_is_explained(client: FlaskClient) -> None:
    text = "CONSTRUCT { ?l light:nameOf ?x } WHERE { ?x rdfs:label ?l }"
    hint = client.get("/sparql", query_string={"query": text, "format": "turtle"}).headers["Accord-Hint"]
    assert "the template makes no statement" in hint


def test_a_thing_that_describe_does_not_know_is_named_beside_those_that_it_does(client: FlaskClient) -> None:
    text = "DESCRIBE id:skerry id:skerri"
    hint = client.get("/sparql", query_string={"query": text, "format": "turtle"}).headers["Accord-Hint"]
    assert "No statement names id:skerri. Fix: Did you mean id:skerry?" in hint
    known = client.get("/sparql", query_string={"query": "DESCRIBE id:skerry", "format": "turtle"})
    assert known.data
    assert "Accord-Hint" not in known.headers

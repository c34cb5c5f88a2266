"""Example queries are questions with addresses: values are typed, and wrong ones keep the form."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from accord.errors import QueryError
from accord.publication import Publication, SourceFile
from accord.publication.examples import grouped, read_example
from accord.queries import parse
from accord.web import Site, create_app
from engines import StoreEngine

BROWSER = {"Accept": "text/html"}
LIGHTS_OF = """# Which lights stand on a coast?
# Only lights with a name.
# @param coast: light:Coast = id:brannoc-bay "Coast"
# @param least?: xsd:decimal "Metres at least"
# @formerly lights-of-the-bay
# @formerly tall-lights coast=id:brannoc-bay least=20
# @column metres: "height of the lamp" "m"
SELECT ?light ?metres WHERE {
  ?light light:standsOn ?coast .
  OPTIONAL { ?light light:focalHeight/light:metres ?metres FILTER (?metres >= ?least) }
}
ORDER BY ?light
"""
FILES = {
    "lights-of": LIGHTS_OF,
    "named": '# Who?\n# @param name: xsd:string "Name"\nSELECT ?x { ?x rdfs:label ?l FILTER (STR(?l) = ?name) }',
    "graph": "# A graph\nCONSTRUCT { ?x a ?c } WHERE { ?x a ?c }",
    "is-it": "# Is it?\nASK { ?x a light:Lighthouse }",
    "new": "# Always new\nSELECT (RAND() AS ?n) {}",
    "table": "# A table\n# picture: table\nSELECT ?x { ?x a light:Lighthouse }",
    "all": "# All\nSELECT * { ?z ?y ?x }",
    "about": '# About\n# @param thing: rdfs:Resource = id:skerry "Thing"\nSELECT ?p { ?thing ?p ?o }',
}


@pytest.fixture(scope="module")
def asked(tiny: Publication) -> FlaskClient:
    files = (SourceFile(f"data/queries/{slug}.rq", ("queries",), text.encode()) for slug, text in FILES.items())
    publication = replace(tiny, queries=(*tiny.queries, *files))
    return create_app(Site.open(publication, StoreEngine(publication))).test_client()


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return [
        {name: term["value"] for name, term in row.items()} for row in json.loads(answer.text)["results"]["bindings"]
    ]


def test_the_page_has_the_form_and_the_answer(asked: FlaskClient) -> None:
    page = asked.get("/queries/lights-of", headers=BROWSER)
    assert page.status_code == 200
    assert "<h1>Which lights stand on a coast?</h1>" in page.text
    assert "Only lights with a name." in page.text
    assert '<option value="id:brannoc-bay" selected>' in page.text
    assert "North Head Light</a>" in page.text
    assert 'href="/queries/lights-of.csv"' in page.text
    assert '<th scope="col" title="?metres">height of the lamp (m)</th>' in page.text
    assert "VALUES ?coast { id:brannoc-bay }" in page.text
    assert 'rel="canonical"' in page.headers["Link"]


@pytest.mark.parametrize(("slug", "is_drawn"), [("tallest", True), ("table", False), ("all", False)])
def test_a_picture_is_linked_where_there_is_one(asked: FlaskClient, slug: str, is_drawn: bool) -> None:
    page = asked.get(f"/queries/{slug}", headers=BROWSER)
    assert (f'<a href="/queries/{slug}.svg"' in page.text) is is_drawn
    assert asked.get(f"/queries/{slug}.svg").status_code == (200 if is_drawn else 400)


def test_the_defaults_are_those_of_the_file(asked: FlaskClient) -> None:
    plain = rows(asked, "/queries/lights-of.json")
    assert plain
    assert plain == rows(asked, "/queries/lights-of.json?coast=id:brannoc-bay&least=")


@pytest.mark.parametrize(
    "value",
    ["id:brannoc-bay", "brannoc-bay", "https://example.org/lights/id/brannoc-bay", "Brannoc Bay", "BRANNOC bay"],
)
def test_a_thing_has_many_names(asked: FlaskClient, value: str) -> None:
    assert rows(asked, f"/queries/lights-of.json?coast={quote(value)}") == rows(asked, "/queries/lights-of.json")


def test_a_value_is_a_typed_term(asked: FlaskClient) -> None:
    assert [row.get("metres") for row in rows(asked, "/queries/lights-of.json?least=4.5")] == ["4.5"]
    assert [row.get("metres") for row in rows(asked, "/queries/lights-of.json?least=4.51")] == [None]


@pytest.mark.parametrize(
    "value",
    ['x" } DELETE { ?s ?p ?o }', 'North Head Light") || true || STRSTARTS(?l, "', "a\\", "a\nb", "<b>&'", "'''"],
)
def test_no_value_becomes_a_part_of_the_query(asked: FlaskClient, value: str) -> None:
    assert rows(asked, f"/queries/named.json?name={quote(value)}") == []
    page = asked.get(f"/queries/named?name={quote(value)}", headers=BROWSER)
    assert "<b>&'" not in page.text


@pytest.mark.parametrize("value", ["_\x8a\x9c", "x:\x7f", "é:x", "a b", "http://[", "%zz"])
def test_a_value_that_cannot_be_an_iri_is_refused_in_words(asked: FlaskClient, value: str) -> None:
    answer = asked.get(f"/queries/about.json?thing={quote(value)}")
    assert answer.status_code == 400, answer.text


def test_a_name_with_quotes_is_found(asked: FlaskClient) -> None:
    assert rows(asked, "/queries/named.json?name=" + quote("North Head Light"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("coast=nowhere", "nothing here is called 'nowhere'"),
        ("coast=id:north-head", "nothing here is called 'id:north-head'"),
        ("least=high", "is not of the type xsd:decimal. Write it as in 12.5."),
        ("coast=id:brannoc-bay&coast=id:skerry", "is given 2 times"),
        ("coast=" + "x" * 2000, "has 2,000 characters"),
        ("coast=%3Cscript%3E", "nothing here is called '<script>'"),
    ],
)
def test_a_wrong_value_keeps_the_form(asked: FlaskClient, query: str, words: str) -> None:
    page = asked.get(f"/queries/lights-of?{query}", headers=BROWSER)
    assert page.status_code == 400
    assert words in unescape(page.text)
    assert 'aria-invalid="true"' in page.text
    assert '<form method="get" action="/queries/lights-of"' in page.text
    assert "<script>" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    problem = asked.get(f"/queries/lights-of.json?{query}")
    assert (problem.status_code, problem.mimetype) == (400, "application/problem+json")
    assert words.split(".")[0] in json.loads(problem.text)["detail"]


def test_a_value_that_is_missing_is_asked_for(asked: FlaskClient) -> None:
    page = asked.get("/queries/named", headers=BROWSER)
    assert (page.status_code, "Choose Name" in page.text) == (200, True)
    assert asked.get("/queries/named.csv").status_code == 400


def test_a_parameter_that_the_question_does_not_have_is_refused(asked: FlaskClient) -> None:
    problem = asked.get("/queries/lights-of.csv?cost=x")
    assert problem.status_code == 400
    assert "There is no parameter 'cost' here. The parameters are coast, least, page, bom." in problem.text
    assert asked.get("/queries/lights-of.csv?utm_source=mail").status_code == 200


def test_each_answer_has_its_formats(asked: FlaskClient) -> None:
    assert asked.get("/queries/lights-of", headers={"Accept": "text/csv"}).mimetype == "text/csv"
    assert asked.get("/queries/graph.ttl").mimetype == "text/turtle"
    assert "Lighthouse" in asked.get("/queries/graph.ttl").text
    assert "The graph, in Turtle" in asked.get("/queries/graph", headers=BROWSER).text
    assert asked.get("/queries/graph.csv").status_code == 404
    assert json.loads(asked.get("/queries/is-it.json").text)["boolean"] is True
    assert "Yes." in asked.get("/queries/is-it", headers=BROWSER).text
    assert "VALUES ?coast { id:brannoc-bay }" in asked.get("/queries/lights-of.rq?coast=brannoc-bay").text


def test_what_differs_each_time_is_not_kept(asked: FlaskClient) -> None:
    page = asked.get("/queries/new", headers=BROWSER)
    assert page.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.headers


def test_a_long_answer_has_pages_and_columns_in_the_order_of_the_query(asked: FlaskClient) -> None:
    page = asked.get("/queries/all", headers=BROWSER).text
    assert re.findall(r'title="\?(\w+)"', page) == ["z", "y", "x"]
    assert "rows 1 to 100 are shown" in page
    second = asked.get("/queries/all?page=2", headers=BROWSER).text
    assert "rows 101 to" in second
    assert 'href="/queries/all"' in second
    assert asked.get("/queries/all?page=99", headers=BROWSER).status_code == 404
    assert asked.get("/queries/all?page=-1", headers=BROWSER).status_code == 404


def test_an_old_address_leads_to_the_new_one(asked: FlaskClient) -> None:
    moved = asked.get("/queries/lights-of-the-bay.csv?coast=brannoc-bay")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/queries/lights-of.csv?coast=brannoc-bay")
    tall = asked.get("/queries/tall-lights?least=30")
    assert tall.headers["Location"] == "/queries/lights-of?least=30&coast=id:brannoc-bay"


def test_an_old_address_with_a_value_of_no_parameter_is_refused(tiny: Publication) -> None:
    query = parse("lights", "# Lights?\n# @formerly old-lights coast=id:brannoc-bay\nSELECT ?x { ?x a ?c }")
    with pytest.raises(QueryError, match="coast, which is not a parameter"):
        read_example(query, tiny.settings.prefixes)


def test_the_list_says_what_can_be_chosen(asked: FlaskClient) -> None:
    listed = {one["url"].rpartition("/")[2]: one for one in json.loads(asked.get("/queries.json").text)["queries"]}
    assert [one["name"] for one in listed["lights-of"]["parameters"]] == ["coast", "least"]
    assert listed["lights-of"]["parameters"][0]["default"] == "id:brannoc-bay"
    assert "choose: Coast, Metres at least" in asked.get("/queries", headers=BROWSER).text


def test_each_question_is_an_operation(asked: FlaskClient) -> None:
    described = json.loads(asked.get("/openapi.json").text)["paths"]
    operation = described["/queries/lights-of"]["get"]
    assert operation["summary"] == "Which lights stand on a coast?"
    assert [(one["name"], one["required"], one["schema"]) for one in operation["parameters"]] == [
        ("coast", False, {"type": "string", "default": "id:brannoc-bay"}),
        ("least", False, {"type": "number"}),
    ]
    assert described["/queries/named.csv"]["get"]["parameters"][0]["required"]


def test_questions_of_the_repository_answer_with_their_defaults(real_site: Site) -> None:
    examples = real_site.examples.values()
    assert sum(bool(one.parameters) for one in examples) >= 8
    for one in examples:
        asked = real_site.questions.ask(one, {})
        assert (asked.error, asked.missing) == (None, ()), one.slug
        for field in asked.fields:
            assert field.label
            assert not field.parameter.is_thing or field.offered, one.slug
    assert len(grouped(examples)) > 5


def test_an_answer_about_money_has_its_sum(real_client: FlaskClient) -> None:
    """Several rows have the same award; the sum has it once."""
    page = real_client.get("/queries/who-funds-what?region=id:oxford", headers={"Accept": "text/html"}).text
    total = page.partition('<div class="total">')[2].partition("</div>")[0]
    assert "about £242m" in total
    assert "in 3 of these 5 funding arrangements" in total
    for slug in ("who-signed", "what-happened-when"):
        assert 'class="total"' not in real_client.get(f"/queries/{slug}", headers={"Accept": "text/html"}).text

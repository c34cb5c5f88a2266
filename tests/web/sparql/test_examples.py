"""Example queries are found by their question, open in the form, and have addresses; hints name what does not exist."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Store

from accord.engine import Query
from accord.formats import JSON
from accord.limits import QueryLimits
from accord.pictures.requested import Requested
from accord.publication import Publication, SourceFile
from accord.publication.examples import grouped, read_examples
from accord.sparql.guard import inspect
from accord.validation import check
from accord.web import Site

BROWSER = {"Accept": "text/html"}


def test_an_example_is_what_its_file_says(tiny: Publication) -> None:
    example = read_examples(tiny)["tallest"]
    assert (example.title, example.group, example.picture) == ("Which light stands highest?", "Heights", "bars")
    assert example.description == "The lights with the height of their lamp, the highest first."
    assert example.text.startswith("PREFIX light:")


def test_a_file_that_says_nothing_is_still_an_example(tiny: Publication) -> None:
    file = SourceFile("data/queries/all-things.rq", ("queries",), "\ufeffSELECT * {}".encode())
    example = read_examples(replace(tiny, queries=(file,)))["all-things"]
    assert (example.title, example.group, example.text) == ("all things", "", "SELECT * {}")


@pytest.mark.parametrize(
    "text",
    ["root:x:0:0:root:/root:/bin/bash", "DB_PASSWORD=hunter2\0HOME=/", "# only a comment", "DELETE WHERE { ?s ?p ?o }",
     "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
)  # fmt: skip
def test_what_the_endpoint_refuses_is_no_example(
    tiny: Publication, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    changed = replace(tiny, queries=(*tiny.queries, SourceFile("data/queries/odd.rq", ("queries",), text.encode())))
    assert read_examples(changed).keys() == read_examples(tiny).keys()
    assert "data/queries/odd.rq is left out" in caplog.text
    found = [one for one in check(changed).findings if one.code == "QUERY-REFUSED"]
    assert [(one.place.file, one.severity) for one in found if one.place] == (
        [] if "SERVICE" in text else [("data/queries/odd.rq", "warning")]
    )


def test_an_example_may_call_a_service_that_is_allowed(tiny: Publication) -> None:
    text = b"SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    changed = replace(tiny, queries=(SourceFile("data/queries/far.rq", ("queries",), text),))
    assert read_examples(changed, {"http://127.0.0.1:9/"}).keys() == {"far"}


def test_queries_are_no_graphs_but_part_of_the_version(tiny: Publication) -> None:
    assert not [graph for graph in tiny.graphs() if "queries" in graph]
    assert replace(tiny, queries=()).digest != tiny.digest


def test_each_example_of_the_repository_has_its_place(real: Publication) -> None:
    examples = read_examples(real)
    groups = grouped(examples.values())
    assert len(examples) >= 25
    assert sum(len(members) for _, members in groups) == len(examples)
    assert [name for name, _ in groups] == sorted({one.group for one in examples.values()})
    for one in examples.values():
        assert one.title
        assert one.group
        assert Requested.read(one.picture).kind
        Store().query(one.text, prefixes=dict(real.settings.prefixes))


def test_the_form_lists_the_examples_and_opens_one(client: FlaskClient) -> None:
    page = client.get("/sparql", headers=BROWSER).text
    assert "<summary>Heights</summary>" in page
    assert 'href="/sparql?example=tallest">Which light stands highest?</a>' in page
    opened = client.get("/sparql?example=tallest", headers=BROWSER).text
    assert "ORDER BY DESC(?metres)</textarea>" in opened
    assert 'href="/queries/tallest"' in opened
    assert client.get("/sparql?example=none", headers=BROWSER).status_code == 404


def test_an_example_has_an_address(client: FlaskClient, tiny: Publication) -> None:
    page = client.get("/queries/tallest", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "<h1>Which light stands highest?</h1>" in page.text
    assert 'rel="canonical"' in page.headers["Link"]
    text = client.get("/queries/tallest", headers={"Accept": "application/sparql-query"})
    assert (text.mimetype, text.data) == ("application/sparql-query", client.get("/queries/tallest.rq").data)
    assert text.text.rstrip("\n") == read_examples(tiny)["tallest"].text
    assert "Which light stands highest?" in client.get("/queries", headers=BROWSER).text


@pytest.mark.parametrize("path", ["/queries/none", "/queries/none.rq", "/queries/tallest.zip"])
def test_what_is_no_example_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_form_offers_inferences_and_keeps_the_choice(client: FlaskClient) -> None:
    assert 'name="infer" value="off">' in client.get("/sparql", headers=BROWSER).text
    asked = client.get("/sparql?infer=off&query=" + quote("SELECT * { ?s ?p ?o } LIMIT 1"), headers=BROWSER).text
    assert 'name="infer" value="off" checked>' in asked
    assert "infer=off" in asked.split('id="downloads"')[1]
    assert "--data-urlencode infer=off" in asked


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        (
            "PREFIX l: <https://example.org/lights/ns#> SELECT * { ?s a l:Lighthous }",
            "Line 1, column 58: There is no class light:Lighthous in the ontology or the data."
            " Fix: Did you mean light:Lighthouse?",
        ),
        (
            "ASK { ?s <https://example.org/lights/ns#zzzz> 'light:Lighthous' } # light:Lighthous",
            "Line 1, column 10: There is no property light:zzzz in the ontology or the data."
            " Fix: Look it up in the ontology.",
        ),
        (
            "PREFIX light: <http://elsewhere/> ASK { ?s a light:Lighthous }",
            "Line 1, column 44: <http://elsewhere/> is not a namespace that this publication uses, so class"
            " <http://elsewhere/Lighthous> has no match; here it is <https://example.org/lights/ns#>."
            " Fix: Write PREFIX light: <https://example.org/lights/ns#>.",
        ),
        ("ASK { ?s a <https://example.org/lights/ns#Lighthouse> ; <https://example.org/lights/ns#keptBy> ?k }", ""),
    ],
)
def test_terms_that_do_not_exist_are_named(client: FlaskClient, query: str, hint: str) -> None:
    answer = client.get("/sparql", query_string={"query": query})
    assert answer.status_code == 200
    assert answer.headers.get("Accord-Hint", "") == hint
    page = client.get("/sparql", query_string={"query": query}, headers=BROWSER).text
    assert ('class="hint"' in page) == bool(hint)


def test_a_hint_is_ascii_and_bounded(client: FlaskClient, site: Site) -> None:
    names = " ".join(f"<https://example.org/lights/ns#é{n}>," for n in range(20))
    hint = client.get("/sparql", query_string={"query": f"ASK {{ ?s ?p {names} 1 }}"}).headers["Accord-Hint"]
    assert hint.isascii()
    assert hint.count("not a term") == 5
    text = f"ASK {{ ?s ?p {names} 1 }}"
    assert len(site.explainer.glance(Query(text, JSON, inspection=inspect(text, QueryLimits()))).findings) == 5


def test_programs_get_all_examples_as_json(client: FlaskClient) -> None:
    listed = client.get("/queries.json").json
    assert listed is not None
    assert listed["queries"]
    for one in listed["queries"]:
        assert client.get(one["url"] + ".rq").text == one["query"] + "\n"
    assert client.get("/queries", headers={"Accept": "application/json, */*"}).json == listed
    assert client.get("/queries.csv").status_code == 404

"""Whose identifier is it: one answer, several, or none; and all of them at once."""

from __future__ import annotations

import csv

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from accord.names import SKOS
from accord.web import Site

ID = "https://example.org/lights/id/"


def ask(client: FlaskClient, uri: str, accept: str = "*/*") -> tuple[int, str | None]:
    answer = client.get("/sameas", query_string={"uri": uri}, headers={"Accept": accept})
    return answer.status_code, answer.headers.get("Location")


@pytest.mark.parametrize(
    "uri",
    [
        "A1234",
        "https://lists.example.net/lights/A1234",
        "http://lists.example.net/lights/A1234/",
        ID + "skerry",
        ID.replace("https", "http") + "skerry/",
        ID.replace("https://", "https://www.") + "skerry#number",
        "https://example.org/lights/doc/skerry.ttl",
        "http://localhost/id/skerry",
        "http://localhost/doc/skerry",
    ],
)
def test_one_carrier_is_where_it_leads(client: FlaskClient, uri: str) -> None:
    assert ask(client, uri) == (302, "/id/skerry")


@pytest.mark.parametrize("uri", ["A999", "https://elsewhere.example/A1234", ID + "atlantis", "x" * 5000, "https://"])
def test_what_nobody_carries_is_not_found(client: FlaskClient, uri: str) -> None:
    answer = client.get("/sameas", query_string={"uri": uri}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("accept", "media"),
    [("text/html", "text/html"), ("application/json", "application/json"), ("text/plain", "text/plain")],
)
def test_several_carriers_are_a_list(client: FlaskClient, accept: str, media: str) -> None:
    uri = "https://example.com/register/17"
    answer = client.get("/sameas", query_string={"uri": uri}, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype, answer.headers["Vary"]) == (300, media, "Accept")
    assert all(slug in answer.text for slug in ("north-head", "skerry"))
    assert "Location" not in answer.headers
    if media == "application/json":
        assert [one["iri"] for one in answer.json["things"]] == [ID + "north-head", ID + "skerry"]
    if media == "text/plain":
        assert answer.text == f"{ID}north-head\n{ID}skerry\n"


def test_a_former_iri_leads_to_what_took_its_place(client: FlaskClient) -> None:
    assert ask(client, ID + "very-old-candle") == (302, "/id/north-head")
    assert ask(client, ID + "twin-lights")[0] == 300
    assert ask(client, ID + "gull-rock")[0] == 404


def test_the_page_explains_and_leads_to_the_downloads(client: FlaskClient) -> None:
    text = client.get("/sameas", headers={"Accept": "text/html"}).text
    assert '<form class="search" action="/sameas">' in text
    assert 'href="/sameas.csv"' in text
    assert 'href="/sameas.nt"' in text


def test_all_identifiers_as_a_table(client: FlaskClient, site: Site) -> None:
    answer = client.get("/sameas.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert len(rows) == len(site.search.identifiers.all)
    assert {
        "iri": ID + "skerry",
        "label": site.things.labels.of(ID + "skerry").text,
        "register": "Admiralty List",
        "code": "A1234",
        "same_as": "https://lists.example.net/lights/A1234/",
        "match": "exact",
    } in rows


@pytest.mark.parametrize("path", ["/sameas.nt", "/sameas"])
def test_all_same_things_as_triples_that_the_data_state(client: FlaskClient, site: Site, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/n-triples"})
    found = {quad.triple for quad in parse(answer.data, RdfFormat.N_TRIPLES)}
    same = NamedNode(SKOS + "exactMatch")
    assert found == {quad.triple for quad in site.engine.match(predicate=same)}
    assert Triple(NamedNode(ID + "skerry"), same, NamedNode("https://lists.example.net/lights/A1234/")) in found


def test_other_suffixes_are_not_there(client: FlaskClient) -> None:
    assert client.get("/sameas.ttl").status_code == 404

"""RDF/XML and Turtle come from one writer: pages, lists, dumps and endpoint can be read, or are refused in words."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from rdflib import Graph

from accord.publication import Publication
from accord.web import Site, create_app
from engines import StoreEngine

BASE = "https://example.org/x/"
HEAD = f"""@prefix id: <{BASE}id/> .
@prefix ns: <{BASE}ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
CONFIGURATION = f"""{HEAD}@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix void: <http://rdfs.org/ns/void#> .
<{BASE}dataset> a void:Dataset ; dcterms:title "X"@en ; void:uriSpace "{BASE}" ; void:vocabulary <{BASE}ns#> .
"""
ONTOLOGY = (
    f'{HEAD}ns:Thing a owl:Class ; rdfs:label "thing"@en .\nns:val a owl:DatatypeProperty ; rdfs:label "value"@en .'
)
AWKWARD = r'id:b a ns:Thing ; rdfs:label "b"@en ; ns:val "one\r\ntwo", "id:x\\#y" ; ns:val id:b\#part .'
NAMELESS = 'id:a a ns:Thing ; rdfs:label "a"@en ; ns:123 "v" .'


def opened(folder: Path, data: str) -> FlaskClient:
    for name, text in {
        "data/publication.ttl": CONFIGURATION,
        "data/d.ttl": HEAD + data,
        "ontology/o.ttl": ONTOLOGY,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    publication = Publication.read(folder)
    return create_app(Site.open(publication, StoreEngine(publication))).test_client()


def everywhere(slug: str, suffix: str) -> list[str]:
    query = quote(f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o FILTER(?s = <{BASE}id/{slug}>) }}")
    return [
        f"/doc/{slug}.{suffix}",
        f"/things/Thing.{suffix}",
        f"/dump.{suffix}",
        f"/sparql?query={query}&format={suffix}",
    ]


def test_rdf_xml_is_well_formed_and_keeps_carriage_returns(tmp_path: Path) -> None:
    client = opened(tmp_path, AWKWARD)
    for path in everywhere("b", "rdf"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        values = {one.text for one in ElementTree.fromstring(answer.data).iterfind(".//{*}val")}
        assert "one\r\ntwo" in values, path


def test_a_character_that_xml_cannot_carry_is_refused_in_words(tmp_path: Path) -> None:
    client = opened(tmp_path, r'id:b a ns:Thing ; rdfs:label "b"@en ; ns:val "a\uFFFEb" .')
    rows = f"/sparql?query={quote('SELECT ?o { ?s <' + BASE + 'ns#val> ?o }')}&format=xml"
    for path in (*everywhere("b", "rdf"), rows):
        answer = client.get(path, headers={"Accept": "application/problem+json"})
        assert (answer.status_code, "U+FFFE" in answer.text) == (406, True), path
    for path in everywhere("b", "ttl"):
        assert r"a\uFFFEb" in client.get(path).text, path


def test_a_property_without_an_xml_name_is_refused_in_words(tmp_path: Path) -> None:
    client = opened(tmp_path, NAMELESS)
    for path in everywhere("a", "rdf")[:3]:
        answer = client.get(path, headers={"Accept": "application/problem+json"})
        assert (answer.status_code, "ns#123" in answer.text) == (406, True), path
    page = client.get("/catalog.html")
    assert (page.status_code, "RDF/XML is not available" in page.text) == (200, True)
    assert client.get("/catalog.ttl").status_code == client.get("/dump.ttl").status_code == 200


def test_turtle_has_no_local_names_with_escapes(tmp_path: Path) -> None:
    client = opened(tmp_path, AWKWARD)
    for path in everywhere("b", "ttl"):
        text = client.get(path).text
        assert f"<{BASE}id/b#part>" in text or "this:part" in text, path
        assert r"b\#part" not in text, path
        assert r'"id:x\\#y"' in text, path
        assert Graph().parse(data=text, format="turtle")


@pytest.mark.parametrize("suffix", ["trig", "nq"])
def test_dumps_of_graphs_keep_all_statements(tmp_path: Path, suffix: str) -> None:
    assert f"<{BASE}id/b#part>" in opened(tmp_path, AWKWARD).get(f"/dump.{suffix}").text

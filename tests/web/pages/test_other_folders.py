"""Small folders of other kinds: one that is a concept scheme, one that is an ontology, and one with nothing in it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal

from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.literal_format import wording
from engines import StoreEngine

HEAD = """
@prefix : <https://e.example/> .
@prefix o: <https://e.example/o#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
"""
CONFIGURATION = """
:dataset a void:Dataset ; dcterms:title "Small"@en ; void:uriSpace "https://e.example/" ;
    void:vocabulary <https://e.example/o#> .
"""
CONCEPTS = """
:scheme a skos:ConceptScheme ; dcterms:title "Animals"@en ; skos:hasTopConcept :animal .
:animal a skos:Concept ; skos:prefLabel "animal"@en ; skos:narrower :bird .
:bird a skos:Concept ; skos:prefLabel "bird"@en ; skos:inScheme :scheme ; skos:closeMatch <https://far.example/bird> .
:owl a skos:Concept ; skos:prefLabel "owl"@en ; skos:broader :bird .
:sand a skos:Concept ; skos:prefLabel "sand"@en ; skos:related :soil ; skos:narrower :dune .
:soil a skos:Concept ; skos:prefLabel "soil"@en ; skos:related :sand .
:dune a skos:Concept ; skos:prefLabel "dune"@en ; skos:broader :sand .
:round a skos:Concept ; skos:broader :circle . :circle a skos:Concept ; skos:broader :round .
:stone a skos:Concept ; skos:exactMatch <https://far.example/stone> .
"""
ONTOLOGY = """
<https://e.example/o> a owl:Ontology ; rdfs:label "Food"@en .
o:Food a owl:Class . o:Pizza a owl:Class ; rdfs:subClassOf o:Food .
o:Hot a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( o:Pizza o:Spicy ) ] ; rdfs:subClassOf o:Pizza .
o:Spicy a owl:Class . o:hasTopping a owl:ObjectProperty .
o:Italy a owl:NamedIndividual , o:Country .
"""


def visitor_of(folder: Path, **files: str) -> FlaskClient:
    for name, text in {"data/publication": CONFIGURATION, **files}.items():
        path = folder / f"{name.replace('_', '/')}.ttl"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD + text, "utf-8")
    publication = Publication.read(folder)
    return create_app(Site.open(publication, StoreEngine(publication))).test_client()


@pytest.fixture(scope="module")
def concepts(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return visitor_of(tmp_path_factory.mktemp("concepts"), data_d=CONCEPTS)


@pytest.fixture(scope="module")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return visitor_of(tmp_path_factory.mktemp("ontology"), ontology_o=ONTOLOGY)


def tree(page: str) -> str:
    """The lists of a tree in short: ``animal(bird(owl()))``."""
    begin = page.index('<ul class="tree">')
    shown = re.sub(r"\s+", "", page[begin : page.index("</section>", begin)])
    shown = re.sub(r"<summary>.*?</summary>", "", shown)
    shown = re.sub(r"</?(?:details|summary|a|span|p)[^>]*>", "", shown)
    return shown.replace('<ulclass="tree">', "(").replace("</ul>", ")").replace("<li>", "").replace("</li>", ";")


def test_concepts_are_a_tree_on_the_home_page_and_the_page_of_their_scheme(concepts: FlaskClient) -> None:
    assert tree(concepts.get("/").text) == "(animal(bird(owl;););sand(dune;);soil;stone;circle(round(circle;););)"
    assert tree(concepts.get("/doc/scheme.html").text).startswith("(animal(bird(owl;););")


def test_a_property_of_skos_reads_from_its_value_as_its_inverse(concepts: FlaskClient) -> None:
    page = concepts.get("/doc/bird", headers={"Accept": "text/html"}).text
    related = page.partition('id="about-related"')[2]
    assert "narrower concept" in related
    assert "broader concept of" not in page


def test_the_search_field_promises_no_places_and_sums_where_there_are_none(concepts: FlaskClient) -> None:
    assert "Search for a name or a word" in concepts.get("/", headers={"Accept": "text/html"}).text


def test_a_close_match_is_never_taken_for_the_same(concepts: FlaskClient) -> None:
    close = concepts.get("/sameas?uri=https://far.example/bird", headers={"Accept": "application/json"})
    assert (close.status_code, close.json["match"]) == (300, "close")
    assert concepts.get("/sameas?uri=https://far.example/stone").status_code == 302
    rows = concepts.get("/sameas.csv").text.splitlines()
    assert "https://e.example/bird,bird,,,https://far.example/bird,close" in rows
    assert "closeMatch" in concepts.get("/sameas.nt").text


def test_an_ontology_has_a_tree_pages_of_classes_and_individuals(ontology: FlaskClient) -> None:
    assert tree(ontology.get("/").text) == tree(ontology.get("/ontology").text) == "(food(pizza(hot;););spicy(hot;);)"
    assert 'href="/ontology/Hot"' in ontology.get("/ontology").text
    assert '<a href="/doc/o%23Hot">restrictions and lists of classes</a>' in ontology.get("/ontology/Hot").text
    page = ontology.get("/doc/o%23Hot.html").text
    assert ">all of</a>" in page
    assert page.count('<ol class="members">') == 1
    assert "Italy" in ontology.get("/doc/o%23Italy.html").text
    listed = ontology.get("/things/Country").text
    assert '<a href="/doc/o%23Italy">Italy</a>' in listed


@pytest.mark.parametrize("path", ["/", "/search", "/search?q=x", "/things", "/ontology", "/catalog", "/sitemap.xml"])
def test_a_folder_without_things_has_pages_without_empty_parts(tmp_path: Path, path: str) -> None:
    answer = visitor_of(tmp_path).get(path)
    assert answer.status_code == 200
    assert '<ul class="kinds-list">\n</ul>' not in answer.text


def test_addresses_in_strings_are_links() -> None:
    for string, link in {
        "https://a.example/b?c": "https://a.example/b?c",
        "ann@a.example": "mailto:ann@a.example",
    }.items():
        assert (wording(Literal(string)).element, wording(Literal(string)).machine) == ("address", link)
    for string in ("see https://a.example", "a@b", "ann@a.example and others"):
        assert wording(Literal(string)).element == "text"


def test_the_graph_of_a_file_of_any_syntax_has_a_page_and_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    statement = '<https://e.example/a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .\n'
    (tmp_path / "data" / "a b.nt").write_text(statement)
    (tmp_path / "data" / "c.nt.gz").write_bytes(gzip.compress(statement.encode()))
    client = visitor_of(tmp_path)
    for path in ("/graph/data/a%20b.nt", "/graph/data/c.nt.gz"):
        assert "label" in client.get(path, headers={"Accept": "text/html"}).text
        assert 'rdfs:label "A"' in client.get(f"{path}.ttl").text
        assert client.get(f"{path}.pdf").status_code == 404


def test_things_of_classes_without_a_name_are_found(tmp_path: Path) -> None:
    things = (
        ':a a o:Bird , [ a owl:Restriction ; owl:onProperty o:p ] ; rdfs:label "Robin"@en ; o:near :b . :b a o:Bird .'
    )
    visitor = visitor_of(tmp_path, data_d=things)
    for path in ("/search?q=robin", "/things/o:Bird", "/things/o:Bird.csv", "/doc/a", "/doc/b"):
        assert "Robin" in visitor.get(path, headers={"Accept": "text/html"}).text, path
    assert "by the property" in visitor.get("/doc/a", headers={"Accept": "text/html"}).text


def test_people_are_found_by_the_name_that_pages_show(tmp_path: Path) -> None:
    foaf = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . "
    visitor = visitor_of(
        tmp_path, data_d=foaf + ':ada a foaf:Person ; foaf:givenName "Ada" ; foaf:familyName "Byron" .'
    )
    assert "Ada Byron" in visitor.get("/search?q=byron", headers={"Accept": "text/html"}).text


def test_a_vocabulary_of_several_namespaces_has_a_list_of_each_class(tmp_path: Path) -> None:
    (tmp_path / "all.ttl").write_text(
        HEAD
        + "@prefix x: <https://e.example/part/x/> . @prefix y: <https://e.example/part/y/> .\n"
        + "x:Bird a owl:Class . y:Bird a owl:Class . y:Egg a owl:Class . :a a x:Bird . :b a y:Bird , y:Egg ."
    )
    publication = Publication.read(tmp_path)
    visitor = create_app(Site.open(publication, StoreEngine(publication))).test_client()
    kinds = visitor.get("/things", headers={"Accept": "text/html"}).text
    lists = set(re.findall(r'href="(/things/[^"]+)"', kinds))
    assert len(lists) == 3, kinds
    assert {visitor.get(path, headers={"Accept": "text/html"}).status_code for path in lists} == {200}


def test_the_home_page_has_no_question_that_is_no_query(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "bad.rq").write_text("# Bad question\nSELECT ?x { ?x a <RELATIVE> }")
    (tmp_path / "queries" / "good.rq").write_text("# Good question\nSELECT ?x { ?x a ?y }")
    page = visitor_of(tmp_path, data_d=":a a o:Bird .").get("/", headers={"Accept": "text/html"}).text
    assert "Good question" in page
    assert "Bad question" not in page


def test_kinds_of_the_same_name_have_different_words(tmp_path: Path) -> None:
    persons = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix s: <https://schema.org/> ."
    things = f"{persons} :a a foaf:Person . :b a s:Person . :c a s:Person . :d a o:Ship ."
    page = visitor_of(tmp_path, data_d=things).get("/things").text
    main = page.partition('<ul class="kinds-list">')[2].partition("</ul>")[0]
    names = re.findall(r"<li><a [^>]*>([^<]*)</a>", main)
    assert names == ["people (schema.org)", "people (foaf)", "ships"]


def test_a_long_chain_of_classes_has_its_pages(tmp_path: Path) -> None:
    """A level of the list is a call of a template; Python allows a thousand calls in each other."""
    chain = "".join(f"o:C{n} a owl:Class ; rdfs:subClassOf o:C{n - 1} . :t{n} a o:C{n} . " for n in range(1, 400))
    visitor = visitor_of(tmp_path, ontology_o=f"o:C0 a owl:Class . {chain}", data_d=":t0 a o:C0 .")
    assert visitor.get("/", headers={"Accept": "text/html"}).status_code == 200
    page = visitor.get("/things", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert all(f'href="/things/C{n}"' in page.text for n in range(400))


def test_a_home_page_with_very_many_kinds_leads_to_them(tmp_path: Path) -> None:
    many = "".join(f":t{n} a o:C{n} . " for n in range(300))
    page = visitor_of(tmp_path, data_d=many).get("/", headers={"Accept": "text/html"}).text
    assert '<a href="/things">All 300 things by their 300 kinds</a>' in page
    assert "/things/C299" not in page


def test_a_relation_that_both_ends_state_is_shown_once(concepts: FlaskClient) -> None:
    page = concepts.get("/doc/sand.html").text
    facts = page.partition('id="about-facts"')[2]
    assert facts.count(">soil</a>") == 1
    assert facts.count(">dune</a>") == 1
    assert 'id="about-related"' not in page
    assert "broader of" not in concepts.get("/doc/dune.html").text

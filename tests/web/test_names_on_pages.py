"""What pages call things: names in the publication's languages, terms in words, anonymous nodes where they belong."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.publication.statements.loading import LoadedPublication
from accord.web import Site, create_app
from engines import StoreEngine

DATA = """
@prefix : <https://e.example/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://terms.example/vocab#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix void: <http://rdfs.org/ns/void#> .
"""
CONFIGURATION = """
:dataset a void:Dataset ; dcterms:title "Orte"@de ; dcterms:language "de" , "fr" ; void:uriSpace "https://e.example/" .
"""
THINGS = """
:wien a ex:CapitalCity ; rdfs:label "Wien"@de , "Vienne"@fr , "Vienna"@en ;
    rdfs:comment "Hauptstadt."@de , "Capitale."@fr .
:wenen rdfs:label "Vena"@sl , "Dunaj"@nl , "Vienna"@en .
:city skos:prefLabel "Ville"@fr , "City"@en .
:book dc:title "Only dc:title" ; foaf:mbox <mailto:a@e.example> .
:person vcard:fn "Full Name" ; ex:hasSecretCode "1" ; ex:URLValue "x" .
:old schema:name "Old schema.org" ; schema:author ( :wien [ foaf:name "Ann" ] ) ; ex:none () .
:quds rdfs:label "القدس"@ar .
:shop a ex:Shop ; ex:address [ a ex:PostalAddress ; ex:inCity :wien ; ex:price 4.50 ] .
"""


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("orte")
    (folder / "data").mkdir()
    (folder / "data" / "publication.ttl").write_text(DATA + CONFIGURATION, "utf-8")
    (folder / "data" / "d.ttl").write_text(DATA + THINGS, "utf-8")
    publication = Publication.read(folder)
    loaded, engine = LoadedPublication.of(publication), StoreEngine(publication)
    engine.patterns = loaded.statements
    return create_app(Site.open(publication, engine, loaded)).test_client()


def main(visitor: FlaskClient, slug: str) -> str:
    """The main part of a page, without what is between tags where that is only space."""
    page = visitor.get(f"/doc/{slug}.html").text
    return re.sub(r">\s+<", "><", page[page.index("<main") : page.index("</main>")])


def title(visitor: FlaskClient, slug: str) -> str:
    found = re.search("<h1>(.*)</h1>", main(visitor, slug))
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("wien", "Wien"),
        ("city", '<span lang="fr">Ville</span>'),
        ("wenen", '<span lang="en">Vienna</span>'),
        ("book", "Only dc:title"),
        ("person", "Full Name"),
        ("old", "Old schema.org"),
        ("quds", '<span lang="ar" dir="rtl">القدس</span>'),
    ],
)
def test_names_are_in_the_languages_of_the_publication(visitor: FlaskClient, slug: str, name: str) -> None:
    assert title(visitor, slug) == name
    assert '<html lang="de">' in visitor.get(f"/doc/{slug}.html").text


def test_a_description_is_in_one_language_and_the_others_are_facts(visitor: FlaskClient) -> None:
    page = main(visitor, "wien")
    assert re.findall('<p class="lead">(.*?)</p>', page) == ["Hauptstadt."]
    assert '<dd><span lang="fr">Capitale.</span>' in page


def test_terms_that_nobody_describes_are_in_words(visitor: FlaskClient) -> None:
    assert re.findall(r'<dt><a [^>]*rel="external">(.*?)</a>', main(visitor, "person")) == [
        "URL value",
        "has secret code",
    ]
    assert '><span lang="en">e-mail</span></a></dt>' in main(visitor, "book")
    assert ">capital city</a>" in main(visitor, "wien")


def test_a_list_is_shown_as_a_list(visitor: FlaskClient) -> None:
    page = main(visitor, "old")
    members = page[page.index('<ol class="members">') : page.index("</ol>", page.index('<ol class="members">'))]
    assert members.count("<li>") == 2
    assert '<li><a href="/doc/wien">Wien</a>' in members
    assert "Ann" in members
    assert ">empty list<" in page
    assert "rdf:rest" not in page


def test_an_anonymous_node_is_within_what_leads_to_it_and_nowhere_else(visitor: FlaskClient) -> None:
    shop, city = main(visitor, "shop"), main(visitor, "wien")
    assert ">postal address<" in shop
    assert '<data value="4.50">' in shop
    assert "postal address" not in city
    assert '<dt><a href="https://terms.example/vocab#inCity"' in city
    assert '<a href="/doc/shop">shop</a>' in city
    assert "price 4.50" in visitor.get("/doc/shop.ttl").text
    assert "price" not in visitor.get("/doc/wien.ttl").text

"""Labels that are nodes of their own (SKOS-XL) name their concepts, as in AGROVOC, and are found by search."""

from __future__ import annotations

from pathlib import Path

from accord.publication import Publication
from accord.search import Filters
from accord.web import Site, create_app
from engines import StoreEngine

MAIZE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix : <https://food.example/> .
:c_1 a skos:Concept ; xl:prefLabel :xl_1 , :xl_3 ; xl:altLabel :xl_2 .
:c_2 a skos:Concept ; skos:broader :c_1 ; skos:prefLabel "Popcorn"@en ; xl:prefLabel :xl_2 .
:xl_1 a xl:Label ; xl:literalForm "maize"@en .
:xl_2 a xl:Label ; xl:literalForm "corn"@en .
:xl_3 a xl:Label ; xl:literalForm "Mais"@de .
"""


def test_concepts_have_the_names_of_their_label_nodes(tmp_path: Path) -> None:
    (tmp_path / "food.ttl").write_text(MAIZE, "utf-8")
    publication = Publication.read(tmp_path)
    assert publication.settings.languages == ("en", "de")
    site = Site.open(publication, StoreEngine(publication))
    client = create_app(site).test_client()
    pages = {
        language: client.get("/doc/c_1", headers={"Accept": "text/html", "Accept-Language": language}).text
        for language in ("en", "de")
    }
    assert "<title>maize" in pages["en"]
    assert "<title>Mais" in pages["de"]
    assert "https://food.example/c_1" in {hit.thing.iri for hit in site.search.find("corn", Filters(), 0, 9).hits}
    assert site.things.labels.of("https://food.example/c_2").text == "Popcorn"

"""What says nothing new is not a column of a list, and one name in two languages is one name."""

from __future__ import annotations

from pathlib import Path

from accord.publication import Publication
from accord.web import Site
from engines import StoreEngine

PREFIXES = """@base <http://coins.example/> . @prefix : <ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix cc: <http://creativecommons.org/ns#> ."""
COINS = "".join(
    f"""
    <coin/{n}> a :Coin ; skos:prefLabel "Coin {n}"@en , "Coin {n}"@la , "Münze {n}"@de ;
        dcterms:identifier "http://coins.example/coin/{n}" ; dcterms:created "200{n}" ; cc:license <by/{n}> ;
        :weight {n}.5 ; :grams {n}.5 ; :short "Coin {n}" ; :note <coin/{n}#made> ; :size <coin/{n}#size> .
    <coin/{n}#made> a :Making ; :of <coin/{n}> ; :by [ :when "2022" ] .
    <coin/{n}#size> :width "{n} mm" ; :of <coin/{n}> .
    """
    for n in range(1, 6)
)


def test_what_says_nothing_new_is_no_column_and_equal_names_are_one(tmp_path: Path) -> None:
    (tmp_path / "coins.ttl").write_text(PREFIXES + COINS, "utf-8")
    publication = Publication.read(tmp_path)
    site = Site.open(publication, StoreEngine(publication))
    columns = site.things.lists._columns.of("http://coins.example/ns#Coin")
    titles = [one.title.text for one in columns]
    assert set(titles[:2]) in ({"size", "grams"}, {"size", "weight"})
    assert titles[2:] == ["license", "created"]
    resource = site.things.resources.read("http://coins.example/coin/1")
    assert resource
    facts = [fact.property.name.text for fact in resource.facts]
    assert facts[-2:] == ["license", "created"]
    assert resource.aliases
    names = [resource.name.text, *(value.name.text for value in resource.aliases.values)]
    assert sorted(names) == ["Coin 1", "Münze 1"]

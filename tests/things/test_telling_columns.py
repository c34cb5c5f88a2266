"""What says nothing new is no column of a list, and one name in two languages is one name."""

from __future__ import annotations

from pathlib import Path

from accord.publication import Publication
from accord.web import Site
from engines import StoreEngine

PREFIXES = "@base <http://coins.example/> . @prefix : <ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
COINS = "".join(
    f"""
    <coin/{n}> a :Coin ; skos:prefLabel "Coin {n}"@en , "Coin {n}"@la , "Münze {n}"@de ;
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
    assert {one.title.text for one in columns} in ({"size", "grams"}, {"size", "weight"})
    resource = site.things.resources.read("http://coins.example/coin/1")
    assert resource
    assert resource.aliases
    names = [resource.name.text, *(value.name.text for value in resource.aliases.values)]
    assert sorted(names) == ["Coin 1", "Münze 1"]

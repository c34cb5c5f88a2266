"""What things and terms are called where nobody gives them a label."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from accord.engine.local import LocalEngine
from accord.limits import EngineLimits
from accord.names import Prefixes
from accord.things.names.common_terms import in_words
from accord.things.names.labels import Labels, Name


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        ("http://www.cidoc-crm.org/cidoc-crm/P14_carried_out_by", "carried out by"),
        ("http://www.cidoc-crm.org/cidoc-crm/P14i_performed", "performed"),
        ("http://www.cidoc-crm.org/cidoc-crm/E21_Person", "person"),
        ("http://purl.obolibrary.org/obo/BFO_0000050", "part of"),
        ("http://purl.obolibrary.org/obo/PATO_0000001", "PATO 0000001"),
        ("http://www.wikidata.org/prop/direct/P31", "instance of"),
        ("http://www.geneontology.org/formats/oboInOwl#hasDbXref", "cross-reference"),
        ("https://ex.org/ns#hasTopping", "has topping"),
    ],
)
def test_terms_in_words(iri: str, words: str) -> None:
    assert in_words(iri) == words


def test_a_plus_between_letters_is_a_space_as_forms_write_it(tmp_path: Path) -> None:
    engine = LocalEngine(Store(), tmp_path / "none", EngineLimits())
    iris = ["https://e.org/Moss+Side+Library", "https://e.org/C++"]
    labels = Labels(engine, {}, Prefixes({}), (), things=iris)
    assert [labels.of(iri).text for iri in iris] == ["Moss Side Library", "C++"]
    engine.close()


def test_a_person_has_a_given_and_a_family_name(tmp_path: Path) -> None:
    store = Store()
    store.load(
        b"""@prefix s: <https://schema.org/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix e: <https://e.org/> .
        e:a s:givenName "Amy" ; s:familyName "Fowler" . e:b foaf:firstName "Penny" . e:c foaf:familyName "Cooper" .
        e:d foaf:name "Dr Stuart" ; foaf:givenName "Stuart" . e:f foaf:name "", " " ; foaf:givenName "Flo" .""",
        RdfFormat.TURTLE,
    )
    engine = LocalEngine(store, tmp_path / "none", EngineLimits())
    labels = Labels(engine, {}, Prefixes({"e": "https://e.org/"}), ())
    assert [labels.of(f"https://e.org/{one}") for one in "abcdf"] == [
        Name("Amy Fowler"), Name("Penny"), Name("e:c"), Name("Dr Stuart"), Name("Flo"),
    ]  # fmt: skip
    engine.close()

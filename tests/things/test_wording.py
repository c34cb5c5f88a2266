"""Plurals of classes, and properties read from their values."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal

from accord.names import Prefixes
from accord.things.names.labels import Name, Reference
from accord.things.names.wording import english_inverse, english_plural, namesakes
from accord.web import Site

LIGHT = "https://example.org/lights/ns#"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("agreement", "agreements"),
        ("local authority", "local authorities"),
        ("person", "people"),
        ("stretch of coast", "stretches of coast"),
        ("thing without a name", "things without a name"),
        ("research campus", "research campuses"),
        ("Birds", "Birds"),
        ("process", "processes"),
        ("survey", "surveys"),
        ("box", "boxes"),
        ("Klasse 7", "Klasse 7"),
        ("", ""),
    ],
)
def test_a_plural_follows_the_rules_of_english(one: str, many: str) -> None:
    assert english_plural(one) == many


def test_classes_of_one_name_have_the_shortest_form_that_differs() -> None:
    iris = {"https://a.org/Sensor": "Sensor", "https://b.org/SSN_7": "sensor", "https://c.org/x": "Sensor"}
    kinds = [Reference(iri, Name(name)) for iri, name in iris.items()] + [Reference("https://a.org/Y", Name("Y"))]
    short = namesakes(kinds, Prefixes({"a": "https://a.org/", "b": "https://b.org/"}))
    assert list(short.values()) == ["a", "b:SSN_7", "c.org"]


def test_the_step_of_an_address_that_names_the_vocabulary_tells_classes_apart() -> None:
    iris = (
        "http://geo.example/osi#Town",
        "http://o.example/ns/2/Town",
        "http://x.example/a/Town",
        "http://y.example/a#Town",
    )
    short = namesakes([Reference(iri, Name("town")) for iri in iris], Prefixes({}))
    assert list(short.values()) == ["osi", "o.example", "x.example/a/Town", "y.example/a#Town"]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("funder", "funder of"),
        ("located in", "located in this"),
        ("contains", "contains this"),
        ("status", "status of"),
    ],
)
def test_a_property_is_read_from_its_value(name: str, read: str) -> None:
    assert english_inverse(name) == read


def test_words_of_another_language_stay_as_they_are(site: Site) -> None:
    wording = site.things.wording
    assert wording.inverse(Reference("https://example.org/other#p", Name("Gegenstand", "de"))).text == "Gegenstand"


def test_the_words_of_the_publication_win(site: Site) -> None:
    wording = site.things.wording
    declared = type(wording)(
        wording.labels,
        {LIGHT + "Structure": (Literal("buildings"),)},
        {LIGHT + "keeper": (Literal("looks after"),)},
        {},
    )
    assert declared.counted(LIGHT + "Structure", 2).text == "buildings"
    assert declared.counted(LIGHT + "Structure", 1) == wording.labels.of(LIGHT + "Structure")
    assert declared.inverse(Reference(LIGHT + "keeper", Name("keeper", "en"))).text == "looks after"


def test_an_inverse_property_gives_its_own_name(site: Site) -> None:
    wording = site.things.wording
    other = type(wording)(wording.labels, converse={LIGHT + "standsOn": LIGHT + "Structure"})
    assert other.inverse(Reference(LIGHT + "standsOn", Name("stands on", "en"))) == wording.labels.of(
        LIGHT + "Structure"
    )

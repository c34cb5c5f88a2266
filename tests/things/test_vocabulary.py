"""The ontology as people read it."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from accord.names import LABELS
from accord.publication import Publication
from accord.things.names.labels import Name, choose
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Statement
from accord.web import Site

LIGHT = "https://example.org/lights/ns#"
ID = "https://example.org/lights/id/"


def test_terms_come_in_the_order_of_the_file_and_own_ones_first(tiny: Publication) -> None:
    names = [term.name.text for term in Vocabulary.of(tiny).kind("class")]
    first, last = ["structure", "lighthouse", "stretch of coast", "keeper"], ["book", "quote", "list number", "concept"]
    assert names == [*first, "height", *last]


def test_a_term_has_its_definition_domain_range_and_likenesses(tiny: Publication) -> None:
    vocabulary = Vocabulary.of(tiny)
    lighthouse, stands_on = vocabulary[LIGHT + "Lighthouse"], vocabulary[LIGHT + "standsOn"]
    assert lighthouse.name == Name("lighthouse", "en")
    assert lighthouse.definition == Name("A tower with a lamp that guides ships at night.", "en")
    assert lighthouse.parents == (LIGHT + "Structure",)
    assert lighthouse.matches == ("https://schema.org/LandmarksOrHistoricalBuildings",)
    assert (stands_on.domains, stands_on.ranges) == ((LIGHT + "Structure",), (LIGHT + "Coast",))
    assert not vocabulary["http://www.w3.org/2004/02/skos/core#Concept"].own


def test_the_header_says_title_and_version(tiny: Publication) -> None:
    header = Vocabulary.of(tiny).header
    assert header is not None
    assert (header.name.text, header.version) == ("Lights Ontology", "1.2.0")


def test_unknown_terms_are_last(tiny: Publication) -> None:
    vocabulary = Vocabulary.of(tiny)
    assert vocabulary.place("https://example.com/unknown") == len(vocabulary)


def test_the_most_specific_classes_leave_out_those_above(tiny: Publication) -> None:
    vocabulary = Vocabulary.of(tiny)
    assert vocabulary.most_specific([LIGHT + "Structure", LIGHT + "Lighthouse"]) == (LIGHT + "Lighthouse",)
    assert vocabulary.most_specific([LIGHT + "Keeper", LIGHT + "Coast"]) == (LIGHT + "Coast", LIGHT + "Keeper")


def label(text: str, language: str | None, predicate: str = LABELS[0]) -> Statement:
    return Statement(NamedNode(ID + "x"), predicate, Literal(text, language=language), "")


def test_the_preferred_language_wins_then_none_then_the_others_by_their_tags() -> None:
    french, danish, plain, british = label("a", "fr"), label("b", "da"), label("c", None), label("d", "en-GB")
    assert choose([french, danish, plain, british], LABELS) == Name("d", "en-gb")
    assert choose([french, danish, plain], LABELS) == Name("c")
    assert choose([french, danish], LABELS) == Name("b", "da")
    assert choose([danish, french], LABELS, ("da", "fr")) == Name("b", "da")
    assert choose([], LABELS) is None


def test_a_better_property_wins_within_a_language() -> None:
    assert choose([label("title", "en", LABELS[2]), label("label", "en")], LABELS) == Name("label", "en")


def test_everything_has_a_name(site: Site) -> None:
    of = site.things.labels.of
    assert of(ID + "north-head").text == "North Head Light"
    assert of(LIGHT + "keptBy").text == "kept by"
    assert of(ID + "north-head#height").text == "North Head Light, height"
    assert of(ID + "no-such_thing").text == "no such thing"
    assert of("http://www.w3.org/2002/07/owl#Thing").text == "thing"
    assert of("https://example.com/register/17/").text == "example.com/register/17"


def test_the_words_of_a_well_known_term_without_a_label_are_english() -> None:
    skos = "http://www.w3.org/2004/02/skos/core#Concept"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2000/01/rdf-schema#Class> .\n"
    read = Vocabulary.read(parse(f"<{skos}> {kind} <http://ex.org/Kind> {kind}", RdfFormat.N_TRIPLES), "", ("it",))
    assert read[skos].name == Name("concept", "en")
    assert read["http://ex.org/Kind"].name == Name("kind")

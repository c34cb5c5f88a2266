"""All that is known of one thing."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from accord.engine import Engine
from accord.names import RDFS
from accord.publication import Publication
from accord.things.facts.backlinks import SHOWN
from accord.things.facts.resources import Fact, Resource
from accord.web import Site
from engines import StoreEngine

LIGHT = "https://example.org/lights/ns#"
ID = "https://example.org/lights/id/"


@pytest.fixture(scope="module")
def north_head(site: Site) -> Resource:
    found = site.things.resources.read(ID + "north-head")
    assert found is not None
    return found


def fact(resource: Resource, name: str) -> Fact:
    return next(one for one in resource.facts if one.property.name.text == name)


def test_an_unknown_slug_is_nothing(site: Site) -> None:
    assert site.things.resources.read(ID + "atlantis") is None


def test_it_has_name_kinds_and_other_names(north_head: Resource) -> None:
    assert north_head.name.text == "North Head Light"
    assert [kind.name.text for kind in north_head.kinds] == ["lighthouse"]
    assert north_head.aliases is not None
    assert [value.name.text for value in north_head.aliases.values] == ["Nørre Høved Fyr", "The Old Candle"]
    assert north_head.description is not None
    assert north_head.description.values[0].name.text.startswith("A squat granite tower")


def test_facts_come_in_the_order_of_the_ontology(north_head: Resource) -> None:
    names = [one.property.name.text for one in north_head.facts]
    assert names == ["stands on", "focal height", "first lit", "kept by", "home page", "same as"]


def test_a_part_is_shown_where_it_is_linked_with_the_spelling_of_its_source(north_head: Resource) -> None:
    height = fact(north_head, "focal height").values[0]
    assert [(one.property.name.text, one.values[0].name.text) for one in height.facts] == [
        ("metres", "4.50"),
        ("as stated", "four and a half metres"),
    ]
    assert north_head.unlinked_parts == ()


def test_evidence_is_with_the_property_that_it_supports(north_head: Resource) -> None:
    stands_on = fact(north_head, "stands on")
    assert [one.node.value for one in stands_on.evidence] == [ID + "north-head#e1", ID + "north-head#e2"]
    first, second = stands_on.evidence
    assert first.phrase is not None
    assert first.phrase.text.startswith("North Head Light, on Brannoc Bay")
    assert first.source is not None
    assert (first.source.name.text, first.place, first.certainty) == ("The Coast Pilot", "page 12", None)
    assert [(label, note.text) for label, note in second.notes] == [("edition", "second edition")]
    assert [one.node.value for one in north_head.name_evidence] == [ID + "north-head#e1"]


def test_evidence_for_one_value_is_with_that_value(north_head: Resource) -> None:
    kept_by = fact(north_head, "kept by")
    assert kept_by.evidence == ()
    backed = {value.name.text: value.evidence for value in kept_by.values}
    assert backed["Inês Morvan"] == ()
    certainty = backed["Tom Oakley"][0].certainty
    assert certainty is not None
    assert certainty.term.name.text == "supposed"


def test_evidence_for_another_name_is_with_that_name(north_head: Resource) -> None:
    assert north_head.aliases is not None
    backed = {value.name.text: [one.node.value for one in value.evidence] for value in north_head.aliases.values}
    assert backed == {"Nørre Høved Fyr": [], "The Old Candle": [ID + "north-head#e4"]}


def test_evidence_about_the_thing_backs_what_only_its_part_says(north_head: Resource) -> None:
    height = fact(north_head, "focal height").values[0]
    assert [[one.node.value for one in part.evidence] for part in height.facts] == [[ID + "north-head#e5"]] * 2
    assert north_head.other_evidence == ()


def test_evidence_for_nothing_that_is_shown_is_not_lost(tiny: Publication) -> None:
    engine = StoreEngine(tiny)
    quote, graph = NamedNode(ID + "north-head#e2"), NamedNode("https://example.org/more")
    engine.store.add(Quad(quote, NamedNode(LIGHT + "of"), NamedNode(ID + "tom-oakley"), graph))
    tom = Site.open(tiny, engine).things.resources.read(ID + "tom-oakley")
    assert tom is not None
    assert [one.node for one in tom.other_evidence] == [quote]


def test_a_value_from_another_file_names_the_file(tiny: Publication, north_head: Resource) -> None:
    graphs = {value.name.text: value.graph for value in fact(north_head, "same as").values}
    assert graphs == {
        "example.com/register/17": "",
        "example.net/lights/%C3%B8": tiny.settings.base + "graph/data/coast/coast",
    }
    assert north_head.graph == tiny.settings.base + "graph/data/lights/north-head"


def test_who_points_here_is_grouped_by_property(site: Site) -> None:
    bay, book = site.things.resources.read(ID + "brannoc-bay"), site.things.resources.read(ID + "pilot-book")
    assert bay is not None
    assert book is not None
    mention = bay.mentions[0]
    assert mention.property.name.text == "stands on"
    assert [(thing.name.text, kind and kind.text) for thing, kind in mention.things] == [
        ("North Head Light", "lighthouse")
    ]
    assert [(one.property.name.text, one.total, one.more) for one in book.mentions] == [("stands in", 1, False)]


def crowded(publication: Publication) -> Engine:
    """The tiny publication with a hundred and fifty more lights on the outer coast."""
    engine = StoreEngine(publication)
    graph, stands_on = NamedNode("https://example.org/more"), NamedNode(LIGHT + "standsOn")
    for number in range(150):
        light = NamedNode(f"{ID}light-{number}")
        engine.store.add(Quad(light, stands_on, NamedNode(ID + "outer-coast"), graph))
        engine.store.add(Quad(light, NamedNode(RDFS + "label"), Literal(f"Light {number}"), graph))
    return engine


def test_a_crowd_that_points_here_is_counted_but_not_all_named(tiny: Publication) -> None:
    coast = Site.open(tiny, crowded(tiny)).things.resources.read(ID + "outer-coast")
    assert coast is not None
    mention = coast.mentions[0]
    assert (len(mention.things), mention.total, mention.more) == (SHOWN, 151, False)


def test_parts_that_no_link_leads_to_are_shown_too(tiny: Publication) -> None:
    engine = StoreEngine(tiny)
    part = NamedNode(ID + "skerry#lamp")
    graph = NamedNode("https://example.org/more")
    engine.store.add(Quad(part, NamedNode(LIGHT + "partOf"), NamedNode(ID + "skerry"), graph))
    skerry = Site.open(tiny, engine).things.resources.read(ID + "skerry")
    assert skerry is not None
    assert [value.term for value in skerry.unlinked_parts] == [part]
    assert skerry.mentions == ()


def test_a_ring_of_parts_ends(tiny: Publication) -> None:
    engine = StoreEngine(tiny)
    height, graph = NamedNode(ID + "skerry#height"), NamedNode("https://example.org/more")
    engine.store.add(Quad(height, NamedNode(LIGHT + "partOf"), height, graph))
    skerry = Site.open(tiny, engine).things.resources.read(ID + "skerry")
    assert skerry is not None
    assert len(fact(skerry, "focal height").values[0].facts) == 3


def test_parts_whose_names_differ_in_their_capitals_are_both_whole(tiny: Publication) -> None:
    engine, graph = StoreEngine(tiny), NamedNode("https://example.org/more")
    skerry, parts = NamedNode(ID + "skerry"), [NamedNode(f"{ID}skerry#{name}") for name in ("lamp", "LAMP")]
    for part in parts:
        engine.store.add(Quad(skerry, NamedNode(LIGHT + "lamp"), part, graph))
        engine.store.add(Quad(part, NamedNode(LIGHT + "colour"), Literal("red"), graph))
        engine.store.add(Quad(part, NamedNode(LIGHT + "range"), Literal("12"), graph))
    read = Site.open(tiny, engine).things.resources.read(ID + "skerry")
    assert read is not None
    lamps = next(one for one in read.facts if one.property.iri == LIGHT + "lamp")
    assert {value.term: len(value.facts) for value in lamps.values} == dict.fromkeys(parts, 2)

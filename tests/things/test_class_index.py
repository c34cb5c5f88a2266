"""What there is, and how much of it."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from accord.engine.processes import query_store
from accord.names import RDF
from accord.publication import Publication
from accord.web import Site

LIGHT = "https://example.org/lights/ns#"
ID = "https://example.org/lights/id/"


def test_things_count_in_the_wider_classes_too_and_parts_do_not(site: Site) -> None:
    kinds = ("Structure", "Lighthouse", "Coast", "Height", "Nobody")
    sizes = {kind: site.things.class_index.size(LIGHT + kind) for kind in kinds}
    assert sizes == {"Structure": 2, "Lighthouse": 2, "Coast": 2, "Height": 0, "Nobody": 0}
    assert site.things.class_index.things == 9


@pytest.mark.parametrize("name", ["site", "real_site"])
def test_lists_and_queries_agree_on_the_members_of_every_class(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    store, index, things = query_store(site.publication), site.things.class_index, site.publication.settings.thing_base
    listed = {kind.iri: set(index.members(kind.iri)) for kind in index.kinds()}
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(RDF + "type"), None, DefaultGraph()):
        if (
            isinstance(quad.subject, NamedNode)
            and quad.subject.value.startswith(things)
            and "#" not in quad.subject.value
        ):
            found.setdefault(quad.object.value, set()).add(quad.subject.value)
    assert listed == found


def test_a_class_that_only_follows_has_a_list(real_site: Site) -> None:
    funders = real_site.things.class_index.members("https://w3id.org/lifescience-partnerships/ns#Funder")
    assert len(funders) == 9


def test_statements_are_those_of_the_data(tiny: Publication, site: Site) -> None:
    assert site.things.class_index.statements == len(set(tiny.quads("data")))


def test_kinds_come_in_reading_order(site: Site) -> None:
    names = [kind.name.text for kind in site.things.class_index.kinds()]
    assert names == ["structure", "lighthouse", "stretch of coast", "keeper", "book", "concept"]


def test_the_things_of_a_class_go_by_name(site: Site) -> None:
    assert site.things.class_index.members(LIGHT + "Lighthouse") == (ID + "north-head", ID + "skerry")
    assert site.things.class_index.members(LIGHT + "Nobody") == ()


def test_an_entry_says_what_a_thing_is(site: Site) -> None:
    north, skerry = map(site.things.class_index.entry, site.things.class_index.members(LIGHT + "Lighthouse"))
    assert [kind.iri for kind in north.kinds] == [LIGHT + "Lighthouse"]
    assert north.description is not None
    assert skerry.description is None


def test_terms_tell_their_use_with_an_example(site: Site) -> None:
    uses = {use.term.iri: use for use in site.things.class_index.uses("property")}
    kept_by, edition = uses[LIGHT + "keptBy"], uses[LIGHT + "edition"]
    assert (kept_by.count, kept_by.example) == (3, ID + "north-head")
    assert (edition.count, edition.example) == (1, ID + "north-head#e2")


def test_a_class_is_used_by_what_belongs_to_those_below_it_once(site: Site) -> None:
    counts = {use.term.name.text: use.count for use in site.things.class_index.uses("class")}
    assert (counts["structure"], counts["lighthouse"], counts["height"], counts["quote"]) == (2, 2, 2, 5)


def test_the_real_publication_lists_every_thing(real: Publication, real_site: Site) -> None:
    catalogue = real_site.things.class_index
    listed = {iri for kind in catalogue.kinds() for iri in catalogue.members(kind.iri)}
    assert len(listed) == catalogue.things > 100

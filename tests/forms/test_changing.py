"""A form that is filled with what is stated: what is changed changes, and every other byte of the file stays."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.duplicates.names import Names, names_in
from accord.forms.changing import Changing
from accord.forms.controls import DATES, Control, Form, FormMaker
from accord.forms.filling import Answers, Entry, Filling, Values
from accord.forms.stated import Stated
from accord.publication import Publication
from accord.turtle import read
from accord.turtle.editing import Editor
from accord.validation.stages.style import house_order
from places import ROOT, TINY

BASE = "https://example.org/lights/id/"
LIGHT = "https://example.org/lights/ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ALSO = "http://www.w3.org/2004/02/skos/core#altLabel"


@cache
def publication() -> Publication:
    return Publication.read(TINY)


@cache
def maker() -> FormMaker:
    return FormMaker(publication())


@cache
def names() -> Names:
    return names_in(publication(), maker())


@cache
def form() -> Form:
    """The form of a lighthouse, with some properties more than the shapes name."""
    made = maker().form(f"{LIGHT}Lighthouse")
    more = (
        Control(f"{LIGHT}firstLit", "first lit", "", "date", datatypes=DATES),
        Control(f"{LIGHT}keptBy", "kept by", "", "link"),
        Control(ALSO, "also called", "", "words"),
    )
    return replace(made, controls=(*made.controls, *more))


def text_of(path: str) -> str:
    return (TINY / path).read_text()


def stated(text: str, thing: str = "north-head") -> Stated:
    settings = publication().settings
    return Stated(form(), Editor(text), BASE + thing, settings.evidence, settings.languages, lambda iri: iri)


def changed(
    text: str, change: Callable[[Answers], Answers], thing: str = "north-head"
) -> tuple[str, list[tuple[str, str]]]:
    """The file after a change of the answers, and the problems."""
    about, settings = stated(text, thing), publication().settings
    answers = change(about.answers)
    found = Filling(form(), answers, settings.evidence, "en", names().find, BASE + thing)
    new = Changing(about, answers, found, settings.prefixes, house_order(publication()), strictly=True).text()
    return new, [(one.field, one.message) for one in found.problems]


def values(path: str, *entries: Entry) -> Callable[[Answers], Answers]:
    return lambda answers: replace(answers, values={**answers.values, path: entries})


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that are gone, and those that are new."""
    old, new = before.splitlines(), after.splitlines()
    return [one for one in old if one not in new], [one for one in new if one not in old]


NORTH = text_of("data/lights/north-head.ttl")


def test_an_untouched_form_changes_nothing() -> None:
    assert changed(NORTH, lambda answers: answers) == (NORTH, [])


def test_what_the_form_cannot_show_is_named() -> None:
    kept = {str(one.value) for one in stated(NORTH).kept}
    assert '"Nørre Høved Fyr"@da' in kept, "a second language"
    assert "<https://example.org/lights/ns#Structure>" in kept, "a second class"


def test_a_value_is_changed_in_its_place() -> None:
    label = stated(NORTH).answers.values[LABEL][0]
    new, problems = changed(NORTH, values(LABEL, replace(label, text="North Head Lighthouse")))
    assert problems == []
    gone, added = lines(NORTH, new)
    assert gone == ['    rdfs:label "North Head Light"@en , "Nørre Høved Fyr"@da ;']
    assert added == ['    rdfs:label "North Head Lighthouse"@en , "Nørre Høved Fyr"@da ;']


def test_a_property_that_is_emptied_goes_with_the_evidence_that_was_for_it_alone() -> None:
    first = f"{LIGHT}firstLit"
    new, problems = changed(NORTH, values(first))
    assert problems == []
    gone, added = lines(NORTH, new)
    assert gone == [
        '    light:firstLit "1871-03"^^xsd:gYearMonth ;',
        "    light:backs light:firstLit , light:standsOn ;",
    ]
    assert added == ["    light:backs light:standsOn ;"]


def test_a_new_value_needs_a_passage_and_gets_its_evidence() -> None:
    keeper = f"{LIGHT}keptBy"
    given = stated(NORTH).answers.values[keeper]
    more = Entry("id:ada-lund", evidence=0, chosen=f"{BASE}ada-lund")
    new, problems = changed(NORTH, values(keeper, *given, more))
    assert problems == [(keeper, "Choose the number of the passage that states this.")]
    new, problems = changed(NORTH, values(keeper, *given, replace(more, evidence=1)))
    assert problems == []
    gone, added = lines(NORTH, new)
    assert gone == ["    light:keptBy id:ines-morvan , id:tom-oakley ;"]
    assert "    light:keptBy id:ines-morvan , id:tom-oakley , id:ada-lund ;" in added
    assert "    light:backsValue id:ada-lund ;" in added, "the others have evidence of their own"
    assert not read(new).faults


def test_a_part_is_changed_removed_and_added() -> None:
    height, metres = f"{LIGHT}focalHeight", f"{LIGHT}metres"

    def parts(*several: Values) -> Callable[[Answers], Answers]:
        return lambda answers: replace(answers, parts={height: several})

    given = stated(NORTH).answers.parts[height][0]
    assert [entry.text for entry in given[metres]] == ["4.50"], "as it is spelled"
    new, _ = changed(NORTH, parts({**given, metres: [replace(given[metres][0], text="5")]}))
    assert lines(NORTH, new) == (["    light:metres 4.50 ;"], ["    light:metres 5 ;"])
    gone, added = lines(NORTH, changed(NORTH, parts({path: [] for path in given}))[0])
    assert "<north-head#height>" in gone
    assert "    light:focalHeight <north-head#height> ;" in gone
    assert added == ["    light:backs rdfs:label , light:standsOn ;"]


def test_each_of_very_many_new_parts_has_a_name_of_its_own() -> None:
    height, metres = f"{LIGHT}focalHeight", f"{LIGHT}metres"
    given = stated(NORTH).answers.parts[height][0]
    more = [{**given, metres: [replace(given[metres][0], text=str(number))]} for number in range(10, 130)]
    new, _ = changed(NORTH, lambda answers: replace(answers, parts={height: [given, *more]}))
    assert len({one.subject for one in read(new).triples if str(one.predicate) == metres}) == 121


def test_a_passage_is_changed_where_it_is_quoted() -> None:
    words = f"{LIGHT}words"

    def change(answers: Answers) -> Answers:
        first, *others = answers.evidence
        return replace(answers, evidence=[{**first, words: [Entry("North Head Light", "en")]}, *others])

    new, problems = changed(NORTH, change)
    assert problems == []
    gone, added = lines(NORTH, new)
    assert gone == [one for one in NORTH.splitlines() if "four and a half metres above" in one]
    assert added == ['    light:words "North Head Light"@en ;']


def test_a_passage_that_no_fact_refers_to_is_a_problem() -> None:
    def change(answers: Answers) -> Answers:
        return replace(answers, evidence=[*answers.evidence, {f"{LIGHT}page": [Entry("14")]}])

    number = len(stated(NORTH).passages) + 1
    _, problems = changed(NORTH, change)
    assert problems == [
        ("evidence", f"No fact refers to passage {number}. Choose its number beside a fact, or leave it empty.")
    ]


def test_a_value_that_moves_to_a_new_passage_takes_its_evidence_along() -> None:
    stands = f"{LIGHT}standsOn"

    def change(answers: Answers) -> Answers:
        number = len(answers.evidence) + 1
        moved = [replace(one, evidence=number) for one in answers.values[stands]]
        evidence = [*answers.evidence, {f"{LIGHT}page": [Entry("14")]}]
        return replace(answers, values={**answers.values, stands: moved}, evidence=evidence)

    new, problems = changed(NORTH, change)
    assert problems == []
    assert "    light:backs rdfs:label , light:focalHeight ;" in new
    assert "    light:backs light:standsOn ;\n    light:page 14 ." in new


def test_comments_line_ends_and_odd_layout_stay() -> None:
    odd = NORTH.replace('    light:firstLit "1871-03"', '\t# Lit early.\n\tlight:firstLit  "1871-03"').replace(
        "\n", "\r\n"
    )
    given = stated(odd).answers.values[f"{LIGHT}firstLit"][0]
    new, _ = changed(odd, values(f"{LIGHT}firstLit", replace(given, text="1872")))
    assert new == odd.replace('"1871-03"^^xsd:gYearMonth', '"1872"^^xsd:gYear')


def test_a_prefix_that_a_new_value_needs_is_declared_in_its_place() -> None:
    short = """@prefix light: <https://example.org/lights/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

<https://example.org/lights/id/north-head> a light:Lighthouse ; rdfs:label "North Head Light"@en ."""
    new, problems = changed(short, values(ALSO, Entry("Candle", "en", 0)))
    assert problems == [(ALSO, "Choose the number of the passage that states this.")]
    assert not read(new).faults
    assert new.splitlines()[-4:] == [
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "",
        '<https://example.org/lights/id/north-head> a light:Lighthouse ; rdfs:label "North Head Light"@en ;',
        '    skos:altLabel "Candle"@en .',
    ]


def about_it(text: str) -> tuple[set[str], set[str]]:
    """What a file states about the light itself; and of all but it and its evidence."""
    facts = stated(text).facts
    own = {f"{one.path} {one.value}" for one in facts[f"{BASE}north-head"]}
    others = (one for name, several in facts.items() if "north-head" not in name for one in several)
    return own, {f"{one.subject} {one.path} {one.value}" for one in others}


NEW_VALUES = {
    ALSO: [Entry("Candle", "en"), Entry("The “Old” one; it is #1 .", "en")],
    f"{LIGHT}firstLit": [Entry("1872"), Entry("March 1873"), Entry("1874-05-06")],
    f"{LIGHT}keptBy": [Entry("a", chosen=f"{BASE}ada-lund"), Entry("b", chosen=f"{BASE}a.b")],
}


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(["\n", "\r\n"]), st.data())
def test_any_change_of_a_form_changes_just_the_values_that_were_changed(line: str, data: st.DataObject) -> None:
    text = NORTH.replace("\n", line)
    answers, (own, others) = stated(text).answers, about_it(text)
    wanted = dict(answers.values)
    for path, new in NEW_VALUES.items():
        wanted[path] = data.draw(
            st.lists(st.sampled_from([*answers.values.get(path, ()), *new]), max_size=3, unique=True)
        )
    new_text, problems = changed(text, lambda answers: replace(answers, values=wanted))
    assert problems == []
    assert not read(new_text).faults
    own_after, others_after = about_it(new_text)
    filling = Filling(form(), answers, None, "en", names().find, f"{BASE}north-head")
    controls = {one.path: one for one in form().controls}

    def facts(given: Values) -> set[str]:
        return {f"{p} {filling.term(controls[p], one, p, 0)}" for p in NEW_VALUES for one in given.get(p, ())}

    assert own_after == own - facts(answers.values) | facts(wanted)
    assert others_after == others
    kept = [row for row in text.splitlines() if row.startswith(("#", "@", "    rdfs:label", "    light:standsOn"))]
    assert [row for row in new_text.splitlines() if row in kept] == kept, "comments, and what nobody changed"


def _forms(one: Publication) -> Mapping[str, list[tuple[str, str]]]:
    """Class -> the things of it and their files (the texts)."""
    type_, found = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", dict[str, list[tuple[str, str]]]()
    for file in one.with_role("data"):
        for quad in file.quads(one.graph(file)) if file.path.endswith(".ttl") else ():
            subject, kind = getattr(quad.subject, "value", "#"), getattr(quad.object, "value", "")
            if quad.predicate.value == type_ and "#" not in subject.removeprefix(one.settings.thing_base):
                found.setdefault(kind, []).append((subject, file.data.decode()))
    return found


@pytest.mark.slow
def test_no_thing_of_the_publication_is_changed_by_a_form_that_nobody_touched() -> None:
    one = Publication.read(ROOT)
    makes, settings, order, chance = FormMaker(one), one.settings, house_order(one), random.Random(14)
    things, known = _forms(one), names_in(one, makes)
    kinds = [kind for kind, _, _ in makes.kinds() if kind in things]
    for kind in kinds:
        made = makes.form(kind)
        for thing, text in chance.sample(things[kind], min(3, len(things[kind]))):
            about = Stated(made, Editor(text), thing, settings.evidence, settings.languages, lambda iri: iri)
            found = Filling(made, about.answers, settings.evidence, "en", known.find, thing)
            new = Changing(about, about.answers, found, settings.prefixes, order, strictly=True).text()
            assert (new, found.problems) == (text, []), thing

"""What is written into a form becomes statements with the types that the shapes ask for, and evidence for each."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from accord.forms.controls import DATES, Control, Form, FormMaker
from accord.forms.filling import Answers, Entry, Filling
from accord.names import RDF, RDFS, XSD, slug_of
from accord.publication import Publication

BASE = "https://example.org/lights/id/"
NS = "https://example.org/lights/ns#"
LIGHT = NS + "Lighthouse"
WHEN = NS + "firstLit"


def nothing(text: str, classes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return "", ()


@pytest.fixture(scope="module")
def form(tiny: Publication) -> Form:
    return FormMaker(tiny).form(LIGHT)


def blocks(
    publication: Publication, form: Form, answers: Answers
) -> tuple[dict[str, dict[str, list[object]]], Filling]:
    filling = Filling(form, answers, publication.settings.evidence, "en", nothing)
    return {one.subject: {path: list(values) for path, values in one.properties} for one in filling.blocks()}, filling


def test_the_form_is_that_of_the_shapes(form: Form) -> None:
    by_name = {one.name: one for one in form.controls}
    assert form.folder == "data/lights"
    assert (by_name["stands on"].kind, by_name["stands on"].classes) == ("link", (NS + "Coast",))
    assert by_name["focal height"].kind == "part"
    assert [one.name for one in form.evidence] == ["stands in", "page", "words", "sureness"]
    assert by_name["label"].minimum == 1


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("2013", "2013", "gYear"),
        ("2013-05", "2013-05", "gYearMonth"),
        ("2013-05-01", "2013-05-01", "date"),
        ("May 2013", "2013-05", "gYearMonth"),
        ("1 May 2013", "2013-05-01", "date"),
        ("1 Sept 2013", "2013-09-01", "date"),
        ("12/03/2013", "12/03/2013", "date"),
        ("1 Ma 2013", "1 Ma 2013", "date"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(tiny: Publication, text: str, value: str, kind: str) -> None:
    control = Control(WHEN, "first lit", "", "date", datatypes=DATES)
    form = Form(LIGHT, "lighthouse", "", (control,), bases={LIGHT: BASE})
    found, _ = blocks(tiny, form, Answers(LIGHT, "new", {WHEN: [Entry(text)]}))
    assert found[BASE + "new"][WHEN] == [Literal(value, datatype=NamedNode(XSD + kind))]


def test_evidence_is_joined_where_it_is_the_same_and_apart_where_not(tiny: Publication, form: Form) -> None:
    values = {RDFS + "label": [Entry("A", evidence=1), Entry("B", evidence=2)]}
    page = NS + "page"
    answers = Answers(LIGHT, "new", values, evidence=[{page: [Entry("1")]}, {page: [Entry("2")]}])
    found, _ = blocks(tiny, form, answers)
    first, second, third = (found[f"{BASE}new#e{number}"] for number in (1, 2, 3))
    assert first[NS + "backs"] == [NamedNode(RDF + "type")]
    assert second[NS + "backsValue"] == [Literal("A", language="en")]
    assert third[NS + "backsValue"] == [Literal("B", language="en")]
    assert third[page] == [Literal("2", datatype=NamedNode(XSD + "integer"))]


def test_a_part_has_its_own_description(tiny: Publication) -> None:
    height, metres = NS + "focalHeight", NS + "metres"
    inner = Control(metres, "metres", "", "number", 1, 1, datatypes=(XSD + "decimal",))
    parts = Control(height, "focal height", "", "part", part_class=LIGHT, parts=(inner,))
    form = Form(LIGHT, "lighthouse", "", (parts,), bases={LIGHT: BASE})
    found, filling = blocks(tiny, form, Answers(LIGHT, "new", {}, {height: [{metres: [Entry("1,234")]}]}))
    assert found[BASE + "new"][height] == [NamedNode(BASE + "new#focal-height")]
    assert found[BASE + "new#focal-height"][metres] == [Literal("1234", datatype=NamedNode(XSD + "decimal"))]
    assert filling.places[BASE + "new#focal-height"] == f"{height} 0"


def test_what_is_new_is_described_and_what_is_unclear_is_a_problem(tiny: Publication, form: Form) -> None:
    coast = NS + "standsOn"
    values = {coast: [Entry("Far Coast", chosen="new", new_kind=NS + "Coast"), Entry("Somewhere")]}
    found, filling = blocks(tiny, form, Answers(LIGHT, "new", values))
    assert found[BASE + "far-coast"][RDFS + "label"] == [Literal("Far Coast", language="en")]
    assert found[BASE + "far-coast#e1"][NS + "of"] == [NamedNode(BASE + "far-coast")]
    assert [(one.field, one.entry) for one in filling.problems] == [(coast, 1)]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Université de Genève", "universite-de-geneve"), ("St John's", "st-johns"), ("  ", ""), ("£3m!", "3m")],
)
def test_a_slug_is_made_from_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug

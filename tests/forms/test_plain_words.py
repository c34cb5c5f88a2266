"""The explanations of forms are for people: without Turtle."""

from __future__ import annotations

import re

import pytest

from accord.forms.controls import FormMaker
from accord.forms.plain_words import PlainWords
from accord.names import Prefixes
from accord.publication import Publication

TURTLE = re.compile(r'"@[a-z]|\^\^|\b(?:lsp|rdfs?|skos|schema|xsd|id|org|dcterms):[A-Za-z]|<[a-z]+[:#]')
NAMES = {"https://e.example/ns#Agency": "agency", "https://e.example/ns#gives": "who gives"}


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('What it is called. A name has a language: e:name "Oxford"@en.', "What it is called."),
        ("Who gives. A giver is a thing of the class e:Agency.", "Who gives. A giver is a thing of the kind “agency”."),
        ("Who gets. The giver is e:gives, a e:Agency.", "Who gets. The giver is “who gives”, an “agency”."),
        ("What it is. A kind is one such as e:kind-city.", "What it is."),
        ("A number. A number is a part of the class e:Measure.", "A number."),
        ("The code. A code is a string.", "The code."),
        ("The words, without a language: shorten them.", "The words: shorten them."),
        ('"2013"^^xsd:gYear.', '"2013"^^xsd:gYear.'),
        ("", ""),
    ],
)
def test_turtle_is_left_out_of_explanations(text: str, plain: str) -> None:
    words = PlainWords(Prefixes({"e": "https://e.example/ns#"}), lambda iri: NAMES.get(iri, ""))
    assert words.of(text) == plain


@pytest.mark.parametrize("kind", ["Grant", "MemorandumOfUnderstanding", "University", "Region"])
def test_no_form_explains_itself_in_turtle(real: Publication, kind: str) -> None:
    form = FormMaker(real).form(real.settings.vocabulary + kind)
    controls = (*form.controls, *form.evidence)
    helps = [one.help for control in controls for one in (control, *control.parts)]
    assert sum(map(bool, helps)) > 20
    assert [text for text in (*helps, *form.notes) if TURTLE.search(text)] == []

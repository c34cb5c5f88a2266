"""What a check finds is for people who fill in a form: without Turtle."""

from __future__ import annotations

import re

import pytest

from accord.forms.plain_findings import PlainFindings
from accord.names import Prefixes
from accord.validation import Finding
from places import ROOT

NAMES = {
    "id/oxford": "Oxford",
    "id/state-due": "due",
    "id/state-done": "done",
    "ns#Agency": "agency",
    "ns#gives": "giver",
}
BASE = "https://e.example/"
WORDS = PlainFindings(
    Prefixes({"e": f"{BASE}ns#", "id": f"{BASE}id/"}), lambda iri: NAMES.get(iri.removeprefix(BASE), "")
)
TURTLE = re.compile(r"\b(?:lsp|rdfs?|skos|schema|xsd|id|org|dcterms|foaf):\w|\^\^|\bIRI\b|<slug|\"@en|\bclass\b")


@pytest.mark.parametrize(
    ("message", "plain"),
    [
        ("The giver is of the class e:Agency.", "The giver is of the kind “agency”."),
        ("It is a e:Agency; say e:gives id:oxford.", "It is an “agency”; say “giver” “Oxford”."),
        ('Write one day: "2013-05-01"^^xsd:date or "2013"^^xsd:gYear.', "Write one day: 2013-05-01 or 2013."),
        ('A name has a language: e:name "Oxford"@en.', "A name has a language: “Oxford”."),
        ("A state is id:state-due or -done; once.", "A state is “due” or “done”; once."),
        ("An address is in angle brackets: e:page <https://a.example/>.", "An address is: https://a.example/."),
        ("A place is meant: a region or a city.", "A place is meant: a region or a city."),
        ("It is known. Write <slug#e1> a e:Evidence.", "It is known."),
        ("Name a thing id: and words of a-z.", "The value does not have the required format."),
    ],
)
def test_messages_speak_of_fields_and_names(message: str, plain: str) -> None:
    assert WORDS.of(Finding("SH-PATTERN", "violation", message)).message == plain


@pytest.mark.parametrize(
    ("remedy", "plain"),
    [
        ('Write "2024-03-12"^^xsd:date.', "Write 2024-03-12."),
        ("Did you mean id:oxford?", "Did you mean “Oxford”?"),
        ("Write id:oxford, without quotes.", "Write “Oxford”."),
        ("Add a line: e:gives id:oxford ;", "Fill in “giver”: “Oxford”."),
        ("Add a line: e:gives … ;", "Fill it in."),
        ("Add a line to it: a e:Agency ;", "Choose the kind “agency” for it."),
        ("Name the folder of their texts with --texts, or keep the texts in the publication.", ""),
        ("Write ^^xsd:integer after the closing quote.", ""),
        ("Move the file to data/people/.", ""),
        ("Write 3000000, or correct the words.", "Write 3000000, or correct the words."),
    ],
)
def test_remedies_say_what_to_do_in_the_form(remedy: str, plain: str) -> None:
    assert WORDS.of(Finding("SH-OR", "violation", "It is wrong.", remedy=remedy)).remedy == plain


def test_no_message_of_the_shapes_is_left_in_turtle() -> None:
    files = (ROOT / "shapes").glob("*.ttl")
    messages = [one for file in files for one in re.findall(r'sh:message "((?:[^"\\]|\\.)*)"@en', file.read_text())]
    prefixes = dict(re.findall(r"@prefix (\w+): <([^>]*)>", (ROOT / "data/publication.ttl").read_text()))
    words = PlainFindings(Prefixes(prefixes), lambda iri: re.split("[/#]", iri)[-1])
    plain = [words.of(Finding("SH-IN", "violation", one.replace('\\"', '"'))).message for one in messages]
    assert len(messages) > 150
    assert [one for one in plain if TURTLE.search(one)] == []
    assert sum(one.startswith("Choose one of the values offered") for one in plain) < 10, "most keep what they say"

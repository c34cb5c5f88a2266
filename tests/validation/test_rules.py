"""What the rules about the whole publication let pass, and where they stand in it."""

from __future__ import annotations

import pytest

from accord.validation import check
from validation.conftest import FILES, PREFIXES, SETTINGS, Contribute, Writer, marks, told, unmarked

FINE = {
    "a part needs no label": 'id:x a b:River ; rdfs:label "X"@en ; b:span <x#s> . <x#s> a b:Span ; b:length 1 .',
    "a thing may be labelled by its title": 'id:x a b:State ; <http://purl.org/dc/terms/title> "X" .',
    "a label may be in two languages": 'id:x a b:River ; rdfs:label "X"@en , "Y"@cy , "Z" .',
    "another name is not a second label": 'id:x a b:River ; rdfs:label "X"@en ; skos:altLabel "Y"@en , "Z"@en .',
    "things of other classes may share a label": 'id:x a b:State ; rdfs:label "Severn"@en .',
    "concepts of other lists may share a label": (
        'id:m a b:State ; rdfs:label "M"@en . id:n a b:State ; rdfs:label "N"@en .\n'
        'id:x a b:State ; rdfs:label "X"@en ; skos:inScheme id:m .\n'
        'id:y a b:State ; rdfs:label "X"@en ; skos:inScheme id:n .'
    ),
    "what was replaced needs no class": "id:x <http://purl.org/dc/terms/isReplacedBy> id:severn .",
    "evidence may be of what a part says": (
        'id:x a b:River ; rdfs:label "X"@en ; b:span <x#s> . <x#s> a b:Span ; b:length 1 .\n'
        "<x#e> a b:Quote ; b:of id:x ; b:backs b:length ; b:backsValue 1 ."
    ),
    "a value of evidence may be spelled in another way": (
        'id:x a b:River ; rdfs:label "X"@en ; b:cost 1.50 .\n'
        "<x#e> a b:Quote ; b:of id:x ; b:backs b:cost ; b:backsValue 1.5 ."
    ),
    "links may lead out": 'id:x a b:River ; rdfs:label "X"@en ; skos:exactMatch <https://example.com/x> .',
}


@pytest.mark.parametrize("kind", FINE)
def test_what_breaks_no_rule_passes(contribute: Contribute, kind: str) -> None:
    assert contribute(FINE[kind]).findings == ()


def test_the_description_of_the_publication_may_speak_of_others(write: Writer) -> None:
    text = f'{PREFIXES}{SETTINGS}<https://example.com/us> rdfs:label "Us"@en .'
    assert check(write(data__publication=text)).conforms


def test_a_term_that_others_own_is_checked_in_the_file_of_data_that_describes_it(write: Writer) -> None:
    text = 'b:River rdfs:label "stream"@en .\n«skos:Concept» rdfs:label "x"@en .'
    report = check(write(data__more=PREFIXES + unmarked(text)))
    assert ("RULE-FOREIGN-SUBJECT", marks(text)[0][:2]) in told(report)
    assert {one.place.file for one in report.findings if one.place} == {"data/more.ttl"}


def test_look_alikes_are_reported_at_both_places(write: Writer) -> None:
    report = check(write(data__more=f'{PREFIXES}id:x a b:River ; rdfs:label "Severn"@en .'))
    assert [(one.code, one.severity, one.place and one.place.file) for one in report.findings] == [
        ("RULE-LOOK-ALIKE", "warning", "data/bridges.ttl"),
        ("RULE-LOOK-ALIKE", "warning", "data/more.ttl"),
    ]


def test_a_publication_without_evidence_has_no_rules_for_it(write: Writer) -> None:
    settings = SETTINGS.partition("    accord:evidenceClass")[0].rstrip(" ;\n") + " .\n"
    data = FILES["data/bridges.ttl"] + "<x#e> a b:Quote ; b:of id:thames ; b:backs b:code .\n"
    assert check(write(data__publication=PREFIXES + settings, data__bridges=data)).findings == ()

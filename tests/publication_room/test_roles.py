"""What a file is for, by what it holds and by its folder."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from accord.publication.files.layout import Role
from accord.publication.survey.roles import roles
from accord.publication.survey.tally import Tally

PREFIXES = """
@prefix : <https://ex.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def roles_of(text: str, named: Role | None = None) -> set[Role]:
    tally = Tally()
    tally.add(parse(PREFIXES + text, RdfFormat.TURTLE))
    return set(roles(named, tally))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":A a owl:Class . :p a owl:ObjectProperty .", {"ontology"}),
        (":A rdfs:subClassOf :B .", {"ontology"}),
        (": a owl:Ontology ; rdfs:label 'An ontology' .", {"ontology"}),
        (":x a :A .", {"data"}),
        (":x :p 1 .", {"data"}),
        (":c a skos:Concept . :s a skos:ConceptScheme .", {"data"}),
        (":A a owl:Class . :x a :A , owl:NamedIndividual .", {"data", "ontology"}),
        (":S a sh:NodeShape ; sh:targetClass :A ; sh:property [ sh:path :p ; sh:minCount 1 ] .", {"shapes"}),
        ("[] a sh:NodeShape ; sh:targetClass :A .", {"shapes"}),
        (":A a sh:NodeShape , rdfs:Class ; sh:property [ sh:path :p ] .", {"shapes", "ontology"}),
        (":S a sh:NodeShape ; rdfs:label 'listed by name' .", {"data"}),
        ("", {"data"}),
    ],
)
def test_content_tells(text: str, expected: set[Role]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("named", "text", "expected"),
    [
        ("ontology", ":A a owl:Class . :x a :A .", {"data", "ontology"}),
        ("ontology", ":c a skos:Concept .", {"data"}),
        ("ontology", "", {"ontology"}),
        ("data", ":A a owl:Class .", {"ontology"}),
        ("shapes", ":S a sh:NodeShape ; sh:targetClass :A . :A a owl:Class .", {"shapes"}),
        (
            "shapes",
            ":A a sh:NodeShape , owl:Class ; sh:property [ sh:path :p ] . :x a :A .",
            {"shapes", "ontology", "data"},
        ),
        ("shapes", ": a owl:Ontology ; sh:declare [ sh:prefix 'x' ] .", {"shapes"}),
        ("shapes", ":x a :A .", {"data"}),
    ],
)
def test_the_folder_decides_where_content_does_not(named: Role, text: str, expected: set[Role]) -> None:
    assert roles_of(text, named) == expected

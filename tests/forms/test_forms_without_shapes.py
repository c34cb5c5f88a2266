"""Where no shape says what a thing needs, a form is made of the ontology and of what things of its kind have."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from accord.errors import UsageError
from accord.forms import Forms
from accord.publication import Publication

PREFIXES = """@prefix : <https://birds.example/bird/> . @prefix ns: <https://birds.example/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix schema: <https://schema.org/> .
"""
ONTOLOGY = """
ns:Bird a owl:Class ; rdfs:label "bird"@en . ns:Egg a owl:Class ; rdfs:label "egg"@en .
ns:wingspan a owl:DatatypeProperty ; rdfs:domain ns:Bird ; rdfs:range xsd:decimal ; rdfs:comment "From tip to tip."@en .
ns:laidBy a owl:ObjectProperty ; rdfs:domain ns:Egg ; rdfs:range ns:Bird .
"""
DATA = """
:robin a ns:Bird ; rdfs:label "Robin"@en ; ns:size [ ns:value 14 ] .
:wren a ns:Bird ; rdfs:label "Wren"@en .
<https://birds.example/person/ada> a schema:Person ; schema:name "Ada" .
"""


@pytest.fixture
def forms(tmp_path: Path) -> Forms:
    (tmp_path / "all.ttl").write_text(PREFIXES + ONTOLOGY + DATA)
    return Forms(Publication.read(tmp_path))


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (
            "bird",
            [
                '    rdfs:label ""@en ;',
                "    # ns:size [ ] ;",
                "    # ns:wingspan 1.5 ;",
                "    # wingspan: From tip to tip.",
            ],
        ),
        ("egg", ["    # ns:laidBy <fill-in> ;"]),
        ("person", ['    schema:name "" ;', "    # name: 1 of 1 have it.", "@base <https://birds.example/person/> ."]),
    ],
)
def test_a_form_of_each_kind(forms: Forms, kind: str, lines: list[str]) -> None:
    text = forms.template(kind, "new")
    assert set(lines) <= set(text.splitlines())
    assert [str(quad.subject) for quad in parse(text, RdfFormat.TURTLE)]


def test_the_new_thing_is_beside_the_others_of_its_kind(forms: Forms) -> None:
    assert (
        next(parse(forms.template("bird", "kite"), RdfFormat.TURTLE)).subject.value == "https://birds.example/bird/kite"
    )
    with pytest.raises(UsageError, match="already a thing"):
        forms.template("bird", "wren")


def test_an_unknown_kind_is_answered_with_the_kinds(forms: Forms, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        forms.template("berd")
    assert "Did you mean bird? The kinds are bird, egg, person." in caught.value.remedy

"""Shapes that are never applied, or only in part, and targets that no file names."""

from __future__ import annotations

import pytest

from accord.publication import SourceFile
from accord.validation import Report, check
from validation.conftest import PREFIXES, Writer


def checked(write: Writer, shapes: str, data: str = "") -> Report:
    files = {"shapes__bridges": PREFIXES + shapes}
    return check(write(**files, **({"data__more": PREFIXES + data} if data else {})))


ADVICE = {
    "b:S a sh:NodeShape ; sh:property [ sh:path b:code ; sh:minCount 1 ] .": "SHAPE-NO-TARGET",
    "b:S a sh:PropertyShape ; sh:path b:code ; sh:minCount 1 .": "SHAPE-NO-TARGET",
    "b:S a sh:NodeShape ; sh:targetClass b:Brigde ; sh:nodeKind sh:IRI .": "SHAPE-NO-MATCH",
    "b:S a sh:NodeShape ; sh:targetSubjectsOf b:cros ; sh:nodeKind sh:IRI .": "SHAPE-NO-MATCH",
    "b:S a sh:NodeShape ; sh:targetObjectsOf b:cros ; sh:nodeKind sh:IRI .": "SHAPE-NO-MATCH",
    "b:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select 'SELECT ?this {}' ] .": "SHAPE-UNSUPPORTED",
    "b:S a sh:NodeShape ; sh:targetClass b:Bridge ; sh:rule [ a sh:TripleRule ] .": "SHAPE-UNSUPPORTED",
    "b:S a sh:NodeShape ; sh:targetClass b:Bridge ; sh:expression [ sh:path b:of ] .": "SHAPE-UNSUPPORTED",
    "b:S a sh:NodeShape ; sh:targetClass b:Bridge ; sh:js [ a sh:JSConstraint ] .": "SHAPE-UNSUPPORTED",
    "b:f a sh:SPARQLFunction .": "SHAPE-UNSUPPORTED",
    "b:S a sh:NodeShape ; sh:targetClass b:Bridge . <> owl:imports <http://127.0.0.1:9/> .": "SHAPE-IMPORT",
}


@pytest.mark.parametrize("shapes", ADVICE)
def test_what_is_not_applied_is_a_warning_in_the_shapes(write: Writer, shapes: str) -> None:
    (finding,) = checked(write, shapes).findings
    assert (finding.code, finding.severity) == (ADVICE[shapes], "warning")
    assert finding.place
    assert finding.place.file == "shapes/bridges.ttl"
    assert finding.remedy


@pytest.mark.parametrize(
    "shapes",
    [
        "b:S a sh:NodeShape ; sh:targetClass b:Footbridge ; sh:nodeKind sh:IRI .",
        "b:S a sh:NodeShape ; sh:deactivated true .",
        "b:S a sh:NodeShape ; sh:targetClass b:Bridge ; sh:or ( b:T b:U ) . b:T a sh:NodeShape . b:U a sh:NodeShape .",
        "b:S a sh:NodeShape ; sh:targetClass b:Bridge ; sh:property b:T . b:T a sh:PropertyShape ; sh:path b:code .",
        "b:S a sh:NodeShape , owl:Class ; sh:nodeKind sh:IRI .",
    ],
)
def test_what_is_applied_is_no_warning(write: Writer, shapes: str) -> None:
    assert not checked(write, shapes).findings


def test_a_target_that_is_absent_is_checked(write: Writer) -> None:
    shapes = "b:S a sh:NodeShape ; sh:targetNode id:absent ; sh:property [ sh:path b:code ; sh:minCount 1 ] ."
    (finding,) = checked(write, shapes).findings
    place = finding.place
    assert place
    assert (finding.code, place.file, place.column) == (
        "SH-MINCOUNT",
        "shapes/bridges.ttl",
        shapes.index("id:absent") + 1,
    )


def test_a_contribution_is_not_blamed_for_the_shapes(write: Writer) -> None:
    shapes = "b:S a sh:NodeShape ; sh:targetNode id:absent ; sh:class b:Bridge . b:T a sh:NodeShape ."
    sent = SourceFile("new.ttl", ("data",), (PREFIXES + 'id:x a b:River ; rdfs:label "X"@en .').encode())
    assert not check(write(shapes__bridges=PREFIXES + shapes), [sent]).findings


CANNOT = [
    ("sh:path b:opened ; sh:minInclusive 5", 'b:opened "2020-01-01"^^xsd:date', "cannot be compared with 5"),
    ("sh:path b:opened ; sh:lessThan b:closed", 'b:opened 1 ; b:closed "x"', "cannot be compared with closed"),
]


@pytest.mark.parametrize(("shape", "data", "words"), CANNOT)
def test_what_cannot_be_compared_is_in_the_words(write: Writer, shape: str, data: str, words: str) -> None:
    shapes = f"b:S a sh:NodeShape ; sh:targetClass b:River ; sh:property [ {shape} ] ."
    (finding,) = checked(write, shapes, f'id:x a b:River ; rdfs:label "X"@en ; {data} .').findings
    assert words in finding.message


def test_dates_of_any_year_are_dates(write: Writer) -> None:
    shapes = "b:S a sh:NodeShape ; sh:targetClass b:River ; sh:property [ sh:path b:opened ; sh:datatype xsd:date ] ."
    dates = ", ".join(f'"{year}-03-15"^^xsd:date' for year in ("-0044", "0000", "12023", "999999999999"))
    assert not checked(write, shapes, f'id:x a b:River ; rdfs:label "X"@en ; b:opened {dates} .').findings


def test_the_node_kind_is_named_beside_a_datatype(write: Writer) -> None:
    shapes = "b:S a sh:NodeShape ; sh:targetClass b:River ; sh:property [ sh:path b:code ; sh:nodeKind sh:BlankNode ] ."
    (finding,) = checked(write, shapes, 'id:x a b:River ; rdfs:label "X"@en ; b:code "c" .').findings
    assert "is not a blank node, as 'code' requires" in finding.message

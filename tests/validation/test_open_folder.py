"""Folders without rules of the house: what their shapes find is a violation, and everything else is advice."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import SH

from accord.publication import Publication
from accord.validation import Report, check
from accord.validation.reports.graphs import graph

NAMES = """\
@prefix : <http://example.org/id/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def checked(folder: Path, data: str, shapes: str) -> Report:
    for name, text in (("data/data.ttl", data), ("shapes/shapes.ttl", shapes)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(NAMES + text)
    return check(Publication.read(folder))


def shape(constraints: str) -> str:
    return f":S a sh:NodeShape ; sh:targetClass :T ; {constraints} ."


def violations(report: Report) -> list[str]:
    return [one.code for one in report.findings if one.severity == "violation"]


def test_advice_about_a_value_hides_no_violation(tmp_path: Path) -> None:
    asked = shape("sh:property [ sh:path :p ; sh:datatype xsd:integer ]")
    assert violations(checked(tmp_path, ':x a :T ; :p "abc"^^xsd:integer .', asked)) == ["SH-DATATYPE"]


def test_alternatives_say_themselves_that_a_value_is_ill_typed(tmp_path: Path) -> None:
    asked = shape("sh:property [ sh:path :p ; sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:date ] ) ]")
    (finding,) = checked(tmp_path, ':x a :T ; :p "x1"^^xsd:integer .', asked).findings
    assert (finding.code, finding.severity, finding.remedy) == ("SH-OR", "violation", "Write 1.")
    assert finding.message.endswith("is not a whole number, and matches none of the alternatives allowed here.")


def test_advice_about_a_class_hides_no_violation(tmp_path: Path) -> None:
    asked = ":K a rdfs:Class , sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
    assert violations(checked(tmp_path, ":x a :K .", asked)) == ["SH-MINCOUNT"]


def test_a_shape_of_a_class_whose_subclasses_have_things_is_not_said_to_match_nothing(tmp_path: Path) -> None:
    report = checked(tmp_path, ":x a :Sub . :Sub rdfs:subClassOf :T .", shape("sh:nodeKind sh:Literal"))
    assert [one.code for one in report.findings] == ["SH-NODEKIND"]


def test_a_namespace_of_a_standard_with_https_is_reported(tmp_path: Path) -> None:
    wrong = "@prefix s: <https://www.w3.org/ns/shacl#> . :S a s:NodeShape ; s:targetClass :T ."
    (finding,) = (one for one in checked(tmp_path, ":x a :T .", wrong).findings if one.code == "TERM-NAMESPACE")
    assert finding.remedy == "Write <http://www.w3.org/ns/shacl#>."
    assert finding.place
    assert (finding.place.file, finding.place.line) == ("shapes/shapes.ttl", 3)


SEVERAL = {
    "sh:or ( [ sh:class :D ] ) ; sh:or ( [ sh:class :E ] )": "SH-OR",
    "sh:and ( [ sh:class :D ] ) ; sh:and ( [ sh:class :E ] )": "SH-AND",
    "sh:xone ( [ sh:class :D ] ) ; sh:xone ( [ sh:class :E ] )": "SH-XONE",
    "sh:not [ sh:class :T ] , [ sh:nodeKind sh:IRI ]": "SH-NOT",
    "sh:not [ sh:class :T ] , [ sh:nodeKind sh:IRI ] ; sh:message 'No.'": "SH-NOT",
    "sh:node [ sh:class :D ] , [ sh:class :E ]": "SH-CLASS",
    "sh:property [ sh:path :p ; sh:class :D , :E ]": "SH-CLASS",
    "sh:property [ sh:path :p ; sh:hasValue :u , :v ]": "SH-HASVALUE",
    "sh:property [ sh:path :p ; sh:equals :q , :r ]": "SH-EQUALS",
    "sh:property [ sh:path :p ; sh:disjoint :s , :t ]": "SH-DISJOINT",
    "sh:property [ sh:path :n ; sh:lessThan :m , :k ]": "SH-LESSTHAN",
}


@pytest.mark.parametrize("constraints", SEVERAL)
def test_each_value_of_a_parameter_has_a_result_of_its_own(tmp_path: Path, constraints: str) -> None:
    data = ":x a :T ; :p :y ; :s :y ; :t :y ; :n 3 ; :m 2 ; :k 1 . :y a :Z ."
    report = checked(tmp_path, data, shape(constraints))
    assert violations(report) == [SEVERAL[constraints]] * 2
    first, second = (one.message for one in report.findings if one.severity == "violation")
    assert first != second, "two messages say which value each is for"


def test_the_value_is_in_the_report_also_where_it_is_a_blank_node(tmp_path: Path) -> None:
    asked = shape("sh:class :D ; sh:property [ sh:path :p ; sh:nodeKind sh:IRI ]")
    report = graph(checked(tmp_path, '[] a :T ; :p [ :q 1 ] , 2 , "b"@en .', asked))
    values = {}
    for result in report.subjects(SH.sourceConstraintComponent, SH.NodeKindConstraintComponent):
        value = report.value(result, SH.value)
        values[type(value)] = value
        assert value != report.value(result, SH.focusNode)
    assert set(values) == {BNode, Literal}
    (of_class,) = report.subjects(SH.sourceConstraintComponent, SH.ClassConstraintComponent)
    assert report.value(of_class, SH.value) == report.value(of_class, SH.focusNode)


@pytest.mark.parametrize(
    ("path", "ends"),
    [
        ("( :p :q )", 1),
        ("[ sh:alternativePath ( :q :r ) ]", 2),
        ("[ sh:inversePath :out ]", 3),
        ("( [ sh:zeroOrMorePath :p ] [ sh:alternativePath ( :q [ sh:inversePath :none ] ) ] )", 2),
        ("[ sh:inversePath [ sh:inversePath :q ] ]", 1),
    ],
)
def test_an_inverse_path_may_be_of_any_path(tmp_path: Path, path: str, ends: int) -> None:
    data = ":a :p :b . :b :q :x . :c :r :x . :x a :T ; :out 1 , 2 , 3 ."
    inner = f"sh:property [ sh:path [ sh:inversePath {path} ] ; sh:minCount {ends} ; sh:maxCount {ends} ]"
    assert not violations(checked(tmp_path, data, shape(inner)))
    more = f"sh:property [ sh:path [ sh:inversePath {path} ] ; sh:minCount {ends + 1} ]"
    assert violations(checked(tmp_path, data, shape(more))) == ["SH-MINCOUNT"]


def test_an_inverse_path_of_no_path_is_a_fault_of_the_shape(tmp_path: Path) -> None:
    report = checked(
        tmp_path, ":x a :T .", shape("sh:property [ sh:path [ sh:inversePath ( :p 3 ) ] ; sh:minCount 1 ]")
    )
    assert "SHAPE-FAULT" in [one.code for one in report.findings]
    assert URIRef("http://example.org/id/S") not in graph(report).objects(None, SH.sourceShape)

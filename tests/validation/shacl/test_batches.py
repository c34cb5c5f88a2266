"""Nested shapes that are checked for all values at once give the results of pySHACL's own way, one after the other."""

from __future__ import annotations

import random

import pyshacl
import pytest
from rdflib import Graph

from accord.publication import SourceFile
from accord.validation.shacl import batches, run_pyshacl, shapes
from accord.validation.shacl.run_pyshacl import ShaclResult

PREFIXES = "@prefix : <urn:x:> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = (
    PREFIXES
    + """
:A a sh:NodeShape ; sh:targetClass :T ;
    sh:property [ sh:path :p ; sh:or ( [ sh:nodeKind sh:IRI ; sh:node :B ] [ sh:maxLength 2 ] ) ] ;
    sh:property [ sh:path :q ; sh:node :B ; sh:not [ sh:class :T ] ] ;
    sh:property [ sh:path :p ; sh:qualifiedValueShape :B ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 2 ] ;
    sh:property [ sh:path :q ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:node :C ] ] ;
    sh:xone ( [ sh:path :p ; sh:minCount 2 ] [ sh:path :q ; sh:minCount 2 ] ) ;
    sh:and ( [ sh:path :r ; sh:maxCount 1 ] :C ) .
:B a sh:NodeShape ; sh:property [ sh:path :r ; sh:minCount 1 ; sh:or ( [ sh:hasValue 1 ] [ sh:hasValue 2 ] ) ] .
:C a sh:NodeShape ; sh:property [ sh:path ( :p :q ) ; sh:maxCount 2 ; sh:node :B ] .
"""
)


def data(seed: int) -> Graph:
    """Sixteen things that point at each other, and at numbers and strings."""
    chance = random.Random(seed)
    values = [*(f":t{n}" for n in range(16)), "1", "2", '"long"', '"a"']
    lines = [f":t{n} a :T ." for n in range(0, 16, 2)]
    lines += [f":t{chance.randrange(16)} :{chance.choice('pqr')} {chance.choice(values)} ." for _ in range(60)]
    return Graph().parse(data=PREFIXES + "\n".join(lines), format="turtle")


@pytest.mark.parametrize("seed", range(6))
def test_the_results_are_the_same(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    known = shapes.load((SourceFile("shapes.ttl", ("shapes",), SHAPES.encode()),))

    def found() -> set[ShaclResult]:
        return set(run_pyshacl.results(data(seed), known, known.graph))

    at_once = found()
    monkeypatch.setattr(batches, "_nested", lambda component, path: ())
    assert at_once == found()
    assert {"Or", "Xone", "QualifiedMinCount"} <= {one.component for one in at_once}


def test_other_code_of_the_process_gets_the_report_of_pyshacl() -> None:
    data, rules = Graph().parse(data="@prefix : <urn:x:> . :a a :T .", format="turtle"), Graph()
    rules.parse(data=PREFIXES + ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:minCount 1 ] .", format="turtle")
    batches.install()
    conforms, report, words = pyshacl.validate(data, shacl_graph=rules)
    assert not conforms
    assert isinstance(report, Graph)
    assert "Less than 1 values on" in words
    assert "Constraint Violation" in words

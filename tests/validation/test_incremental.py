"""A contribution is told what the whole publication with it would be told of it, and what it did not cause is not."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accord.publication import Publication, SourceFile
from accord.validation import Finding, check
from validation.conftest import FILES, PREFIXES, Writer

SHAPES = (
    FILES["shapes/bridges.ttl"]
    + """
s:Crossed a sh:NodeShape ; sh:targetClass b:River ; sh:property
    [ sh:path [ sh:inversePath b:crosses ] ; sh:maxCount 2 ] ,
    [ sh:path ( [ sh:inversePath b:crosses ] b:code ) ; sh:maxLength 5 ] ,
    [ sh:path b:of ; sh:or ( [ sh:class b:Bridge ] [ sh:not [ sh:class b:River ] ] ) ] .
s:Chain a sh:NodeShape ; sh:targetSubjectsOf b:of ; sh:property
    [ sh:path [ sh:oneOrMorePath b:of ] ; sh:not [ sh:hasValue id:thames ] ] ,
    [ sh:path b:state ; sh:qualifiedValueShape [ sh:in ( id:open ) ] ; sh:qualifiedMaxCount 1 ] .
"""
)

SUBJECTS = st.sampled_from(["id:severn", "id:thames", "id:iron-bridge", "<iron-bridge#span>", "id:x", "id:y"])
OBJECTS = st.one_of(SUBJECTS, st.sampled_from(["id:open", "id:shut", "3", '"B-2"', '"2000-01-01"^^xsd:date', '"N"@en']))
PREDICATES = st.sampled_from(
    ["rdfs:label", "b:crosses", "b:opened", "b:closed", "b:state", "b:cost", "b:code", "b:span", "b:length", "b:of"]
)
CLASSES = st.sampled_from(["b:Bridge", "b:Footbridge", "b:River", "b:Span"])
STATEMENTS = st.one_of(
    st.tuples(SUBJECTS, PREDICATES, OBJECTS).map(" ".join), st.tuples(SUBJECTS, st.just("a"), CLASSES).map(" ".join)
)


def causes(findings: tuple[Finding, ...]) -> set[tuple[str, ...]]:
    """What is wrong with what, wherever it is told: in the whole it may be told in another file."""
    return {(one.code, one.focus, one.property, one.shape) for one in findings}


@pytest.fixture
def crossed(write: Writer) -> Publication:
    """The publication with shapes that look along paths of every kind."""
    return write(shapes__bridges=SHAPES)


EXAMPLES = int(os.environ.get("ACCORD_EXAMPLES", "40"))
"""Random changes that are tried. To try more: ACCORD_EXAMPLES=2000 pytest tests/validation/test_incremental.py"""


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(st.lists(STATEMENTS, min_size=1, max_size=8))
def test_a_contribution_has_the_findings_of_a_check_of_the_whole(crossed: Publication, statements: list[str]) -> None:
    file = SourceFile("data/new.ttl", ("data",), (PREFIXES + " .\n".join(statements) + " .\n").encode())
    before = causes(check(crossed).findings)
    after = causes(check(replace(crossed, files=(*crossed.files, file))).findings)
    named = set(re.findall(r"id:[\w-]+|<[\w#-]+>", " ".join(statements)))
    iris = {f"https://example.org/bridges/id/{name.removeprefix('id:').strip('<>')}" for name in named}
    told = causes(check(crossed, [file]).findings)
    assert {cause for cause in after - before if cause[1] in iris} <= told <= after - before

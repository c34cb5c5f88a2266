"""A contribution is told what the whole publication with it would be told of it, and what it did not cause is not."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from accord.duplicates import new_things
from accord.publication import Publication, SourceFile
from accord.validation import Finding, check
from validation.conftest import FILES, PREFIXES, Writer
from validation.stages.test_amounts import MONEY, TERMS

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


_without: dict[str, set[tuple[str, ...]]] = {}


def _causes_without(publication: Publication) -> set[tuple[str, ...]]:
    """What is wrong without a contribution, which is the same for all of them."""
    if publication.version not in _without:
        _without[publication.version] = causes(check(publication).findings)
    return _without[publication.version]


EXAMPLES = int(os.environ.get("ACCORD_EXAMPLES", "30"))
"""Random changes that are tried. To try 2,000, in parts that can be repeated one by one:

    for n in 1 2 3 4 5 6 7 8; do ACCORD_EXAMPLES=250 ACCORD_SEED=$n pytest tests/validation/test_incremental.py; done
"""
SERIES = seed(int(os.environ.get("ACCORD_SEED", "0")))
"""Which series of changes is tried; the same changes for the same number."""


@SERIES
@settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STATEMENTS, min_size=1, max_size=8))
def test_a_contribution_has_the_findings_of_a_check_of_the_whole(crossed: Publication, statements: list[str]) -> None:
    file = SourceFile("data/new.ttl", ("data",), (PREFIXES + " .\n".join(statements) + " .\n").encode())
    before = _causes_without(crossed)
    after = causes(check(replace(crossed, files=(*crossed.files, file))).findings)
    named = set(re.findall(r"id:[\w-]+|<[\w#-]+>", " ".join(statements)))
    iris = {f"https://example.org/bridges/id/{name.removeprefix('id:').strip('<>')}" for name in named}
    told = causes(check(crossed, [file]).findings)
    assert {cause for cause in after - before if cause[1] in iris} <= told <= after - before


PAID = """\
id:paper a b:River ; rdfs:label "paper"@en ; b:file "paper.txt" .
id:iron-bridge b:price <iron-bridge#sum> .
<iron-bridge#sum> a b:Sum ; schema:value 3000000 ; schema:currency "GBP" ; b:stated "up to £3m" ; b:how id:most .
<iron-bridge#e> a b:Quote ; b:of id:iron-bridge ; b:backs b:price ; b:source id:paper ; b:page 2 ; b:words "£3m" .
"""
TEXT = "Bridges\nThe bridge cost up to £3m, planned.\n"
SCHEMA = "@prefix schema: <https://schema.org/> .\n"
PAYERS = st.sampled_from(["id:iron-bridge", "id:severn", "id:x"])
SUMS = st.sampled_from(["<iron-bridge#sum>", "<x#sum>"])
QUOTES = st.sampled_from(["<iron-bridge#e>", "<x#e>"])
PAYMENTS = st.one_of(
    st.tuples(PAYERS, st.sampled_from(["b:price", "b:rent"]), SUMS).map(" ".join),
    st.tuples(SUMS, st.just("schema:value"), st.sampled_from(["3000000", "4000000", "3"])).map(" ".join),
    st.tuples(SUMS, st.just("schema:currency"), st.sampled_from(['"GBP"', '"GPB"', '"EUR"'])).map(" ".join),
    st.tuples(SUMS, st.just("b:stated"), st.sampled_from(['"£3m"', '"about £4m"', '"€3m each year"'])).map(" ".join),
    st.tuples(SUMS, st.just("b:how"), st.sampled_from(["id:most", "id:about", "id:least"])).map(" ".join),
    st.tuples(SUMS, st.just("b:within"), SUMS).map(" ".join),
    st.tuples(QUOTES, st.just("b:of"), st.one_of(PAYERS, SUMS)).map(" ".join),
    st.tuples(QUOTES, st.just("b:words"), st.sampled_from(['"up to £3m"', '"£4m"', '"planned"'])).map(" ".join),
    st.tuples(QUOTES, st.just("b:page"), st.sampled_from(["1", "2", "9"])).map(" ".join),
    st.tuples(QUOTES, st.just("b:source"), st.just("id:paper")).map(" ".join),
    STATEMENTS,
)
OF_FILES = {
    *("LIKELY-DUPLICATE", "LIKELY-UNCHECKED", "SUBJECT-TWICE", "FILE-COPY", "FILE-FOLDER", "SLUG-FORM"),
    "QUOTE-UNCHECKED",
}
"""Findings about what is new in a file, which a check of the whole does not have."""


def placeless(found: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Causes without what an amount is reported at, which may be anything that the checked file states of it."""
    return {(one[0],) if one[0].startswith("AMOUNT-") else one for one in found}


@pytest.fixture
def paid(write: Writer) -> Publication:
    """The publication with amounts, and the text that they are quoted from."""
    terms = FILES["ontology/bridges.ttl"] + TERMS
    found = write(
        data__publication=MONEY, ontology__bridges=terms, shapes__bridges=SHAPES, data__paid=PREFIXES + SCHEMA + PAID
    )
    return replace(found, texts=(SourceFile("paper.txt", (), TEXT.encode()),))


@SERIES
@settings(
    max_examples=max(12, EXAMPLES // 4) if EXAMPLES < 100 else EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(PAYMENTS, min_size=1, max_size=8))
def test_amounts_and_quotations_of_a_contribution_are_those_of_the_whole(
    paid: Publication, statements: list[str]
) -> None:
    file = SourceFile("data/new.ttl", ("data",), (PREFIXES + SCHEMA + " .\n".join(statements) + " .\n").encode())
    before = _causes_without(paid)
    after = causes(check(replace(paid, files=(*paid.files, file))).findings)
    named = set(re.findall(r"id:[\w-]+|<[\w#-]+>", " ".join(statements)))
    iris = {f"https://example.org/bridges/id/{name.removeprefix('id:').strip('<>')}" for name in named}
    told = check(paid, [file], also=[new_things]).findings
    ours = placeless(causes(tuple(one for one in told if one.code not in OF_FILES)))
    new = placeless(after - before)
    if any(one[0] == "UNIT-CURRENCY" for one in ours):  # where both are at one place, the currency is the cause
        new -= {("AMOUNT-CURRENCY",)} - ours
    assert {cause for cause in new if len(cause) == 1 or cause[1] in iris} <= ours <= new


def test_a_number_said_again_in_the_same_spelling_is_one_value(write: Writer) -> None:
    shapes = FILES["shapes/bridges.ttl"].replace("b:length ; sh:minCount 1", "b:length ; sh:maxCount 1")
    publication = write(
        shapes__bridges=shapes, data__bridges=FILES["data/bridges.ttl"].replace("b:length 30", "b:length 30.50")
    )
    told = {
        length: [
            one.code
            for one in check(
                publication,
                [SourceFile("new.ttl", ("data",), f"{PREFIXES}<iron-bridge#span> b:length {length} .".encode())],
            ).findings
        ]
        for length in ("30.50", "30.51")
    }
    assert told == {"30.50": [], "30.51": ["SH-MAXCOUNT"]}

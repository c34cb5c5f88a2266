"""What a check finds, and what it leaves alone: one finding for each mistake, at the words marked «»."""

from __future__ import annotations

import pytest

from accord.errors import UsageError
from accord.publication import SourceFile
from accord.validation import check
from validation.conftest import BRIDGE, FILES, PREFIXES, Contribute, Writer, marks, told, unmarked

MISTAKES = [
    # syntax, and nothing that only follows from it
    ('id:x a b:Bridge ; rdfs:label "X"@en ; b:crosses id:severn«»\n', "TTL-DOT"),
    (
        'id:x a b:Bridge ;\n rdfs:label «"»X@en ;\n b:crosses id:severn .',
        "TTL-STRING",
    ),
    (f"id:x {BRIDGE} ; «bb:»code 1 .", "TTL-PREFIX"),
    # literals and IRIs
    (f'id:x {BRIDGE} ; b:opened «"2021-02-30"^^xsd:date» .', "LIT-DATATYPE"),
    (f'id:x {BRIDGE} ; b:cost «"12k"^^xsd:integer» .', "LIT-DATATYPE"),
    (f'id:x {BRIDGE} ; b:closed "2021-01-01"^^xsd:date ; b:opened «"2020-1-1"^^xsd:date» .', "LIT-DATATYPE"),
    (f'id:x {BRIDGE} ; skos:altLabel «"a\\u202Eb"» .', "LIT-BIDI"),
    (f'id:x {BRIDGE} ; skos:altLabel «"a\\u0007b"» .', "LIT-CONTROL"),
    (f'id:x {BRIDGE} ; skos:altLabel «"<i>a</i>"» .', "LIT-ENTITY"),
    (f'id:x {BRIDGE} ; skos:altLabel «"a"@deu-AT» .', "LIT-LANGUAGE"),
    (f"id:x {BRIDGE} ; b:cost «{'9' * 200_000}» .", "LIT-LENGTH"),
    (f"id:x {BRIDGE} ; skos:altLabel «<javascript:alert(1)>» .", "TERM-SCHEME"),
    # terms and links
    ('id:x a «b:Brigde» ; rdfs:label "X"@en .', "TERM-CLASS"),
    (f"id:x {BRIDGE} ; «b:opend» 1 .", "TERM-PROPERTY"),
    ('id:x a b:Bridge ; rdfs:label "X"@en ; «b:croses» id:severn .', "TERM-PROPERTY"),
    (f'id:x {BRIDGE} ; «rdfs:labl» "x" .', "TERM-PROPERTY"),
    (f"id:x {BRIDGE} ; «<http://example.org/bridges/ns#code>» 'B-002' .", "TERM-PROPERTY"),
    (f"id:x {BRIDGE} ; skos:altLabel «b:codes» .", "TERM-UNKNOWN"),
    (f"id:x {BRIDGE} ; b:of «id:thame» .", "TERM-LINK"),
    (f"id:x {BRIDGE} ; b:state «id:opne» .", "SH-IN"),
    # shapes
    ('«id:x» a b:Bridge ; rdfs:label "X"@en .', "SH-MINCOUNT"),
    ('«id:x» a b:Footbridge ; rdfs:label "X"@en .', "SH-MINCOUNT"),
    ("«id:x» a b:Bridge ; b:crosses id:severn .", "SH-MINCOUNT"),
    (f"id:x {BRIDGE} , «id:open» .", "SH-CLASS"),
    (f"id:x {BRIDGE} ; b:state «id:thames» .", "SH-IN"),
    (f'id:x {BRIDGE} ; b:code «"b1"» .', "SH-PATTERN"),
    (f"id:x {BRIDGE} ; b:code «id:open» .", "SH-NODEKIND"),
    (f'id:x {BRIDGE} ; b:opened «"1/4/2021"» .', "SH-DATATYPE"),
    (f"id:x {BRIDGE} ; b:cost «-5» .", "SH-MININCLUSIVE"),
    (f'id:x {BRIDGE} , id:thames ; rdfs:label «"Other"@en» .', "SH-UNIQUELANG"),
    (f'id:x {BRIDGE} ; b:opened "2021-01-01"^^xsd:date , «"2022-01-01"^^xsd:date» .', "SH-MAXCOUNT"),
    (f"id:x {BRIDGE} ; b:span <x#s> .\n<x#s> a b:Span ; b:length «0» .", "SH-MINEXCLUSIVE"),
    (f"id:x {BRIDGE} ; b:span <x#s> .\n«<x#s>» a b:Span .", "SH-MINCOUNT"),
    (f"id:x {BRIDGE} ; b:span «<iron-bridge#span>» .", "SH-MAXCOUNT"),
    ('id:iron-bridge rdfs:label «"Ironbridge"@en» .', "SH-UNIQUELANG"),
    ("«id:severn» a b:Bridge .", "SH-MINCOUNT"),
    # rules
    ("«id:x» a b:River .", "RULE-LABEL"),
    ('«id:x» rdfs:label "X"@en .', "RULE-CLASS"),
    ('id:x a b:River ; rdfs:label "Aa"@en , «"Ab"@en» .', "RULE-LABEL-REPEATED"),
    (f'id:x a b:River ; rdfs:label «"{"9" * 4_400}"@en» .', "LIT-LENGTH"),
    ('id:x a b:River ; rdfs:label «"Severn"@en» .', "RULE-LOOK-ALIKE"),
    (f"id:x {BRIDGE} ; b:span «[ a b:Span ; b:length 3 ]» .", "SH-NODEKIND"),
    (f"id:x {BRIDGE} ; skos:altLabel «[ a b:Span ; b:length 3 ]» .", "RULE-BLANK-NODE"),
    ('«<https://example.com/x>» rdfs:label "X"@en .', "RULE-FOREIGN-SUBJECT"),
    (f"id:x {BRIDGE} ; rdfs:subClassOf «b:River» .", "RULE-MACHINERY"),
    (f"id:x {BRIDGE} ; sh:targetNode «id:severn» .", "RULE-MACHINERY"),
    (f"id:x {BRIDGE} .\n<x#e> a b:Quote ; b:of id:x ; b:backs b:crosses , «b:code» .", "RULE-EVIDENCE"),
    (
        f"id:x {BRIDGE} .\n<x#e> a b:Quote ; b:of id:x ; b:backs b:crosses ; b:backsValue «id:thames» .",
        "RULE-EVIDENCE-VALUE",
    ),
]


@pytest.mark.parametrize(("text", "code"), MISTAKES, ids=[f"{code}-{n}" for n, (_, code) in enumerate(MISTAKES)])
def test_each_mistake_has_one_finding_at_its_words(contribute: Contribute, text: str, code: str) -> None:
    report = contribute(unmarked(text))
    (line, column, words) = marks(text)[0]
    assert told(report) == [(code, (line, column))]
    assert report.findings[0].value in ("", words)


def test_several_mistakes_are_reported_in_one_run(contribute: Contribute) -> None:
    text = (
        'id:x a b:Bridge ; rdfs:label "X"@en ; b:crosses «id:open» ; b:state «id:thames» ;\n'
        '    b:code «"b1"» ; b:cost «"12k"^^xsd:integer» .\n'
        "id:y «b:croses» id:severn ; a b:River ; b:code«» \n"
    )
    codes = ["SH-CLASS", "SH-IN", "SH-PATTERN", "LIT-DATATYPE", "TERM-PROPERTY", "TTL-OBJECT"]
    assert told(contribute(unmarked(text))) == [
        (code, (line, column)) for code, (line, column, _) in zip(codes, marks(text), strict=True)
    ]


def test_a_faulty_statement_does_not_make_its_subject_a_dead_link(contribute: Contribute) -> None:
    text = 'id:lost a b:River ; rdfs:label «"»River@en .\n' + f"id:x {BRIDGE} , id:lost ."
    assert told(contribute(unmarked(text))) == [("TTL-STRING", marks(text)[0][:2])]


def test_what_only_warns_leaves_no_violation_out(write: Writer) -> None:
    shape = "[] a sh:NodeShape ; sh:targetClass b:Bridge ; sh:property [ sh:path b:code ; "
    shapes = f"{PREFIXES}{shape}sh:in ( 'A' ) ; sh:severity sh:Warning ] . {shape}sh:minLength 3 ] ."
    contribution = SourceFile("new.ttl", ("data",), f"{PREFIXES}id:x {BRIDGE} ; b:code 'B' .".encode())
    report = check(write(shapes__bridges=shapes), [contribution])
    assert [one.code for one in report.findings] == ["SH-IN", "SH-MINLENGTH"]


def test_what_the_publication_did_wrong_before_is_not_blamed_on_a_contribution(write: Writer) -> None:
    data = FILES["data/bridges.ttl"].replace('rdfs:label "Severn"@en', 'skos:altLabel "Severn"@en')
    publication = write(data__bridges=data)
    assert [one.code for one in check(publication).findings] == ["RULE-LABEL"]
    contribution = SourceFile("new.ttl", ("data",), f"{PREFIXES}id:x {BRIDGE} .".encode())
    assert check(publication, [contribution]).findings == ()


@pytest.mark.parametrize("namespace", ["https://schema.org/", "http://schema.org/"])
def test_a_thing_named_by_schema_org_is_called_by_its_name(write: Writer, namespace: str) -> None:
    state = f'id:gull-stack a b:State ; <{namespace}name> "Gull Stack"@en .\n'
    publication = write(data__bridges=FILES["data/bridges.ttl"] + state)
    assert check(publication).findings == ()
    text = f'{PREFIXES}id:x a b:Bridge ; rdfs:label "X"@en ; b:crosses id:gull-stack .'
    (finding,) = check(publication, [SourceFile("new.ttl", ("data",), text.encode())]).findings
    assert (finding.code, finding.remedy) == (
        "SH-CLASS",
        "Name a thing of that class; 'Gull Stack' is of 'state of a bridge'.",
    )


def test_an_edited_file_is_checked_in_place_of_its_older_version(write: Writer) -> None:
    publication = write()
    for path in ("data/bridges.ttl", str(publication.root / "data" / "bridges.ttl")):
        edited = SourceFile(path, ("data",), FILES["data/bridges.ttl"].replace("id:severn ;", "id:open ;").encode())
        assert [(one.code, one.place and one.place.file) for one in check(publication, [edited]).findings] == [
            ("SH-CLASS", path)
        ]


def test_an_edited_ontology_is_checked_as_an_ontology(write: Writer) -> None:
    publication = write()
    text = FILES["ontology/bridges.ttl"] + 'b:new a owl:Class ; rdfs:label "new"@en ; rdfs:subClassOf b:Bridge .\n'
    assert check(publication, [SourceFile("ontology/bridges.ttl", ("data",), text.encode())]).findings == ()


def test_a_file_that_is_no_text_is_a_finding(write: Writer) -> None:
    report = check(write(), [SourceFile("new.ttl", ("data",), b"\xff\xfe<\x00")])
    assert [(one.code, str(one.place)) for one in report.findings] == [("TTL-ENCODING", "new.ttl:1:1")]


def test_a_file_that_says_nothing_is_advised_against(contribute: Contribute) -> None:
    (finding,) = contribute("").findings
    assert (finding.code, finding.severity) == ("TTL-EMPTY", "warning")


SHAPE = "@prefix s: <urn:s#> .\ns:X a sh:NodeShape ; sh:targetClass b:Bridge ; "

BROKEN_SHAPES = [
    "«s:»X a sh:NodeShape .",
    SHAPE + "sh:sparql «[ sh:select 'SELECT' ]» .",
    SHAPE + "sh:sparql «[ sh:select 'ASK {}' ]» .",
    SHAPE + "sh:sparql «[ sh:select 'SELECT ?x {}' ]» .",
    SHAPE + "sh:sparql «[ sh:ask '' ]» .",
    SHAPE + "sh:property «[ sh:minCount 1 ]» .",
    SHAPE + "sh:property [ sh:path rdfs:label ; sh:minCounts «1» ] .",
    SHAPE + "sh:in «'none'» .",
    SHAPE + "sh:node «s:Nothing» .",
    SHAPE + "sh:datatype «'xsd:date'» .",
    SHAPE + "sh:minLength «'many'» .",
    SHAPE + "sh:pattern «'('» .",
    SHAPE + "sh:property [ sh:path [ sh:inversePath «( b:of b:span )» ] ; sh:minCount 1 ] .",
]


@pytest.mark.parametrize("text", BROKEN_SHAPES)
def test_broken_shapes_are_a_mistake_of_usage_at_its_place(write: Writer, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(write(shapes__bridges=PREFIXES + unmarked(text)))
    (line, column, _) = marks(text)[0]
    assert caught.value.remedy
    assert caught.value.place
    assert (caught.value.place.line, caught.value.place.column) == (line, column)

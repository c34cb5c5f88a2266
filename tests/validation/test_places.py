"""Where findings stand, in texts that are written in every way Turtle allows."""

from __future__ import annotations

import pytest

from accord.publication import SourceFile
from accord.validation import check
from validation.conftest import BRIDGE, FILES, PREFIXES, RDF_PREFIX, Contribute, Writer, marks, told, unmarked

NODES = "s:X a sh:NodeShape ; sh:targetClass b:Bridge ; sh:property [ sh:path %s ; %s ] ."
S = "@prefix s: <https://example.org/bridges/shapes#> .\n"


def places(write: Writer, shape: str, text: str) -> None:
    """Assert that a contribution breaks a shape once for each of its marks, there and nowhere else."""
    publication = write(shapes__bridges=RDF_PREFIX + PREFIXES + S + shape)
    report = check(publication, [SourceFile("new.ttl", ("data",), (PREFIXES + unmarked(text)).encode())])
    assert [place for _, place in told(report)] == [mark[:2] for mark in marks(text)]
    assert all(one.code.startswith("SH-") for one in report.findings)


PATHS = [
    # what the value of a path is, is where the finding stands
    ("b:code", 'sh:pattern "B"', f'id:x {BRIDGE} ; b:code "B" , «"C"» , "AB" , «"D"» .'),
    (
        "( b:span b:length )",
        "sh:minInclusive 9",
        f"id:x {BRIDGE} ; b:span <x#s> .\n<x#s> a b:Span ; b:length «3» , 9 .",
    ),
    ("[ sh:alternativePath ( b:opened b:cost ) ]", "sh:minInclusive 9", f"id:x {BRIDGE} ; b:cost «8» ; b:opened «7» ."),
    ("[ sh:zeroOrMorePath b:span ]", "sh:in ( id:x )", f"id:x {BRIDGE} ; b:span «id:severn» ."),
    ("[ sh:oneOrMorePath b:span ]", "sh:class b:Span", f"id:x {BRIDGE} ; b:span «id:severn» ."),
    ("[ sh:zeroOrOnePath b:span ]", "sh:nodeKind sh:IRI", f"id:x {BRIDGE} ; b:span «3» ."),
    # from an inverse path, where the focus node is named
    ("[ sh:inversePath b:of ]", "sh:class b:Bridge", f"id:x {BRIDGE} .\nid:severn b:of «id:x» ."),
    # what is missing: the property if it is there at all, else the subject
    ("b:crosses", "sh:minCount 2", 'id:x a b:Bridge ; rdfs:label "X"@en ; «b:crosses» id:severn .'),
    ("b:cost", "sh:minCount 1", f"«id:x» {BRIDGE} ."),
    ("( b:span b:length )", "sh:minCount 1", f"id:x {BRIDGE} ; «b:span» <x#s> . <x#s> a b:Span ."),
    ("[ sh:inversePath b:of ]", "sh:minCount 2", f"id:x {BRIDGE} . id:severn b:of «id:x» ."),
    ("b:code", 'sh:hasValue "B"', f'id:x {BRIDGE} ; «b:code» "C" .'),
    # what is too much: the first value too many, wherever it is written
    ("b:cost", "sh:maxCount 2", f"id:x b:cost 1 .\nid:x {BRIDGE} ; b:cost 2 , «3» , 4 ."),
    ("b:cost", "sh:maxCount 0", f"id:x {BRIDGE} ; b:cost «1» ."),
    # comparisons stand at the value that is compared
    ("b:cost", "sh:lessThan b:length", f"id:x {BRIDGE} ; b:length 3 ; b:cost 1 , «4» ."),
    ("b:cost", "sh:disjoint b:length", f"id:x {BRIDGE} ; b:length 3 ; b:cost 1 , «3» ."),
]


@pytest.mark.parametrize(("path", "constraint", "text"), PATHS)
def test_a_finding_is_placed_on_the_path(write: Writer, path: str, constraint: str, text: str) -> None:
    places(write, NODES % (path, constraint), text)


LAYOUTS = {
    "over several lines": 'id:x\n a b:Bridge ;\n rdfs:label\n  "X"@en ;\n b:crosses\n  id:severn ,\n  «id:open»\n.',
    "an IRI in full": f"id:x {BRIDGE} , «<https://example.org/bridges/id/open>» .",
    "after a long string": 'id:x a b:Bridge ; rdfs:label """X\n"quoted"\n"""@en ; b:crosses id:severn , «id:open» .',
    "after a comment": "# id:open is no river\nid:x a b:Bridge ; # id:open\n rdfs:label 'X'@en ; b:crosses «id:open» .",
    "after wide and combined characters": 'id:x a b:Bridge ; rdfs:label "日本x\u0301😀"@en ; b:crosses «id:open» .',
    "a subject said twice": 'id:x a b:Bridge .\nid:x rdfs:label "X"@en .\nid:x b:crosses «id:open» .',
    "after CR LF and tabs": 'id:x\r\n\ta b:Bridge ;\r\n\trdfs:label "X"@en ;\r\n\tb:crosses «id:open» .\r\n',
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_finding_is_placed_at_its_words_however_they_are_laid_out(contribute: Contribute, layout: str) -> None:
    text = LAYOUTS[layout]
    (finding,) = contribute(unmarked(text)).findings
    ((line, column, words),) = marks(text)
    assert finding.place is not None
    assert (finding.code, finding.place.line, finding.place.column) == ("SH-CLASS", line, column)
    assert (finding.place.end_line, finding.place.end_column) == (line, column + len(words))
    assert finding.value == words


def test_a_byte_order_mark_moves_nothing(write: Writer) -> None:
    text = f"id:x {BRIDGE} , «id:open» ."
    bare = (PREFIXES + unmarked(text)).encode()
    publication = write()
    plain, marked = (
        check(publication, [SourceFile("new.ttl", ("data",), data)]) for data in (bare, b"\xef\xbb\xbf" + bare)
    )
    assert plain.findings == marked.findings != ()


def test_the_value_of_a_query_is_found_though_the_store_spells_it_in_another_way(contribute: Contribute) -> None:
    text = (
        f'id:x {BRIDGE} ; b:opened "2001-01-01Z"^^xsd:date ; '
        'b:closed "2001-01-02Z"^^xsd:date , «"2000-01-01+00:00"^^xsd:date» .'
    )
    assert ("SH-SPARQL", marks(text)[0][:2]) in told(contribute(unmarked(text)))


def test_in_the_whole_publication_findings_are_placed_in_their_files(write: Writer) -> None:
    more = FILES["data/bridges.ttl"].replace("id:severn ;", "id:thames , id:open ;")
    report = check(write(data__bridges=more, data__more=f'{PREFIXES}id:iron-bridge rdfs:label "Again"@en .'))
    assert [(one.code, one.place and one.place.file) for one in report.findings] == [
        ("SH-CLASS", "data/bridges.ttl"),
        ("SH-UNIQUELANG", "data/more.ttl"),
    ]

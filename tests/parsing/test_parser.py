"""The one door: every syntax gives the same statements, and what is not read is named."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile
from dataclasses import replace
from io import BytesIO

import pyoxigraph as ox
import pytest
from texts import RDF, SAME, only_fault, parse

from accord import parsing
from accord.errors import InputError, LimitError, UsageError
from accord.parsing import Parsed, ParsingLimits, syntax_of
from graphs import canonical
from places import SHARED, needs_shared


@pytest.mark.parametrize("file", SAME)
@pytest.mark.parametrize("places", [False, True])
def test_every_syntax_gives_the_same_statements(file: str, places: bool) -> None:
    parsed = parse(SAME[file], file, places=places)
    assert (parsed.faults, parsed.notes) == ((), ())
    assert canonical(parsed.quads) == canonical(parse(SAME["f.ttl"]).quads)
    assert len(parsed.quads) == 4
    assert parsed.require() == parsed.quads


@pytest.mark.parametrize("file", SAME)
def test_every_syntax_is_read_compressed_and_with_a_byte_order_mark(file: str) -> None:
    packed = gzip.compress(b"\xef\xbb\xbf" + SAME[file].encode())
    for name in (f"{file}.gz", f"{file}.GZ"):
        assert canonical(parse(packed, name).quads) == canonical(parse(SAME["f.ttl"]).quads)


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("a.ttl", "Turtle"),
        ("a.b.TURTLE.gz", "Turtle"),
        ("dir.nt/a.nq", "N-Quads"),
        ("a.OWL", "RDF/XML"),
        ("a.n3", "N3"),
        ("text/turtle; charset=utf-8", "Turtle"),
        ("application/ld+json", "JSON-LD"),
        ("TEXT/N3", "N3"),
        ("a.csv", None),
        ("ttl", None),
        (".ttl", None),
        ("a.ttl/b", None),
        ("a.zip", None),
    ],
)
def test_the_name_tells_the_syntax(name: str, syntax: str | None) -> None:
    found = syntax_of(name)
    assert (found.name if found else None) == syntax


def test_a_name_without_a_syntax_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError, match="does not show an RDF syntax"):
        parse("", "a.csv")
    assert parse(SAME["f.rdf"], "upload", syntax="application/rdf+xml").faults == ()


@pytest.mark.parametrize("base", ["", "a", "https://example.org/a b"])
def test_a_base_that_is_no_iri_is_a_mistake_of_the_caller(base: str) -> None:
    with pytest.raises(UsageError, match="is not an IRI"):
        parsing.parse(b"", "f.ttl", base=base)


def test_named_graphs_are_kept() -> None:
    for text, file in (
        ("<g> { <a> <http://e/p> <b> } { <a> <http://e/p> <c> }", "f.trig"),
        ('{"@id": "g", "@graph": [{"@id": "a", "http://e/p": {"@id": "b"}}]}', "f.jsonld"),
    ):
        graphs = {str(quad.graph_name) for quad in parse(text, file).quads}
        assert "<https://example.org/folder/g>" in graphs
    for places in (False, True):
        parsed = parse("<x:a> <x:b> <x:c> <x:g> .\n<x:a> <x:b> <x:c> .", "f.nq", places=places)
        assert [str(quad.graph_name) for quad in parsed.quads] == ["<x:g>", "DEFAULT"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("f.ttl", "_:b <x:p> [] ."),
        ("f.nt", "_:b <x:p> _:c ."),
        ("f.trig", "_:g { _:b <x:p> [] }"),
        ("f.jsonld", '{"@id": "_:b", "x:p": {"@id": "_:c"}}'),
        ("f.rdf", f'<x:E xmlns:x="x:" xmlns:rdf="{RDF}" rdf:nodeID="b"><x:p rdf:nodeID="c"/></x:E>'),
    ],
)
def test_no_blank_node_is_in_two_files(file: str, text: str) -> None:
    def blank(parsed: Parsed) -> set[str]:
        terms = [term for quad in parsed.quads for term in (quad.subject, quad.object, quad.graph_name)]
        return {str(term) for term in terms if isinstance(term, ox.BlankNode)}

    first, second, third = (blank(parse(text, file, places=places)) for places in (False, False, True))
    assert first
    assert not first & second
    assert not first & third


def test_places_are_those_of_the_quads() -> None:
    text = "<x:g> { <x:a> <x:b> 1 ;\n <x:c> ( 2 ) }\n<x:a> <x:b> [ <x:d> 3 ] ."
    parsed = parse(text, "f.trig", places=True)
    assert parsed.document is not None
    assert len(parsed.document.triples) == len(parsed.quads)
    for quad, triple in zip(parsed.quads, parsed.document.triples, strict=True):
        if isinstance(quad.object, ox.Literal):
            assert text[slice(*triple.object_span)] == quad.object.value


# What is not what it says.


@pytest.mark.parametrize(
    ("file", "text", "holds", "remedy"),
    [
        ("a.owl", "@prefix : <http://e/> .\n:a :b :c .", "Turtle", "Rename it to a.ttl."),
        ("d/a.OWL.gz", "@prefix : <http://e/> .\n:a :b :c .", "Turtle", "Rename it to d/a.ttl.gz."),
        ("a.owl", "Prefix(:=<http://e/>)\nOntology(<http://e/>)", "OWL in functional syntax", "ROBOT"),
        ("a.owl", "Prefix: : <http://e/>\nOntology: <http://e/>", "OWL in Manchester syntax", "ROBOT"),
        ("a.owl", '<?xml version="1.0"?>\n<Ontology xmlns="x"/>', "OWL in OWL/XML", "ROBOT"),
        ("a.owl", "format-version: 1.2\n", "an ontology in OBO format", "ROBOT"),
        ("a.rdf", "<!DOCTYPE html><html></html>", "HTML", "Remove it"),
        ("a.rdf", '{"@id": "x:a", "x:b": "c"}', "JSON-LD", "Rename it to a.jsonld."),
        ("a.jsonld", SAME["f.rdf"], "RDF/XML", "Rename it to a.rdf."),
        ("a.jsonld", "<http://a> <http://b> <http://c> .", "Turtle", "Rename it to a.ttl."),
        ("a.ttl", SAME["f.rdf"], "RDF/XML", "Rename it to a.rdf."),
        ("a.ttl", '{"@id": "x:a", "x:b": "c"}', "JSON-LD", "Rename it to a.jsonld."),
        ("a.ttl", "<x:g> { <x:a> <x:b> <x:c> }", "TriG", "Rename it to a.trig."),
        ("a.nt", "<x:a> <x:b> <x:c> <x:g> .", "N-Quads", "Rename it to a.nq."),
        ("a.nt", "@prefix : <x:> . :a :b :c .", "Turtle", "Rename it to a.ttl."),
        ("a.nq", "<x:g> { <x:a> <x:b> <x:c> }", "TriG", "Rename it to a.trig."),
        ("a.ttl", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS", "git lfs pull"),
    ],
)  # fmt: skip
def test_content_that_disagrees_with_the_name_is_a_fault(file: str, text: str, holds: str, remedy: str) -> None:
    data = gzip.compress(text.encode(), mtime=0) if file.endswith(".gz") else text.encode()
    parsed = parse(data, file)
    _, message, told = only_fault(parsed)
    assert remedy in told
    if told.startswith("Rename it to "):
        assert message.endswith(f"but the file holds {holds}, and is read as that.")
        renamed = parse(data, told.removeprefix("Rename it to ").removesuffix("."))
        assert canonical(parsed.quads) == canonical(renamed.quads)
        assert parsed.quads
    else:
        assert message.endswith(f"but the file holds {holds}.")
        assert parsed.quads == ()


def test_a_mistake_in_a_file_with_the_wrong_name_is_at_its_place() -> None:
    parsed = parse("@prefix : <http://e/> .\n:a :b :c .\n:a :b 1 2 .", "a.owl")
    assert [(fault.code, fault.place.line) for fault in parsed.faults] == [("RDF-FORMAT", 1), ("TTL-SEMICOLON", 3)]
    assert len(parsed.quads) == 3


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("package.json", '{"name": "x", "files": ["a"]}'),
        ("pom.xml", '<?xml version="1.0"?><project/>'),
        ("api/pom.xml", "<project><groupId>org.example</groupId></project>"),
    ],
)
def test_other_json_and_xml_are_no_fault_but_noted(file: str, text: str) -> None:
    parsed = parse(text, file)
    assert (parsed.syntax, parsed.quads, parsed.faults) == (None, (), ())
    assert parsed.notes[0].startswith(f"{file} holds no RDF")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{ ?x <x:p> 1 } => { ?x <x:q> 2 } .", "a formula"),
        ("@forAll <x:a> .", "a quantifier"),
        ("<x:a> <x:b> <x:c> .\n<x:a> = <x:b> .", "a rule or an equation"),
        ("<x:a> <x:b> ?x .", "a variable"),
        ("<x:a> is <x:b> of <x:c> .", "a reversed statement"),
        ("<x:a>!<x:b> <x:c> <x:d> .", "a path"),
    ],
)
def test_what_only_n3_has_is_named(text: str, what: str) -> None:
    fault = parse(text, "f.n3").faults[0]
    assert fault.message == f"This is {what} of N3; only the part of N3 that is Turtle is read."


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("f.ttl", "<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .", "f.ttl:1:13"),
        ("f.ttl", "<x:a> <x:b> <x:c> {| <x:d> 1 |} .", "f.ttl:1:19"),
        ("f.ttl", '<x:a> <x:b> "x"@ar--rtl .', "f.ttl:1:16"),
        ("f.trig", "<x:g> { << <x:a> <x:b> <x:c> >> <x:d> 1 }", "f.trig:1:9"),
        ("f.nt", "<x:a> <x:b> <<( <x:a> <x:b> <x:c> )>> .", "f.nt:1:13"),
        ("f.jsonld", '{"@id": "x:a",\n"x:b": {"@value": "x", "@language": "ar", "@direction": "rtl"}}', "f.jsonld:2:1"),
    ],
)
def test_rdf_1_2_is_a_fault(file: str, text: str, place: str) -> None:
    parsed = parse(text, file)
    assert str(parsed.faults[0].place) == place
    assert parsed.quads == ()


def test_faults_of_the_reader_with_places_come_with_what_is_good() -> None:
    parsed = parse("<x:a> <x:b> <x:c> .\n<x:a> <x:b c> <x:d> .\n<x:a> <x:b> <x:e> .")
    assert only_fault(parsed)[0] == "f.ttl:2:11"
    assert len(parsed.quads) == 2
    with pytest.raises(InputError, match="An IRI cannot hold a space") as caught:
        parsed.require()
    assert str(caught.value.place) == "f.ttl:2:11"


def test_faults_are_listed_up_to_a_limit() -> None:
    parsed = parse("<x:a> <x:b c> <x:d> .\n" * 30, limits=ParsingLimits(faults=10))
    assert len(parsed.faults) == 10
    assert "Only the first 10 faults are listed." in parsed.notes


# Bytes.


def zipped() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.ttl", "")
    return buffer.getvalue()


GOOD = b"<x:a> <x:b> <x:c> ."
PACKED = gzip.compress(GOOD, mtime=0)


@pytest.mark.parametrize(
    ("data", "file", "words"),
    [
        (PACKED, "f.ttl", "compressed with gzip, and its name does not say so"),
        (GOOD, "f.ttl.gz", "not compressed with gzip"),
        (gzip.compress(PACKED, mtime=0), "f.ttl.gz", "compressed twice"),
        (PACKED[:-3], "f.ttl.gz", "cut off"),
        (PACKED[:12] + b"\xff\xff\xff" + PACKED[15:], "f.ttl.gz", "damaged"),
        (PACKED + PACKED, "f.ttl.gz", "only one compressed part is read"),
        (PACKED + b"x", "f.ttl.gz", "only one compressed part is read"),
        (zipped(), "f.ttl", "zip archive"),
        (bz2.compress(GOOD), "f.ttl", "bzip2"),
        (lzma.compress(GOOD), "f.ttl", "xz"),
        ("<x:é>".encode("latin-1"), "f.rdf", "looks like Latin-1"),
        ("\ufeff<x>".encode("utf-16-le"), "f.rdf", "UTF-16"),
        ("<x:a> <x:b> <x:c> .".encode("utf-16-be"), "f.nt", "UTF-16"),
        ("\ufeff{}".encode("utf-32-be"), "f.jsonld", "UTF-32"),
        (b"\x00\x01\x02", "f.ttl", "or not text"),
    ],
)
def test_what_is_not_utf_8_is_refused_in_words(data: bytes, file: str, words: str) -> None:
    parsed = parse(data, file)
    _, message, remedy = only_fault(parsed)
    assert words in message
    assert remedy


@pytest.mark.parametrize("file", ["f.ttl", "f.rdf", "f.jsonld", "f.nq"])
def test_sizes_are_limited(file: str) -> None:
    limits = ParsingLimits(bytes=1_000, ratio_floor=100)
    for data, name, limit in (
        (b" " * 1_001, file, "bytes"),
        (gzip.compress(bytes(range(33, 126)) * 20 + b" " * 100_000, mtime=0), f"{file}.gz", "bytes"),
        (gzip.compress(b" " * 990 * 50, mtime=0), f"{file}.gz", "bytes"),
    ):
        with pytest.raises(LimitError) as caught:
            parse(data, name, limits=limits)
        assert caught.value.limit == limit
    with pytest.raises(LimitError, match="100 times its size") as caught:
        parse(gzip.compress(b" " * 200_000, mtime=0), f"{file}.gz", limits=ParsingLimits(ratio_floor=1_000))
    assert caught.value.limit == "ratio"


def test_a_small_file_may_compress_well() -> None:
    assert parse(gzip.compress(b" " * 500_000, mtime=0), "f.ttl.gz").faults == ()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("f.ttl", "<x:a> <x:b> 1, 2, 3, 4 ."),
        ("f.nt", "<x:a> <x:b> <x:c> .\n" * 4),
        ("f.jsonld", json.dumps({"@id": "x:a", "x:b": [1, 2, 3, 4]})),
        ("f.rdf", f'<x:E xmlns:x="x:" xmlns:rdf="{RDF}" x:b="1" x:c="2" x:d="3"/>'),
    ],
)
def test_statements_are_limited(file: str, text: str) -> None:
    for places in (False, True):
        with pytest.raises(LimitError, match="more than 3 statements") as caught:
            parse(text, file, limits=replace(ParsingLimits(), statements=3), places=places)
        assert caught.value.limit == "statements"


@needs_shared
def test_folders_of_other_people_are_read() -> None:
    read = 0
    for path in sorted((SHARED / "cases" / "folders").rglob("*")):
        if path.is_file() and syntax_of(path.name):
            parsed = parse(path.read_bytes(), path.name)
            assert parsed.faults == (), path
            assert parsed.quads or parsed.syntax is None, path
            read += 1
    assert read > 50

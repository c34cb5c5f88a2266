"""The Turtle reader reads what the standard says and what other readers read, and knows where each word stands."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.namespace import RDF, XSD
from rdflib.term import Literal, Node, URIRef

from accord.errors import InputError
from accord.turtle import Document, decode, read
from graphs import canonical, graph
from places import ROOT, SHARED, needs_shared

SUITE = SHARED / "w3c" / "turtle"
BASE = "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-turtle/"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
PREFIXES = "@prefix ex: <http://example.org/> .\n"


def suite(kind: str) -> list[tuple[str, str]]:
    """Names of the files of the tests of one kind, with the file of the result where there is one."""
    if not SUITE.exists():
        return []
    manifest = read(decode((SUITE / "manifest.ttl").read_bytes()), base=BASE + "manifest.ttl")
    assert not manifest.faults
    facts: dict[Node, dict[str, str]] = {}
    for triple in manifest.triples:
        facts.setdefault(triple.subject, {})[str(triple.predicate)] = str(triple.object)
    tests = [fact for fact in facts.values() if fact.get(str(RDF.type), "").endswith(kind)]
    names = [(fact[f"{MANIFEST}action"], fact.get(f"{MANIFEST}result", "")) for fact in tests]
    return sorted((action.removeprefix(BASE), result.removeprefix(BASE)) for action, result in names)


def read_suite(name: str) -> Document:
    return read(decode((SUITE / name).read_bytes()), base=BASE + name, file=name)


@needs_shared
@pytest.mark.parametrize("name", [name for name, _ in suite("PositiveSyntax") + suite("TurtleEval")])
def test_accepts_and_agrees_with_oxigraph(name: str) -> None:
    document = read_suite(name)
    assert document.faults == []
    data = (SUITE / name).read_bytes()
    assert graph(document.triples) == canonical(ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=BASE + name))


@needs_shared
@pytest.mark.parametrize(("name", "result"), suite("TurtleEval"))
def test_means_what_the_suite_says(name: str, result: str) -> None:
    expected = ox.parse((SUITE / result).read_bytes(), format=ox.RdfFormat.N_TRIPLES)
    assert graph(read_suite(name).triples) == canonical(expected)


@needs_shared
@pytest.mark.parametrize("name", [name for name, _ in suite("NegativeSyntax") + suite("NegativeEval")])
def test_refuses(name: str) -> None:
    document = read_suite(name)
    assert document.faults
    assert all(document.place(fault.span).file == name for fault in document.faults)


@needs_shared
def test_the_suite_is_whole() -> None:
    assert [len(suite(kind)) for kind in ("PositiveSyntax", "TurtleEval", "NegativeSyntax")] == [74, 145, 94]


@pytest.mark.parametrize(
    "folder",
    [
        *(ROOT / name for name in ("ontology", "data", "shapes", "tests/publication")),
        pytest.param(SHARED / "w3c" / "shacl", marks=needs_shared),
    ],
    ids=lambda folder: folder.name,
)
def test_agrees_with_oxigraph_on_every_file(folder: Path) -> None:
    compared = 0
    for path in sorted(folder.rglob("*.ttl")):
        base = path.resolve().as_uri()
        try:
            text = decode(path.read_bytes())
            expected = canonical(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, base_iri=base))
        except InputError:
            continue
        except SyntaxError:
            assert read(text, base=base).faults, path
            continue
        document = read(text, base=base)
        assert document.faults == [], path
        assert graph(document.triples) == expected, path
        compared += 1
    assert compared


@pytest.mark.parametrize(
    ("spelling", "datatype"),
    [
        ("01", XSD.integer),
        ("-0", XSD.integer),
        ("4.50", XSD.decimal),
        (".5", XSD.decimal),
        ("1e3", XSD.double),
        ("1.E+03", XSD.double),
        ("true", XSD.boolean),
        ("1" * 200_000, XSD.integer),
    ],
)
def test_keeps_the_spelling_of_bare_literals(spelling: str, datatype: URIRef) -> None:
    (triple,) = read(f"{PREFIXES}ex:a ex:p {spelling} .").triples
    assert isinstance(triple.object, Literal)
    assert (str(triple.object), triple.object.datatype) == (spelling, datatype)


@pytest.mark.parametrize("type_", ["integer", "boolean", "date", "token", "normalizedString", "double"])
def test_keeps_the_spelling_of_typed_literals(type_: str) -> None:
    (triple,) = read(f'{PREFIXES}ex:a ex:p " 0 TRUE\t 1 "^^<{XSD}{type_}> .').triples
    assert str(triple.object) == " 0 TRUE\t 1 "
    assert isinstance(triple.object, Literal)
    assert triple.object.datatype == XSD[type_]


def test_keeps_language_tags_and_plain_strings_as_they_are() -> None:
    tagged, plain = read(PREFIXES + """ex:a ex:p 'x'@en-GB, '''a\r\n"b''' .""").triples
    assert tagged.object == Literal("x", lang="en-GB")
    assert isinstance(tagged.object, Literal)
    assert isinstance(plain.object, Literal)
    assert tagged.object.language == "en-GB"
    assert (str(plain.object), plain.object.datatype) == ('a\r\n"b', None)


def test_blank_nodes_are_the_same_inside_a_document_only() -> None:
    first, second = read("_:b <x:p> _:b .").triples[0], read("_:b <x:p> _:b .").triples[0]
    assert first.subject == first.object
    assert first.subject != second.subject


def test_prefixes_are_those_at_the_end() -> None:
    document = read("@prefix a: <x:1> . PREFIX : <x:2> a:a :b :c . @prefix a: <x:3> . a:a :b :c .")
    assert document.prefixes == {"a": "x:3", "": "x:2"}
    assert [str(triple.subject) for triple in document.triples] == ["x:1a", "x:3a"]


def spans(text: str) -> list[tuple[str, str, str]]:
    """What stands in the text where the terms of each triple are."""
    document = read(PREFIXES + text)
    assert document.faults == []
    texts = [[document.text[slice(*span)] for span in triple.spans] for triple in document.triples]
    return [(subject, predicate, object_) for subject, predicate, object_ in texts]


def test_spans_of_terms() -> None:
    assert spans('ex:a a ex:B ; ex:p "x"@en , <http://é.org/> ; ex:q "1"^^ex:d, _:b .') == [
        ("ex:a", "a", "ex:B"),
        ("ex:a", "ex:p", '"x"@en'),
        ("ex:a", "ex:p", "<http://é.org/>"),
        ("ex:a", "ex:q", '"1"^^ex:d'),
        ("ex:a", "ex:q", "_:b"),
    ]


def test_spans_of_brackets_go_from_bracket_to_bracket() -> None:
    assert spans("ex:a ex:p [ ex:q [] ; ex:r 1 ] . [ ex:s 2 ] .") == [
        ("[ ex:q [] ; ex:r 1 ]", "ex:q", "[]"),
        ("[ ex:q [] ; ex:r 1 ]", "ex:r", "1"),
        ("ex:a", "ex:p", "[ ex:q [] ; ex:r 1 ]"),
        ("[ ex:s 2 ]", "ex:s", "2"),
    ]


def test_spans_of_collections() -> None:
    assert spans("ex:a ex:p ( 1 ex:b ), () .") == [
        ("( 1 ex:b )", "1", "1"),
        ("( 1 ex:b )", "1", "( 1 ex:b )"),
        ("( 1 ex:b )", "ex:b", "ex:b"),
        ("( 1 ex:b )", "ex:b", "( 1 ex:b )"),
        ("ex:a", "ex:p", "( 1 ex:b )"),
        ("ex:a", "ex:p", "()"),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_places_count_lines_and_code_points(line_end: str) -> None:
    text = line_end.join(["@prefix ex: <x:> .", "", "\tex:a ex:𝒑 '''😀", "😀'''@en ;", "  ex:q ex:b ."])
    document = read(text, file="data/a.ttl")
    first, second = document.triples
    assert str(document.place(first.subject_span)) == "data/a.ttl:3:2"
    place = document.place(first.object_span)
    assert (place.line, place.column, place.end_line, place.end_column) == (3, 12, 4, 8)
    assert str(document.place(second.object_span)) == "data/a.ttl:5:8"
    assert str(document.place((len(text), len(text)))) == "data/a.ttl:5:14"


def test_decode_takes_the_byte_order_mark_away() -> None:
    assert decode("\ufeff@prefix é: <x:> .".encode()) == "@prefix é: <x:> ."


def test_a_byte_order_mark_that_is_still_there_does_no_harm() -> None:
    assert read("\ufeff<x:a> <x:b> <x:c> .").faults == []


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"a\r\nb \x93c\x94", "f.ttl:2:3", "byte 5 is not UTF-8; it looks like Windows-1252"),
        ("\ufeff# Médoc".encode() + "é".encode("latin-1"), "f.ttl:1:8", "byte 11 is not UTF-8; it looks like Latin-1"),
        ("\ufeffab".encode("utf-16-le"), "f.ttl:1:1", "This is UTF-16, not UTF-8"),
        ("\ufeffab".encode("utf-32-be"), "f.ttl:1:1", "This is UTF-32, not UTF-8"),
        ("aé".encode("utf-16-be") + b"\xff", "f.ttl:1:4", "byte 3 is not UTF-8; it looks like UTF-16"),
        (b"\xed\xa0\x80", "f.ttl:1:1", "byte 0 is not UTF-8"),
    ],
)
def test_decode_names_the_encoding_and_the_byte(data: bytes, place: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        decode(data, file="f.ttl")
    assert str(caught.value.place) == place

"""Each mistake in Turtle is told once, at its very place, with a code and a likely fix; what is good is kept.

The marks «» in a text stand around the place of each mistake, in their order; they are taken out before it is read.
"""

from __future__ import annotations

import pytest

from accord.turtle import Document, Limits, read
from accord.turtle.tokens import Token, scan
from marks import unmarked

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix lsp: <http://example.org/ns#> .\n"


def read_marked(marked: str, codes: str) -> Document:
    """Read, and see that exactly these mistakes are found at the marked places."""
    text, spans = unmarked(PREFIXES + marked)
    document = read(text)
    assert [(fault.code, fault.span) for fault in document.faults] == list(zip(codes.split(), spans, strict=True))
    return document


GOES_ON = "If this continues the previous statement, end that statement with ';' instead of '.'."

MISTAKES = [
    # prefixes
    ("ex:a «lps:»p 1 ; «lps:»q 2 .", "TTL-PREFIX TTL-PREFIX", "lsp:"),
    ("ex:a «skos:»note 1 ; skos:p 2 .", "TTL-PREFIX", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."),
    ('ex:a ex:p "1"^^«xsd:»date .', "TTL-PREFIX", "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."),
    ("ex:a «foo:»p 1 ; foo:q 2 .", "TTL-PREFIX", "@prefix foo: <...> ."),
    ("«:»a ex:p :b .", "TTL-PREFIX", "@prefix : <...> ."),
    # strings
    ('ex:a ex:p «"»abc ;\n ex:q 1 .', "TTL-STRING", 'Write " where it ends.'),
    ('ex:a ex:p ( «"»abc ) .', "TTL-STRING", 'Write " where it ends.'),
    ('ex:a ex:p «"»London” .', "TTL-STRING", 'Write a straight " in place of ”.'),
    ("ex:a ex:p «'''»abc\ndef' .\nex:b ex:q 1 .", "TTL-STRING", "Write ''' where it ends."),
    ('ex:a ex:p «"""»abc\ndef\n', "TTL-STRING", 'Write """ where it ends.'),
    ('ex:a ex:p «"»line\nbreak"@en ; ex:q 1 .', "TTL-STRING", None),
    ('ex:a ex:p "He said "«hi»" to me" ;\n ex:q 1 .', "TTL-STRING", 'Write \\" for a " inside it.'),
    ("ex:a ex:p «“London”@en», «‘x’» .", "TTL-QUOTES TTL-QUOTES", '"London"@en'),
    ('ex:a ex:p "a«\\d»b«\\u12»" .', "TTL-ESCAPE TTL-ESCAPE", "\\\\d"),
    ('ex:a ex:p "«\\ud83d»" .', "TTL-SURROGATE", None),
    ('ex:a ex:p "x«\ud800»y" .', "TTL-SURROGATE", None),
    ('ex:a ex:p "x"«@en_GB» .', "TTL-LANGTAG", "@en-GB"),
    ('ex:a ex:p "x"«@en-abcdefghi», "y"«@x» .', "TTL-LANGTAG TTL-LANGTAG", ""),
    ('ex:a ex:p "x"@en«^^»ex:y .', "TTL-SYNTAX", "Write it as in ^^xsd:date, without a language."),
    # numbers
    ("ex:a ex:p «2021-04-01» ; ex:q 1 .", "TTL-NUMBER", '"2021-04-01"^^xsd:date'),
    ("ex:a ex:p «3 000 000» ; ex:q 1 .", "TTL-NUMBER", "3000000"),
    ("ex:a ex:p «3.000.000» ; ex:q 1 .", "TTL-NUMBER", "3000000"),
    ("ex:a ex:p «12k» ; ex:q «1.2m» .", "TTL-NUMBER TTL-NUMBER", '"12k"'),
    # IRIs and names
    ("ex:a ex:p <http://a/b« »c> .", "TTL-IRI", "%20"),
    ("ex:a ex:p <http://a/«\x01»> .", "TTL-IRI", "%01"),
    ("ex:a ex:p <http://a/«\n»b> ; ex:q 1 .", "TTL-IRI", "Remove it."),
    ("ex:a ex:p <http://a/«%»zz> .", "TTL-IRI", "%25"),
    ("ex:a ex:p «<http://a:b/>» .", "TTL-IRI", ""),
    ("ex:a ex:p «<http://a/\\u0020>» .", "TTL-IRI", "%20"),
    ("ex:a ex:p <http://a/«\\n»> .", "TTL-ESCAPE", ""),
    ("ex:a ex:p «<http://a/b» ;\n ex:q <http://c/> .", "TTL-IRI", "<http://a/b>"),
    ("ex:a ex:p «http://a.org/b» .", "TTL-IRI", "<http://a.org/b>"),
    ("ex:a ex:p «<b>», «<#c>» .", "TTL-RELATIVE TTL-RELATIVE", None),
    ("ex:a ex:p ex:b«/»c .", "TTL-NAME", "ex:b\\/c"),
    ("ex:a ex:p ex:b«@en» .", "TTL-NAME", ""),
    ("«ex.:a» ex:p 1 .", "TTL-NAME", "ex:a"),
    # terms in the wrong place
    ('«"a"» ex:p 1 .', "TTL-SUBJECT", None),
    ('ex:a «"p"» 1 .\nex:a «_:p» 1 .\nex:a «[»] 1 .', "TTL-PREDICATE TTL-PREDICATE TTL-PREDICATE", None),
    ('ex:a a ex:B ; «»"London" .', "TTL-PREDICATE", None),
    ("ex:a«»\nex:b ex:p 1 .", "TTL-PREDICATE", ""),
    ("ex:a ex:p 1 ; ex:q«» ;\n ex:r 2 .", "TTL-OBJECT", ""),
    ("ex:a ex:p«»\nex:b ex:q 1 .", "TTL-OBJECT", ""),
    ("ex:a ex:p 1 .\n  ex:q 2«» .", "TTL-OBJECT", GOES_ON),
    ("ex:a ex:p 1 .\n  ex:q ex:b«» ;\n ex:r 2 .", "TTL-OBJECT", GOES_ON),
    ("ex:a ex:p «London» ; ex:q 1 .", "TTL-SYNTAX", '"London" or ex:London'),
    ("ex:a lsp:p ex:b«,»\n lsp:q ex:c ;\n lsp:r 2 .", "TTL-SEMICOLON", ";"),
    ("ex:a lsp:p ex:b ,\n ex:c«»\n ex:d .", "TTL-SEMICOLON", ","),
    ('ex:a ex:label "b"@en«,»\n lsp:q ex:c .', "TTL-SEMICOLON", ";"),
    ('ex:a a ex:B«,»\n lsp:label "b" .', "TTL-SEMICOLON", ";"),
    ("ex:a «A» ex:B ;\n ex:q 1 .", "TTL-SYNTAX", "a"),
    ("ex:a ex:p «True» .", "TTL-SYNTAX", "true"),
    ("«{» ex:a ex:p 1 } .", "TTL-SYNTAX", ""),
    ("ex:a ex:p ( 1«,» 2 «;» 3 ) .", "TTL-SYNTAX TTL-SYNTAX", "Remove the ','."),
    ("ex:a ex:p«\u00a0»1 .", "TTL-SPACE", "Type a plain space."),
    (
        "«<<<<<<< HEAD»\nex:a ex:p 1 .\n«=======»\nex:a ex:p 2 .\n«>>>>>>> x»\n",
        "TTL-CONFLICT TTL-CONFLICT TTL-CONFLICT",
        None,
    ),
    # separators and brackets
    ("ex:a ex:p ex:b«»\nex:c ex:q 1 .", "TTL-DOT", "."),
    ("  ex:a ex:p ex:b«»\n  ex:c a ex:D .", "TTL-DOT", "."),
    ("ex:a ex:p 1«» @prefix a: <x:> . a:b a:c 1 .", "TTL-DOT", "."),
    ("ex:a ex:p 1 ;\n ex:q 2 «;»\n\nex:b ex:p 1 .", "TTL-DOT", "."),
    ("ex:a ex:p 1 .«.» ex:b ex:p 2 .", "TTL-DOT", "Remove it."),
    ("ex:a ex:p [ ex:q 1«.» ] .", "TTL-DOT", "Remove it."),
    ("ex:a ex:p 1«»", "TTL-DOT", "."),
    ("ex:a ex:p 1«»\n  ex:q 2 .", "TTL-SEMICOLON", ";"),
    ("ex:a ex:p 1«» 2 .", "TTL-SEMICOLON", ","),
    ("ex:a ex:p «[» ex:q 1 ; ex:r 2 .\nex:b ex:p 1 .", "TTL-BRACKET", "Write ] where it ends."),
    ("ex:a ex:p «[» ex:q 1 ;\nex:b ex:p 1 .", "TTL-BRACKET", "Write ] where it ends."),
    ("ex:a ex:p «(» 1 2 .\nex:b ex:p 1 .", "TTL-BRACKET", "Write ) where it ends."),
    ("ex:a ex:p [ ex:q «(» 1 2 ] .", "TTL-BRACKET", "Write ) where it ends."),
    ("ex:a ex:p «[» ex:q «(» 1", "TTL-BRACKET TTL-BRACKET", "Write ] where it ends."),
    ("ex:a ex:p 1 «]» ; ex:q 2 .", "TTL-BRACKET", "Remove it."),
    ("ex:a ex:p [ ex:q ( 1 «]» 2 ) ] .", "TTL-BRACKET", "Remove it."),
    ("ex:a ex:p «»ex:q 1 ; ex:r 2 ] .", "TTL-BRACKET", "["),
    # declarations
    ("@prefix a: <x:>«»\na:b a:c 1 .", "TTL-DOT", "."),
    ("PREFIX a: <x:> «.»\na:b a:c 1 .", "TTL-DOT", "Remove the '.'."),
    ("@prefix «a» <x:> . a:b a:c 1 .", "TTL-SYNTAX", "a:"),
    ("@prefix a: «http://x/» .\na:b a:c 1 .", "TTL-SYNTAX", "<http://x/>"),
    ("@prefix «<x:>» .\na:b a:c 1 .", "TTL-SYNTAX", ""),
    ("«»a: <x:> .\na:b a:c 1 .", "TTL-SYNTAX", "@prefix"),
    ("«@PREFIX» a: <x:> .\na:b a:c 1 .", "TTL-SYNTAX", "@prefix"),
    ("@base <«{»> . <b> ex:p 1 .", "TTL-IRI", "%7B"),
]


@pytest.mark.parametrize(("marked", "codes", "remedy"), MISTAKES)
def test_each_mistake_is_reported_once(marked: str, codes: str, remedy: str | None) -> None:
    document = read_marked(marked, codes)
    assert remedy is None or document.faults[0].remedy == remedy
    assert all(fault.message.endswith((".", "?")) for fault in document.faults)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"@context": {}}', "JSON"),
        ('[{"a": 1}]', "JSON"),
        ("<!DOCTYPE html>\n<html lang='en'>", "HTML"),
        ("\n<html>\n<head><title>Not here</title>", "HTML"),
        ('<?xml version="1.0"?>\n<a/>', "XML"),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', "XML"),
        ("PREFIX ex: <x:>\nSELECT * WHERE { ?s ?p ?o }", "a SPARQL query"),
    ],
)
def test_other_formats_are_named(text: str, name: str) -> None:
    document = read(text)
    (fault,) = document.faults
    assert (fault.code, document.triples) == ("TTL-FORMAT", [])
    assert f"This looks like {name}," in fault.message
    assert fault.span[0] == len(text) - len(text.lstrip())


def test_turtle_that_looks_like_another_format_is_turtle() -> None:
    assert read("<html> <head> <body> .", base="http://example.org/").faults == []


def test_four_mistakes_in_one_run_and_the_good_statements_kept() -> None:
    text = (
        f"{PREFIXES}ex:a a lsp:Agreement ;\n"
        '    lsp:start "2021-04-01"^^xsd:date ;\n'
        '    lsp:title "One"@en_GB ;\n'
        '    lsp:note "kept" .\n'
        "\r\n"
        "ex:b a lsp:Agreement\r\n"
        "ex:c a lsp:Agreement ;\n"
        "    lsp:party [ lsp:name 'x' ;\n"
        "        lsp:role 'y' .\n"
    )
    document = read(text, file="data/new.ttl")
    assert [(fault.code, str(document.place(fault.span))) for fault in document.faults] == [
        ("TTL-PREFIX", "data/new.ttl:4:29"),
        ("TTL-LANGTAG", "data/new.ttl:5:20"),
        ("TTL-DOT", "data/new.ttl:8:21"),
        ("TTL-BRACKET", "data/new.ttl:10:15"),
    ]
    kept = [document.text[slice(*triple.object_span)] for triple in document.triples]
    assert sorted(kept[:6]) == ['"kept"', "'x'", "'y'", "lsp:Agreement", "lsp:Agreement", "lsp:Agreement"]


SAMPLE = """ex:agreement a lsp:Agreement ;
    lsp:label "Agreement"@en ;
    lsp:party ex:one, ex:two ;
    lsp:funding [ lsp:amount 12000 ; lsp:order ( ex:a 'b' [ lsp:x 1.5 ] ) ] ;
    lsp:source <https://example.org/source/1> .

PREFIX q: <http://example.org/q#>
q:amount a lsp:Funding ;
    lsp:start "2021-04-01"^^q:date .
"""


@pytest.mark.parametrize("token", list(scan(PREFIXES + SAMPLE))[:-1])
def test_a_missing_word_makes_one_mistake_on_its_line_or_none(token: Token) -> None:
    _, start, end = token
    whole = PREFIXES + SAMPLE
    document = read(whole[:start] + whole[end:])
    assert len(document.faults) <= 1
    line = whole.count("\n", 0, start) + 1
    assert all(abs(document.place(fault.span).line - line) <= 1 for fault in document.faults)


def test_what_is_doubtful_is_not_kept() -> None:
    text = f'{PREFIXES}ex:a ex:p 2021-04-01 ; ex:q ( 1 foo:b ) ; ex:r "He "said" so" ;\n ex:s 1 .'
    assert [str(triple.predicate)[-1] for triple in read(text).triples] == ["s"]


def test_depth_is_limited_and_the_reading_goes_on() -> None:
    nested = "ex:a ex:p " + "[ ex:p " * 5000 + "1" + " ]" * 5000 + " .\nex:b ex:p 1 ."
    document = read(PREFIXES + nested, limits=Limits(depth=64))
    (fault,) = document.faults
    assert (fault.code, str(document.place(fault.span))) == ("TTL-DEPTH", f"3:{10 + 64 * 7 + 1}")
    assert document.text[slice(*document.triples[-1].subject_span)] == "ex:b"


@pytest.mark.parametrize(("opening", "closing"), [("[ ex:p ", " ]"), ("( ", " )")])
def test_no_depth_breaks_the_reader(opening: str, closing: str) -> None:
    text = PREFIXES + "ex:a ex:p " + opening * 20_000 + "1" + closing * 20_000 + " ."
    assert read(text, limits=Limits(depth=20_000)).faults == []
    assert [fault.code for fault in read(PREFIXES + "ex:a ex:p " + opening * 20_000).faults][-1] == "TTL-DEPTH"


@pytest.mark.parametrize("literal", ["'abcdef'", "'''abcdef'''@en", "123456", "12345.6"])
def test_literals_are_limited(literal: str) -> None:
    text = f"{PREFIXES}ex:a ex:p {literal} ; ex:q 'abcde' ."
    document = read(text, limits=Limits(literal=5))
    assert [fault.code for fault in document.faults] == ["TTL-LIMIT"]
    assert len(document.triples) == 1


def test_triples_are_limited() -> None:
    text = PREFIXES + "ex:a ex:p 1, 2 .\nex:b ex:p 3, 4 .\nex:c ex:p 5 ."
    document = read(text, limits=Limits(triples=3))
    (fault,) = document.faults
    assert (fault.code, str(document.place(fault.span))) == ("TTL-LIMIT", "4:1")
    assert len(document.triples) == 3
    assert read(text, limits=Limits(triples=5)).faults == []


def test_empty_texts_are_no_mistake() -> None:
    for text in ("", "\n", "# nothing", PREFIXES):
        assert read(text).faults == []


@pytest.mark.parametrize("character", ["‘", "“", "'", '"', "<", "[", "(", "a.", "1.a.", "\u00b7", "\ud800", "{", "<\n"])
def test_repetition_costs_no_more_than_it_should(character: str) -> None:
    """A pattern that backtracked would take hours for this; a linear one takes a second."""
    assert read(f"{PREFIXES}ex:a ex:p {character * 50_000}").faults


def test_reading_ends_with_the_mistake_over_the_limit() -> None:
    document = read(". . . <a:a> <a:b> <a:c> .", limits=Limits(faults=2))
    assert [fault.code for fault in document.faults] == ["TTL-DOT", "TTL-DOT", "TTL-LIMIT"]
    assert document.faults[-1].span == (4, 4)
    assert document.triples == []
    assert len(read(". . <a:a> <a:b> <a:c> .", limits=Limits(faults=2)).triples) == 1

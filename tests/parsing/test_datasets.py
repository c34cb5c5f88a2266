"""TriG, N-Triples and N-Quads: the same statements as another reader finds, and each mistake at its place."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.turtle import Document, Language, Limits, read
from graphs import oxigraph_quad
from marks import unmarked

PREFIXES = "@prefix ex: <http://example.org/> .\n"
FORMATS = {"TriG": ox.RdfFormat.TRIG, "N-Triples": ox.RdfFormat.N_TRIPLES, "N-Quads": ox.RdfFormat.N_QUADS}


def quads(document: Document) -> list[ox.Quad]:
    return [oxigraph_quad(triple, document.block(index).name) for index, triple in enumerate(document.triples)]


def canonical(found: list[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def agrees(text: str, language: Language) -> None:
    document = read(text, base="http://example.org/", language=language)
    assert document.faults == []
    base = "http://example.org/" if language == "TriG" else None
    assert canonical(quads(document)) == canonical(list(ox.parse(text, format=FORMATS[language], base_iri=base)))


TRIG = [
    "",
    "ex:a ex:b ex:c .",
    "{ ex:a ex:b ex:c }",
    "{ ex:a ex:b ex:c . }",
    "{ }",
    "ex:g { }",
    "ex:g { ex:a ex:b ex:c }",
    "ex:g { ex:a ex:b ex:c . ex:d ex:e ex:f }",
    "ex:g { ex:a ex:b ex:c ; }",
    "ex:g { ex:a ex:b ex:c ;; ex:d 1, 2.50 . }",
    "<g> { <a> <b> <c> } <h> { <a> <b> <d> }",
    "ex:g { ex:a ex:b ex:c } ex:a ex:b ex:d . ex:g { ex:a ex:b ex:e }",
    "GRAPH ex:g { ex:a ex:b ex:c }",
    "graph <g> { ex:a ex:b ex:c }",
    "GRAPH _:g { ex:a ex:b _:g }",
    "GRAPH [] { ex:a ex:b ex:c }",
    "_:g { _:g ex:b _:h } ex:x ex:y _:h .",
    "[] { ex:a ex:b ex:c }",
    "[ ] { [] ex:b [ ex:c ( 1 [ ex:d 2 ] ) ] }",
    "ex:g { [ ex:a 1 ] }",
    "ex:g { [ ex:a 1 ] ex:b 2 }",
    "ex:g { ( 1 2 ) ex:b () }",
    "ex:g{ex:a ex:b ex:c}",
    "ex:g{ex:a ex:b 1 .}",
    'ex:g { ex:a ex:b "x"@en , """y\n}""" , "}"^^ex:d } # }',
    "@prefix : <http://x/> . :g { :a :b :c } @prefix : <http://y/> . :g { :a a :c }",
    "PREFIX : <http://x/> :g { :a :b :c } BASE <http://z/> <g> { <a> :b <c> }",
    "ex:g # a comment\n { # {\n ex:a ex:b true # }\n }",
]


@pytest.mark.parametrize("text", TRIG)
def test_trig_is_read_as_another_reader_does(text: str) -> None:
    agrees(PREFIXES + text, "TriG")


LINES = [
    "",
    "# nothing but a comment",
    "<x:a> <x:b> <x:c> .",
    "<x:a><x:b><x:c>.",
    "\t<x:a>\t<x:b>\t<x:c>\t.\t# a comment",
    "<x:a> <x:b> <x:c> .\r\n\r\n  \r\n<x:a> <x:b> <x:d> .\r\n",
    '<x:a> <x:b> "" .',
    '<x:a> <x:b> "a \\"b\\" \\t \\u00e9 \\U0001F600 \\\\ \'é\'" .',
    '<x:a> <x:b> "x"@en-GB .',
    '<x:a> <x:b> "04.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
    "_:a <x:b> _:a.b-c .\n_:a <x:b> _:0 .",
    "<x:\\u00e9> <x:b> <x:\\U0001F600> .",
    '<x:a> <x:b> "# . <x:c> ." .',
]


@pytest.mark.parametrize("text", LINES)
def test_n_triples_are_read_as_another_reader_does(text: str) -> None:
    agrees(text, "N-Triples")
    agrees(text, "N-Quads")


@pytest.mark.parametrize(
    "text",
    [
        "<x:a> <x:b> <x:c> <x:g> .\n<x:a> <x:b> <x:d> .\n<x:a> <x:b> <x:e> <x:g> .",
        '<x:a> <x:b> "x"@en <x:g> .',
        '<x:a> <x:b> "x"^^<x:d> <x:g> .# a comment',
        "_:a <x:b> _:c _:g .\n_:g <x:b> _:a .",
        "<x:a><x:b><x:c><x:g>.",
    ],
)
def test_n_quads_are_read_as_another_reader_does(text: str) -> None:
    agrees(text, "N-Quads")


def test_each_statement_knows_its_graph_and_the_places_of_its_terms() -> None:
    text = PREFIXES + "ex:g {\n  ex:a ex:b ex:c , [ ex:d 1 ] .\n}\nex:x ex:y ex:z .\n"
    document = read(text, language="TriG", file="f.trig")
    names = [str(document.block(index).name) for index in range(4)]
    assert names == ["http://example.org/g"] * 3 + ["None"]
    span = document.block(0).span
    assert span is not None
    assert str(document.place(span)) == "f.trig:2:1"
    assert [str(document.place(triple.object_span)) for triple in document.triples] == [
        "f.trig:3:27",
        "f.trig:3:13",
        "f.trig:3:20",
        "f.trig:5:11",
    ]


def test_a_line_knows_its_graph_and_the_places_of_its_terms() -> None:
    text = '<x:a> <x:b> "c"@en <x:g> .\n<x:a> <x:b> <x:d> .'
    document = read(text, language="N-Quads")
    first, second = document.triples
    graph = document.block(0).span
    assert graph is not None
    spans = [*first.spans, graph, *second.spans]
    assert [text[slice(*span)] for span in spans] == ["<x:a>", "<x:b>", '"c"@en', "<x:g>", "<x:a>", "<x:b>", "<x:d>"]
    assert document.block(1).name is None


TRIG_FAULTS = [
    ("ex:g «{» ex:a ex:b ex:c . ", "TTL-BRACKET", 1),
    ("ex:g { ex:a ex:b ex:c } «}»", "TTL-BRACKET", 1),
    ("ex:g { ex:a ex:b ex:c } } ex:a ex:b ex:c .", None, 2),
    ("ex:g { ex:a ex:b«» }", "TTL-OBJECT", 0),
    ("ex:g { ex:a«» } ex:x ex:y 1 .", "TTL-PREDICATE", 1),
    ("ex:g { ex:a ex:b «[» ex:c 1 } ex:x ex:y 1 .", "TTL-BRACKET", 3),
    ("ex:g { ex:a ex:b «(» ex:c 1 } ex:x ex:y 1 .", "TTL-BRACKET", 6),
    ("ex:g { ex:a ex:b 1 . ex:h «{» ex:c ex:d 1 } } ex:x ex:y 1 .", "TTL-GRAPH", 3),
    ("ex:g { «@prefix» f: <x:> . f:a ex:b 1 }", "TTL-GRAPH", 1),
    ("GRAPH ex:g«» ex:a ex:b .", "TTL-GRAPH", 1),
    ("«GRAPH» { ex:a ex:b ex:c }", "TTL-GRAPH", 1),
    ("«( 1 2 )» { ex:a ex:b ex:c } ex:x ex:y 1 .", "TTL-GRAPH", 1),
    ("«[ ex:p 1 ]» { ex:a ex:b ex:c } ex:x ex:y 1 .", "TTL-GRAPH", 1),
    ("«f:»g { ex:a ex:b ex:c } ex:x ex:y 1 .", "TTL-PREFIX", 1),
    ("ex:a ex:b ex:c«»\nex:g { ex:d ex:e ex:f }", "TTL-DOT", 2),
    ("ex:a ex:b«»\nex:g { ex:d ex:e ex:f }", "TTL-OBJECT", 1),
    ("ex:g {\n  ex:a ex:b ex:c«»\n  ex:d ex:e ex:f }", "TTL-DOT", 2),
    ("ex:g { ex:a ex:b «nonsense» ; ex:c 1 } ex:x ex:y 1 .", "TTL-SYNTAX", 2),
    ("ex:g { ex:a ex:b 1 «nonsense» } ex:x ex:y 1 .", "TTL-SYNTAX", 1),
    ('ex:g { ex:a ex:b «"»open\n}\nex:x ex:y 1 .', "TTL-STRING", 1),
    ("ex:g { ex:a ex:b «<<» ex:a ex:b ex:c >> } ex:x ex:y 1 .", "TTL-SYNTAX", 1),
    ("ex:g { ex:a ex:b «<<(» ex:a ex:b ex:c )>> } ex:x ex:y 1 .", "TTL-SYNTAX", 1),
    ("ex:g { ex:a ex:b 1 «{|» ex:c 2 |} . ex:d ex:e 3 } ex:x ex:y 1 .", "TTL-SYNTAX", 2),
    ("ex:a ex:b «{» ex:c ex:d 1 } .\nex:x ex:y 1 .", "TTL-SYNTAX", None),
]


@pytest.mark.parametrize(("marked", "code", "kept"), TRIG_FAULTS)
def test_mistakes_in_trig(marked: str, code: str | None, kept: int | None) -> None:
    text, spans = unmarked(PREFIXES + marked)
    document = read(text, language="TriG")
    assert document.faults
    if code is not None:
        assert [(fault.code, fault.span) for fault in document.faults[:1]] == [(code, spans[0])]
        if kept is not None:
            assert len(document.faults) == 1
    if kept is not None:
        assert len(document.triples) == kept
    assert refused(text, "TriG")


def refused(text: str, language: Language) -> bool:
    """Whether another reader sees a mistake too, or RDF 1.2."""
    try:
        return any(isinstance(quad.object, ox.Triple) for quad in ox.parse(text, format=FORMATS[language]))
    except SyntaxError:
        return True


LINE_FAULTS = [
    ("<x:a> <x:b> <x:c>«»", "TTL-DOT", 1),
    ("<x:a> <x:b>«» .", "TTL-OBJECT", 0),
    ("<x:a> <x:b>«»\n<x:c> <x:d> <x:e> .", "TTL-OBJECT", 1),
    ("<x:a>«» .", "TTL-PREDICATE", 0),
    ("«.»", "TTL-SUBJECT", 0),
    ("<x:a> <x:b> <x:c> . «<x:a> <x:b> <x:d> .»", "TTL-SYNTAX", 1),
    ("<x:a> <x:b> <x:c> . «.»", "TTL-SYNTAX", 1),
    ("<x:a> <x:b> <x:c> «<x:g>» .\n<x:c> <x:d> <x:e> .", "TTL-GRAPH", 1),
    ('«"a"» <x:b> <x:c> .', "TTL-SUBJECT", 0),
    ('<x:a> «"b"» <x:c> .', "TTL-PREDICATE", 0),
    ("<x:a> «_:b» <x:c> .", "TTL-PREDICATE", 0),
    ("«foaf:a» <x:b> <x:c> .", "TTL-SYNTAX", 0),
    ("<x:a> «a» <x:c> .", "TTL-SYNTAX", 0),
    ("<x:a> <x:b> «5» .", "TTL-SYNTAX", 0),
    ("<x:a> <x:b> «true» .", "TTL-SYNTAX", 0),
    ("<x:a> <x:b> «'x'» .", "TTL-STRING", 0),
    ('<x:a> <x:b> «"""x"""» .', "TTL-STRING", 0),
    ('<x:a> <x:b> "x"^^«xsd:date» .', "TTL-SYNTAX", 0),
    ('<x:a> <x:b> "x"«@en_GB» .', "TTL-LANGTAG", 0),
    ('<x:a> <x:b> «"»x .\n<x:c> <x:d> <x:e> .', "TTL-STRING", 1),
    ('<x:a> <x:b> «"»x\ny" .', "TTL-STRING", None),
    ('<x:a> <x:b> "x«\\q»" .', "TTL-ESCAPE", 0),
    ("<x:a b«» <x:c> <x:d> .", None, 0),
    ("<x:a« »b> <x:c> <x:d> .", "TTL-IRI", 0),
    ("«<a>» <x:b> <x:c> .", "TTL-RELATIVE", 0),
    ("<x:a> <x:b> <x:c> «;» <x:d> <x:e> .", "TTL-SYNTAX", 0),
    ("<x:a> <x:b> «[» <x:d> <x:e> ] .", "TTL-SYNTAX", 0),
    ("«@prefix» ex: <x:> .\n<x:c> <x:d> <x:e> .", "TTL-SYNTAX", 1),
    ("<x:a> <x:b> «word» .", "TTL-SYNTAX", 0),
    ("<x:a> <x:b> «<<(» <x:a> <x:b> <x:c> )>> .", "TTL-SYNTAX", 0),
    ("<x:a>«\u00a0»<x:b> <x:c> .", "TTL-SPACE", 1),
    ("«<<<<<<< HEAD»\n<x:a> <x:b> <x:c> .", "TTL-CONFLICT", 1),
]


@pytest.mark.parametrize(("marked", "code", "kept"), LINE_FAULTS)
def test_mistakes_in_n_triples(marked: str, code: str | None, kept: int | None) -> None:
    text, spans = unmarked(marked)
    document = read(text, language="N-Triples")
    assert document.faults
    if code is not None:
        assert (document.faults[0].code, document.faults[0].span) == (code, spans[0])
    if kept is not None:
        assert len(document.triples) == kept
        assert len(document.faults) == 1 or code is None
    assert refused(text, "N-Triples")


@pytest.mark.parametrize(
    ("marked", "code", "kept"),
    [
        ('<x:a> <x:b> <x:c> «"g"» .', "TTL-GRAPH", 0),
        ("<x:a> <x:b> <x:c> <x:g>«» <x:h> .", "TTL-DOT", 0),
        ("<x:a> <x:b> <x:c> <x:g>«»", "TTL-DOT", 1),
        ("<x:a> <x:b> <x:c> <x:g« »h> .", "TTL-IRI", 0),
    ],
)
def test_mistakes_in_n_quads(marked: str, code: str, kept: int) -> None:
    text, spans = unmarked(marked)
    document = read(text, language="N-Quads")
    assert [(fault.code, fault.span) for fault in document.faults] == [(code, spans[0])]
    assert len(document.triples) == kept


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("<x:a> <x:b> foaf:c .", "<http://xmlns.com/foaf/0.1/c>"),
        ("<x:a> a <x:c> .", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"),
        ("<x:a> <x:b> 5.0 .", '"5.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("<x:a> <x:b> 5e0 .", '"5e0"^^<http://www.w3.org/2001/XMLSchema#double>'),
        ("<x:a> <x:b> true .", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ],
)
def test_the_hint_is_what_to_write(text: str, remedy: str) -> None:
    assert read(text, language="N-Triples").faults[0].remedy == remedy


@pytest.mark.parametrize("language", ["TriG", "N-Triples", "N-Quads"])
def test_another_language_is_named(language: Language) -> None:
    (fault,) = read('{"@id": "x:a"}', language=language).faults
    assert fault.message == f"This looks like JSON, not like {language}."


@pytest.mark.parametrize("language", ["TriG", "N-Triples", "N-Quads"])
def test_statements_are_counted(language: Language) -> None:
    text = "<x:a> <x:b> <x:c> .\n" * 4
    document = read(text, language=language, limits=Limits(triples=3))
    assert [fault.code for fault in document.faults] == ["TTL-LIMIT"]
    assert len(document.triples) == 3


PIECES = [
    "ex:a ", "<x:b> ", "<x:c>", "_:b ", '"x"', '"', "@en", "^^", "1 ", "a ", "[", "]", "(", ")", "{", "}", ";", ",",
    ".", " ", "\n", "GRAPH ", "@prefix f: <x:> .", "<<", "{|", "|}", "#", "'''", "\\", "word ", "\u00a0",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(sorted(FORMATS)))
def test_any_text_is_read_and_what_passes_is_what_another_reader_finds(text: str, language: Language) -> None:
    text = (PREFIXES if language == "TriG" else "") + text
    document = read(text, base="http://example.org/", language=language)
    for index, triple in enumerate(document.triples):
        block = document.block(index)
        spans = [*triple.spans, *([block.span] if block.span else [])]
        assert all(0 <= start <= end <= len(text) for start, end in spans)
    if not document.faults:
        agrees(text, language)

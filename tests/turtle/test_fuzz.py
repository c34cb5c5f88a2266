"""Whatever the text, the reader ends, and judges as pyoxigraph does."""

from __future__ import annotations

import re

import pyoxigraph as ox
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accord.turtle import Document, read
from graphs import canonical, graph

BASE = "http://example.org/a/b"
PIECES = [
    *".;,[]()<>\"'\\@#:_-+/%* \n\r\té😀\u00b7\u200c\ufffd\x00",
    *("^^", '"""', "'''", "_:b", "a", "true", "12", ".5", "1e5", "@en", "@en-GB", "ex:y", "<http://a/b>", "<c>"),
    *("@prefix", "@base", "PREFIX", "BASE", "\\u0041", "\\n", "%41", "::", "“", "”", "\ud800", "{", "=", "prose"),
]
TEXTS = [
    "@prefix ex: <http://example.org/> .\nex:a a ex:B ; ex:p 'x'@en, 1 , 1.5 ;\n  ex:q [ ex:r ( 1 'a' [] ) ] .\n",
    'PREFIX ex: <http://example.org/>\n[ ex:p true ] ex:q """long\n"text" """ ; ex:r _:b, <c>, "1"^^ex:d .\n',
    "@base <http://example.org/> .\n# note\n<a> <b> <c#d> .\n() <p> ( ) ; .\n_:x <p> -1e-3 ; <q> '\\u00e9\\t' .",
]
RDF_1_2 = ("~", "<<", "{|", "--", "ersion", "ERSION")
"""What pyoxigraph reads but Turtle 1.1 does not have."""
TOUCHING = re.compile(r"[0-9](?![eE][-+0-9])[A-Za-z]")
"""A number that touches a word: the grammar allows it in a collection, but it is a slip (12k), so it is refused."""

edits = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 4), st.sampled_from(["", *PIECES])), max_size=4)


def edited(text: str, changes: list[tuple[int, int, str]]) -> str:
    for place, length, piece in changes:
        text = text[:place] + piece + text[place + length :]
    return text


def check(document: Document) -> None:
    length = len(document.text)
    assert document.faults == sorted(document.faults, key=lambda fault: fault.span)
    for fault in document.faults:
        assert 0 <= fault.span[0] <= fault.span[1] <= length
        assert document.place(fault.span).line >= 1
    for triple in document.triples:
        assert all(0 <= start < end <= length for start, end in triple.spans)


@settings(max_examples=150, deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_can_be_read(text: str) -> None:
    check(read(text))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TEXTS), edits)
def test_a_changed_text_can_be_read(text: str, changes: list[tuple[int, int, str]]) -> None:
    check(read(edited(text, changes)))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TEXTS), edits)
def test_accepts_what_oxigraph_accepts(text: str, changes: list[tuple[int, int, str]]) -> None:
    text = edited(text, changes)
    assume(not any(sign in text for sign in RDF_1_2) and not TOUCHING.search(text))
    document = read(text, base=BASE)
    try:
        expected = canonical(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, base_iri=BASE))
    except (SyntaxError, UnicodeEncodeError):
        assert document.faults
        return
    assert document.faults == []
    assert graph(document.triples) == expected

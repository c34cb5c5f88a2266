r"""Escapes such as \u0061 in names are the characters themselves; elsewhere the engine reads or refuses them."""

from __future__ import annotations

import pytest

from accord.errors import QueryError
from accord.limits import QueryLimits
from accord.sparql.codepoints import with_characters
from accord.sparql.guard import inspect


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"SELECT * { :caf\u00e9 ?p ?o }", "SELECT * { :café ?p ?o }"),
        (r"PREFIX \u03b1: <http://a/> SELECT ?\u0078 { \u03B1:b ?\U00000078 ?o }", "α ?x α:b ?x"),
        (r"S\u0045LECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o }"),
        (r"SELECT * { ?s ?p '\u0061' , <http://a/\u0061> } # \u0061", None),
        (r"SELECT ?x\u0020y { ?s ?p ?o }", None),
        (r"SELECT * { :a\uD800 ?p ?o }", None),
        (r"SELECT * { :a\U00110000 ?p ?o }", None),
        (r"SELECT * { ?s ?p 'not closed \u0061 }", None),
    ],
)
def test_escapes_in_names_are_read(text: str, read: str | None) -> None:
    found = with_characters(text)
    assert all(one in found for one in read.split()) if read else found == text


def test_an_iri_of_the_query_has_the_characters_of_its_escapes() -> None:
    assert inspect(r"SELECT * { <http://a/caf\u00e9> ?p ?o }", QueryLimits()).iris == ("http://a/café",)


@pytest.mark.parametrize("code", [r"\u0020", r"\u003E", r"\U0000005C", r"\u0000"])
def test_an_escape_of_what_no_iri_has_is_refused_at_its_place(code: str) -> None:
    with pytest.raises(QueryError, match="no IRI has") as caught:
        inspect(f"SELECT * {{ <http://a/{code}> ?p ?o }}", QueryLimits())
    assert caught.value.place
    assert caught.value.place.column == 12

"""Queries that are the same but for their writing have one normal form, and others have another."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from accord.sparql.rewriting.normal import fingerprint, normal

KNOWN = {"ex": "https://example.org/"}
ONE = "SELECT ?s WHERE { ?s a ex:City ; ex:name 'Oxford' . FILTER(true) } ORDER BY ?s"
SAME = (
    'select $s\nwhere{?s a ex:City;ex:name "Oxford".filter(TRUE)}order by ?s # a comment',
    "PREFIX e: <https://example.org/> SELECT ?s WHERE { ?s a e:City ; e:name 'Oxford' . FILTER(true) } ORDER BY ?s",
    "SELECT ?s WHERE { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/City> ;"
    " <https://example.org/name> 'Oxford' . FILTER(true) } ORDER BY ?s",
)
OTHERS = (
    ONE.replace("Oxford", "oxford"),
    ONE.replace("?s", "?S"),
    ONE.replace("ex:City", "ex:city"),
    ONE.replace("'Oxford'", "'Oxford'@en"),
    ONE.replace(" ORDER BY ?s", ""),
    ONE.replace("true", "false"),
)


@pytest.mark.parametrize("text", SAME)
def test_other_spellings_have_the_same_form(text: str) -> None:
    assert normal(text, KNOWN) == normal(ONE, KNOWN)
    assert fingerprint(text, KNOWN) == fingerprint(ONE, KNOWN)


@pytest.mark.parametrize("text", OTHERS)
def test_what_means_something_else_has_another_form(text: str) -> None:
    assert fingerprint(text, KNOWN) != fingerprint(ONE, KNOWN)


@pytest.mark.parametrize("text", [ONE, *SAME, *OTHERS])
def test_the_form_is_a_query(text: str) -> None:
    Store().query(normal(text, KNOWN))
    assert normal(normal(text, {}), {}) == normal(text, {})

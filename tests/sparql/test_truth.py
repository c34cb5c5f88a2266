"""TRUE and FALSE are the truth values in any case, as keywords are; strings, names and IRIs keep their letters."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from accord.sparql.rewriting.truth import with_small_truth


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("ASK { FILTER(TRUE) }", "ASK { FILTER(true) }"),
        ("ASK { ?s ?p True.FILTER(!False) }", "ASK { ?s ?p true.FILTER(!false) }"),
        ('SELECT * { VALUES ?x { TRUE UNDEF "TRUE" } }', 'SELECT * { VALUES ?x { true UNDEF "TRUE" } }'),
        ("ASK { ?s ?p true . FILTER(?TRUE) }", "ASK { ?s ?p true . FILTER(?TRUE) }"),
    ],
)
def test_truth_values_are_written_in_small_letters(text: str, small: str) -> None:
    assert with_small_truth(text) == small
    assert len(small) == len(text), "an error has the same place in both"
    Store().query(small)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX TRUE: <http://example.org/TRUE#> ASK { TRUE:TRUE ?p <http://example.org/FALSE> }",
        'ASK { ?TRUE ?p "TRUE", """FALSE""" } # TRUE',
        "ASK { _:TRUE ?p 'x'@en }",
    ],
)
def test_all_else_keeps_its_letters(text: str) -> None:
    assert with_small_truth(text) == text

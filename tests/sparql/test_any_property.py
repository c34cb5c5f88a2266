"""A query that may match statements of properties that it does not name is known by its tokens."""

from __future__ import annotations

import pytest

from accord.sparql.any_property import matches_any_property


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { <s> <p> 1 . <s> ?p true }",
        "SELECT * { <s> <p> 1 ; ?p -1 }",
        "SELECT * { <s> <p> [ ?p ?o ] }",
        "SELECT * { [ <p> 1 ] ?p ?o }",
        "SELECT * { OPTIONAL { <s> <p> 1 } ?s ?p ?o }",
        "SELECT * { FILTER(1 = 1) ?s ?p ?o }",
        "SELECT * { ?s !<p> ?o }",
        "SELECT * { ?s !(<p>|^<q>) ?o }",
        "SELECT * { ?s !a ?o }",
        "CONSTRUCT { <s> <p> ?o } WHERE { _:b ?p ?o }",
    ],
)
def test_a_pattern_of_any_property_is_found(text: str) -> None:
    assert matches_any_property(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?o ?x { ?s <p> ?o , ?x . ?o <q> ?s }",
        "SELECT * { ?s <p>/<q>* ?o FILTER(!bound(?x) || ?o != 1) }",
        "SELECT * { VALUES (?a ?b ?c) { (1 2 3) } ?a a ?b }",
        "SELECT ?s { ?s <p> ?o } GROUP BY ?s ?o ORDER BY ?s ?o",
        "SELECT * { GRAPH ?g { ?s <p> ?o } }",
        "CONSTRUCT { ?s <p> ?o } { ?s <p> ?o }",
        "SELECT * { ?s <p> ?o FILTER(!(?o = 1)) }",
    ],
)
def test_no_other_pattern_is(text: str) -> None:
    assert not matches_any_property(text)

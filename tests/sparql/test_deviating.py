"""Who asks a query that the engine answers otherwise than the standard says, is told of it."""

from __future__ import annotations

import pytest

from accord.engine import Query
from accord.engine.deviations import hints
from accord.formats import JSON
from accord.limits import QueryLimits
from accord.sparql.guard import inspect
from accord.web import Site

ALTERNATIVES, VARIABLE, INSIDE = "alternatives", "graph-variable", "graph-variable-inside"
ZERO, NODE = "zero-length-path", "labelled-node"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * { ?s <p>|<q> ?o }", {ALTERNATIVES}),
        ("SELECT * { ?s (<p>|^<q>)/<r> ?o }", {ALTERNATIVES}),
        ("SELECT * { ?s !(<p>|<q>) ?o }", set()),
        ("SELECT * { ?s ?p ?o FILTER(?s || ?o) } # |", set()),
        ("SELECT * { GRAPH ?g { SELECT ?s { ?s ?p ?o } } }", {VARIABLE}),
        ("SELECT * { GRAPH ?g { VALUES ?x { 1 } } }", {VARIABLE}),
        ("SELECT * { GRAPH ?g { { ?s ?p ?o } UNION { VALUES (?x ?y) { (1 2) } } } }", {VARIABLE}),
        ("SELECT * { GRAPH ?g { VALUES ?x { 1 } ?s ?p ?x } }", set()),
        ("SELECT * { GRAPH ?g { ?s ?p ?o FILTER($g = <g>) } }", {INSIDE}),
        ("SELECT * { GRAPH ?g { ?s ?p ?o MINUS { ?s ?p ?z FILTER(?g = <g>) } } }", {INSIDE}),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(?g = <g>) }", set()),
        ("SELECT * { GRAPH ?g { ?a <p> <o> MINUS { ?b <p> <o> } } }", {INSIDE}),
        ("SELECT * { GRAPH ?g { ?a <p> <o> MINUS { ?a <q> ?c } } }", set()),
        ("SELECT * { GRAPH <g> { SELECT ?s { ?s ?p ?o } } }", set()),
        ("SELECT * { GRAPH ?g { ?s ?p ?o", set()),
        ("SELECT * { <s> <p>* ?o }", {ZERO}),
        ("SELECT * { <s> (<p>/<q>)? ?o }", {ZERO}),
        ("SELECT * { <s> a/x:p? ?o }", {ZERO}),
        ("SELECT * { <s> <p>+ ?o }", set()),
        ("SELECT * { BIND(bnode(?x) AS ?y) }", {NODE}),
        ("SELECT * { BIND(BNODE() AS ?y) } # BNODE(1)", set()),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o BIND(?o * 2 AS ?x) } # *", set()),
        ("SELECT * { ?s ?p ?o FILTER(sameTerm(?o, 1)) }", {"spelling"}),
        ("SELECT (COUNT(SUM(?o)) AS ?n) { ?s ?p ?o }", {"nested-aggregate"}),
        ("SELECT (COUNT(?s) + SUM(?o) AS ?n) { ?s ?p ?o }", set()),
        ("SELECT (SAMPLE(?o) AS ?o) { ?s ?p ?o }", {"assigned-variable"}),
        ("SELECT (max(DISTINCT STR($o)) AS ?o) { ?s ?p ?o }", {"assigned-variable"}),
        ("SELECT (SAMPLE(?o) AS ?any) { ?s ?p ?o }", set()),
    ],
)
def test_the_parts_that_deviate_are_found(text: str, names: set[str]) -> None:
    found = inspect(text, QueryLimits()).deviations
    assert found == tuple(f"deviation-{name}" for name in names)


@pytest.mark.parametrize(
    ("text", "hinted"),
    [
        ("SELECT * { <https://example.org/lights/id/skerry> light:standsOn* ?o }", 0),
        ("SELECT * { <https://example.org/lights/id/atlantis> light:standsOn* ?o }", 1),
        ("SELECT * { ?s light:standsOn|light:keptBy ?o }", 1),
    ],
)
def test_a_hint_is_given_where_the_data_let_the_engine_deviate(site: Site, text: str, hinted: int) -> None:
    prefixes = site.publication.settings.prefixes
    query = Query(text, JSON, inspection=inspect(text, QueryLimits(), prefixes=prefixes))
    found = hints(query, site.engine)
    assert len(found) == hinted
    assert all(" deviate from SPARQL here: " in hint for hint in found)


def test_a_silent_service_that_is_not_asked_has_a_hint(site: Site) -> None:
    text = "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }"
    (hint,) = hints(Query(text, JSON, inspection=inspect(text, QueryLimits())), site.engine)
    assert hint.startswith("SERVICE SILENT was not asked")


def test_what_is_nowhere_in_a_dataset_of_the_query_is_not_looked_up(site: Site) -> None:
    text = "SELECT * FROM <http://127.0.0.1:9/> { <https://example.org/lights/id/skerry> <https://e.example/p>* ?o }"
    assert len(hints(Query(text, JSON, inspection=inspect(text, QueryLimits())), site.engine)) == 1

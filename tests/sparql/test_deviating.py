"""Who asks a query that the engine answers otherwise than the standard says, is told of it."""

from __future__ import annotations

import pytest

from accord.engine.deviations import hints
from accord.limits import QueryLimits
from accord.sparql.guard import inspect

ALTERNATIVES, VARIABLE, INSIDE = "alternatives", "graph-variable", "graph-variable-inside"


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
        ("SELECT * { GRAPH <g> { SELECT ?s { ?s ?p ?o } } }", set()),
        ("SELECT * { GRAPH ?g { ?s ?p ?o", set()),
    ],
)
def test_the_parts_that_deviate_are_found(text: str, names: set[str]) -> None:
    found = inspect(text, QueryLimits()).deviations
    assert found == tuple(f"deviation-{name}" for name in names)
    assert all(" deviate from SPARQL here: " in hint for hint in hints(found))

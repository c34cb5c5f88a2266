"""The columns of SELECT * come in the order of the query's text."""

from __future__ import annotations

import pytest
from pyoxigraph import QuerySolutions, Store

from accord.sparql.rewriting.columns import with_columns


def columns(text: str) -> list[str]:
    """The names of the columns, in their order, when the rewritten query is run."""

    def names(asked: str) -> list[str]:
        results = Store().query(asked)
        assert isinstance(results, QuerySolutions)
        return [one.value for one in results.variables]

    return names(with_columns(text, lambda: names(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?z ?b ?a }", ["z", "b", "a"]),
        ("select distinct * where { ?z $b ?a . ?a ?b ?c }", ["z", "b", "a", "c"]),
        ("SELECT*{?z ?b ?a}", ["z", "b", "a"]),
        (
            "PREFIX e: <http://e.example/#*> SELECT REDUCED * # ?x\n{ ?z e:b ?a FILTER(?a > ?q) BIND(1 AS ?b) }",
            list("zab"),
        ),
        ("SELECT * { ?z <e:p> ?m { SELECT ?c (COUNT(*) AS ?b) { ?c ?hidden ?z } GROUP BY ?c } }", list("zmcb")),
        ("SELECT * { ?z <e:p> ?m MINUS { ?a ?b ?z } VALUES (?k ?j) { (1 2) } }", list("zmkj")),
        ("SELECT ?z ?a { ?a ?b ?z }", ["z", "a"]),
        ("SELECT * {}", []),
    ],
)
def test_the_order_is_that_of_the_text(text: str, expected: list[str]) -> None:
    assert columns(text) == expected


@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { SELECT * { ?s ?p ?o } }", "SELECT", ""])
def test_other_queries_stay_as_they_are(text: str) -> None:
    assert with_columns(text, lambda: pytest.fail("not asked")) == text

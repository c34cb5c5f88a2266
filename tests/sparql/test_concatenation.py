"""What GROUP_CONCAT gives has no language, so it can be compared with a string."""

from __future__ import annotations

import pytest
from pyoxigraph import QuerySolution, QuerySolutions, Store

from accord.sparql.rewriting.concatenation import with_plain_concatenation


def rows(query: str) -> list[QuerySolution]:
    """The rows of a SELECT over no data."""
    found = Store().query(query)
    assert isinstance(found, QuerySolutions)
    return list(found)


VALUES = 'VALUES ?x { "a"@en "b"@en }'


@pytest.mark.parametrize(
    "call",
    [
        "GROUP_CONCAT(?x)",
        "group_concat(DISTINCT ?x)",
        'GROUP_CONCAT(?x; SEPARATOR=")")',
        'GROUP_CONCAT(CONCAT("(", ?x, ")") ; separator = ", ")',
        'IF(true, GROUP_CONCAT(?x), GROUP_CONCAT(?x; SEPARATOR="/"))',
    ],
)
def test_it_has_no_language_and_the_same_letters(call: str) -> None:
    query = f"SELECT ({call} AS ?all) {{ {VALUES} }}"
    (given,), (plain,) = (rows(text)[0] for text in (query, with_plain_concatenation(query)))
    assert plain.value == given.value
    assert plain.language is None


def test_an_answer_can_be_compared_with_a_string() -> None:
    query = f'SELECT (COUNT(?x) AS ?n) {{ {VALUES} }} HAVING(GROUP_CONCAT(?x; SEPARATOR="") IN ("ab", "ba"))'
    assert rows(query) == []
    assert len(rows(with_plain_concatenation(query))) == 1


@pytest.mark.parametrize("text", ["ASK {}", 'ASK { ?s ?p "GROUP_CONCAT(?x)" }', "SELECT (GROUP_CONCAT(?x AS ?y) {}"])
def test_all_else_stays(text: str) -> None:
    assert with_plain_concatenation(text) == text

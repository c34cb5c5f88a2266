"""What is remembered of a query is what the guard finds in every query that differs in its values only."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import accord.sparql.remembered
from accord.errors import AccordError
from accord.limits import QueryLimits
from accord.sparql.guard import inspect
from accord.sparql.inspection import Inspection
from accord.sparql.remembered import RememberedInspections

PREFIXES = {"ex": "http://e.example/"}
PIECES = (
    *"\"'<>#\\{}()[].;,:?$@^*-+/|!\n\0 ",
    *["'''", '"""', "ex:a", "ex:%4", "?x", "1e", "u00", "SERVICE", "<http://a/", "FILTER", "PREFIX", "REGEX("],
)
VALUES = ("1", "42", "0", '"a"', '" SERVICE <http://b/> "', '"# } "', "<http://a/>", "<http://e.example/a>", "<5>")
queries = st.lists(st.one_of(st.sampled_from(PIECES), st.just(None)), max_size=12)
fills = st.lists(st.sampled_from(VALUES), min_size=12, max_size=12)


def written(pieces: list[str | None], values: list[str]) -> str:
    """A query with values in the places that are left open."""
    filled = iter(values)
    return "SELECT * { ?s ex:p ?o . " + "".join(next(filled) if one is None else one for one in pieces) + " }"


def outcome(read: RememberedInspections | None, text: str) -> Inspection | str:
    """What is found in a query, or the error."""
    try:
        return read.inspect(text) if read else inspect(text, QueryLimits(), (), PREFIXES)
    except AccordError as error:
        return repr(error)


@given(queries, fills, fills)
@example(['"x "', None, '" y"'], ['"SERVICE"'] * 12, ['"a"'] * 12)
@example(["SERVICE SILENT ", None, "{ }"], ["<http://a/>"] * 12, ["<http://b/>"] * 12)
@example(["'", None, "'"], ['"a"'] * 12, ['"# } "'] * 12)
def test_a_query_that_differs_in_its_values_is_inspected_as_if_it_were_read(
    pieces: list[str | None], first: list[str], second: list[str]
) -> None:
    remembered = RememberedInspections((), PREFIXES)
    for text in (written(pieces, first), written(pieces, second)):
        assert outcome(remembered, text) == outcome(None, text)


def test_a_query_with_another_value_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = RememberedInspections((), PREFIXES)
    remembered.inspect('SELECT * { <http://a/> ex:p "one", <http://b/> } LIMIT 5 OFFSET 10')
    monkeypatch.setattr(accord.sparql.remembered, "inspect", None)
    found = remembered.inspect('SELECT * { <http://e.example/p> ex:p "two and three", <http://c/> } LIMIT 50 OFFSET 0')
    assert found.iris == ("http://e.example/p", "http://c/")


def test_only_the_queries_that_were_read_last_are_remembered() -> None:
    remembered = RememberedInspections()
    for number in range(600):
        remembered.inspect(f"SELECT ?x{number} {{ ?x{number} ?p 1 }}")
    assert len(remembered) == 256


def test_the_iris_of_a_long_prefix_that_is_used_many_times_are_not_kept() -> None:
    prologue = f"PREFIX p: <http://e.example/{'x' * 900}/>"
    text = f"{prologue} SELECT * {{ {' '.join(f'?s p:{number} ?o .' for number in range(50))} }}"
    remembered = RememberedInspections()
    tracemalloc.start()
    for number in range(200):
        assert len(remembered.inspect(f"{text} # x{number}x").iris) == 50
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert taken < 200 * 4 * len(text)

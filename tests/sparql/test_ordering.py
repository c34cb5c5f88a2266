"""ORDER BY over values of several kinds, for which the engine alone has no order: its sort may end the process."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, Store, parse_query_results

from accord import formats
from accord.engine import Query
from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication, SourceFile
from accord.sparql.rewriting.ordering import ordered_by_kind

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = (f"{XSD}integer", f"{XSD}decimal")


@pytest.fixture(scope="module")
def engine(tiny: Publication) -> Iterator[LocalEngine]:
    with local_engine(tiny, EngineLimits()) as engine:
        yield engine


def mixed(seed: int) -> str:
    """300 values as a Turtle list: numbers, strings with and without a language, times with and without a zone."""
    chosen = random.Random(seed)

    def one() -> str:
        number, day = chosen.randint(0, 50), chosen.randint(1, 28)
        zone = chosen.choice(("", "Z", "+05:00"))
        time = f'"2013-01-{day:02}T{number % 24:02}:00:00{zone}"^^<{XSD}dateTime>'
        return chosen.choice((str(number), f"{number}.5", f'"{number}"', f'"{number}"@en', time, f"<urn:{number}>"))

    return " ".join(one() for _ in range(300))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("condition", ["?x", "DESC(?x)"])
def test_values_of_all_kinds_are_sorted(engine: LocalEngine, seed: int, condition: str) -> None:
    query = f"SELECT ?x {{ VALUES ?x {{ {mixed(seed)} }} }} ORDER BY {condition}"
    rows = parse_query_results(b"".join(engine.query(Query(query, formats.JSON)).chunks), QueryResultsFormat.JSON)
    assert isinstance(rows, QuerySolutions)
    assert len(list(rows)) == 300


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("condition", ["?x", "DESC(?x)"])
def test_numbers_among_other_values_are_in_their_order(tiny: Publication, seed: int, condition: str) -> None:
    text = "\n".join(f"<urn:{place}> <urn:p> {value} ." for place, value in enumerate(mixed(seed).split()))
    file = SourceFile("data/mixed.ttl", ("data",), text.encode())
    with local_engine(replace(tiny, files=(file,)), EngineLimits()) as engine:
        query = f"SELECT ?x {{ ?s ?p ?x }} ORDER BY {condition}"
        rows = parse_query_results(b"".join(engine.query(Query(query, formats.JSON)).chunks), QueryResultsFormat.JSON)
        found = [row["x"] for row in rows]
    numbers = [float(one.value) for one in found if isinstance(one, Literal) and one.datatype.value in NUMBERS]
    assert len(numbers) > 50
    assert numbers == sorted(numbers, reverse=condition != "?x")


@pytest.mark.parametrize(
    ("values", "condition"),
    [
        ("3 1.5 2e0 10 -1", "?x"),
        ('"b" "a"@en "c"', "DESC(?x)"),
        (f'"2013-01-02T00:00:00"^^<{XSD}dateTime> "2014-01-02T00:00:00Z"^^<{XSD}dateTime>', "?x"),
        ("<urn:b> <urn:a> UNDEF", "asc ( ?x )"),
        ("3 1 2", "?x STR(?x) DESC(?x)"),
    ],
)
def test_what_the_standard_orders_keeps_its_order(values: str, condition: str) -> None:
    query = f"SELECT ?x {{ VALUES ?x {{ {values} }} }} ORDER BY {condition}"
    found = [[str(row["x"]) for row in Store().query(text)] for text in (query, ordered_by_kind(query))]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x ?y ?z }",
        "SELECT ?x { ?x ?y ?z } ORDER BY STR(?x) (?y + ?z) COALESCE(?x, ?y)",
        "SELECT ?order { ?order ?by ?x } GROUP BY ?order",
        'SELECT ?x { ?x ?y "ORDER BY ?x" } # ORDER BY ?x',
        "ORDER BY",
        "ORDER BY DESC(",
        "ORDER BY DESC(?",
    ],
)
def test_other_queries_stay_as_they_are(query: str) -> None:
    assert ordered_by_kind(query) == query


def test_the_order_of_an_inner_query_is_changed_too() -> None:
    query = "SELECT ?x { { SELECT ?x { ?x ?y ?z } ORDER BY ?x LIMIT 2 } } ORDER BY ?x VALUES ?y { 1 }"
    assert ordered_by_kind(query).count("isNUMERIC(?x)") == 2
    assert "isNUMERIC(?y)" not in ordered_by_kind(query)


def test_a_variable_of_one_property_stays_as_it_is() -> None:
    one = "SELECT ?x ?l { ?x rdfs:label ?l . ?l ?p ?x } ORDER BY ?l"
    assert ordered_by_kind(one, all_variables=False) == one
    assert ordered_by_kind("SELECT ?o { ?s ?p ?o } ORDER BY ?o", all_variables=False).count("isNUMERIC") == 1

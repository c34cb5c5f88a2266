"""Values for the variables of a query are terms, whatever characters they have, and reach each group that uses them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from accord.limits import QueryLimits
from accord.names import XSD, Prefixes
from accord.sparql.guard import inspect
from accord.sparql.rewriting.binding import Value, bind
from accord.sparql.rewriting.projecting import values_of

PREFIXES = Prefixes({"ex": "https://example.org/", "xsd": XSD})
NORTH = NamedNode("https://example.org/north")


def rows(text: str, data: str = "") -> list[list[str]]:
    inspect(text, QueryLimits())
    store = Store()
    store.update(f"PREFIX ex: <https://example.org/> INSERT DATA {{ {data} }}")
    found = store.query(text, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    return sorted(["" if term is None else term.value for term in row] for row in found)


DATA = "ex:a ex:in ex:north ; ex:sum 1 . ex:b ex:in ex:south ; ex:sum 2 . ex:c ex:in ex:north ; ex:sum 4 ."


def of_north(text: str) -> list[list[str]]:
    return rows(bind(text, {"r": NORTH}, PREFIXES), DATA)


A, B, C = (f"https://example.org/{name}" for name in "abc")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?x { ?x ex:in ?r }", [[A], [C]]),
        ("SELECT ?x WHERE { { ?x ex:in ?r } UNION { ?x ex:sum 2 } }", [[A], [B], [C]]),
        ("SELECT ?x { ?x ex:sum ?n FILTER EXISTS { ?x ex:in ?r } }", [[A], [C]]),
        ("SELECT ?x { ?x ex:sum ?n MINUS { ?x ex:in ?r } }", [[B]]),
        ("SELECT ?x { { ?x ex:in ?y FILTER (?y = ?r) } UNION { ?x ex:sum 9 } }", [[A], [C]]),
        ("SELECT (SUM(?n) AS ?all) { { SELECT ?n { ?x ex:in ?r ; ex:sum ?n } } }", [["5"]]),
        ("SELECT ?r (SUM(?n) AS ?all) { ?x ex:in ?r ; ex:sum ?n } GROUP BY ?r", [["https://example.org/north", "5"]]),
        ("SELECT ?x { VALUES ?r { ex:south } ?x ex:in ?r }", [[A], [C]]),
        ("SELECT ?x { ?x ex:sum ?n OPTIONAL { ?x ex:in $r . ?x ex:sum ?m } FILTER (BOUND(?m)) }", [[A], [C]]),
        ('SELECT ?x { ?x ex:in ?r FILTER (?x != "?r { }") } # ?r {', [[A], [C]]),
    ],
)
def test_a_value_reaches_each_group(text: str, expected: list[list[str]]) -> None:
    assert of_north(text) == expected


def test_the_clause_of_the_query_itself_is_filled() -> None:
    text = "SELECT * {\n  VALUES ?r { ex:south ex:east }\n  ?x ex:in ?r\n}"
    assert bind(text, {"r": NORTH}, PREFIXES) == "SELECT * {\n  VALUES ?r { ex:north }\n  ?x ex:in ?r\n}"


def test_the_clause_has_a_line_of_its_own_where_the_group_has() -> None:
    assert bind("SELECT * {\n  ?x ex:in ?r\n}", {"r": NORTH}, PREFIXES).splitlines()[1:3] == [
        "  VALUES ?r { ex:north }",
        "  ?x ex:in ?r",
    ]


def test_the_template_of_a_construct_is_left_alone() -> None:
    text = bind("CONSTRUCT { ?x ex:near ?r } WHERE { ?x ex:in ?r }", {"r": NORTH}, PREFIXES)
    assert text == "CONSTRUCT { ?x ex:near ?r } WHERE { VALUES ?r { ex:north } ?x ex:in ?r }"


def test_a_prefix_that_the_query_declares_otherwise_is_not_used() -> None:
    text = bind("PREFIX ex: <http://other/> SELECT ?x { ?x ?p ?r }", {"r": NORTH}, PREFIXES)
    assert "<https://example.org/north>" in text


@pytest.mark.parametrize("text", ["DESCRIBE ?r", "DESCRIBE <a:b>"])
def test_a_query_without_a_group_takes_no_value(text: str) -> None:
    with pytest.raises(ValueError, match="no WHERE"):
        bind(text, {"r": NORTH}, PREFIXES)


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
    st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: Literal(text, language="en")),
    st.sampled_from(["2024", "0", "12.50", "true", "-3"]).map(
        lambda text: Literal(text, datatype=NamedNode(XSD + "decimal"))
    ),
    st.integers(-(10**12), 10**12).map(lambda n: Literal(str(n), datatype=NamedNode(XSD + "integer"))),
)


@given(VALUES)
def test_a_query_reads_back_the_value_it_was_given(value: Value) -> None:
    text = bind("SELECT ?v WHERE { BIND (?v AS ?w) }", {"v": value}, PREFIXES)
    inspect(text, QueryLimits())
    found = Store().query(text, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    (row,) = list(found)
    assert str(row["v"].datatype if hasattr(row["v"], "datatype") else "") == str(value.datatype)
    if value.datatype.value in (XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"):
        assert row["v"] == value


def test_the_values_that_a_variable_has_are_asked_for() -> None:
    text = "PREFIX ex: <https://example.org/> SELECT ?x (COUNT(*) AS ?n) { ?x ex:in ?r } GROUP BY ?x LIMIT 1"
    assert rows(values_of(text, "r", 10), DATA) == [["https://example.org/north"], ["https://example.org/south"]]
    assert values_of("SELECT * FROM <a:b> { ?x ex:in ?r }", "r", 10) == ""
    assert values_of("DESCRIBE <a:b>", "r", 10) == ""

"""Queries that a value of another spelling concerns have a hint, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.engine import Query
from accord.engine.deviations import hints
from accord.engine.processes import local_engine
from accord.engine.respelled import RespelledValues
from accord.formats import JSON
from accord.limits import EngineLimits, QueryLimits
from accord.publication import Publication
from accord.publication.statements.loading import LoadedPublication
from accord.sparql.guard import inspect

DATA = """@prefix : <http://e.example/id/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:price a owl:DatatypeProperty ; rdfs:subPropertyOf :amount .
:cost a owl:DatatypeProperty ; owl:equivalentProperty :price .
:one :price 4.50 , 5.0 ; :number 7 .
"""


@pytest.fixture
def values(tmp_path: Path) -> RespelledValues:
    (tmp_path / "data.ttl").write_text(DATA, encoding="utf-8")
    return RespelledValues.of(LoadedPublication.of(Publication.read(tmp_path)))


@pytest.mark.parametrize(
    ("pattern", "hinted"),
    [
        ("?s :price ?o", True),
        ("?s :amount ?o", True),
        ("?s :cost ?o", True),
        ("?s ?p ?o", True),
        ("?s :number ?o", False),
        ("?s a ?o", False),
    ],
)
def test_a_query_with_a_property_of_respelled_values_has_a_hint(
    values: RespelledValues, pattern: str, hinted: bool
) -> None:
    text = f"PREFIX : <http://e.example/id/> SELECT * {{ {pattern} }}"
    assert bool(values.hint(text, inspect(text, QueryLimits()))) == hinted


@pytest.mark.parametrize(("sum", "hinted"), [("SUM(?o)", False), ("SUM(DISTINCT ?o)", True)])
def test_a_sum_has_one_where_it_counts_no_value_twice(values: RespelledValues, sum: str, hinted: bool) -> None:
    text = f"SELECT ({sum} AS ?n) {{ ?s ?p ?o }}"
    assert bool(values.hint(text, inspect(text, QueryLimits()))) == hinted


def test_the_hint_counts_the_values_and_shows_one(tiny: Publication) -> None:
    text = "SELECT DISTINCT ?o { ?s light:metres ?o }"
    inspection = inspect(text, QueryLimits(), prefixes=tiny.settings.prefixes)
    with local_engine(tiny, EngineLimits(workers=1)) as engine:
        (hint,) = hints(Query(text, JSON, inspection=inspection), engine)
    assert "2 literals of the data are matched, counted and written by value" in hint
    assert "such as 4.5 for 4.50 " in hint


def test_data_that_keep_their_spelling_have_none(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<http://e.example/a> <http://e.example/p> 4.5 .", encoding="utf-8")
    values = RespelledValues.of(LoadedPublication.of(Publication.read(tmp_path)))
    text = "SELECT * { ?s ?p ?o }"
    assert values.hint(text, inspect(text, QueryLimits())) == ""

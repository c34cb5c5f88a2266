"""The endpoint describes itself to programs that ask before they write a query; nothing else counts any of that."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from accord import formats
from accord.engine import Query
from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine
from accord.explanations import AskedQuery, Explainer
from accord.limits import EngineLimits, QueryLimits
from accord.publication import Publication
from accord.sparql.guard import inspect

LIGHT = "https://example.org/lights/ns#"

PARTITIONS = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?class ?label ?property ?triples ?objectClass ?datatype {
    ?part void:class ?class ; void:propertyPartition ?pair .
    OPTIONAL { ?class rdfs:label ?label }
    ?pair void:property ?property .
    OPTIONAL { ?pair void:triples ?triples }
    OPTIONAL {
        { ?pair void:classPartition [ void:class ?objectClass ] }
        UNION { ?pair void-ext:datatypePartition [ void-ext:datatype ?datatype ] }
    }
}
"""
"""As editors with completion ask (sparql-editor and sparql-llm of the SIB), with the labels from the data."""

EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?sq ?comment ?query {
    ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|spex:describe ?query .
} ORDER BY ?sq
"""

PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix
"""


@pytest.fixture(scope="module")
def engine(tiny: Publication) -> Iterator[LocalEngine]:
    with local_engine(tiny, EngineLimits()) as engine:
        yield engine


def _rows(engine: LocalEngine, text: str) -> list[dict[str, str]]:
    query = Query(text, formats.JSON, inspection=inspect(text, QueryLimits()))
    body = json.loads(b"".join(engine.query(query).chunks))
    return [{name: cell["value"] for name, cell in row.items()} for row in body["results"]["bindings"]]


def _count(engine: LocalEngine, text: str) -> int:
    return int(_rows(engine, text)[0]["n"])


def test_every_class_and_property_is_counted_with_the_classes_and_datatypes_of_its_values(engine: LocalEngine) -> None:
    found = {
        (row["class"], row["property"], row.get("objectClass") or row.get("datatype")): row
        for row in _rows(engine, PARTITIONS)
    }
    kept = found[LIGHT + "Lighthouse", LIGHT + "keptBy", LIGHT + "Keeper"]
    assert kept["label"] in ("lighthouse", "phare"), "labels of the data are there too"
    lit = found[LIGHT + "Lighthouse", LIGHT + "firstLit", "http://www.w3.org/2001/XMLSchema#gYear"]
    for row in (kept, lit):
        query = f"SELECT (COUNT(*) AS ?n) {{ ?x a <{row['class']}> ; <{row['property']}> ?y }}"
        assert int(row["triples"]) == _count(engine, query) > 0
    assert not any(kind.startswith("http://www.w3.org/2002/07/owl#") for kind, _, _ in found)


def test_what_follows_by_the_ontology_is_described_too(engine: LocalEngine) -> None:
    assert any(row["class"] == LIGHT + "Structure" for row in _rows(engine, PARTITIONS))


def test_every_example_is_there_with_its_prefixes_and_runs(engine: LocalEngine) -> None:
    rows = _rows(engine, EXAMPLES)
    assert [row["sq"] for row in rows] == ["https://example.org/lights/queries/tallest"]
    assert rows[0]["query"].startswith("PREFIX ")
    assert rows[0]["comment"]
    assert _rows(engine, rows[0]["query"])


def test_the_prefixes_are_there(engine: LocalEngine) -> None:
    assert {"prefix": "light", "namespace": LIGHT} in _rows(engine, PREFIXES)


def test_other_queries_see_nothing_of_it_before_and_after(engine: LocalEngine) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = _count(engine, count)
    _rows(engine, PARTITIONS)
    assert _count(engine, count) == before
    graph = "SELECT (COUNT(*) AS ?n) { GRAPH <https://example.org/lights/graph/description> { ?s ?p ?o } }"
    assert _count(engine, graph) > 100


def test_an_answer_about_the_description_is_explained_by_it(tiny: Publication, engine: LocalEngine) -> None:
    text = PARTITIONS.replace("void:class ?class", f"void:class <{LIGHT}Lighthouse>")
    text = text.replace("void:property ?property", f"void:property <{LIGHT}nothing>")
    query = Query(text, formats.JSON, inspection=inspect(text, QueryLimits()))
    lines = "\n".join(Explainer(tiny, engine).explain(AskedQuery.of(query, True), 30).lines())
    assert "void:propertyPartition" not in lines
    assert "light:nothing" in lines

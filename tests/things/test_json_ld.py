"""JSON-LD with the names of the publication: what is read back is what was written."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
from collections.abc import Collection
from typing import Any

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib.compare import isomorphic

from accord.formats import JSON_LD, TURTLE
from accord.names import FOAF, LABELS, VOID, XSD
from accord.serialization import Unwritable
from accord.things.documents.json_ld import Context
from accord.things.ontology.vocabulary import Vocabulary
from accord.web import Site

NS = "https://example.org/lights/ns#"
ID = "https://example.org/lights/id/"
PREFIXES = {"light": NS, "id": ID, "xsd": XSD, "tag": "http://t.example/", "odd": "http://odd.example/x", "": "x:"}
VOCABULARY = Vocabulary.read(
    parse(
        f"""@prefix light: <{NS}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <{XSD}> .
        light:Tower a owl:Class . light:at a owl:ObjectProperty ; rdfs:range light:Tower .
        light:height a owl:DatatypeProperty ; rdfs:range xsd:decimal .
        light:count a owl:DatatypeProperty ; rdfs:range xsd:integer .
        light:lit a owl:DatatypeProperty ; rdfs:range xsd:boolean .
        light:any a owl:DatatypeProperty .""",
        RdfFormat.TURTLE,
    ),
    NS,
)
CONTEXT = Context(PREFIXES, VOCABULARY)


def written(*triples: Triple) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CONTEXT.write(triples))
    return found


def read(data: bytes) -> set[Triple]:
    return {quad.triple for quad in parse(data, RdfFormat.JSON_LD)}


def iri(name: str) -> NamedNode:
    return NamedNode(name)


def typed(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


NODES = [iri(ID + "a"), iri(NS + "Tower"), iri("tag:x,2026:y"), iri("http://odd.example/xy"), iri(ID + "//b"), iri(ID)]
VALUES = [
    *NODES,
    *(
        typed(text, kind)
        for kind in ("integer", "decimal", "boolean", "gYear", "double")
        for text in ("5", "05", "5.0")
    ),
    *(typed(text, "boolean") for text in ("true", "false", "1")),
    *(typed(str(number), "integer") for number in (0, -1, 2**53 + 1, 10**30)),
    *(Literal(text) for text in ("", "5", "id:a", "_:b", "@type", 'a "b" \\ \u2028')),
    Literal("mer", language="fr"),
]
PROPERTIES = [NS + name for name in ("at", "height", "count", "lit", "any", "new", "")] + [
    "http://odd.example/xy",
    "urn:p",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
]


@pytest.mark.parametrize("predicate", PROPERTIES)
@pytest.mark.parametrize("value", VALUES, ids=str)
def test_every_value_of_every_property_is_read_back(predicate: str, value: Any) -> None:
    triple = Triple(iri(ID + "s"), iri(predicate), value)
    assert read(CONTEXT.write([triple])) == {triple}


@given(st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(VALUES)), max_size=12))
def test_graphs_are_read_back(rows: list[tuple[Any, str, Any]]) -> None:
    triples = {Triple(subject, iri(predicate), value) for subject, predicate, value in rows}
    assert read(CONTEXT.write(triples)) == triples


def test_the_names_are_those_of_the_publication() -> None:
    triples = [
        Triple(iri(ID + "a"), iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), iri(NS + "Tower")),
        Triple(iri(ID + "a"), iri(NS + "at"), iri(ID + "b")),
        Triple(iri(ID + "a"), iri(NS + "count"), typed("7", "integer")),
        Triple(iri(ID + "a"), iri(NS + "height"), typed("4.50", "decimal")),
        Triple(iri(ID + "a"), iri(NS + "any"), Literal("x")),
        Triple(iri(ID + "a"), iri(NS + "any"), Literal("y")),
    ]
    assert written(*triples)["@graph"] == [
        {"@id": "id:a", "@type": "Tower", "at": "id:b", "count": 7, "height": "4.50", "any": ["x", "y"]}
    ]
    assert written(*triples)["@context"]["at"] == {"@id": "light:at", "@type": "@id"}
    assert "tag" not in written(*triples)["@context"]


def test_the_context_of_a_document_is_part_of_the_one_at_its_own_address(site: Site) -> None:
    whole = site.things.documents.context.whole()["@context"]
    found = json.loads(site.things.documents.write(ID + "north-head", JSON_LD))["@context"]
    assert found.pop("this") == ID + "north-head#"
    assert found.items() <= whole.items()
    assert whole["focalHeight"] == {"@id": "light:focalHeight", "@type": "@id"}


def test_anonymous_nodes_are_kept_and_statements_about_statements_are_refused() -> None:
    node = BlankNode("b")
    graph = CONTEXT.write([Triple(iri(ID + "a"), iri(NS + "at"), node), Triple(node, iri(NS + "any"), Literal("x"))])
    assert len(read(graph)) == 2
    with pytest.raises(Unwritable, match="a statement about a statement"):
        CONTEXT.write([Triple(iri("x:a"), iri("x:b"), Triple(iri("x:a"), iri("x:b"), iri("x:c")))])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_document_says_whose_it_is_and_what_it_links_to(site: Site) -> None:
    document = "https://example.org/lights/doc/north-head"
    graph = rdflib.Graph().parse(data=site.things.documents.write(ID + "north-head", TURTLE, document), format="turtle")
    about = {str(predicate): str(value) for predicate, value in graph.predicate_objects(rdflib.URIRef(document))}
    assert about[FOAF + "primaryTopic"] == ID + "north-head"
    assert about[VOID + "inDataset"] == "https://example.org/lights/dataset"
    assert about["http://purl.org/dc/terms/license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    linked = {
        node for node in graph.objects() if isinstance(node, rdflib.URIRef) and str(node) in site.things.inventory
    }
    named = {subject for label in LABELS for subject in graph.subjects(rdflib.URIRef(label))}
    assert len(linked) > 3
    assert linked <= named
    other = rdflib.Graph().parse(
        data=site.things.documents.write(ID + "north-head", JSON_LD, document), format="json-ld"
    )
    assert isomorphic(graph, other)


def long(triples: Collection[Triple]) -> bytes:
    file = io.BytesIO()
    CONTEXT.write_long(triples, file)
    return file.getvalue()


@given(st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(VALUES)), max_size=12))
def test_a_large_graph_is_read_back_too(rows: list[tuple[Any, str, Any]]) -> None:
    triples = [Triple(subject, iri(predicate), value) for subject, predicate, value in rows]
    assert read(long(triples)) == set(triples)
    assert json.loads(long(triples))["@context"].keys() >= {"light", "height"}


def test_a_large_graph_takes_no_memory_of_its_own() -> None:
    triples = [Triple(iri(f"{ID}{n // 5}"), iri(f"{NS}p{n % 5}"), Literal(f"value {n}")) for n in range(40_000)]
    with open(os.devnull, "wb") as nowhere:
        tracemalloc.start()
        CONTEXT.write_long(triples, nowhere)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 4 << 20, "10,000 short names, and one object at a time"

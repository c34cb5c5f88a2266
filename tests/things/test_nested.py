"""Turtle with anonymous nodes where they belong says the same as its statements."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from accord.engine import Subject
from accord.things.documents.nested import in_reading_order, nested_turtle

PREFIXES = {"e": "http://e.example/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())


def triples_of(turtle: str) -> list[Triple]:
    return [quad.triple for quad in parse((HEAD + turtle).encode(), RdfFormat.TURTLE)]


def written(triples: list[Triple]) -> str:
    return nested_turtle(dict.fromkeys(triples), PREFIXES).decode().removeprefix(HEAD)


def same(one: list[Triple], other: list[Triple]) -> bool:
    datasets = [Dataset(Quad(*triple) for triple in triples) for triples in (one, other)]
    for dataset in datasets:
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return datasets[0] == datasets[1]


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("e:a e:p [ e:q 1 , 4.50 ; e:r [] ] .", "e:a e:p [ e:q 1 , 4.50 ; e:r [] ] .\n"),
        ("e:a e:p ( 1 'x'@en [ e:q e:b ] ( true ) ) , () .", 'e:a e:p ( 1 "x"@en [ e:q e:b ] ( true ) ) , () .\n'),
        ("[] a e:T ; e:p 1e3 .", "[] a e:T ;\n\te:p 1e3 .\n"),
        ("e:a e:p _:x . e:b e:p _:x . _:x e:q '2020'^^xsd:gYear .", None),
        ("_:x e:p _:y . _:y e:p _:x .", None),
        ("_:x e:p _:x .", None),
        ("e:a e:p _:l . _:l rdf:first 1 ; rdf:rest _:l .", None),
        ("e:a e:p _:l . e:b e:p _:l . _:l rdf:first 1 ; rdf:rest ( 2 3 ) .", None),
        ("e:a e:p _:l . _:l a rdf:List ; rdf:first 1 ; rdf:rest ( 2 ) .", None),
        ("e:a e:p _:l . _:l rdf:first 1 , 2 ; rdf:rest () .", None),
        ("e:a e:p _:l . _:l rdf:first 1 ; rdf:rest _:m . e:b e:p _:m . _:m rdf:first 2 ; rdf:rest () .", None),
        ("_:l rdf:first 1 ; rdf:rest ( 2 ) .", None),
        ("_:l rdf:first _:l ; rdf:rest ( 2 _:l ) .", None),
        ("e:a e:p 'a\\\"\\n\\\\' , 'x'^^xsd:integer , '01'^^xsd:integer , '1.'^^xsd:decimal , [ e:é 1 ] .", None),
    ],
)
def test_nodes_are_where_they_belong(turtle: str, expected: str | None) -> None:
    triples = triples_of("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . " + turtle)
    text = written(triples)
    assert same(triples_of(text), triples)
    assert expected is None or text == expected


def test_only_shared_and_circular_nodes_have_labels() -> None:
    text = written(triples_of("e:a e:p _:x . e:b e:p _:x . _:x e:q [ e:r [ e:r 1 ] ] . _:c e:p [ e:p _:c ] ."))
    assert len({word for word in text.split() if word.startswith("_:")}) == 2


@pytest.mark.parametrize("kind", ["chain", "list"])
def test_depth_and_length_have_no_end(kind: str) -> None:
    deep = "e:a e:p " + "[ e:p " * 60 + "1" + " ]" * 60 + " ."
    triples = triples_of(deep) if kind == "chain" else triples_of("e:a e:p ( " + "1 " * 5000 + ") .")
    nodes = [BlankNode(f"n{number}") for number in range(5000)]
    if kind == "chain":
        triples += [
            Triple(one, NamedNode("http://e.example/p"), other) for one, other in zip(nodes, nodes[1:], strict=False)
        ]
    assert len(triples_of(written(triples))) == len(triples)


@pytest.mark.parametrize("seed", range(60))
def test_any_graph_comes_back(seed: int) -> None:
    chance = random.Random(seed)
    nodes: list[Subject] = [*(BlankNode(f"b{number}") for number in range(6)), NamedNode("http://e.example/a")]
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    predicates = [NamedNode(rdf + name) for name in ("first", "rest", "rest")] + [NamedNode("http://e.example/p")]
    values: list[Subject | Literal] = [*nodes, *nodes, NamedNode(rdf + "nil"), Literal("x"), Literal(1)]
    count = chance.randint(1, 14)
    triples = [Triple(chance.choice(nodes), chance.choice(predicates), chance.choice(values)) for _ in range(count)]
    assert same(triples_of(written(triples)), list(dict.fromkeys(triples)))


def test_reading_order_begins_with_classes_and_names() -> None:
    text = """@prefix : <https://e.example/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :b :late 1 . :b :early 2 . :b rdfs:label "B" . :b a :Kind . :a :early 3 . :b :early 4 ."""
    triples = [quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE)]
    ordered = in_reading_order([*triples, *triples], lambda iri: 0 if iri.endswith("early") else 1)
    written = [f"{one.subject.value[-1]} {one.predicate.value.rpartition('/')[2]}" for one in ordered]
    assert written == ["b 22-rdf-syntax-ns#type", "b rdf-schema#label", "b early", "b early", "b late", "a early"]

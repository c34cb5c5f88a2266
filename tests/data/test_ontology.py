"""The ontology, with the data and without, is OWL Lite and keeps the house rules; and the checks notice a breach."""

from __future__ import annotations

from collections.abc import Callable

import owl_lite
import owl_lite_house
import pytest
from owl_lite_reading import Problem
from rdflib import OWL, RDF, Graph, URIRef

from places import ROOT

OWN = "https://w3id.org/lifescience-partnerships/"
PREFIXES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix h: <https://w3id.org/lifescience-partnerships/ns> .
@prefix o: <https://w3id.org/lifescience-partnerships/ns#> .
@prefix n: <http://new.example/> .
"""
SMALL = f"""{PREFIXES}
h: a owl:Ontology ; rdfs:label "Lights"@en ; owl:versionIRI <http://e.example/1> .
skos:definition a owl:AnnotationProperty ; rdfs:isDefinedBy <http://www.w3.org/2004/02/skos/core> .
o:Light a owl:Class ; rdfs:label "light"@en ; rdfs:isDefinedBy h: ;
    skos:definition "A tower that shows ships the way."@en ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty o:keeper ; owl:allValuesFrom o:Keeper ] .
o:Keeper a owl:Class ; rdfs:label "keeper"@en ; skos:definition "Who tends a light."@en ; rdfs:isDefinedBy h: .
o:KeptLight a owl:Class ; rdfs:label "kept light"@en ; rdfs:isDefinedBy h: ;
    skos:definition "A light that somebody tends."@en ;
    owl:intersectionOf ( o:Light [ a owl:Restriction ; owl:onProperty o:keeper ; owl:someValuesFrom o:Keeper ] ) .
o:keeper a owl:ObjectProperty ; rdfs:label "keeper"@en ; rdfs:isDefinedBy h: ; owl:inverseOf o:tends ;
    skos:definition "Who tends it."@en ; rdfs:domain o:Light ; rdfs:range o:Keeper .
o:tends a owl:ObjectProperty ; rdfs:label "tends"@en ; skos:definition "Inverse of keeper."@en ; rdfs:isDefinedBy h: .
o:height a owl:DatatypeProperty ; rdfs:label "height"@en ; rdfs:isDefinedBy h: ;
    skos:definition "Metres from the ground to the lamp."@en ; rdfs:domain o:Light ; rdfs:range xsd:decimal .
o:skerry a o:Light ; o:height 41.5 ; o:keeper o:anna . o:anna a o:Keeper .
"""
TERMS = """n:A a owl:Class . n:B a owl:Class . n:p a owl:ObjectProperty . n:d a owl:DatatypeProperty .
n:note a owl:AnnotationProperty . n:a a n:A . """

ON = "a owl:Restriction ; owl:onProperty"
BELOW = f"rdfs:subClassOf [ {ON}"
ZERO, ONE = (f'"{number}"^^xsd:nonNegativeInteger' for number in (0, 1))

# Each breaks the rules named before it, and no other of the same letter.
BROKEN = [
    ("L01", "n:X a owl:Class , owl:ObjectProperty ."),
    ("L01", "n:X a owl:ObjectProperty , owl:DatatypeProperty ."),
    ("L01", "n:X a owl:Class , n:A ."),
    ("L01", "n:X a owl:Ontology , n:A ."),
    ("L02", "n:X a rdfs:Class ."),
    ("L02", "n:X a owl:DeprecatedClass ."),
    ("L03", "n:x a rdf:Property ."),
    ("L03", "n:x a owl:FunctionalProperty ."),
    ("L03", "[] a owl:ObjectProperty ."),
    ("L04", "n:x a n:Undeclared ."),
    ("L04", "n:a rdfs:seeAlso [] ."),
    ("L05", "rdf:List a owl:Class ."),
    ("L05", "owl:priorVersion a owl:DatatypeProperty ."),
    ("L05", "owl:hasKey a owl:AnnotationProperty ."),
    ("L05", "xsd:duration a rdfs:Datatype ."),
    ("L05", "rdf:Bag a owl:ObjectProperty ."),
    ("L06", "n:a n:undeclared n:a ."),
    ("L06", "n:p owl:propertyDisjointWith n:p ."),
    ("L06", "n:A owl:versionIRI n:v1 ."),
    ("L06 L14", "n:p owl:propertyChainAxiom ( n:p n:p ) ."),
    ("L07", "n:A owl:disjointWith n:B ."),
    ("L07", "n:A owl:unionOf ( n:A n:B ) ."),
    ("L07", "n:A owl:complementOf n:B ."),
    ("L07", "n:A owl:oneOf ( n:a ) ."),
    ("L07", f"n:A {BELOW} n:p ; owl:hasValue n:a ] ."),
    ("L07", "n:x a owl:DataRange ."),
    ("L08", "n:A rdfs:subClassOf n:Undeclared ."),
    ("L08", "n:p rdfs:subClassOf n:A ."),
    ("L08", "[] a owl:Class ."),
    ("L08 L10", "n:A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( n:A n:B ) ] ."),
    ("L09", "n:A owl:equivalentClass n:Undeclared ."),
    ("L10", "n:A owl:intersectionOf ( n:B ) ."),
    ("L10", "n:A owl:intersectionOf ( n:B n:Undeclared ) ."),
    ("L11", f"n:A {BELOW} n:p ] ."),
    ("L11", "n:A rdfs:subClassOf [ a owl:Restriction ; owl:someValuesFrom n:B ] ."),
    ("L11", f"n:A {BELOW} n:p ; owl:someValuesFrom n:B ; owl:allValuesFrom n:B ] ."),
    ("L11", f"n:A {BELOW} n:note ; owl:someValuesFrom rdfs:Literal ] ."),
    ("L12", f"n:A {BELOW} n:p ; owl:maxCardinality 2 ] ."),
    ("L12", f"n:A {BELOW} n:p ; owl:cardinality 1 ] ."),
    ("L12", f"n:A {BELOW} n:p ; owl:someValuesFrom xsd:string ] ."),
    ("L12", f"n:A {BELOW} n:d ; owl:allValuesFrom n:B ] ."),
    ("L13", f"n:A rdfs:subClassOf n:R . n:R {ON} n:p ; owl:allValuesFrom n:B ."),
    ("L14", "n:A owl:intersectionOf [ rdf:first n:A , n:B ; rdf:rest ( n:B ) ] ."),
    ("L14", "n:a rdfs:seeAlso ( n:a ) ."),
    ("L10 L14", "n:A owl:intersectionOf n:B ."),
    ("L15", "n:p rdfs:subPropertyOf n:d ."),
    ("L15", "n:note rdfs:subPropertyOf n:note ."),
    ("L15", "n:d owl:inverseOf n:d ."),
    ("L15", "n:d a owl:SymmetricProperty ."),
    ("L16", "n:p rdfs:domain n:Undeclared ."),
    ("L16", "n:p rdfs:range xsd:string ."),
    ("L16", "n:d rdfs:range n:A ."),
    ("L16", "n:d rdfs:range xsd:duration ."),
    ("L16", "n:note rdfs:range rdfs:Literal ."),
    ("L17", 'n:x rdfs:label "nobody" .'),
    ("L17", f'n:A {BELOW} n:p ; owl:allValuesFrom n:B ; rdfs:comment "why" ] .'),
    ("L18", "n:A owl:sameAs n:B ."),
    ("L18", "[] a owl:AllDifferent ; owl:distinctMembers ( n:a n:x ) ."),
    ("L19", "n:a n:p n:untyped ."),
    ("L19", 'n:a n:p "text" .'),
    ("L19", "n:a n:d n:a ."),
    ("L19", 'n:A n:d "text" .'),
    ("L20", 'n:a n:d "P1Y"^^xsd:duration .'),
    ("L20", 'n:a n:d "x"^^n:undeclared .'),
    ("L21", "n:o a owl:Ontology ; owl:priorVersion n:untyped ."),
    ("L22", f"n:A rdfs:subClassOf _:r . n:B rdfs:subClassOf _:r . _:r {ON} n:p ; owl:allValuesFrom n:B ."),
    ("L22", f"[] {ON} n:p ; owl:allValuesFrom n:B ."),
    ("L22", "_:a a n:A ; n:p _:b . _:b a n:A ; n:p _:a ."),
    ("L23", "n:p a owl:TransitiveProperty , owl:FunctionalProperty ."),
    (
        "L23",
        "n:p a owl:TransitiveProperty ; rdfs:subPropertyOf n:q . n:q a owl:ObjectProperty , owl:FunctionalProperty .",
    ),
    ("L23", "n:p a owl:TransitiveProperty . n:q a owl:InverseFunctionalProperty ; owl:inverseOf n:p ."),
    ("L23", f"n:p a owl:TransitiveProperty . n:A {BELOW} n:p ; owl:maxCardinality {ONE} ] ."),
    ("H1", f"n:A {BELOW} n:p ; owl:someValuesFrom n:B ] ."),
    ("H1", f"n:A owl:equivalentClass [ {ON} n:p ; owl:allValuesFrom n:B ] ."),
    ("H1", "n:d rdfs:range xsd:date ."),
    ("H1", "n:p rdfs:range owl:Thing ."),
    ("H2", "n:o a owl:Ontology ; owl:imports n:o ."),
    ("H3", "n:p a owl:FunctionalProperty ."),
    ("H3", f"n:A {BELOW} n:p ; owl:cardinality {ONE} ] ."),
    ("H4", "n:a n:p [ a n:A ] ."),
    ("H5", 'o:x a owl:Class ; rdfs:label "thing x"@en ; rdfs:isDefinedBy h: .'),
    ("H5", 'o:x a owl:Class ; skos:definition "Something new."@en ; rdfs:isDefinedBy h: .'),
    ("H5", 'o:x a owl:Class ; rdfs:label "thing x"@en ; skos:definition "Something new."@en .'),
    ("H5", 'o:x a owl:Class ; rdfs:label "thing x"@en ; rdfs:isDefinedBy h: ; skos:definition "One."@en , "Two."@en .'),
    ("H5", 'o:x a owl:Class ; rdfs:label "thing x"@en ; skos:definition "The thing X."@en ; rdfs:isDefinedBy h: .'),
    ("H5", 'o:x a owl:Class ; rdfs:label "thing x"@en ; skos:definition "Something new."@en ; rdfs:isDefinedBy n:o .'),
    (
        "H6",
        'o:x a owl:ObjectProperty ; rdfs:label "To X"@en ; skos:definition "First."@en ; rdfs:isDefinedBy h: . '
        'o:y a owl:DatatypeProperty ; rdfs:label "to x"@en ; skos:definition "Second."@en ; rdfs:isDefinedBy h: .',
    ),
    ("H8", "n:A a owl:DeprecatedClass ; dcterms:isReplacedBy n:B ."),
    ("H8", "n:C a owl:Class , owl:DeprecatedClass ."),
    ("H8", "n:q a owl:ObjectProperty ; owl:deprecated true ; dcterms:isReplacedBy n:p . n:a n:q n:a ."),
]

# Each keeps all the rules of its letter.
SOUND = [
    ("L", "n:p a owl:FunctionalProperty , owl:SymmetricProperty ."),
    ("L", f"n:A {BELOW} n:p ; owl:maxCardinality {ZERO} ] ."),
    ("L", f"n:A owl:equivalentClass [ {ON} n:d ; owl:someValuesFrom rdfs:Literal ] ."),
    ("L", "[] a owl:AllDifferent ; owl:distinctMembers ( n:a n:b ) . n:b a n:B ."),
    ("L", "n:o a owl:Ontology ; owl:priorVersion n:o2 ; owl:imports n:o2 . n:o2 a owl:Ontology ."),
    ("L", "n:q a owl:TransitiveProperty ; owl:inverseOf n:p . n:a n:q n:a ; owl:sameAs n:a ."),
    ("L", "owl:deprecated a owl:AnnotationProperty . n:A a owl:DeprecatedClass ; owl:deprecated true ."),
    ("LH", 'owl:deprecated a owl:AnnotationProperty . n:gone owl:deprecated true ; rdfs:comment "Said twice." .'),
    ("L", 'n:a n:d "2016-07"^^xsd:gYearMonth , "x"^^n:code , "y"@en . n:code a rdfs:Datatype .'),
    ("L", "_:x a n:A ; n:p _:y . _:y a n:A ."),
    ("LH", f"n:A rdfs:subClassOf n:B , [ {ON} n:p ; owl:allValuesFrom n:B ] ."),
    ("LH", f"n:A owl:intersectionOf ( n:B [ {ON} n:p ; owl:someValuesFrom n:B ] ) ."),
    ("LH", "n:A skos:closeMatch <http://elsewhere.example/A> . skos:closeMatch a owl:AnnotationProperty ."),
    (
        "LH",
        "dcterms:isReplacedBy a owl:AnnotationProperty . "
        "n:old a owl:Class , owl:DeprecatedClass ; dcterms:isReplacedBy n:A .",
    ),
    (
        "LH",
        'o:x a owl:Class ; rdfs:label "thing x"@en , "chose x"@fr ; rdfs:isDefinedBy h: ; '
        'skos:definition "Something new, not just a thing called x."@en .',
    ),
]


def read(*folders: str) -> Graph:
    graph = Graph()
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.ttl")):
            graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return read("ontology")


@pytest.fixture(scope="module")
def publication() -> Graph:
    return read("ontology", "data")


@pytest.fixture(scope="module", params=["small", "real"])
def changed(request: pytest.FixtureRequest, ontology: Graph) -> Callable[[str], Graph]:
    sound = ontology if request.param == "real" else Graph().parse(data=SMALL)
    return lambda change: sound + Graph().parse(data=PREFIXES + TERMS + change)


def broken(graph: Graph) -> set[str]:
    return {problem.rule for problem in (*owl_lite.check(graph), *owl_lite_house.check(graph, OWN))}


def words(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems))


def test_the_ontology_is_owl_lite(ontology: Graph) -> None:
    assert len(ontology) > 500
    assert not words(owl_lite.check(ontology))


def test_the_ontology_keeps_the_house_rules(ontology: Graph) -> None:
    assert not words(owl_lite_house.check(ontology, OWN))


def test_the_ontology_with_the_data_is_owl_lite(publication: Graph) -> None:
    assert not words(owl_lite.check(publication, OWN))


def test_the_data_keep_the_house_rules(publication: Graph) -> None:
    assert not words(owl_lite_house.check(publication, OWN))


def test_foreign_terms_are_declared_and_used(publication: Graph) -> None:
    external = Graph().parse(ROOT / "ontology/external.ttl")
    assert not words(owl_lite_house.check_foreign(publication, external, OWN))


@pytest.mark.parametrize(("rules", "change"), BROKEN)
def test_what_is_wrong_is_found(changed: Callable[[str], Graph], rules: str, change: str) -> None:
    found = {rule for rule in broken(changed(change)) if rule[0] == rules[0]}
    assert found == set(rules.split())


@pytest.mark.parametrize(("letters", "change"), SOUND)
def test_what_is_right_is_left_alone(changed: Callable[[str], Graph], letters: str, change: str) -> None:
    assert not {rule for rule in broken(changed(change)) if rule[0] in letters}


def test_every_rule_has_a_mutation() -> None:
    rules = {*owl_lite.RULES, *owl_lite_house.RULES}
    assert rules == {rule for rules, _ in BROKEN for rule in rules.split()}


def test_an_ontology_needs_a_header() -> None:
    graph = Graph().parse(data=SMALL)
    graph.remove((None, RDF.type, OWL.Ontology))
    assert "L21" in broken(graph)


def test_only_links_out_of_the_data_need_no_type() -> None:
    out = Graph().parse(data=SMALL + "o:skerry o:keeper <http://elsewhere.example/bob> .")
    assert [problem.rule for problem in owl_lite.check(out)] == ["L19"]
    assert not owl_lite.check(out, OWN)
    within = Graph().parse(data=SMALL + "o:skerry o:keeper o:bob .")
    assert [problem.rule for problem in owl_lite.check(within, OWN)] == ["L19"]


@pytest.mark.parametrize(
    ("node", "external"),
    [
        ("http://www.w3.org/2004/02/skos/core#definition", "n:A a owl:Class ; rdfs:isDefinedBy n: ."),
        ("http://new.example/B", "n:A a owl:Class ; rdfs:isDefinedBy n: . n:B a owl:Class ; rdfs:isDefinedBy n: ."),
        ("http://new.example/A", "n:A a owl:Class ."),
    ],
    ids=["undeclared", "unused", "homeless"],
)
def test_foreign_terms_out_of_step_are_found(node: str, external: str) -> None:
    graph = Graph().parse(data=SMALL + "n:thing a n:A .")
    listed = Graph().parse(data=PREFIXES + external)
    found = {(problem.rule, problem.node) for problem in owl_lite_house.check_foreign(graph + listed, listed, OWN)}
    assert ("H9", URIRef(node).n3()) in found

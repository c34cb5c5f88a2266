"""The house rules, above OWL Lite, that keep the ontology small, clear and within the reach of simple rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from owl_lite_reading import (
    CARDINALITIES,
    CLASS,
    CLASS_AXIOMS,
    DATATYPE,
    ENDS,
    FILLERS,
    ONTOLOGY,
    OWL2_DATATYPES,
    PROPERTY,
    PROPERTY_AXIOMS,
    RESERVED,
    Findings,
    Problem,
    Reading,
    Rule,
    apply,
    begins,
)
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

EMPTY_WORDS = {"a", "an", "any", "is", "of", "one", "some", "that", "the", "which"}


def within_rules(reading: Reading) -> Findings:
    """H1: OWL 2 DL, and no entailment about named things that the rules of OWL 2 RL would miss.

    What is above a class says ``allValuesFrom`` and what defines one says ``someValuesFrom``: the direction that rules
    can follow. (The grammar of OWL 2 RL has no ``someValuesFrom`` in definitions at all; we use them to infer
    membership only.) ``owl:Thing`` says nothing, and the dates of XML Schema are in OWL 1 but not in OWL 2.
    """
    above = {other for _, _, other in reading.triples(RDFS.subClassOf)}
    for node in reading.restrictions():
        wanted = OWL.allValuesFrom if node in above else OWL.someValuesFrom
        for predicate in reading.graph.predicates(node):
            if predicate in FILLERS and predicate != wanted:
                yield node, f"has {predicate.n3()} where rules need {wanted.n3()}"
    for node, predicate, other in reading.triples(*CLASS_AXIOMS, *ENDS, OWL.allValuesFrom):
        dated = begins(other, str(XSD)) and other not in OWL2_DATATYPES
        if other == OWL.Thing or dated:
            yield node, f"has {predicate.n3()} {other.n3()}"


def no_imports(reading: Reading) -> Findings:
    """H2: nothing is imported, so that no network is needed to read the ontology."""
    for node, _, other in reading.triples(OWL.imports):
        yield node, f"imports {other.n3()}"


def no_counting(reading: Reading) -> Findings:
    """H3: no cardinality, nothing functional: OWL answers a second value with ``owl:sameAs``, SHACL with a report."""
    for node, _, _ in reading.triples(*CARDINALITIES):
        yield node, "counts, which is for SHACL"
    for node, types in reading.types.items():
        if types & {OWL.FunctionalProperty, OWL.InverseFunctionalProperty}:
            yield node, "is functional, which is for SHACL"


def no_blanks(reading: Reading) -> Findings:
    """H4: no blank nodes but restrictions and their lists, so that all else can be linked to and compared."""
    for node in reading.blanks() - reading.restrictions() - reading.lists():
        yield node, "is a blank node"


def own_terms(reading: Reading) -> list[Node]:
    """The classes, datatypes and properties of our own."""
    kinds = (CLASS, DATATYPE, *PROPERTY)
    return [node for node in reading.types if reading.is_named(node, *kinds) and begins(node, reading.own)]


def _english(reading: Reading, node: Node, predicate: Node) -> list[str]:
    values = reading.graph.objects(node, predicate)
    return [str(value) for value in values if isinstance(value, Literal) and value.language == "en"]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold())) - EMPTY_WORDS


def explained(reading: Reading) -> Findings:
    """H5: each own term has one label and one definition in English that says more, and says where it is defined."""
    for node in own_terms(reading):
        labels, definitions = (_english(reading, node, predicate) for predicate in (RDFS.label, SKOS.definition))
        homes = set(reading.graph.objects(node, RDFS.isDefinedBy))
        if len(labels) != 1 or len(definitions) != 1:
            yield node, f"has {len(labels)} English labels and {len(definitions)} definitions"
        elif _words(definitions[0]) <= _words(labels[0]):
            yield node, "has a definition that only repeats its label"
        if len(homes) != 1 or not all(reading.is_named(home, ONTOLOGY) for home in homes):
            yield node, "does not name the one ontology that defines it"


def distinct_labels(reading: Reading) -> Findings:
    """H6: no two own classes, and no two own properties, share a label."""
    seen: dict[tuple[bool, str], Node] = {}
    for node in sorted(own_terms(reading), key=str):
        for label in _english(reading, node, RDFS.label):
            first = seen.setdefault((reading.is_named(node, CLASS), label.casefold()), node)
            if first != node:
                yield node, f"has the label of {first.n3()}"


def _used(reading: Reading) -> Iterator[tuple[Node, Node]]:
    """Each term that is used as a term, with the node that uses it."""
    structural = (RDF.type, RDF.first, OWL.onProperty, *CLASS_AXIOMS, *PROPERTY_AXIOMS, *ENDS, *FILLERS)
    for node, predicate, other in reading.graph:
        yield predicate, node
        if predicate in structural:
            yield other, node
        if isinstance(other, Literal) and other.datatype:
            yield other.datatype, node


def retired(reading: Reading) -> Findings:
    """H8: a deprecated term says what replaces it, and nothing uses it."""
    typed = {node for node, types in reading.types.items() if types & {OWL.DeprecatedClass, OWL.DeprecatedProperty}}
    marked = set(reading.graph.subjects(OWL.deprecated, Literal(True)))
    deprecated = typed | {node for node in marked if reading.is_named(node, CLASS, DATATYPE, *PROPERTY)}
    for node in deprecated:
        if reading.graph.value(node, DCTERMS.isReplacedBy) is None:
            yield node, "is deprecated without a replacement"
    for term, user in _used(reading):
        if term in deprecated:
            yield term, f"is deprecated but used by {user.n3()}"


RULES: dict[str, Rule] = {
    "H1": within_rules,
    "H2": no_imports,
    "H3": no_counting,
    "H4": no_blanks,
    "H5": explained,
    "H6": distinct_labels,
    "H8": retired,
}


def check(graph: Graph, own: str) -> list[Problem]:
    """Which house rules a graph breaks; ``own`` is how the IRIs of our own terms begin."""
    return apply(RULES, Reading(graph, own))


def check_foreign(graph: Graph, external: Graph, own: str) -> list[Problem]:
    """H9: ``external``, a part of ``graph``, declares the foreign terms used there, with their homes, and no more."""

    def foreign(terms: set[Node]) -> set[Node]:
        return {term for term in terms if isinstance(term, URIRef) and not begins(term, own, *RESERVED)}

    def rule(reading: Reading) -> Findings:
        listed = Reading(external)
        declared = foreign({node for node in listed.types if listed.is_named(node, CLASS, DATATYPE, *PROPERTY)})
        used = foreign({term for term, _ in _used(reading)})
        yield from ((term, "is used but not declared among the foreign terms") for term in used - declared)
        yield from ((term, "is declared among the foreign terms but not used") for term in declared - used)
        homeless = {term for term in declared if external.value(term, RDFS.isDefinedBy) is None}
        yield from ((term, "does not say which vocabulary it comes from") for term in homeless)

    return apply({"H9": rule}, Reading(graph, own))

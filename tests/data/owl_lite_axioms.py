"""The rules of OWL Lite on axioms: classes, restrictions, lists and properties (L07 to L16, and L23)."""

from __future__ import annotations

from collections import Counter

from owl_lite_reading import (
    ANNOTATION,
    CARDINALITIES,
    CLASS,
    CONSTRAINTS,
    DATATYPE,
    ENDS,
    FILLERS,
    FORBIDDEN,
    HEADER,
    LISTED,
    LOGICAL,
    OBJECT,
    OBJECT_TYPES,
    PROPERTY_AXIOMS,
    Findings,
    Reading,
    Rule,
)
from rdflib import OWL, RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.term import Node


def forbidden_words(reading: Reading) -> Findings:
    """L07: no unions, complements, enumerations, disjointness, values or data ranges."""
    for node, predicate, _ in reading.triples(*FORBIDDEN):
        yield node, f"has {predicate.n3()}"
    for node, types in reading.types.items():
        if OWL.DataRange in types:
            yield node, "is an owl:DataRange"


def _class_axiom(reading: Reading, predicate: Node) -> Findings:
    for node, _, other in reading.triples(predicate):
        if not reading.is_named(node, CLASS):
            yield node, "is not a class name"
        if not reading.is_description(other):
            yield node, f"leads to {other.n3()}, neither a class name nor a restriction"


def subclasses(reading: Reading) -> Findings:
    """L08: a class name is below a class name or a restriction; no other class goes without a name."""
    yield from _class_axiom(reading, RDFS.subClassOf)
    for node, types in reading.types.items():
        defined = any(reading.graph.objects(node, OWL.intersectionOf))
        if isinstance(node, BNode) and OWL.Class in types and not reading.is_restriction(node) and not defined:
            yield node, "is a class without a name"


def equivalent_classes(reading: Reading) -> Findings:
    """L09: a class name is equivalent to a class name or a restriction."""
    yield from _class_axiom(reading, OWL.equivalentClass)


def intersections(reading: Reading) -> Findings:
    """L10: a class name is the intersection of two or more class names and restrictions."""
    for node, _, head in reading.triples(OWL.intersectionOf):
        members = reading.members(head)
        if not reading.is_named(node, CLASS):
            yield node, "is an intersection but no class name"
        if len(members) < 2:
            yield node, "is an intersection of fewer than two"
        for member in members:
            if not reading.is_description(member):
                yield node, f"intersects {member.n3()}, neither a class name nor a restriction"


def restrictions(reading: Reading) -> Findings:
    """L11: a restriction has one property, one constraint and no more."""
    for node in reading.restrictions():
        used = Counter(predicate for predicate, _ in reading.graph.predicate_objects(node))
        if not reading.is_restriction(node) or not reading.types[node] <= {OWL.Restriction, OWL.Class, RDFS.Class}:
            yield node, "is not typed as a restriction alone"
        if used[OWL.onProperty] != 1 or sum(used[constraint] for constraint in CONSTRAINTS) != 1:
            yield node, "is a restriction without exactly one property and one constraint"
        for predicate in used.keys() - {RDF.type, OWL.onProperty, *CONSTRAINTS}:
            if not reading.is_named(predicate, ANNOTATION):
                yield node, f"is a restriction with {predicate.n3()}"
        for name in reading.graph.objects(node, OWL.onProperty):
            if not reading.is_named(name, *LOGICAL):
                yield node, f"restricts {name.n3()}, neither an object nor a datatype property"


def _fits(reading: Reading, name: Node, values: Node) -> bool:
    """Whether the values are a class for an object property, or a datatype for a datatype property."""
    if reading.is_named(name, OBJECT):
        return reading.is_named(values, CLASS)
    return values == RDFS.Literal or reading.is_named(values, DATATYPE)


def constraints(reading: Reading) -> Findings:
    """L12: cardinalities are 0 or 1; values come from a class name, or from a datatype, as fits the property."""
    for node, predicate, number in reading.triples(*CARDINALITIES):
        if number not in [Literal(text, datatype=XSD.nonNegativeInteger) for text in "01"]:
            yield node, f"has {predicate.n3()} {number.n3()}"
    for node, _, values in reading.triples(*FILLERS):
        for name in reading.graph.objects(node, OWL.onProperty):
            if not _fits(reading, name, values):
                yield node, f"draws the values of {name.n3()} from {values.n3()}"


def nameless(reading: Reading) -> Findings:
    """L13: restrictions, sets of different individuals and list nodes have no name."""
    shaped = {node for node, types in reading.types.items() if types & {OWL.Restriction, OWL.AllDifferent, RDF.List}}
    for node in shaped | reading.lists():
        if isinstance(node, URIRef):
            yield node, "must not have a name"


def lists(reading: Reading) -> Findings:
    """L14: a list stands only where OWL wants one, and each of its nodes has one member and one rest."""
    nodes = reading.lists()
    for node in nodes:
        used = Counter(predicate for predicate, _ in reading.graph.predicate_objects(node) if predicate != RDF.type)
        if used != {RDF.first: 1, RDF.rest: 1} or reading.types.get(node, {RDF.List}) != {RDF.List}:
            yield node, "is not a plain list node"
        for owner, predicate in reading.graph.subject_predicates(node):
            if predicate not in (RDF.rest, *LISTED, *FORBIDDEN):
                yield owner, f"has a list as {predicate.n3()}"
    for node, predicate, rest in reading.triples(RDF.rest, *LISTED):
        if rest != RDF.nil and rest not in nodes:
            yield node, f"has no list as {predicate.n3()}"


def property_axioms(reading: Reading) -> Findings:
    """L15: axioms on properties join two of the same logical kind; those of object properties stay with them."""
    for node, predicate, other in reading.triples(*PROPERTY_AXIOMS):
        kinds = {OBJECT} if predicate == OWL.inverseOf else LOGICAL
        if not any(reading.is_named(node, kind) and reading.is_named(other, kind) for kind in kinds):
            yield node, f"has {predicate.n3()} {other.n3()}, which do not fit"
    for node, types in reading.types.items():
        if types & OBJECT_TYPES and not reading.is_named(node, OBJECT):
            yield node, "is inverse functional, symmetric or transitive but no object property"
        if OWL.FunctionalProperty in types and reading.is_named(node, ANNOTATION, HEADER):
            yield node, "is functional but neither an object nor a datatype property"


def ends(reading: Reading) -> Findings:
    """L16: a domain is a class name; a range is a class name or a datatype, as fits the property."""
    for node, predicate, end in reading.triples(*ENDS):
        if not reading.is_named(node, *LOGICAL):
            yield node, f"has {predicate.n3()} but is neither an object nor a datatype property"
        elif not (_fits(reading, node, end) if predicate == RDFS.range else reading.is_named(end, CLASS)):
            yield node, f"has {predicate.n3()} {end.n3()}"


def simplicity(reading: Reading) -> Findings:
    """L23: what a transitive property makes complex is neither functional nor counted."""
    complex_ones = _complex(reading)
    for node in complex_ones:
        if reading.types.get(node, set()) & {OWL.FunctionalProperty, OWL.InverseFunctionalProperty}:
            yield node, "follows from a transitive property, so it cannot be functional"
    for node, _, _ in reading.triples(*CARDINALITIES):
        for name in complex_ones.intersection(reading.graph.objects(node, OWL.onProperty)):
            yield name, "follows from a transitive property, so it cannot be counted"


def _complex(reading: Reading) -> set[Node]:
    """The transitive properties, and all that is above, inverse or equivalent to one."""
    found: set[Node] = set()
    waiting = [node for node, types in reading.types.items() if OWL.TransitiveProperty in types]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            for predicate in PROPERTY_AXIOMS:
                waiting += reading.graph.objects(node, predicate)
            for predicate in (OWL.equivalentProperty, OWL.inverseOf):
                waiting += reading.graph.subjects(predicate, node)
    return found


RULES: dict[str, Rule] = {
    "L07": forbidden_words,
    "L08": subclasses,
    "L09": equivalent_classes,
    "L10": intersections,
    "L11": restrictions,
    "L12": constraints,
    "L13": nameless,
    "L14": lists,
    "L15": property_axioms,
    "L16": ends,
    "L23": simplicity,
}

"""OWL Lite as 23 rules over the triples of a graph.

No tool that is still kept tells OWL Lite from OWL DL, so the tests do it themselves. The rules restate, triple by
triple, the mapping of OWL Lite's abstract syntax to RDF (OWL Semantics and Abstract Syntax, W3C 2004, section 4).
Two differences: ``owl:versionIRI`` belongs to OWL 2, yet may stand on an ontology, because tools read it; and an IRI
that is ``owl:deprecated`` may be annotated without a type, because what is said is said of the name, not of a thing.
"""

from __future__ import annotations

import owl_lite_axioms
from owl_lite_reading import (
    ANNOTATION,
    BUILT_IN,
    CLASS,
    CLASS_TYPES,
    DATA,
    DATATYPE,
    EQUALITIES,
    HEADER,
    OBJECT,
    ONTOLOGY,
    PROPERTY,
    PROPERTY_TYPES,
    RESERVED,
    STRUCTURAL,
    STRUCTURAL_TYPES,
    Findings,
    Problem,
    Reading,
    Rule,
    apply,
    begins,
)
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node


def one_kind(reading: Reading) -> Findings:
    """L01: a name is exactly one of class, datatype, kind of property, ontology or individual."""
    for node in reading.types:
        kinds = reading.kinds(node)
        if isinstance(node, URIRef) and len(kinds) > 1 and not begins(node, *RESERVED):
            yield node, f"is at once {' and '.join(sorted(kinds))}"


def class_types(reading: Reading) -> Findings:
    """L02: ``rdfs:Class`` and ``owl:DeprecatedClass`` stand only beside the OWL type."""
    for node, types in reading.types.items():
        if types & CLASS_TYPES and not types & {OWL.Class, RDFS.Datatype, OWL.Restriction}:
            yield node, "lacks the type owl:Class"


def property_types(reading: Reading) -> Findings:
    """L03: what a property is like stands only beside its kind; a property has a name."""
    for node, types in reading.types.items():
        kinds = reading.kinds(node) & PROPERTY
        if types & PROPERTY_TYPES and not kinds:
            yield node, "lacks a kind of property"
        if isinstance(node, BNode) and kinds:
            yield node, "is a property without a name"


def known_types(reading: Reading) -> Findings:
    """L04: a type is structural, a declared class or a restriction; each blank node outside lists has one."""
    for node, types in reading.types.items():
        for kind in types - STRUCTURAL_TYPES:
            if not reading.is_description(kind):
                yield node, f"has the type {kind.n3()}, which is not a declared class"
    for node in reading.blanks() - reading.types.keys() - reading.lists():
        yield node, "has no type"


def _declarable(node: Node) -> set[str]:
    """The kinds that a name of RDF, RDFS, OWL or XML Schema may be declared as."""
    if node in (RDF.Statement, RDF.Seq, RDF.Bag, RDF.Alt):
        return {CLASS}
    if node in (RDF.subject, RDF.predicate, RDF.object, RDF.value) or begins(node, f"{RDF}_"):
        return PROPERTY
    return {kind for name, kind in (*BUILT_IN.items(), (OWL.deprecated, ANNOTATION)) if name == node}


def reserved_names(reading: Reading) -> Findings:
    """L05: the names of RDF, RDFS, OWL and XML Schema are not declared anew."""
    for node in reading.types:
        if begins(node, *RESERVED):
            allowed = _declarable(node)
            if not allowed or reading.kinds(node) - allowed:
                yield node, "is a reserved name"


def known_predicates(reading: Reading) -> Findings:
    """L06: a predicate is structural or a declared property, which keeps the words of OWL 2 out."""
    for predicate in reading.graph.predicates(unique=True):
        if predicate in STRUCTURAL or reading.is_named(predicate, *PROPERTY):
            continue
        for subject, _, _ in reading.triples(predicate):
            if predicate != OWL.versionIRI or not reading.is_named(subject, ONTOLOGY):
                yield subject, f"has the predicate {predicate.n3()}, which is not a declared property"


def annotated(reading: Reading) -> Findings:
    """L17: an annotation sits on a declared name, an ontology, an individual or a retired name."""
    retired = set(reading.graph.subjects(OWL.deprecated))
    for node, predicate, _ in reading.properties(ANNOTATION):
        kinds = reading.kinds(node)
        if (not kinds and node not in retired) or (isinstance(node, BNode) and not reading.is_individual(node)):
            yield node, f"has the annotation {predicate.n3()} but is neither declared nor an individual"


def equalities(reading: Reading) -> Findings:
    """L18: only individuals are the same or different."""
    for node, predicate, other in reading.triples(*EQUALITIES, OWL.distinctMembers):
        listed = predicate == OWL.distinctMembers
        for end in reading.members(other) if listed else (node, other):
            if not reading.is_individual(end):
                yield node, f"has {predicate.n3()} with {end.n3()}, which is not an individual"
        if listed and OWL.AllDifferent not in reading.types.get(node, ()):
            yield node, "has owl:distinctMembers but is not an owl:AllDifferent"


def facts(reading: Reading) -> Findings:
    """L19: an object property joins individuals; a datatype property gives an individual a literal."""

    def stands(node: Node) -> bool:
        away = isinstance(node, URIRef) and not begins(node, reading.own) and not reading.kinds(node)
        return away or reading.is_individual(node)

    for node, predicate, other in reading.properties(OBJECT, DATA):
        if not stands(node):
            yield node, f"has {predicate.n3()} but is not an individual"
        if not (stands(other) if reading.is_named(predicate, OBJECT) else isinstance(other, Literal)):
            yield node, f"has {predicate.n3()} {other.n3()}, which does not fit its kind"


def literals(reading: Reading) -> Findings:
    """L20: a literal's datatype is one of OWL 1's or declared."""
    for node, _, value in reading.graph:
        if isinstance(value, Literal) and value.datatype and not reading.is_named(value.datatype, DATATYPE):
            yield node, f"has a literal of the datatype {value.datatype.n3()}"


def headers(reading: Reading) -> Findings:
    """L21: an ontology has a named header, and ontology properties join ontologies."""
    if not any(reading.is_named(node, ONTOLOGY) for node in reading.types):
        yield OWL.Ontology, "is the type of no named header"
    for node, predicate, other in reading.properties(HEADER):
        if not (OWL.Ontology in reading.types.get(node, ()) and OWL.Ontology in reading.types.get(other, ())):
            yield node, f"has {predicate.n3()} {other.n3()}, not both ontologies"


def trees(reading: Reading) -> Findings:
    """L22: blank nodes form trees, and restrictions and lists hang on something."""
    structural = reading.restrictions() | reading.lists()
    for node in reading.blanks():
        owners = list(reading.graph.subjects(None, node))
        if len(owners) > 1 or (node in structural and not owners):
            yield node, f"is the object of {len(owners)} triples"
        if node in _above(reading, node):
            yield node, "hangs on itself"


def _above(reading: Reading, node: Node) -> set[Node]:
    """All blank nodes that lead to a node."""
    seen: set[Node] = set()
    waiting = [node]
    while waiting:
        owners = {owner for owner in reading.graph.subjects(None, waiting.pop()) if isinstance(owner, BNode)}
        waiting += owners - seen
        seen |= owners
    return seen


RULES: dict[str, Rule] = {
    "L01": one_kind,
    "L02": class_types,
    "L03": property_types,
    "L04": known_types,
    "L05": reserved_names,
    "L06": known_predicates,
    "L17": annotated,
    "L18": equalities,
    "L19": facts,
    "L20": literals,
    "L21": headers,
    "L22": trees,
    **owl_lite_axioms.RULES,
}


def check(graph: Graph, own: str = "") -> list[Problem]:
    """What keeps a graph, its ontologies included, from being OWL Lite.

    Without ``own`` no exception is made: the strict mode, for an ontology. With it, IRIs that do not begin so need no
    type when facts lead to them: the mode for an ontology together with data that links to the web.
    """
    return apply(RULES, Reading(graph, own))

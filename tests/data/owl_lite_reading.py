"""What the OWL checks share: the structural words of OWL Lite, a graph read for the kinds of its names, a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

CLASS, DATATYPE, INDIVIDUAL, ONTOLOGY = "class", "datatype", "individual", "ontology"
OBJECT, DATA = "object property", "datatype property"
ANNOTATION, HEADER = "annotation property", "ontology property"
LOGICAL = {OBJECT, DATA}
PROPERTY = {OBJECT, DATA, ANNOTATION, HEADER}

DECLARES: dict[Node, str] = {
    OWL.Class: CLASS,
    RDFS.Datatype: DATATYPE,
    OWL.Ontology: ONTOLOGY,
    OWL.ObjectProperty: OBJECT,
    OWL.DatatypeProperty: DATA,
    OWL.AnnotationProperty: ANNOTATION,
    OWL.OntologyProperty: HEADER,
}
CLASS_TYPES: set[Node] = {RDFS.Class, OWL.DeprecatedClass}
OBJECT_TYPES: set[Node] = {OWL.InverseFunctionalProperty, OWL.SymmetricProperty, OWL.TransitiveProperty}
PROPERTY_TYPES: set[Node] = {RDF.Property, OWL.FunctionalProperty, OWL.DeprecatedProperty} | OBJECT_TYPES
SHAPES: set[Node] = {OWL.Restriction, OWL.AllDifferent, OWL.DataRange, RDF.List}
STRUCTURAL_TYPES = DECLARES.keys() | CLASS_TYPES | PROPERTY_TYPES | SHAPES

FORBIDDEN = (OWL.oneOf, OWL.unionOf, OWL.complementOf, OWL.disjointWith, OWL.hasValue)
CARDINALITIES = (OWL.minCardinality, OWL.maxCardinality, OWL.cardinality)
FILLERS = (OWL.someValuesFrom, OWL.allValuesFrom)
CONSTRAINTS = (*CARDINALITIES, *FILLERS, OWL.hasValue)
LISTED = (OWL.intersectionOf, OWL.distinctMembers)
EQUALITIES = (OWL.sameAs, OWL.differentFrom)
CLASS_AXIOMS = (RDFS.subClassOf, OWL.equivalentClass)
PROPERTY_AXIOMS = (RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf)
ENDS = (RDFS.domain, RDFS.range)
STRUCTURAL: set[Node] = {
    *(RDF.type, RDF.first, RDF.rest, OWL.onProperty),
    *(FORBIDDEN + CONSTRAINTS + LISTED + EQUALITIES + CLASS_AXIOMS + PROPERTY_AXIOMS + ENDS),
}

_NUMBERS = (
    "decimal float double integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int "
    "short byte unsignedLong unsignedInt unsignedShort unsignedByte"
)
_TEXTS = "boolean string normalizedString token language NMTOKEN Name NCName anyURI hexBinary base64Binary"
_TIMES = "dateTime date time gYear gYearMonth gMonthDay gDay gMonth"
OWL1_DATATYPES: set[Node] = {XSD[name] for name in f"{_NUMBERS} {_TEXTS} {_TIMES}".split()}
OWL2_DATATYPES: set[Node] = {XSD[name] for name in f"{_NUMBERS} {_TEXTS} dateTime".split()}

BUILT_IN: dict[Node, str] = {
    **dict.fromkeys((OWL.Thing, OWL.Nothing), CLASS),
    **dict.fromkeys((RDF.XMLLiteral, *OWL1_DATATYPES), DATATYPE),
    **dict.fromkeys((RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo), ANNOTATION),
    **dict.fromkeys((OWL.imports, OWL.priorVersion, OWL.backwardCompatibleWith, OWL.incompatibleWith), HEADER),
}
RESERVED = (str(RDF), str(RDFS), str(OWL), str(XSD))

Finding = tuple[Node, str]
Findings = Iterator[Finding]


def begins(node: Node, *prefixes: str) -> bool:
    """Whether the node is an IRI that begins with one of the prefixes (rdflib's own ``startswith`` takes just one)."""
    return isinstance(node, URIRef) and str(node).startswith(prefixes)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One broken rule: which one, at what node (as N-Triples writes it), and why."""

    rule: str
    node: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule} {self.node} {self.message}"


class Reading:
    """A graph, with the types of its nodes at hand.

    ``own`` is how the IRIs begin that must have a type when an object property leads to or from them. The empty string
    asks it of every IRI, as OWL does; links out of a publication's data to the web go without.
    """

    def __init__(self, graph: Graph, own: str = "") -> None:
        self.graph = graph
        self.own = own
        self.types: dict[Node, set[Node]] = {}
        for node, kind in graph.subject_objects(RDF.type):
            self.types.setdefault(node, set()).add(kind)

    def kinds(self, node: Node) -> set[str]:
        """What the node is declared or built in as; OWL Lite wants exactly one kind of every name."""
        types = self.types.get(node, set())
        kinds = {DECLARES[kind] for kind in types & DECLARES.keys()}
        if types & OBJECT_TYPES and not kinds:
            kinds.add(OBJECT)
        if types - STRUCTURAL_TYPES:
            kinds.add(INDIVIDUAL)
        return kinds | ({BUILT_IN[node]} if node in BUILT_IN else set())

    def is_named(self, node: Node, *kinds: str) -> bool:
        """Whether the node is a name of one of these kinds."""
        return isinstance(node, URIRef) and not self.kinds(node).isdisjoint(kinds)

    def is_individual(self, node: Node) -> bool:
        """Whether the node, named or blank, has a class or a restriction as its type."""
        return INDIVIDUAL in self.kinds(node)

    def is_restriction(self, node: Node) -> bool:
        """Whether the node is typed as a restriction."""
        return OWL.Restriction in self.types.get(node, set())

    def is_description(self, node: Node) -> bool:
        """Whether OWL Lite lets the node stand where it wants a class: a class name or a restriction."""
        return self.is_named(node, CLASS) or self.is_restriction(node)

    def triples(self, *predicates: Node) -> Iterator[tuple[Node, Node, Node]]:
        """The triples that have one of these predicates."""
        for predicate in predicates:
            yield from self.graph.triples((None, predicate, None))

    def properties(self, *kinds: str) -> Iterator[tuple[Node, Node, Node]]:
        """The triples whose predicate is a property of one of these kinds."""
        predicates = {predicate for predicate in self.graph.predicates(unique=True) if self.is_named(predicate, *kinds)}
        yield from self.triples(*predicates)

    def restrictions(self) -> set[Node]:
        """The nodes that are typed as restrictions or built like them."""
        built = {node for node, _, _ in self.triples(OWL.onProperty, *CONSTRAINTS)}
        return built | {node for node in self.types if self.is_restriction(node)}

    def lists(self) -> set[Node]:
        """The nodes of RDF lists."""
        return {node for node, _, _ in self.triples(RDF.first, RDF.rest)}

    def members(self, head: Node) -> list[Node]:
        """The members of a list, or none when the list runs in a circle (which rule L22 reports)."""
        try:
            return list(Collection(self.graph, head))
        except ValueError:
            return []

    def blanks(self) -> set[Node]:
        """All blank nodes."""
        return {node for triple in self.graph for node in triple if isinstance(node, BNode)}


Rule = Callable[[Reading], Findings]


def apply(rules: dict[str, Rule], reading: Reading) -> list[Problem]:
    """What the rules find, each problem once, in a stable order."""
    found = ((name, node, message) for name, rule in rules.items() for node, message in rule(reading))
    return sorted({Problem(name, node.n3(), message) for name, node, message in found})

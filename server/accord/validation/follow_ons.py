"""Findings that only follow from another one: their query reads the value that the other finding is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.names import LABELS, RDF, owner
from accord.validation.findings import Finding
from accord.validation.shacl.shapes import Shapes
from accord.validation.shacl.sparql.affected import iris_in
from accord.validation.shacl.sparql.prebinding import question

_WRONG = {
    *("LIT-COMMAS", "LIT-DATATYPE", "LIT-LENGTH", "TERM-LINK", "TERM-PROPERTY", "UNIT-CURRENCY"),
    *("AMOUNT-VALUE", "AMOUNT-CURRENCY", "SH-CLASS", "SH-NODEKIND", "SH-DATATYPE", "SH-IN", "SH-OR"),
    *("SH-MINCOUNT", "SH-MAXCOUNT"),
}
"""Findings about a value with which no query that reads it can be right."""
_BOUNDS = {"SH-MININCLUSIVE", "SH-MINEXCLUSIVE", "SH-MAXINCLUSIVE", "SH-MAXEXCLUSIVE"}
_ON_NAMES = frozenset((RDF + "type", *LABELS))
"""Properties that most queries read only to name things."""


@dataclass(frozen=True)
class Readers:
    """Which properties the queries and the paths of a shape read."""

    shapes: Shapes

    def reads(self, shape: str) -> frozenset[str]:
        """The IRIs in the queries of a shape and in its path, among them those of all properties that it reads."""
        node, found = URIRef(shape), set[str]()
        for constraint in self.shapes.graph.objects(node, SH.sparql):
            found |= iris_in(question(self.shapes, node, constraint).template)
        path = self.shapes.value(node, SH.path)
        return frozenset(found | self._in_path(path)) if path is not None else frozenset(found)

    def _in_path(self, path: Node) -> set[str]:
        """The properties of a path of several steps; one of a single step is that of the finding itself."""
        waiting, seen = [path], set[Node]()
        while waiting:
            node = waiting.pop()
            if node not in seen and not isinstance(node, URIRef):
                waiting += self.shapes.graph.objects(node)
            seen.add(node)
        return {str(one) for one in seen if isinstance(one, URIRef) and one != path}


def follow_ons(findings: Collection[Finding], shapes: Shapes, supports: str) -> set[Finding]:
    """The findings that follow from others; ``supports`` is the property by which evidence names what it is for."""
    readers = Readers(shapes)
    known = {one: readers.reads(one) for one in {finding.shape for finding in findings} if one}
    causes: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.severity == "violation" and one.property and (one.code in _WRONG or one.code == "SH-SPARQL"):
            causes[owner(one.focus)].append(one)
    found = {
        one
        for one in findings
        if one.code in ("SH-SPARQL", "SH-MINCOUNT")
        and any(_explains(by, one, known) for by in causes[owner(one.focus)])
    }
    return found | _of_evidence(findings, known, supports) | _of_amounts(findings) | _of_names(findings)


def _explains(cause: Finding, one: Finding, reads: dict[str, frozenset[str]]) -> bool:
    """Whether a finding follows from another about the same thing, about the whole of its part or a part of it."""
    if cause == one or cause.property in _ON_NAMES or cause.property not in reads.get(one.shape, ()):
        return False
    if one.code == "SH-MINCOUNT" and (one.property or cause.focus != owner(one.focus)):
        return False  # only that nothing leads to a part follows from a link that is wrong
    related = one.focus in (cause.focus, owner(cause.focus)) or cause.focus == owner(one.focus)
    if cause.code == "SH-SPARQL":  # of two queries that read the same, the one at the property is the cause
        return related and one.property != cause.property and one.property not in reads.get(cause.shape, ())
    return related


def _of_evidence(findings: Iterable[Finding], reads: dict[str, frozenset[str]], supports: str) -> set[Finding]:
    """Statements without evidence, where as many pieces of evidence are for what is not stated."""
    astray = Counter(owner(one.focus) for one in findings if one.code == "RULE-EVIDENCE")
    without: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.code == "SH-SPARQL" and astray[owner(one.focus)] and supports in reads.get(one.shape, ()):
            without[owner(one.focus)].append(one)
    return {one for thing, several in without.items() if len(several) <= astray[thing] for one in several}


def _of_amounts(findings: Iterable[Finding]) -> set[Finding]:
    """Comparisons of an amount with its words, where it has two values or units; and bounds of a value that departs
    from its words."""
    several = {one.focus for one in findings if one.code == "SH-MAXCOUNT"}
    departing = {(one.focus, one.property) for one in findings if one.code == "AMOUNT-VALUE"}
    compared = {one for one in findings if one.code.startswith("AMOUNT-") and one.focus in several}
    return compared | {one for one in findings if one.code in _BOUNDS and (one.focus, one.property) in departing}


def _of_names(findings: Iterable[Finding]) -> set[Finding]:
    """Names of parts that are not fit, where that of their thing, with which they begin, is not."""
    unfit = {one.focus for one in findings if one.code == "SH-PATTERN" and not one.property}
    parts = {part for part in unfit if owner(part) != part and owner(part) in unfit}
    return {one for one in findings if one.code == "SH-PATTERN" and not one.property and one.focus in parts}

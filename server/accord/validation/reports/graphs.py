"""A report as the graph of W3C's SHACL (§3.6), with the place of each result."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import RdfFormat, parse
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.names import ACCORD, is_iri
from accord.validation.exchange import to_rdflib
from accord.validation.findings import SEVERITIES, Finding, Report, Severity
from accord.validation.reports.printable import printable
from accord.validation.reports.words import unlisted

_SEVERITIES: dict[Severity, Node] = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}
_COMPONENTS = {str(term).removeprefix(str(SH)).upper(): term for term in map(URIRef, map(str, dir(SH)))}


def as_turtle(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """The report graph as Turtle."""
    return graph(report).serialize(format="longturtle").rstrip("\n")


def as_json_ld(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """The report graph as JSON-LD."""
    context = {"sh": str(SH), "accord": ACCORD, "xsd": str(XSD), "rdfs": str(RDFS)}
    return graph(report).serialize(format="json-ld", context=context, auto_compact=False).rstrip("\n")


def graph(report: Report) -> Graph:
    """One ``sh:ValidationReport``, with a ``sh:ValidationResult`` for each finding.

    A finding of SHACL has the component and the shape of SHACL; any other has a component of Accord, named after its
    code. The place is in ``accord:file``, ``accord:line``, ``accord:column``, ``accord:endLine``, ``accord:endColumn``.
    As SHACL has it, ``sh:conforms`` is true only when there is no result at all. ``accord:more`` is how many further
    findings a result represents; ``accord:violations``, ``accord:warnings`` and ``accord:infos`` of the report count
    all, and ``accord:unlisted`` says which are left out.
    """
    found = Graph(bind_namespaces="none")
    for prefix, namespace in (("sh", SH), ("accord", ACCORD), ("xsd", XSD), ("rdfs", RDFS)):
        found.bind(prefix, str(namespace))
    top = BNode("report")
    found.add((top, RDF.type, SH.ValidationReport))
    found.add((top, SH.conforms, Literal(not report.findings)))
    for severity in SEVERITIES:
        found.add((top, URIRef(f"{ACCORD}{severity}s"), Literal(report.count(severity))))
    if rest := unlisted(report):
        found.add((top, URIRef(f"{ACCORD}unlisted"), Literal(rest, lang="en")))
    for number, finding in enumerate(report.findings, 1):
        found.add((top, SH.result, _result(found, finding, f"{number:05}")))
    return found


def _result(found: Graph, finding: Finding, number: str) -> Node:
    """Add a finding; its nodes are named after its number, so that a report is always written in the same way."""
    node = BNode(f"result{number}")
    focus = _iri(finding.focus) or BNode(f"focus{number}")
    found.add((node, RDF.type, SH.ValidationResult))
    found.add((node, SH.focusNode, focus))
    if isinstance(focus, BNode):
        label = finding.focus or (finding.place.file if finding.place else "")
        found.add((focus, RDFS.label, Literal(printable(label))))
    found.add((node, SH.resultSeverity, _SEVERITIES[finding.severity]))
    found.add((node, SH.sourceConstraintComponent, _component(finding.code)))
    found.add((node, SH.resultMessage, Literal(printable(finding.message), lang="en")))
    for predicate, iri in ((SH.resultPath, finding.property), (SH.sourceShape, finding.shape)):
        if term := _iri(iri):
            found.add((node, predicate, term))
    if finding.term:
        found.add((node, SH.value, _value(finding.term, focus, number)))
    for name, value in (("written", finding.value), ("remedy", finding.remedy), ("code", finding.code)):
        if value:
            found.add((node, URIRef(f"{ACCORD}{name}"), Literal(printable(value))))
    if finding.more:
        found.add((node, URIRef(f"{ACCORD}more"), Literal(finding.more)))
    if place := finding.place:
        found.add((node, URIRef(ACCORD + "file"), Literal(printable(place.file))))
        numbers = {"line": place.line, "column": place.column, "endLine": place.end_line, "endColumn": place.end_column}
        for name, at in numbers.items():
            found.add((node, URIRef(f"{ACCORD}{name}"), Literal(at)))
    return node


def _value(term: str, focus: Node, number: str) -> Node:
    """The value of a result; a blank node of the data is a blank node of the report (SHACL §3.6.2.3)."""
    if term == "$this":
        return focus
    return (
        BNode(f"value{number}")
        if term == "[]"
        else to_rdflib(next(parse(f"<x:> <x:> {term} .", RdfFormat.N_TRIPLES)).object)
    )


def _component(code: str) -> URIRef:
    """The constraint component of SHACL that a code names, else one of Accord."""
    name = f"{code.removeprefix('SH-')}CONSTRAINTCOMPONENT"
    return _COMPONENTS[name] if code.startswith("SH-") and name in _COMPONENTS else URIRef(f"{ACCORD}finding-{code}")


def _iri(text: str) -> URIRef | None:
    return URIRef(text) if is_iri(text) else None

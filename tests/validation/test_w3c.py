"""The W3C SHACL test suite, through the engine that checks publications."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.errors import UsageError
from accord.names import Prefixes
from accord.publication import Publication, Settings, SourceFile
from accord.validation.loading import load_input
from accord.validation.shacl import shapes
from accord.validation.shacl.run_pyshacl import ShaclResult
from accord.validation.stages import shacl
from places import SHARED, needs_shared

SUITE = SHARED / "w3c" / "shacl"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
TESTS = sorted(
    path
    for path in SUITE.rglob("*.ttl")
    if SHT.encode() + b"Validate" in path.read_bytes() or b"sht:Validate" in path.read_bytes()
)

pytestmark = needs_shared

DEVIATIONS = {
    "sparql/pre-binding/shapesGraph-001.ttl": "$shapesGraph is optional, and refused here",
}


@pytest.fixture(autouse=True)
def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Literals are read as the files of the suite write them."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def graph_of(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


def publication(data: Graph, shapes_graph: Graph) -> Publication:
    settings = Settings("", "http://test/", "", "", "", "", "", (), None, Prefixes({}))
    files = (
        SourceFile("data/data.ttl", ("data",), data.serialize(format="nt", encoding="utf-8")),
        SourceFile("shapes/shapes.ttl", ("shapes",), shapes_graph.serialize(format="nt", encoding="utf-8")),
    )
    return Publication(Path(), settings, files, "test")


def key(focus: Node | None, path: Node | None, value: Node | None, component: str, severity: str) -> tuple[str, ...]:
    """What is compared of a result; blank nodes, whose names differ, are only blank nodes."""
    terms = [
        "_" if isinstance(term, BNode) else term.n3() if isinstance(term, URIRef | Literal) else ""
        for term in (focus, path, value)
    ]
    return (*terms, component.removesuffix("ConstraintComponent"), severity.lower())


def expected(report: Graph, node: Node) -> set[tuple[str, ...]]:
    keys = []
    for result in report.objects(node, SH.result):
        local = {name: report.value(result, SH[name]) for name in ("focusNode", "resultPath", "value")}
        component = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
        told = str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))
        severity = told if told in ("Warning", "Info") else "Violation"
        keys.append(key(local["focusNode"], local["resultPath"], local["value"], component, severity))
    return set(keys)


def run(data: Graph, rules: Graph) -> list[ShaclResult]:
    check_input = load_input(publication(data, rules), ())
    known = shapes.load(check_input.shapes)
    return shacl.results(check_input, shacl.graph(check_input, known), known)


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(SUITE)))
def test_suite(path: Path) -> None:
    """Each test passes; a known deviation must still be one, or its line in the list is to be taken out."""
    deviates = str(path.relative_to(SUITE)) in DEVIATIONS
    with pytest.raises((AssertionError, UsageError)) if deviates else nullcontext():
        passes(path)


def passes(path: Path) -> None:
    manifest = graph_of(path)
    test = manifest.value(None, RDF.type, URIRef(SHT + "Validate"))
    action, result = (manifest.value(test, URIRef(MF + name)) for name in ("action", "result"))
    data, rules = (
        graph_of(Path(str(manifest.value(action, URIRef(SHT + name))).removeprefix("file://")))
        for name in ("dataGraph", "shapesGraph")
    )
    if result == URIRef(SHT + "Failure"):
        with pytest.raises(UsageError):
            run(data, rules)
        return
    assert result is not None
    found = run(data, rules)
    wanted = expected(manifest, result)
    if any("Node" in one for one in wanted):
        assert found
    else:
        assert {key(one.focus, one.path, one.value, one.component, one.severity) for one in found} == wanted

"""The W3C tests of the SPARQL 1.1 Protocol, as requests to a service.

    ACCORD_W3C_SPARQL=FOLDER pytest tests/engine/test_w3c_protocol.py

FOLDER is the folder ``sparql`` of the W3C's repository of RDF tests. The manifest has the requests as RDF (HTTP
Vocabulary). The graphs that the tests ask for are those of one publication. Tests that change the data are left out,
since the endpoint is read-only; those of wrong updates, which have to be refused, are tried.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib import RDFS
from rdflib.collection import Collection
from rdflib.term import Node

from running import Answer, Running

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

KNOWN = {"query_content_type_construct": "a relative IRI in a query that states no BASE is refused, with its place"}
"""Tests that are known to deviate, with the reason."""

FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}
"""The media types of answers by the words of the manifest."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a test, and what has to come back: classes of status, a truth value, the sort of answer."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    statuses: frozenset[str]
    truth: bool | None
    sort: str


@dataclass(frozen=True, slots=True)
class ProtocolTest:
    """A test: its name in the manifest, and its requests in order."""

    name: str
    asked: tuple[Asked, ...]

    @property
    def changes(self) -> bool:
        """Whether it changes the data, which a read-only endpoint refuses."""
        return self.name.startswith("update_")


def tests(folder: Path) -> list[ProtocolTest]:
    """All tests of the manifest, in its order."""
    graph = rdflib.Graph().parse(folder / "sparql11" / "protocol" / "manifest.ttl")
    manifest = graph.value(predicate=rdflib.RDF.type, object=MF.Manifest)
    entries = _listed(graph, graph.value(manifest, MF.entries))
    return [ProtocolTest(str(one).rpartition("#")[2], tuple(_requests(graph, one))) for one in entries]


def _listed(graph: rdflib.Graph, head: Node | None) -> list[Node]:
    """The members of a list; none for one that is not there."""
    return list(Collection(graph, head)) if head else []


def _requests(graph: rdflib.Graph, test: Node) -> Iterator[Asked]:
    connection = graph.value(test, MF.action)
    for one in _listed(graph, graph.value(connection, HT.requests)):
        body, answer = graph.value(one, HT.body), graph.value(one, HT.resp)
        coding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
        fields = _listed(graph, graph.value(one, HT.headers))
        truth = graph.value(answer, MF.expectedBoolean)
        yield Asked(
            str(graph.value(one, HT.methodName)),
            str(graph.value(one, HT.absolutePath)),
            str(graph.value(body, CNT.chars)).encode(coding) if body else None,
            {str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue)) for each in fields},
            frozenset(str(each)[-3] for each in graph.objects(answer, MF.expectedStatus)),
            None if truth is None else bool(truth.toPython()) if isinstance(truth, rdflib.Literal) else None,
            str(graph.value(answer, MF.expectedFormat) or ""),
        )


def publication(folder: Path, out: Path) -> None:
    """Write the graphs that the tests ask for into a folder, each with its name (N-Quads)."""
    manifest = folder / "sparql11" / "protocol" / "manifest.ttl"
    graph = rdflib.Graph().parse(manifest)
    lines = set()
    for node in set(graph.objects(None, UT.graphData)):
        file, name = Path(str(graph.value(node, UT.graph)).removeprefix("file://")), graph.value(node, RDFS.label)
        for line in file.read_text("utf-8").splitlines():
            if line.strip().endswith("."):
                lines.add(f"{line.strip().removesuffix('.')}<{name}> .\n")
    (out / "graphs.nq").write_text("".join(sorted(lines)), "utf-8")
    if not lines:
        shutil.rmtree(out)
        raise ValueError(f"The manifest {manifest} names no graphs.")


def fault(test: ProtocolTest, service: Running) -> str:
    """What is wrong with the answers to a test; empty where all are as they have to be."""
    for one in test.asked:
        headers = {name.replace("-", "_"): value for name, value in one.headers.items()}
        answer = service.get(one.path.replace("/sparql/", "/sparql", 1), one.method, one.body, 30, **headers)
        if wrong := _wrong(one, answer):
            return f"{one.method} {one.path}: {wrong}"
    return ""


def _wrong(one: Asked, answer: Answer) -> str:
    if str(answer.status)[0] not in one.statuses:
        return f"status {answer.status}, not {'/'.join(sorted(one.statuses))}xx"
    media = answer.headers.get("content-type", "").partition(";")[0]
    if one.sort and media not in FORMATS[one.sort]:
        return f"{media} is not {one.sort}"
    if one.truth is not None and f'"boolean":{str(one.truth).lower()}' not in answer.text.replace(" ", ""):
        return f"not {one.truth}: {answer.text[:200]}"
    return ""

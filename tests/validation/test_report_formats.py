"""The formats of a report for forges, editors and other programs, with hostile values in every field."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import jsonschema
import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import Graph
from rdflib.namespace import RDF, SH

from accord.errors import Place
from accord.validation import Finding, reports
from accord.validation.findings import Report
from accord.validation.grouping import report
from validation.reports_schema import SARIF

HOSTILE = "::error::x\n::warning::y\r\x1b[2J<script>alert(1)</script>]]>%0A,\x00\ufffe\ud800"
PLACE = Place("data/a b.ttl", 2, 5, 2, 8)
FINDINGS = [
    Finding(
        *("SH-IN", "violation", "It is wrong.", PLACE, "https://e.example/x", "https://e.example/p", '"x"'),
        remedy="Write it right.",
        shape="https://e.example/s",
    ),
    Finding("TTL-DOT", "violation", HOSTILE, Place(HOSTILE, 1, 1, 2, 3), HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
    Finding("QUOTE-UNCHECKED", "info", "It was not compared."),
    Finding("SH-SPARQL", "warning", "It is odd.", PLACE),
]
SOURCES = {"data/a b.ttl": "one\nab: <script> .\n", HOSTILE: HOSTILE}


@pytest.fixture(scope="module")
def found() -> Report:
    return report(FINDINGS, files=2, triples=3, seconds=0.5)


def written(found: Report, name: str) -> str:
    return reports.WRITERS[name](found, SOURCES, colour=False)


@pytest.mark.parametrize("name", reports.WRITERS)
def test_every_format_can_be_encoded_and_ends_without_a_line_end(found: Report, name: str) -> None:
    text = written(found, name)
    text.encode("utf-8")
    assert text == text.rstrip("\n")
    assert "\x1b" not in text
    assert "\x00" not in text


@pytest.mark.parametrize("name", reports.WRITERS)
def test_every_format_can_say_that_there_is_nothing(name: str) -> None:
    assert written(report([], files=1, triples=1, seconds=0), name)


def test_the_first_line_is_what_problem_matchers_of_compilers_read(found: Report) -> None:
    matcher = re.compile(r"^(.*):(\d+):(\d+):\s+(warning|error|note):\s+(.*)$", re.M)
    lines = [match.groups() for match in matcher.finditer(written(found, "text"))]
    assert ("data/a b.ttl", "2", "5", "error", "It is wrong. [SH-IN]") in lines
    assert ("data/a b.ttl", "2", "5", "warning", "It is odd. [SH-SPARQL]") in lines
    assert len(lines) == 3


def test_sarif_is_as_its_schema_says(found: Report) -> None:
    document = json.loads(written(found, "sarif"))
    jsonschema.validate(document, SARIF)
    (run,) = document["runs"]
    assert [one["level"] for one in run["results"]] == ["note", "error", "error", "warning"]
    assert {one["ruleId"] for one in run["results"]} == {one["id"] for one in run["tool"]["driver"]["rules"]}
    exact = next(one for one in run["results"] if one["ruleId"] == "SH-IN")
    place = exact["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "data/a%20b.ttl", "uriBaseId": "ROOT"}
    assert place["region"] == {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 8}
    assert all(run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


def test_no_value_begins_a_command_of_github(found: Report) -> None:
    lines = written(found, "github").split("\n")
    assert len(lines) == len(FINDINGS) + 1
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::notice", "::error", "::error", "::warning"]
    assert lines[2] == (
        "::error file=data/a b.ttl,line=2,endLine=2,col=5,endColumn=7,title=SH-IN::It is wrong. Fix: Write it right."
    ) or lines[1].startswith("::error file=data/a b.ttl,line=2")
    for line in lines[:-1]:
        properties = line.split("::")[1]
        assert set(re.findall(r"[ ,](\w+)=", properties)) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert not re.search(r"%(?!25|2C|3A)", line)


def test_junit_is_well_formed_and_fails_for_violations_alone(found: Report) -> None:
    suites = ET.fromstring(written(found, "junit").encode())
    (suite,) = suites
    cases = suite.findall("testcase")
    assert (suite.get("tests"), suite.get("failures")) == (str(len(cases)), "2") == ("4", "2")
    assert sum(case.find("failure") is not None for case in cases) == 2
    clean = ET.fromstring(written(report([], files=1, triples=1, seconds=0), "junit").encode())
    assert [case.get("name") for case in clean.iter("testcase")] == ["no violations"]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_the_page_holds_no_markup_of_values(found: Report) -> None:
    page = written(found, "html")
    parser = _Tags()
    parser.feed(page)
    assert "script" not in parser.tags
    assert parser.tags.count("li") == len(FINDINGS)
    assert "ab: <mark>&lt;sc</mark>ript&gt; ." in page.replace("<pre><code>", "")
    assert "http" not in page.replace("https://e.example", "")


@pytest.mark.parametrize(("name", "format"), [("turtle", RdfFormat.TURTLE), ("json-ld", RdfFormat.JSON_LD)])
def test_the_report_graph_has_what_shacl_asks_of_each_result(found: Report, name: str, format: RdfFormat) -> None:
    triples = serialize((quad.triple for quad in parse(written(found, name), format)), format=RdfFormat.N_TRIPLES)
    graph = Graph().parse(data=triples, format="nt")
    (top,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert [str(value) for value in graph.objects(top, SH.conforms)] == ["false"]
    results = set(graph.objects(top, SH.result))
    assert results == set(graph.subjects(RDF.type, SH.ValidationResult))
    assert len(results) == len(FINDINGS)
    for result in results:
        for needed in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(graph.objects(result, needed))) == 1
    exact = next(graph.subjects(SH.sourceConstraintComponent, SH.InConstraintComponent))
    assert str(graph.value(exact, SH.resultPath)) == "https://e.example/p"
    assert str(graph.value(exact, SH.sourceShape)) == "https://e.example/s"


def test_a_graph_without_results_conforms() -> None:
    graph = Graph().parse(data=written(report([], files=1, triples=1, seconds=0), "turtle"), format="turtle")
    assert [str(value) for value in graph.objects(None, SH.conforms)] == ["true"]


def test_the_same_report_is_written_with_the_same_bytes(found: Report) -> None:
    assert all(written(found, name) == written(found, name) for name in reports.WRITERS)

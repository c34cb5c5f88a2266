"""A report in SARIF 2.1.0, the format of findings that forges and editors import."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import accord
from accord.errors import Place
from accord.validation.codes import page
from accord.validation.findings import SEVERITIES, Finding, Report
from accord.validation.reports.words import LEVELS, sentence, unlisted

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """One run with a result for each finding, and a rule for each code that occurs."""
    codes = sorted({finding.code for finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "accord",
                "version": accord.__version__,
                "semanticVersion": accord.__version__,
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder that the check was started in."}}},
        "invocations": [_invocation(report)],
        "properties": {"counts": {severity: report.count(severity) for severity in SEVERITIES}},
        "results": [_result(finding, codes.index(finding.code)) for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=2)


def _invocation(report: Report) -> dict[str, Any]:
    """How the run ended, and what it does not list."""
    ended: dict[str, Any] = {"executionSuccessful": not any(one.code.startswith("LIMIT-") for one in report.findings)}
    if rest := unlisted(report):
        ended["toolExecutionNotifications"] = [{"level": "note", "message": {"text": rest}}]
    return ended


def _rule(code: str) -> dict[str, Any]:
    found = page(code)
    if found is None:
        return {"id": code}
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": found.title}, "help": {"text": found.fix}}
    return {**rule, "fullDescription": {"text": " ".join(filter(None, (found.what, found.why)))}}


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": sentence(finding)},
        "locations": [_location(finding.place)] if finding.place else [],
    }
    known = {"focus": finding.focus, "property": finding.property, "shape": finding.shape, "fix": finding.remedy}
    properties: dict[str, Any] = {name: value for name, value in known.items() if value}
    if finding.more:
        properties["more"] = finding.more
        result["occurrenceCount"] = 1 + finding.more
        result["relatedLocations"] = [_location(place) for place in finding.others]
    return {**result, "properties": properties} if properties else result


def _location(place: Place) -> dict[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    file = {"uri": quote(place.file, errors="surrogatepass")}
    if not place.file.startswith("/"):
        file["uriBaseId"] = "ROOT"
    return {"physicalLocation": {"artifactLocation": file, "region": region}}

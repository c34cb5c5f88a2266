"""A report as JUnit XML, which continuous integration shows as tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from accord.validation.findings import SEVERITIES, Finding, Report
from accord.validation.reports.printable import printable
from accord.validation.reports.words import sentence, unlisted


def junit(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """A test for each finding: a violation fails, a warning or a note is output of a test that passes.

    Without violations there is one more test that passes, so that the suite is never empty. A finding that represents
    others is one test; the properties of the suite count all findings by severity.
    """
    cases = [line for finding in report.findings for line in _case(finding)]
    failures = sum(finding.severity == "violation" for finding in report.findings)
    if not failures:
        cases += [f'    <testcase name="no violations" classname="accord.check" time="{report.seconds:.3f}"/>']
    tests = len(report.findings) + (not failures)
    counts = f'tests="{tests}" failures="{failures}" errors="0"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="accord check" {counts} time="{report.seconds:.3f}">',
        f'  <testsuite name="accord check" {counts} skipped="0" time="{report.seconds:.3f}">',
        *_properties(report),
        *cases,
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines)


def _properties(report: Report) -> Iterator[str]:
    """The counts of all findings."""
    yield "    <properties>"
    for severity in SEVERITIES:
        yield f'      <property name="{severity}" value="{report.count(severity)}"/>'
    if rest := unlisted(report):
        yield f'      <property name="unlisted" value={_attribute(rest)}/>'
    yield "    </properties>"


def _case(finding: Finding) -> Iterator[str]:
    where = f"{finding.place.line}:{finding.place.column} " if finding.place else ""
    name = _attribute(f"{where}{finding.code} {finding.message}")
    file = finding.place.file if finding.place else "accord.check"
    yield f'    <testcase name={name} classname={_attribute(file)} time="0">'
    words = escape(printable(f"{finding.place}: {sentence(finding)}" if finding.place else sentence(finding)))
    if finding.severity == "violation":
        message = _attribute(finding.message)
        yield f"      <failure message={message} type={_attribute(finding.code)}>{words}</failure>"
    else:
        yield f"      <system-out>{words}</system-out>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))

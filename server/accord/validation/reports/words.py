"""The words that several formats share: a finding as one sentence with its fix, and the counts of a report."""

from __future__ import annotations

from accord.validation.findings import SEVERITIES, Finding, Report, Severity

LEVELS: dict[Severity, str] = {"violation": "error", "warning": "warning", "info": "note"}
"""What editors, compilers and SARIF call a severity."""


def sentence(finding: Finding) -> str:
    """The message, and the fix where there is one."""
    return f"{finding.message} Fix: {finding.remedy}" if finding.remedy else finding.message


def summary(report: Report) -> str:
    """One sentence that counts what was found and what was looked at."""
    counts = [counted(report.count(severity), severity) for severity in SEVERITIES if report.count(severity)]
    looked = f"{counted(report.triples, 'statement')} in {counted(report.files, 'file')}, {report.seconds:.2f} s"
    return f"{', '.join(counts) or 'No findings'} ({looked})"


def counted(number: int, noun: str) -> str:
    """A number with its noun, which has an ``s`` unless there is one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

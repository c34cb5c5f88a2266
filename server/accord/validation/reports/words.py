"""The words that several formats share: a finding as one sentence with its fix, and the counts of a report."""

from __future__ import annotations

from collections import Counter

from accord.validation.findings import SEVERITIES, Finding, Report, Severity

LEVELS: dict[Severity, str] = {"violation": "error", "warning": "warning", "info": "note"}
"""The names of severities in editors, compilers and SARIF."""


def sentence(finding: Finding) -> str:
    """The message, and the fix where there is one."""
    return f"{finding.message} Fix: {finding.remedy}" if finding.remedy else finding.message


def summary(report: Report) -> str:
    """One sentence that counts what was found and what was looked at, and one that counts what is not listed."""
    counts = [counted(report.count(severity), severity) for severity in SEVERITIES if report.count(severity)]
    looked = f"{counted(report.triples, 'statement')} in {counted(report.files, 'file')}, {report.seconds:.2f} s"
    return " ".join(filter(None, (f"{', '.join(counts) or 'No findings'} ({looked})", unlisted(report))))


def unlisted(report: Report) -> str:
    """One sentence that counts what the report leaves out, by codes; empty when it lists all."""
    if not report.unlisted:
        return ""
    counts: Counter[str] = Counter()
    for one in report.unlisted:
        counts[one.code] += one.count
    codes = ", ".join(f"{count:,} of {code}" for code, count in counts.items())
    return f"Not listed are {sum(one.count for one in report.unlisted):,} more: {codes}."


def also_at(finding: Finding) -> str:
    """The places of further findings of the same cause, in words; empty where there are none."""
    places = ", ".join(map(str, finding.others))
    rest = finding.more - len(finding.others)
    return f"Also at {places}{f' and {rest:,} more' if rest > 0 else ''}" if places else ""


def counted(number: int, noun: str) -> str:
    """A number with its noun, which has an ``s`` unless there is one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

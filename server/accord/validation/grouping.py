"""One finding for each cause, and no more findings in a report than people work through."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from accord.validation.findings import SEVERITIES, Finding, Report, Severity, Unlisted

OTHERS = 20
"""Further places that a finding names: enough to see which files it is about, in a kilobyte."""
ALIKE = 5
"""Findings with the same words that are listed one by one: people correct a few of them where they are, and
more of them in one step."""
MOST = 100
"""Findings of one code that a report lists: more of a kind do not help anybody, and data may have a million."""
TOTAL = 1_000
"""Findings that a report lists in all: more than a person corrects before the next check, in half a megabyte."""

_OF_A_TERM = {
    "TERM-PROPERTY",
    "TERM-CLASS",
    "TERM-UNKNOWN",
    "TERM-UNDECLARED",
    "TERM-LINK",
    "TTL-PREFIX",
    "TTL-RELATIVE",
}
"""Codes about a name: wherever it is used, the mistake is the same."""
_OF_MANY_THINGS = {
    *("SH-MINCOUNT", "SH-QUALIFIEDMINCOUNT", "SH-HASVALUE", "SH-OR", "SH-XONE", "SH-AND", "SH-NODE", "SH-CLOSED"),
    *("SH-MAXCOUNT", "SH-QUALIFIEDMAXCOUNT", "SH-UNIQUELANG"),
    *("RULE-CLASS", "RULE-LABEL", "RULE-EVIDENCE", "RULE-EVIDENCE-VALUE", "RULE-FOREIGN-SUBJECT", "RULE-BLANK-NODE"),
}
"""Codes whose messages differ only in the thing: what is missing or too much is the same for all."""
_OF_THEIR_WORDS = ("STYLE-", "SHAPE-", "LIT-", "TTL-", "RDF-", "TERM-SCHEME")
"""How codes begin whose message and remedy say all of the mistake, whatever statement it is in."""


def report(findings: Iterable[Finding], *, files: int, triples: int, seconds: float) -> Report:
    """A report of these findings: sorted, without duplicates, one for each cause, within :data:`MOST` and
    :data:`TOTAL`. What is not listed is counted."""
    grouped = list(_grouped(sorted(set(findings))))
    listed = set(_listed(grouped))
    left_out: Counter[tuple[Severity, str]] = Counter()
    for one in grouped:
        if one not in listed:
            left_out[one.severity, one.code] += 1 + one.more
    unlisted = [Unlisted(code, severity, count) for (severity, code), count in left_out.items()]
    unlisted.sort(key=lambda one: (SEVERITIES.index(one.severity), -one.count, one.code))
    shown = tuple(one for one in grouped if one in listed)
    return Report(shown, files, triples, seconds, tuple(unlisted))


def _grouped(findings: list[Finding]) -> Iterator[Finding]:
    """The first finding of each cause that has many, with the number and the places of the others."""
    causes: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for one in findings:
        causes[_cause(one)].append(one)
    for one in findings:
        alike = causes[_cause(one)]
        if len(alike) <= (1 if one.code in _OF_A_TERM else ALIKE):
            yield one
        elif one is alike[0]:
            yield _first_of(alike)


def _cause(finding: Finding) -> tuple[str, ...]:
    """The key that all findings of one cause share."""
    if finding.code in _OF_A_TERM:
        return finding.code, finding.severity, finding.message, finding.remedy
    if finding.code in _OF_MANY_THINGS:
        return finding.code, finding.severity, finding.shape, finding.property
    if finding.code.startswith(_OF_THEIR_WORDS):
        return finding.code, finding.severity, finding.message, finding.remedy
    return finding.code, finding.severity, finding.property, finding.message, finding.remedy, finding.value


def _first_of(alike: list[Finding]) -> Finding:
    first, *others = alike
    places = list(dict.fromkeys(one.place for one in others if one.place))
    number = sum(1 + one.more for one in others)
    end = "" if first.message.endswith((".", "!", "?")) else "."
    message = f"{first.message}{end} The same mistake is in {number:,} more place{'s' * (number > 1)}."
    return replace(first, message=message, more=first.more + number, others=tuple(places[:OTHERS]))


def _listed(findings: list[Finding]) -> Iterator[Finding]:
    """The findings that a report lists: the most severe first, of each code and in all so many."""
    kept: Counter[str] = Counter()
    for one in sorted(findings, key=lambda one: SEVERITIES.index(one.severity)):
        if kept[one.code] < MOST and kept.total() < TOTAL:
            kept[one.code] += 1
            yield one

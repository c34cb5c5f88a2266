"""The result of a check: findings, each with its place, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from accord.errors import Place

Severity = Literal["violation", "warning", "info"]
"""A violation must be corrected; a warning is advice; an info is only a note (SHACL §2.1.4)."""

MOST = 100
"""Findings of one code about one file that a report holds: more do not help anybody, and a file may have a million."""

SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""All severities, the most severe first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, or one piece of advice, in plain words.

    ``code`` is stable (``SH-MINCOUNT``, ``LIT-DATATYPE``); ``focus``, ``property`` and ``shape`` are IRIs; ``value`` is
    as written in the file; ``remedy`` is the likely fix. Each of these is empty where there is none. ``more`` is how
    many findings this one represents, which were left out; 0 for a finding of its own.
    """

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    focus: str = ""
    property: str = ""
    value: str = ""
    remedy: str = ""
    shape: str = ""
    more: int = 0

    def __lt__(self, other: Finding) -> bool:
        """Findings sort by file, line, column and code; those without a place come first."""
        return _order(self) < _order(other)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.place or Place("", 0, 0, 0, 0)
    return place.file, place.line, place.column, finding.code, finding.message


@dataclass(frozen=True)
class Report:
    """All findings, sorted, and what was looked at.

    ``files`` and ``triples`` count what was checked, not the context; ``seconds`` is wall time.
    """

    findings: tuple[Finding, ...]
    files: int
    triples: int
    seconds: float

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings are allowed."""
        return not self.count("violation")

    @property
    def exit_code(self) -> int:
        """The exit code of the command line: 0 no violations, 1 violations, 4 a limit ended the check."""
        if any(finding.code.startswith("LIMIT-") for finding in self.findings):
            return 4
        return 0 if self.conforms else 1

    def document(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)

    @classmethod
    def of(cls, document: Any) -> Report:
        """The report of a :meth:`document`. Raises ValueError for anything else."""
        try:
            findings = tuple(_finding(one) for one in document["findings"])
            files, triples, seconds = int(document["files"]), int(document["triples"]), float(document["seconds"])
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("This is not a report.") from error
        return cls(findings, files, triples, seconds)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity, those that were left out among them."""
        return sum(finding.more or 1 for finding in self.findings if finding.severity == severity)


def _finding(document: Any) -> Finding:
    """The finding of a JSON object. Raises ValueError, TypeError or KeyError when it is not one."""
    words = {one.name: document[one.name] for one in fields(Finding) if one.name not in ("place", "more")}
    if not all(isinstance(word, str) for word in words.values()) or words["severity"] not in SEVERITIES:
        raise ValueError("This is not a finding.")
    place = document["place"]
    if place is not None:
        numbers = [place[one.name] for one in fields(Place) if one.name != "file"]
        if not isinstance(place["file"], str) or not all(isinstance(number, int) for number in numbers):
            raise ValueError("This is not a place.")
        place = Place(place["file"], *numbers)
    return Finding(place=place, more=int(document["more"]), **words)


def report(findings: Iterable[Finding], *, files: int, triples: int, seconds: float) -> Report:
    """A report of these findings, sorted and without duplicates, with no more than :data:`MOST` of a kind."""
    return Report(tuple(_bounded(sorted(set(findings)))), files, triples, seconds)


def _bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first findings of each code and file, and for those that are left out one that says how many they are."""
    kept: Counter[tuple[str, str]] = Counter()
    more: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        kind = one.place.file if one.place else "", one.code
        kept[kind] += 1
        if kept[kind] <= MOST:
            yield one
        else:
            more.setdefault(kind, []).append(one)
    for several in more.values():
        most_severe = min((one.severity for one in several), key=SEVERITIES.index)
        message = f"There are {len(several):,} more findings like these {MOST} in this file, from here on."
        remedy = "Correct the first ones, then check again."
        yield Finding(several[0].code, most_severe, message, several[0].place, remedy=remedy, more=len(several))

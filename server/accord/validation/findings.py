"""The result of a check: findings, each with its place, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from accord.errors import Place

Severity = Literal["violation", "warning", "info"]
"""A violation must be corrected; a warning is advice; an info is only a note (SHACL §2.1.4)."""

SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""All severities, the most severe first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, or one piece of advice, in plain words.

    ``code`` is stable (``SH-MINCOUNT``, ``LIT-DATATYPE``); ``focus``, ``property`` and ``shape`` are IRIs; ``value`` is
    as written in the file; ``remedy`` is the likely fix. ``term`` is the value of SHACL (§3.6.2.3) in N-Triples, ``[]``
    for a blank node and ``$this`` for one that is the focus node. Each of these is empty where there is none. ``more``
    is how many further findings have the same cause, which this one represents; ``others`` are the places of the first
    of them.
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
    term: str = ""
    more: int = 0
    others: tuple[Place, ...] = ()

    def __lt__(self, other: Finding) -> bool:
        """Findings sort by file, line, column and code; those without a place come first."""
        return _order(self) < _order(other)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.place or Place("", 0, 0, 0, 0)
    return place.file, place.line, place.column, finding.code, finding.message


@dataclass(frozen=True, slots=True)
class Unlisted:
    """How many findings of a code and a severity a report leaves out."""

    code: str
    severity: Severity
    count: int


@dataclass(frozen=True)
class Report:
    """The findings, sorted, and what was looked at.

    ``files`` and ``triples`` count what was checked, not the context; ``seconds`` is wall time. ``unlisted`` counts
    what is not among ``findings`` because there is too much of it.
    """

    findings: tuple[Finding, ...]
    files: int
    triples: int
    seconds: float
    unlisted: tuple[Unlisted, ...] = ()

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
            unlisted = tuple(_unlisted(one) for one in document["unlisted"])
            files, triples, seconds = int(document["files"]), int(document["triples"]), float(document["seconds"])
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("This is not a report.") from error
        return cls(findings, files, triples, seconds, unlisted)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity, those among them that are represented or not listed."""
        return sum(number for (_, one), number in self.counts().items() if one == severity)

    def counts(self) -> Counter[tuple[str, Severity]]:
        """How many findings there are of each code and severity, represented and not listed ones among them."""
        found: Counter[tuple[str, Severity]] = Counter()
        for one in self.findings:
            found[one.code, one.severity] += 1 + one.more
        for rest in self.unlisted:
            found[rest.code, rest.severity] += rest.count
        return found


def _unlisted(document: Any) -> Unlisted:
    """Of a JSON object. Raises ValueError, TypeError or KeyError when it is not one."""
    if not isinstance(document["code"], str) or document["severity"] not in SEVERITIES:
        raise ValueError("This is not a count of findings.")
    return Unlisted(document["code"], document["severity"], int(document["count"]))


def _finding(document: Any) -> Finding:
    """The finding of a JSON object. Raises ValueError, TypeError or KeyError when it is not one."""
    others = ("place", "more", "others")
    words = {one.name: document[one.name] for one in fields(Finding) if one.name not in others}
    if not all(isinstance(word, str) for word in words.values()) or words["severity"] not in SEVERITIES:
        raise ValueError("This is not a finding.")
    place = document["place"] if document["place"] is None else _place(document["place"])
    return Finding(
        place=place, more=int(document["more"]), others=tuple(_place(one) for one in document["others"]), **words
    )


def _place(document: Any) -> Place:
    """The place of a JSON object. Raises ValueError, TypeError or KeyError when it is not one."""
    numbers = [document[one.name] for one in fields(Place) if one.name != "file"]
    if not isinstance(document["file"], str) or not all(isinstance(number, int) for number in numbers):
        raise ValueError("This is not a place.")
    return Place(document["file"], *numbers)

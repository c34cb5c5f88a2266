"""Reports as people read them on a terminal, and as programs read them.

Whatever a file or its name holds, nothing of it reaches a terminal as a control sequence.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Protocol

from accord.errors import Place
from accord.publication import SourceFile
from accord.validation.findings import SEVERITIES, Finding, Report

SHOWN = 20
"""How many findings of one code about one property are shown in full; the rest are counted."""

_WIDEST = 120
_COLOURS = {"violation": "31;1", "warning": "33;1", "info": "36;1"}
_LINE_END = re.compile(r"\r\n|\n|\r")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def text(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """The report for people: each finding with its line and a caret, then one sentence that counts them.

    ``sources`` are the texts of the files by path; no line of another file is shown.
    """
    lines: list[str] = []
    rows: dict[str, list[str]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for finding in report.findings:
        seen[finding.code, finding.property] += not finding.more
        if finding.more or seen[finding.code, finding.property] <= SHOWN:
            lines += [*_finding(finding, sources, rows, colour), ""]
    for (code, _), count in seen.items():
        if count > SHOWN:
            lines += [f"… and {count - SHOWN:,} more like it [{code}]", ""]
    return "\n".join([*lines, _summary(report)])


def as_json(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """The report for programs, as one JSON object whose keys are stable.

    ``conforms``, ``files``, ``triples``, ``seconds``; ``counts`` by severity; and ``findings``, each with ``code``,
    ``severity``, ``message``, ``place`` (``null``, or ``file``, ``line``, ``column``, ``end_line`` and ``end_column``,
    from 1, the end exclusive), ``focus``, ``property``, ``value``, ``remedy`` and ``shape`` (empty where there is
    none), and ``more`` (the number of findings that it represents, 0 for one of its own). Neither the texts of the
    files nor ``colour`` change it.
    """
    document = {
        "conforms": report.conforms,
        "files": report.files,
        "triples": report.triples,
        "seconds": round(report.seconds, 3),
        "counts": {severity: report.count(severity) for severity in SEVERITIES},
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(document, ensure_ascii=True, indent=2)


class Writer(Protocol):
    """Writes a report, with the texts of the files by path; ``colour`` is whether a terminal with colours shows it."""

    def __call__(self, report: Report, sources: Mapping[str, str], *, colour: bool) -> str: ...


WRITERS: Mapping[str, Writer] = {"text": text, "json": as_json}
"""The formats of a report by name; a new format is a line here."""


def write(report: Report, name: str, files: Iterable[SourceFile], *, colour: bool) -> str:
    """A report in the format of this name in :data:`WRITERS`, which may quote the lines of these files."""
    sources = {file.path: file.data.decode("utf-8", "replace") for file in files}
    return WRITERS[name](report, sources, colour=colour)


def printable(text: str) -> str:
    """A string with everything that could control a terminal written as an escape (``\\x1b``, ``\\n``)."""
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def _finding(finding: Finding, sources: Mapping[str, str], rows: dict[str, list[str]], colour: bool) -> Iterator[str]:
    """The lines of a finding; ``rows`` keeps the lines of the sources, which are split once."""
    where = f"{printable(str(finding.place))}: " if finding.place else ""
    severity = _painted(finding.severity, _COLOURS[finding.severity], colour)
    yield f"{where}{severity} [{finding.code}] {printable(finding.message)}"
    if finding.place and finding.place.file in sources:
        path = finding.place.file
        if path not in rows:
            rows[path] = _LINE_END.split(sources[path].removeprefix("\ufeff"))
        yield from _excerpt(rows[path], finding.place, colour)
    if finding.remedy:
        yield f"    Fix: {printable(finding.remedy)}"


def _excerpt(lines: Sequence[str], place: Place, colour: bool) -> Iterator[str]:
    """The line of a place, cut to what fits, with carets under the words that are meant."""
    if place.line > len(lines):
        return
    line, start = lines[place.line - 1], place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    left = max(0, start - _WIDEST // 2)
    before, meant = _shown(line[left:start]), _shown(line[start : min(end, left + _WIDEST)])
    after = _shown(line[end : left + _WIDEST])
    carets = "^" * max(1, _width(meant))
    yield f"    {before}{meant}{after}"
    yield f"    {' ' * _width(before)}{_painted(carets, '31', colour)}"


def _shown(text: str) -> str:
    return printable(text.replace("\t", "    "))


def _width(text: str) -> int:
    """How many columns of a terminal a string takes: none for combining marks, two for wide characters."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def _summary(report: Report) -> str:
    counts = [_counted(report.count(severity), severity) for severity in SEVERITIES if report.count(severity)]
    looked = f"{_counted(report.triples, 'statement')} in {_counted(report.files, 'file')}, {report.seconds:.2f} s"
    return f"{', '.join(counts) or 'No findings'} ({looked})"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _painted(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if colour else text

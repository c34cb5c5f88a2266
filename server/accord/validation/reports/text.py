"""Reports as people read them on a terminal, in the form that editors and compilers have agreed on.

Whatever a file or its name holds, nothing of it reaches a terminal as a control sequence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from accord.errors import Place
from accord.validation.findings import Finding, Report
from accord.validation.reports.printable import printable
from accord.validation.reports.words import LEVELS, also_at, summary

SHOWN = 20
"""How many findings of one code about one property are shown in full; the rest are counted."""

_PLACES = 3
"""Further places of a finding that are named; the JSON has more."""
_WIDEST = 120
_COLOURS = {"violation": "31;1", "warning": "33;1", "info": "36;1"}
_LINE_END = re.compile(r"\r\n|\n|\r")


def text(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """The report for people: each finding with its line and a caret, then one sentence that counts them.

    ``sources`` are the texts of the files by path; no line of another file is shown.
    """
    lines: list[str] = []
    rows = LinesOfFiles(sources)
    seen: Counter[tuple[str, str]] = Counter()
    for finding in report.findings:
        seen[finding.code, finding.property] += 1
        if seen[finding.code, finding.property] <= SHOWN:
            lines += [*_finding(finding, rows, colour), ""]
    for (code, _), count in seen.items():
        if count > SHOWN:
            lines += [f"… and {count - SHOWN:,} more like it [{code}]", ""]
    return "\n".join([*lines, summary(report)])


class LinesOfFiles:
    """The lines of files, which are split once."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._rows: dict[str, list[str]] = {}

    def _line(self, place: Place) -> str | None:
        """The line of a place; ``None`` where the file is not known or has no such line."""
        if place.file not in self._sources:
            return None
        if place.file not in self._rows:
            self._rows[place.file] = _LINE_END.split(self._sources[place.file].removeprefix("\ufeff"))
        rows = self._rows[place.file]
        return rows[place.line - 1] if place.line <= len(rows) else None

    def excerpt(self, place: Place) -> tuple[str, str, str] | None:
        """What is before, at and after a place on its line, cut to what fits; ``None`` where that is not known."""
        line = self._line(place)
        if line is None:
            return None
        start = place.column - 1
        end = place.end_column - 1 if place.end_line == place.line else len(line)
        left = max(0, start - _WIDEST // 2)
        return (
            _shown(line[left:start]),
            _shown(line[start : min(end, left + _WIDEST)]),
            _shown(line[end : left + _WIDEST]),
        )


def _finding(finding: Finding, rows: LinesOfFiles, colour: bool) -> Iterator[str]:
    """The lines of a finding; the first is what editors and compilers have agreed on."""
    where = f"{printable(str(finding.place))}: " if finding.place else ""
    level = _painted(LEVELS[finding.severity], _COLOURS[finding.severity], colour)
    yield f"{where}{level}: {printable(finding.message)} [{finding.code}]"
    if parts := rows.excerpt(finding.place) if finding.place else None:
        before, meant, after = parts
        yield f"    {before}{meant}{after}"
        carets = _painted("^" * max(1, _width(meant)), "31", colour)
        yield f"    {' ' * _width(before)}{carets}"
    if finding.remedy:
        yield f"    Fix: {printable(finding.remedy)}"
    if others := also_at(replace(finding, others=finding.others[:_PLACES])):
        yield f"    {printable(others)}"


def _shown(text: str) -> str:
    return printable(text.replace("\t", "    "))


def _width(text: str) -> int:
    """How many columns of a terminal a string takes: none for combining marks, two for wide characters."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def _painted(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if colour else text

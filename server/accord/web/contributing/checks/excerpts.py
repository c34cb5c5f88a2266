"""The lines around a finding, with the words that are meant apart, for pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accord.validation import Finding, Report

_LINE_END = re.compile(r"\r\n|\n|\r")
_WIDEST = 160
"""Characters of a line that are shown."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A finding with its line: what is before the words that are meant, these words, and what is after them.

    All three are empty where the finding has no place in a file that is shown.
    """

    finding: Finding
    before: str = ""
    meant: str = ""
    after: str = ""


def excerpts(report: Report, sources: Mapping[str, str]) -> list[Excerpt]:
    """Each finding with its line in these files, by path."""
    rows = {path: _LINE_END.split(text.removeprefix("\ufeff")) for path, text in sources.items()}
    return list(_excerpts(report, rows))


def _excerpts(report: Report, rows: Mapping[str, list[str]]) -> Iterator[Excerpt]:
    for finding in report.findings:
        place = finding.place
        if place is None or place.file not in rows or place.line > len(rows[place.file]):
            yield Excerpt(finding)
            continue
        line, start = rows[place.file][place.line - 1], place.column - 1
        end = place.end_column - 1 if place.end_line == place.line else len(line)
        left = max(0, start - _WIDEST // 2)
        end = max(start, min(end, left + _WIDEST))
        yield Excerpt(finding, line[left:start], line[start:end], line[end : left + _WIDEST])

"""A report as annotations of GitHub Actions (workflow commands), which the page of a commit shows beside the lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accord.validation.findings import Finding, Report, Severity
from accord.validation.reports.printable import printable
from accord.validation.reports.words import sentence, summary

_COMMANDS: dict[Severity, str] = {"violation": "error", "warning": "warning", "info": "notice"}


def github(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """One workflow command for each finding, then a line that counts them.

    A command begins a line with ``::``. Values cannot begin one: their line ends are escapes, and the characters that
    end a property are written in percent form.
    """
    return "\n".join([*map(_command, report.findings), printable(summary(report))])


def _command(finding: Finding) -> str:
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in _properties(finding))
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(sentence(finding))}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    if place := finding.place:
        yield "file", place.file
        yield "line", str(place.line)
        yield "endLine", str(place.end_line)
        if place.line == place.end_line:
            yield "col", str(place.column)
            yield "endColumn", str(max(place.column, place.end_column - 1))
    yield "title", finding.code


def _escaped(text: str, also: str = "") -> str:
    """A string in which no command can begin or end."""
    text = printable(text)
    for character in f"%{also}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text

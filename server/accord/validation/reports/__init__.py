"""Reports in the formats that people, editors, forges and other programs read: one function each over one model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Protocol

from accord import turtle
from accord.publication import SourceFile
from accord.validation.findings import Report
from accord.validation.reports.documents import as_json
from accord.validation.reports.github import github
from accord.validation.reports.junit import junit
from accord.validation.reports.printable import printable
from accord.validation.reports.sarif import sarif
from accord.validation.reports.text import SHOWN, text

__all__ = ["SHOWN", "WRITERS", "ReportWriter", "printable", "text", "write"]


class ReportWriter(Protocol):
    """Writes a report, with the texts of the files by path; ``colour`` is whether a terminal with colours shows it."""

    def __call__(self, report: Report, sources: Mapping[str, str], *, colour: bool) -> str: ...


def _late(module: str, name: str) -> ReportWriter:
    """A writer whose module is imported when it is first used: rdflib and Jinja take longer than most reports."""

    def write(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
        writer: ReportWriter = getattr(import_module(f"{__name__}.{module}"), name)
        return writer(report, sources, colour=colour)

    return write


WRITERS: Mapping[str, ReportWriter] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
    "junit": junit,
    "html": _late("page", "html"),
    "turtle": _late("graphs", "as_turtle"),
    "json-ld": _late("graphs", "as_json_ld"),
}
"""The formats of a report by name; a new format is a line here."""


def write(report: Report, name: str, files: Iterable[SourceFile], *, colour: bool) -> str:
    """A report in the format of this name in :data:`WRITERS`, which may quote the lines of these files."""
    sources = {file.path: turtle.shown(file.data) for file in files}
    return WRITERS[name](report, sources, colour=colour)

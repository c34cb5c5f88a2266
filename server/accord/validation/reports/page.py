"""A report as one HTML page of its own, to keep or to send: no scripts, nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from accord.validation.findings import Report
from accord.validation.reports.printable import printable
from accord.validation.reports.text import LinesOfFiles
from accord.validation.reports.words import LEVELS, also_at, summary


def html(report: Report, sources: Mapping[str, str], *, colour: bool) -> str:
    """The findings by file, each with the line and the words that are meant."""
    rows = LinesOfFiles(sources)
    files: dict[str, list[dict[str, object]]] = {}
    for finding in report.findings:
        line = rows.excerpt(finding.place) if finding.place else None
        shown = {"finding": finding, "level": LEVELS[finding.severity], "excerpt": line, "others": also_at(finding)}
        files.setdefault(printable(finding.place.file) if finding.place else "", []).append(shown)
    return _template().render(report=report, files=files, summary=summary(report)).rstrip("\n")


@cache
def _template() -> Template:
    loader = PackageLoader("accord.validation.reports")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["printable"] = printable
    return environment.get_template("report.html")

"""Checking a file on the site: pasted, uploaded or sent by a program. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotAcceptable

from accord import turtle
from accord.errors import LimitError
from accord.formats import HTML, JSON_LD, TURTLE, Format, by_suffix, negotiate
from accord.proposals.checking.contributions import pack
from accord.publication import SourceFile
from accord.validation import Report, reports
from accord.web.contributing.checks.checked_tables import report_on_tables
from accord.web.contributing.checks.excerpts import excerpts
from accord.web.contributing.checks.received_files import PASTED, is_table, received_files
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.site import Site, current

DATA = Format("json", "application/json", "json", "JSON")
_OTHERS = (
    Format("text", "text/plain", "txt", "text"),
    Format("sarif", "application/sarif+json", "sarif", "SARIF"),
    TURTLE,
    JSON_LD,
)
FORMATS = (DATA, HTML, *(one for one in _OTHERS if one.name in reports.WRITERS))
"""How a report can be written: those of the command line that have a media type, and the page."""

blueprint = Blueprint("check", __name__)


@blueprint.get("/check")
def form() -> Response:
    """The page for checking a file: paste it, upload it, or send it by a program.

    :produces: HTML
    """
    return _page(None, [], None)


@blueprint.post("/check")
@may_wait
def check() -> Response:
    """Check RDF as a contribution to this publication: 200 when it conforms, 422 when it has violations.

    Nothing is stored. The answer is that of ``accord check --format json``. A check that reaches its limit of time has
    what was found until then, and a finding that says what was not checked. Tables to fill in (CSV, XLSX) are checked
    cell by cell: line and column are those of the cell.

    :query path: The path of the file in the publication that it replaces. A table is named after its kind,
        such as funding.csv.
    :query format: "json", "html" or "text", in place of the Accept header.
    :body text/turtle: The file. Its Content-Type names its syntax. Example: {turtle}
    :body text/csv: A filled table.
    :body application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: A filled table as a workbook.
    :body multipart/form-data: Files, each as the field "file".
    :body application/x-www-form-urlencoded: The file as the field "text".
    :form text: The file, where it is pasted. Example: {turtle}
    :form binary file: The file; there may be several.
    :produces: FORMATS
    :json: Report
    :answers 422: The report on files that have violations, in the same formats.
    """
    wanted = request.values.get("format", "")
    format = by_suffix(wanted, FORMATS) if wanted else negotiate(request.headers.get("Accept"), FORMATS)
    if format is None:
        raise NotAcceptable(f"Available formats: {', '.join(one.media for one in FORMATS)}.")
    files = received_files(tables=True)
    site = current()
    changes: Mapping[str, int] | None = None
    with working(counted=True):
        if is_table(files[0].path):
            report, files = report_on_tables(site, files), []  # a cell has no line to show
        else:
            if request.form.get("fix") and len(files) == 1:
                files, changes = _fixed(site, files[0])
            report = checked(site, files)
    if format is HTML:
        return _page(report, files, changes)
    body = reports.write(report, format.name, files, colour=False) + "\n"
    return private(Response(body, _status(report), content_type=format.content_type))


def _fixed(site: Site, file: SourceFile) -> tuple[list[SourceFile], Mapping[str, int]]:
    """A file with the fixes that need no decision, and what they were; as it is where they take too long."""
    try:
        done = site.checker.run("fix", pack([file]))
    except LimitError as error:
        return [file], {f"nothing. {error.message}": 1}
    return [replace(file, data=done["text"].encode())], done["changes"]


def checked(site: Site, files: Sequence[SourceFile]) -> Report:
    """The report on files, worked out in the checker's process."""
    return Report.of(site.checker.run("check", pack(files)))


def _status(report: Report) -> int:
    return 200 if report.conforms else 422


def _page(report: Report | None, files: Sequence[SourceFile], changes: Mapping[str, int] | None) -> Response:
    """The page, with a report and what was sent, if anything was, and the fixes in it (``None``: not asked for)."""
    sources = {file.path: turtle.shown(file.data) for file in files}
    page = render_template(
        "check.html",
        report=report,
        changes=changes,
        excerpts=excerpts(report, sources) if report else [],
        text=next(iter(sources.values())) if len(sources) == 1 else "",
        path=path if (path := next(iter(sources), "")) and not path.startswith(PASTED) else "",
    )
    return private(Response(page, _status(report) if report else 200))


def private(response: Response) -> Response:
    """An answer that no cache may keep, since it holds what was sent."""
    response.cache_control.no_store = True
    response.vary.add("Accept")
    return response

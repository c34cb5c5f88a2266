"""What the check of the whole publication found, on the site: for readers who want to know, and for its keepers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.exceptions import NotAcceptable

from accord.errors import EngineError
from accord.formats import HTML, by_suffix, negotiate
from accord.validation import SEVERITIES, Finding, Report, reports
from accord.validation.outcome import Outcome
from accord.web.contributing.checks.check import DATA
from accord.web.contributing.checks.excerpts import Excerpt, excerpts
from accord.web.requests.threads import may_wait
from accord.web.site import Site, current

_SHOWN = 100
"""Findings on one page; those of one kind are a choice, and the JSON has all that the report holds."""

blueprint = Blueprint("findings", __name__)


@blueprint.get("/findings.<suffix>")
@blueprint.get("/findings")
@may_wait
def findings(suffix: str = "") -> Response:
    """What the check of this version of the publication found, as of ``accord check``.

    :query code: A kind of finding, such as LIT-DATATYPE: only these are on the page.
    :produces: DATA, HTML
    :json: Report
    :answers 503: The check still runs, or a limit ended it.
    """
    offered = (DATA, HTML)
    format = by_suffix(suffix, offered) if suffix else negotiate(request.headers.get("Accept"), offered)
    if format is None and suffix:
        abort(404, f"The findings are not available as .{suffix}.")
    if format is None:
        raise NotAcceptable("Available formats: application/json, text/html.")
    site = current()
    outcome = site.outcome.read() if site.outcome else None
    response = Response(_page(site, outcome) if format is HTML else _json(outcome), content_type=format.content_type)
    response.vary.add("Accept")
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response


def _json(outcome: Outcome | None) -> str:
    """The report as JSON. Raises EngineError where there is none."""
    if outcome is None:
        raise EngineError("The check of this version has not ended.", remedy="Ask again in a minute.")
    if outcome.report is None:
        raise EngineError(f"The check of this version gave no report: {outcome.problem}", remedy="Run `accord check`.")
    return reports.write(outcome.report, "json", (), colour=False) + "\n"


def _page(site: Site, outcome: Outcome | None) -> str:
    report = outcome.report if outcome else None
    code = request.args.get("code", "")
    chosen = [one for one in report.findings if code in ("", one.code)] if report else []
    chosen.sort(key=lambda one: SEVERITIES.index(one.severity))
    return render_template(
        "findings.html",
        outcome=outcome,
        report=report,
        kinds=_kinds(report) if report else (),
        code=code,
        chosen=len(chosen),
        excerpts=_excerpts(site, report, chosen[:_SHOWN]) if report else (),
    )


def _kinds(report: Report) -> list[tuple[str, str, int, str]]:
    """The codes of the findings with their severities, their numbers and the message of one, the most severe first,
    then the most frequent.
    """
    messages = {(one.code, one.severity): one.message for one in reversed(report.findings)}
    ranked = sorted(report.counts().items(), key=lambda item: (SEVERITIES.index(item[0][1]), -item[1], item[0]))
    return [(code, severity, count, messages.get((code, severity), "")) for (code, severity), count in ranked]


def _excerpts(site: Site, report: Report, shown: Sequence[Finding]) -> list[Excerpt]:
    """The findings with their lines; only the files that they are in are decoded."""
    wanted = {one.place.file for one in shown if one.place}
    files = {file.path: file.data.decode("utf-8", "replace") for file in site.publication.files if file.path in wanted}
    return excerpts(replace(report, findings=tuple(shown)), files)

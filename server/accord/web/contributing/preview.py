"""The preview of a change: findings, the difference in words and as statements, and what would change on the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request

from accord.errors import AccordError
from accord.formats import HTML, negotiate
from accord.proposals.preview import send
from accord.proposals.whole import whole_changes
from accord.validation import Report
from accord.web.contributing.access import require_own_request
from accord.web.contributing.check import DATA, private
from accord.web.contributing.desk import desk
from accord.web.contributing.differences import changes_of, name_in
from accord.web.contributing.excerpts import excerpts
from accord.web.contributing.proposals import json_answer
from accord.web.contributing.received import received_files
from accord.web.rate_limit import working
from accord.web.site import Site, current
from accord.web.threads import may_wait

_ALIKE = 80.0
"""Score (of 100) from which a thing that exists may be the same as a new one."""

blueprint = Blueprint("preview", __name__)
blueprint.before_request(require_own_request)


@blueprint.get("/proposals/<id>/preview")
@may_wait
def of_proposal(id: str) -> Response:
    """What a proposal would do: findings, statements, new IRIs, likely duplicates, dead links, and changed answers.

    :produces: application/json, text/html
    """
    site = current()
    book = desk().book(site.publication)
    one = book.find(id)
    with working(counted=True):
        changes = {change.path: change.after for change in whole_changes(book, one)}
        return _answer(site, one.title, changes)


@blueprint.post("/check/preview")
@may_wait
def of_files() -> Response:
    """What files would do, without proposing them: the same as the preview of a proposal. Nothing is stored.

    :body multipart/form-data: Files, each as the field "file".
    :body application/x-www-form-urlencoded: The file as the fields "text" and "path".
    :produces: application/json, text/html
    """
    site, files = current(), received_files()
    with working(counted=True):
        return _answer(site, "Your change", {file.path: file.data for file in files})


def _answer(site: Site, title: str, changes: Mapping[str, bytes | None]) -> Response:
    sent = send(changes)
    found = site.checker.run("preview", sent)
    try:
        found["questions"] = site.checker.run("questions", sent)
    except AccordError as error:
        found["questions"], found["not_compared"] = [], error.message
    found["alike"] = _alike(site, found)
    if negotiate(request.headers.get("Accept"), (DATA, HTML)) is not HTML:
        return json_answer(found)
    report = Report.of(found["report"]) if found["report"] else None
    sources = {path: data.decode("utf-8", "replace") for path, data in changes.items() if data is not None}
    return private(
        Response(
            render_template(
                "preview.html",
                title_of_change=title,
                found=found,
                report=report,
                excerpts=excerpts(report, sources) if report else [],
                things=changes_of(site, found),
                name_of=lambda iri: name_in(site, found, iri),
            )
        )
    )


def _alike(site: Site, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Things with a name like that of a new one."""
    alike = []
    for one in found.get("new", ()):
        name = name_in(site, found, one["iri"])
        known = site.search.matcher.candidates(name.text, [], lambda _: True, lambda _: None)
        alike += [
            {"new": one["iri"], "like": other.thing.iri, "name": other.thing.name.text, "score": other.score}
            for other in known[:2]
            if other.score >= _ALIKE
        ]
    return alike

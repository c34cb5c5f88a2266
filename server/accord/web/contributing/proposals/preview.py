"""The preview of a change: findings, the difference in words and as statements, and what would change on the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request

from accord.errors import InputError
from accord.formats import HTML, negotiate
from accord.names import owner
from accord.proposals.checking.preview import preview, report_of, send
from accord.proposals.proposal import Proposal
from accord.proposals.whole import whole_changes
from accord.things.names.labels import Reference
from accord.web.contributing.access import require_own_request, wrong_input
from accord.web.contributing.access.desk import desk
from accord.web.contributing.checks.check import DATA, private
from accord.web.contributing.checks.excerpts import excerpts
from accord.web.contributing.checks.received_files import received_files
from accord.web.contributing.proposals.differences import ThingChange, changes_of, name_in
from accord.web.contributing.proposals.views import json_answer
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.site import Site, current

_PAGES = 20
"""Pages that a preview leads to."""

blueprint = Blueprint("preview", __name__)
blueprint.before_request(require_own_request)
blueprint.register_error_handler(InputError, wrong_input)


@blueprint.get("/proposals/<id>/preview")
@may_wait
def of_proposal(id: str) -> Response:
    """What a proposal would do: findings, statements, new IRIs, likely duplicates, dead links, and changed answers.

    :produces: application/json, text/html
    """
    site = current()
    store = desk().store(site.publication)
    one = store.find(id)
    with working(counted=True):
        changes = {change.path: change.after for change in whole_changes(store, one)}
        return _answer(site, one.title, changes, one)


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


@blueprint.get("/proposals/<id>/preview/page")
@may_wait
def page_of_proposal(id: str) -> Response:
    """The page of a thing as it would look with a proposal.

    :query required thing: The IRI of the thing, in full.
    :produces: text/html
    """
    site, thing = current(), _thing()
    store = desk().store(site.publication)
    with working(counted=True):
        changes = {change.path: change.after for change in whole_changes(store, store.find(id))}
        return _page(site, changes, thing)


@blueprint.post("/check/preview/page")
@may_wait
def page_of_files() -> Response:
    """The page of a thing as it would look with files that are not proposed yet. Nothing is stored.

    :query required thing: The IRI of the thing, in full.
    :body multipart/form-data: Files, each as the field "file".
    :body application/x-www-form-urlencoded: The file as the fields "text" and "path".
    :produces: text/html
    """
    site, thing, files = current(), _thing(), received_files()
    with working(counted=True):
        return _page(site, {file.path: file.data for file in files}, thing)


def _thing() -> str:
    """The IRI of the thing whose page is wanted; 400 without it."""
    return request.values.get("thing", "") or abort(400, "Name the thing whose page you want to see: thing=…")


def _page(site: Site, changes: Mapping[str, bytes | None], thing: str) -> Response:
    """A page that is made in the checker's process, which no cache keeps and no search engine shows."""
    stamp = current_app.extensions["stamp"]
    sent = {"changes": send(changes), "thing": thing, "url": request.url_root, "stamp": stamp}
    body = site.checker.run("page", sent)
    if not body:
        abort(404, f"The data would state nothing about {thing[:200]!r}.")
    response = private(Response(body, content_type=HTML.content_type))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _with_pages(things: Sequence[ThingChange], found: Mapping[str, Any]) -> list[Reference]:
    """The things of a change that have a page, parts with their wholes."""
    described = dict.fromkeys(owner(change.thing.iri) or change.thing.iri for change in things)
    names = {change.thing.iri: change.thing for change in things}
    gone = set(found.get("gone", ()))
    return [names[iri] for iri in described if iri in names and iri not in gone][:_PAGES]


def _answer(site: Site, title: str, changes: Mapping[str, bytes | None], one: Proposal | None = None) -> Response:
    found = preview(site.checker.run, send(changes))
    if negotiate(request.headers.get("Accept"), (DATA, HTML)) is not HTML:
        return json_answer(found)
    report = report_of(found)
    sources = {path: data.decode("utf-8", "replace") for path, data in changes.items() if data is not None}
    return private(
        Response(
            render_template(
                "preview.html",
                title_of_change=title,
                found=found,
                report=report,
                excerpts=excerpts(report, sources) if report else [],
                things=(things := changes_of(site, found)),
                pages=_with_pages(things, found),
                one=one,
                text=next(iter(sources.values())) if len(sources) == len(changes) == 1 else "",
                path=next(iter(sources), ""),
                name_of=lambda iri: name_in(site, found, iri),
            )
        )
    )

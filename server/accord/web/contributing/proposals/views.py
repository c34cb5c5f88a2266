"""Proposals on the site: submitting, reading, discussing and deciding, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotAcceptable
from werkzeug.wrappers import Response as AnyResponse

from accord.errors import InputError
from accord.formats import HTML, JSON_LD, TURTLE, by_suffix, negotiate
from accord.names import PROV
from accord.proposals.documents import document, moment, summary
from accord.proposals.log import decisions_of, provenance
from accord.proposals.proposal import KINDS, Proposal
from accord.proposals.store import Contributor, Draft, ProposalStore
from accord.proposals.whole import whole_changes
from accord.things.documents import write_graph
from accord.web.contributing.access import asking, require_own_request, wrong_input
from accord.web.contributing.access.desk import ANONYMOUS, desk
from accord.web.contributing.checks.check import DATA, private
from accord.web.contributing.proposals.differences import line_differences
from accord.web.requests.rate_limit import working
from accord.web.requests.strict_json import parse_json
from accord.web.requests.threads import may_wait
from accord.web.site import Site, current

blueprint = Blueprint("proposals", __name__, url_prefix="/proposals")
blueprint.before_request(require_own_request)
blueprint.register_error_handler(InputError, wrong_input)


@blueprint.get("")
@may_wait
def listing() -> Response:
    """All proposals, the newest first.

    :produces: application/json, text/html
    """
    site, here = current(), desk()
    if here.repository is None:
        return _answer([], "proposals.html", proposals=[], closed=here.closed, who=ANONYMOUS)
    found = here.store(site.publication).all()
    return _answer(list(map(summary, found)), "proposals.html", proposals=found, closed="", who=asking())


@blueprint.post("")
@may_wait
def submit() -> AnyResponse:
    """Submit a proposal: 201 with its address.

    The version that it was made from is in the header If-Match or in the field "base" (428 without, 412 if stale).

    :body application/json: An object with kind, title, why, base, and files (path and text), or of and into.
    :body application/x-www-form-urlencoded: The same as fields; one file as path and text.
    :body multipart/form-data: The same.
    :produces: application/json
    """
    store = desk().store(current().publication)
    given = _given()
    with working(counted=True):
        one = store.submit(_draft(given), _named(asking(), given))
    address = url_for(".proposal", id=one.id)
    if _wants_html():
        return redirect(address, 303)
    response = json_answer(summary(one), 201)
    response.headers["Location"] = address
    return response


@blueprint.get("/log.<suffix>")
@blueprint.get("/log")
@may_wait
def log(suffix: str = "") -> Response:
    """Every decision, the latest first: what was accepted or reverted, by whom, and who contributed it.

    As RDF in the words of PROV-O: a decision is an activity that used the proposal and made a version.

    :produces: text/turtle, application/ld+json, text/html
    """
    site = current()
    offered = (HTML, TURTLE, JSON_LD)
    format = by_suffix(suffix, offered) if suffix else negotiate(request.headers.get("Accept"), offered)
    if format is None:
        raise NotAcceptable("Available formats: text/html, text/turtle, application/ld+json.")
    store = desk().store(site.publication)
    found = decisions_of(store)
    if format is HTML:
        names = sorted({one.contributor for one in found})
        return private(Response(render_template("proposals_log.html", decisions=found, moment=moment, names=names)))
    settings = site.publication.settings
    body = write_graph(list(provenance(found, settings.base)), format, {**settings.prefixes, "prov": PROV})
    return private(Response(body, content_type=format.content_type))


@blueprint.get("/<id>")
@may_wait
def proposal(id: str) -> Response:
    """A proposal: what it changes, its state, and its comments.

    :produces: application/json, text/html
    """
    site = current()
    store = desk().store(site.publication)
    one = store.find(id)
    changes = whole_changes(store, one)
    return _answer(
        document(store, one),
        "proposal.html",
        one=one,
        steps=store.discussion(one),
        moment=moment,
        changes=[(change, line_differences(change.before, change.after)) for change in changes],
        who=asking(),
        closed="",
    )


@blueprint.post("/<id>/comment")
@may_wait
def comment(id: str) -> AnyResponse:
    """Add a comment, the field "words".

    :body application/x-www-form-urlencoded: The comment.
    :body application/json: An object with words.
    :answers 303: Done, for a browser; the Location is the page of the proposal.
    :produces: application/json
    """
    given = _given()
    return _done(current(), id, lambda store, one, who: store.comment(one, _named(who, given), _word(given, "words")))


@blueprint.post("/<id>/revise")
@may_wait
def revise(id: str) -> AnyResponse:
    """Change the files of an open proposal.

    :body application/x-www-form-urlencoded: The file as path and text, and why.
    :body application/json: An object with files, and why.
    :answers 303: Done, for a browser; the Location is the page of the proposal.
    :produces: application/json
    """
    given = _given()
    return _done(current(), id, lambda store, one, who: store.revise(one, _files(given), who, _word(given, "why")))


@blueprint.post("/<id>/reject")
@may_wait
def reject(id: str) -> AnyResponse:
    """Reject a proposal, with the reason as "why". For maintainers.

    :body application/x-www-form-urlencoded: The reason.
    :body application/json: An object with why.
    :answers 303: Done, for a browser; the Location is the page of the proposal.
    :produces: application/json
    """
    why = _word(_given(), "why")
    return _done(current(), id, lambda store, one, who: store.reject(one, who, why))


@blueprint.post("/<id>/accept")
@may_wait
def accept(id: str) -> AnyResponse:
    """Publish a proposal, if the newest version conforms with it. For maintainers.

    The commit of the proposal that you saw is in the header If-Match or in the field "seen" (428 without, 412 if old).

    :body application/x-www-form-urlencoded: The field seen.
    :body application/json: An object with seen.
    :answers 303: Done, for a browser; the Location is the page of the proposal.
    :produces: application/json
    """
    seen = _word(_given(), "seen") or _match()
    return _decided(current(), id, lambda decisions, one, who: decisions.accept(one, who, seen))


@blueprint.post("/<id>/revert")
@may_wait
def revert(id: str) -> AnyResponse:
    """Revert an accepted proposal, with the reason as "why". For maintainers.

    :body application/x-www-form-urlencoded: The reason.
    :body application/json: An object with why.
    :answers 303: Done, for a browser; the Location is the page of the proposal.
    :produces: application/json
    """
    why = _word(_given(), "why")
    return _decided(current(), id, lambda decisions, one, who: decisions.revert(one, who, why))


def _done(site: Site, id: str, act: Callable[[ProposalStore, Proposal, Contributor], object]) -> AnyResponse:
    """Do something with a proposal, and lead back to its page."""
    store = desk().store(site.publication)
    act(store, store.find(id), asking())
    return _back(store, id)


def _decided(site: Site, id: str, decide: Callable[[Any, Proposal, Contributor], Any]) -> AnyResponse:
    """Make a decision, wait until its version is served, and lead back to the page of the proposal."""
    from accord.proposals.decisions import Decisions

    here = desk()
    store = here.store(site.publication)
    decisions = Decisions(store, lambda tree: site.checker.run("verdict", {"tree": tree}, 300))
    with working():
        done = decide(decisions, store.find(id), asking())
    here.publish(done.commit)
    return _back(store, id)


def _back(store: ProposalStore, id: str) -> AnyResponse:
    if _wants_html():
        return redirect(url_for(".proposal", id=id), 303)
    return json_answer(document(store, store.find(id)))


def _draft(given: Mapping[str, Any]) -> Draft:
    kind = _word(given, "kind") or "change"
    if kind not in KINDS:
        raise InputError(f"There is no kind of proposal {kind[:40]!r}.", remedy=f"Use {', '.join(KINDS)}.")
    known = next(one for one in KINDS if one == kind)
    title, why, of, into = (_word(given, name) for name in ("title", "why", "of", "into"))
    return Draft(known, title, why, _word(given, "base") or _match(), _files(given), of, into)


def _files(given: Mapping[str, Any]) -> dict[str, bytes | None]:
    """The files of a request: a list of them, or one."""
    several = given.get("files") or ([given] if given.get("path") else [])
    if not isinstance(several, list) or not all(isinstance(one, dict) and "text" in one for one in several):
        remedy = "Give each its path and its text, or null as the text to remove it."
        raise InputError("The files are not a list of objects with the keys path and text.", remedy=remedy)
    found: dict[str, bytes | None] = {}
    for one in several:
        path, text = _word(one, "path"), _word(one, "text")
        if path in found:
            raise InputError(f"The file {path[:80]!r} is there twice.", remedy="Send each file once.")
        line_end = "\r\n" if one.get("line_ends") == "crlf" else "\n"  # a form of a browser sends CR LF for each
        found[path] = None if one["text"] is None else text.replace("\r\n", "\n").replace("\n", line_end).encode()
    return found


def _word(given: Mapping[str, Any], name: str) -> str:
    """A field that is a string; empty where it is missing or null. Raises InputError for anything else."""
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"The value of {name!r} is not a string.", remedy="Write it in quotes.")
    return value or ""


def _given() -> Mapping[str, Any]:
    """The fields of the body."""
    if not request.is_json:
        return request.form.to_dict()
    given = parse_json(request.get_data())
    if not isinstance(given, dict):
        raise InputError("The body is not a JSON object.", remedy="Send an object.")
    return given


def _match() -> str:
    """The version in the header If-Match; empty without one."""
    return request.headers.get("If-Match", "").strip().strip('"')


def _named(who: Contributor, given: Mapping[str, Any]) -> Contributor:
    """Who asks; one without a token may give a name, which says so, since it can be that of anybody."""
    name = _word(given, "name").strip()
    return Contributor("anonymous", f"{name} (without a token)") if who.role == "anonymous" and name else who


def _wants_html() -> bool:
    return negotiate(request.headers.get("Accept"), (DATA, HTML)) is HTML


def _answer(fields: Any, template: str, **words: Any) -> Response:
    format = negotiate(request.headers.get("Accept"), (DATA, HTML))
    if format is None:
        raise NotAcceptable("Available formats: application/json, text/html.")
    if format is DATA:
        return json_answer(fields)
    return private(Response(render_template(template, **words)))


def json_answer(fields: Any, status: int = 200) -> Response:
    """Fields as JSON that no cache keeps."""
    body = json.dumps(fields, ensure_ascii=False, indent=1) + "\n"
    return private(Response(body, status, content_type=DATA.content_type))

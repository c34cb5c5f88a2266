"""Who may contribute: the session of a browser or the token of a program, and the pages to log in and out.

Read ``sessions`` first (who asks), then ``desk`` (the repository, the tokens, and how a decision is published).
``session_files`` shares sessions between several web processes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, Forbidden, ServiceUnavailable, Unauthorized, UnsupportedMediaType
from werkzeug.wrappers import Response as AnyResponse

from accord.errors import AccordError, InputError
from accord.proposals.store import Contributor
from accord.proposals.tokens import TOKEN, Token
from accord.web.contributing.access.desk import ANONYMOUS, Desk, desk
from accord.web.contributing.access.sessions import HOURS, Session
from accord.web.contributing.checks.check import private
from accord.web.requests.hosts import is_loopback
from accord.web.requests.networks import shares
from accord.web.responses.faults import Problem, answer_problem

_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "application/json")
"""Media types of bodies that may change something; a form of any site can send text/plain."""
_SAFE = ("GET", "HEAD", "OPTIONS")

_LOG = logging.getLogger("accord")

blueprint = Blueprint("access", __name__)


@blueprint.before_app_request
def refuse_leaks() -> None:
    """Revoke a token that comes in an address, where logs and other sites see it. Raises BadRequest (400)."""
    if "acc_" in request.query_string.decode("latin-1"):
        for match in TOKEN.finditer(request.query_string.decode("latin-1")):
            here = desk()
            with _tokens_readable():
                found = here.tokens.find(match[0]) if here.repository else None
            if found:
                here.tokens.revoke(found.id)
                raise BadRequest("A token was sent in an address, where others can see it, so it is revoked now.")


@blueprint.app_context_processor
def of_contributors() -> dict[str, Any]:
    """What the pages for contributors use: the tokens of forms, who asks, and why nothing can be proposed."""
    return {"form_token": form_token, "asking": asking, "closed_because": lambda: desk().closed}


@blueprint.get("/log-in")
def log_in_form() -> Response:
    """The page to log in with a token."""
    g.own_site_only = True
    return private(Response(render_template("log_in.html")))


@blueprint.post("/log-in")
def log_in() -> AnyResponse:
    """Begin a session with a token, sent as the field "token". Only over TLS, or on this machine.

    :body application/x-www-form-urlencoded: The token.
    :answers 303: The session has begun; the address is that of the proposals.
    :answers 401: The token is not valid.
    """
    require_own_request()
    if not (request.is_secure or is_loopback(urlsplit(request.host_url).hostname or "")):
        raise Forbidden("A token is only taken over https, so that nobody reads it on its way.")
    here = desk()
    token = _valid(here, request.form.get("token", "").strip())
    if token is None:
        raise Unauthorized("This token is not valid: it is unknown, has expired, or was revoked.")
    here.sessions.end(request.cookies.get(_cookie(), ""))
    response = redirect(url_for("proposals.listing"), 303)
    cookie = here.sessions.begin(token.id)
    response.set_cookie(
        _cookie(), cookie, max_age=HOURS * 3600, secure=request.is_secure, httponly=True, samesite="Strict", path="/"
    )
    return response


@blueprint.post("/log-out")
def log_out() -> AnyResponse:
    """End the session.

    :body application/x-www-form-urlencoded: The token of the form.
    :answers 303: The session has ended; the address is that of the proposals.
    """
    require_own_request()
    desk().sessions.end(request.cookies.get(_cookie(), ""))
    response = redirect(url_for("proposals.listing"), 303)
    response.delete_cookie(_cookie(), path="/", secure=request.is_secure, httponly=True, samesite="Strict")
    return response


def asking() -> Contributor:
    """Who asks: whose token or session it is, or anonymous. Raises Unauthorized (401) for a token that is not valid."""
    here = desk()
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, given = header.partition(" ")
        token = _valid(here, given.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise Unauthorized("The token in the Authorization header is not valid. Send: Authorization: Bearer acc_…")
        return Contributor(token.role, token.name, token.id)
    session = _session()
    with _tokens_readable():
        token = next((one for one in here.tokens.current() if one.id == session.token), None) if session else None
    return Contributor(token.role, token.name, token.id) if token else ANONYMOUS


def wrong_input(error: AccordError) -> Response:
    """The answer to input that cannot be a contribution (400); elsewhere such an error is the server's."""
    return answer_problem(Problem(400, error.message, error.remedy))


def require_own_request() -> None:
    """Raise Forbidden (403) for a request of a page of another site, UnsupportedMediaType (415) for an odd body."""
    g.own_site_only = True
    if request.method in _SAFE:
        return
    if request.get_data() and request.mimetype not in _TYPES:
        raise UnsupportedMediaType(f"Send a form or JSON, not {request.mimetype[:60]!r}.")
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    own = site in ("same-origin", "none") if site else origin == request.host_url.rstrip("/") if origin else None
    session = _session()
    if own is False or own is None and session:
        raise Forbidden("This request comes from another site, or does not say from which. Use the form of this site.")
    if not session or request.headers.get("Authorization"):
        return
    if not session.accepts(request.form.get("form_token", ""), request.path):
        raise Forbidden("This form is old, or was not made for you. Load the page again and send it once more.")


def form_token(purpose: str) -> str:
    """The token of a form that is sent to an address; empty without a session."""
    session = _session()
    return session.form_token(purpose) if session else ""


def _session() -> Session | None:
    return desk().sessions.find(request.cookies.get(_cookie(), ""))


def _cookie() -> str:
    """The name of the cookie; the prefix lets browsers accept it only as it is set here (RFC 6265bis, 4.1.3.2)."""
    return "__Host-accord" if request.is_secure else "accord"


@contextmanager
def _tokens_readable() -> Iterator[None]:
    """Raise ServiceUnavailable (503) where the tokens cannot be read: why, and in which file, is for the log only."""
    try:
        yield
    except InputError as error:
        _LOG.error("%s", error)
        raise ServiceUnavailable("Tokens cannot be checked now. The log of this site says why.") from error


def _valid(here: Desk, given: str) -> Token | None:
    """The token, if it is valid; a wrong one counts. Raises LimitError (429) for a client with too many."""
    client = shares(request.remote_addr or "")[0][0]
    here.sessions.require_few_failures(client)
    with _tokens_readable():
        found = here.tokens.find(given) if given else None
    if found is None:
        here.sessions.failed(client)
    return found

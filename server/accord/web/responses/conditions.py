"""Conditions of reading: a client that holds one state of an answer asks for that state alone (RFC 9110, 13.1.1)."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.http import parse_etags

from accord.web.responses import finish
from accord.web.responses.faults import Problem, answer_problem

_NAMED = "accord.if-match"
"""The key of the WSGI environment for the tags of ``If-Match``."""


def register(app: Flask) -> None:
    """Make an application refuse to read what is not in the state that ``If-Match`` names.

    It is to be registered before all that changes an answer, so that it sees the tag that is sent.
    """
    app.before_request(_take)
    app.after_request(_compare)


def _take() -> None:
    """Take the condition from Werkzeug, which refuses ``*`` and sends the whole file with the refusal."""
    if request.method in ("GET", "HEAD") and (named := request.environ.pop("HTTP_IF_MATCH", "")):
        request.environ[_NAMED] = parse_etags(named)


def _compare(response: Response) -> Response:
    """412 in place of an answer with another tag than those that the client names."""
    named = request.environ.get(_NAMED)
    if named is None or response.status_code not in (200, 206, 304) or named.contains(response.get_etag()[0] or ""):
        return response
    response.close()
    detail = "What you ask for is not in the state that If-Match names."
    return finish(answer_problem(Problem(412, detail, "Ask without If-Match for the state that there is now.")))

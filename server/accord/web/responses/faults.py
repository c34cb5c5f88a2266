"""From an error to its answer, in the format that the client reads: a page, a problem document (RFC 9457), or RDF.

The only module that gives exceptions an HTTP status.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from accord.errors import (
    AccordError,
    EngineError,
    ForbiddenError,
    LimitError,
    MissingExtra,
    QueryError,
    UpstreamError,
)
from accord.formats import DOCUMENT_FORMATS, HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Format, by_suffix, negotiate
from accord.names import RDF
from accord.proposals.errors import DoesNotConform, MissingVersion, NoProposal, NotAllowed, NotOpen, Stale
from accord.proposals.repository import Moved, StorageError
from accord.serialization import Unwritable
from accord.things.names.labels import Reference
from accord.web.metrics.queries import refused
from accord.web.requests.hosts import REFUSAL
from accord.web.requests.parameters import sent_path
from accord.web.responses.plain_words import in_plain_words
from accord.web.responses.xml import xml_comment

PROBLEM = Format("problem", "application/problem+json", "json", "problem document", aliases=("application/json",))
TEXT = Format("text", "text/plain", "txt", "plain text")

RETRY_AFTER_S = 2
"""Seconds within which an engine that died has usually been restarted."""

_SEARCHED = 100
"""Characters of a path that are offered for a search."""

_FOR_ALL = (PROBLEM, HTML, TEXT)
PROBLEM_FORMATS = (PROBLEM, HTML, TURTLE, JSON_LD, RDF_XML, TEXT, N_TRIPLES)
"""The formats of an error, the preferred first; those of RDF are for what is missing."""
_MISSING = (404, 410)
_STATUSES: tuple[tuple[type[AccordError], int], ...] = (
    *((ForbiddenError, 403), (QueryError, 400), (UpstreamError, 502), (EngineError, 503)),
    *((MissingVersion, 428), (Stale, 412), (Moved, 412), (NotAllowed, 403), (NoProposal, 404), (NotOpen, 409)),
    *((DoesNotConform, 422), (StorageError, 507), (MissingExtra, 501)),
)


class Unknown(NotFound):
    """There is no such thing. ``near`` are similar things, the most similar first."""

    def __init__(self, detail: str, near: tuple[Reference, ...]) -> None:
        super().__init__(detail)
        self.near = near


@dataclass(frozen=True, slots=True)
class Problem:
    """An HTTP status, a sentence on what is wrong, how to fix it, and details for programs.

    ``near`` are similar things, for a thing that there is not.
    """

    status: int
    detail: str
    remedy: str = ""
    particulars: dict[str, str | int | float] = field(default_factory=dict)
    near: tuple[Reference, ...] = ()

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    @property
    def line(self) -> str:
        """All of it in one line, for comments and terminals."""
        near = "; ".join(f"{one.iri} ({one.name.text})" for one in self.near)
        meant = f"Did you mean {near}?" if near else ""
        return " ".join(f"{self.status}: {self.title}. {self.detail} {self.remedy} {meant}".split())


def register(app: Flask) -> None:
    """Make an application answer every error with a problem."""
    app.before_request(refuse)
    app.register_error_handler(AccordError, _accord)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Unwritable, _unwritable)
    app.register_error_handler(Exception, _unexpected)


def refuse() -> None:
    """Raise the error that was found before the application was called, if any, so that it is answered like others."""
    error: Exception | None = request.environ.get(REFUSAL)
    if error:
        raise error


def _accord(error: AccordError) -> Response:
    refused(error)
    status = error.status if isinstance(error, LimitError) else status_of(error)
    response = answer_problem(Problem(status, error.message, error.remedy, _particulars(error)))
    if "retry_after" in (fields := _particulars(error)):
        response.headers["Retry-After"] = str(fields["retry_after"])
    return response


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, NotFound | MethodNotAllowed) and (address := _without_slash()):
        return Response(status=308, headers={"Location": address})
    near = error.near if isinstance(error, Unknown) else ()
    response = answer_problem(Problem(error.code, *in_plain_words(error), near=near))
    for name, value in error.get_headers(request.environ):
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _unwritable(error: Unwritable) -> Response:
    """A format that cannot write the statements is not available for them."""
    return answer_problem(Problem(406, str(error), "Turtle, JSON-LD and N-Triples can write every statement."))


def _without_slash() -> str:
    """The address of this request without slashes at its end; empty when it has none there."""
    path = sent_path()
    plain = path.rstrip("/")
    if plain in ("", path) or plain.startswith("/"):
        return ""
    query = request.query_string.decode("latin-1")
    return f"{request.script_root}/{plain}" + (f"?{query}" if query else "")


def _unexpected(error: Exception) -> Response:
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return answer_problem(
        Problem(500, "The server failed; your request is not the cause.", "The error is logged. Try again later.")
    )


def status_of(error: AccordError) -> int:
    """The HTTP status of an error that is not a limit."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def _particulars(error: AccordError) -> dict[str, str | int | float]:
    """Details for programs: the place in the query, the token, the limit and its value."""
    found: dict[str, str | int | float] = {}
    if error.place:
        found |= {"line": error.place.line, "column": error.place.column}
    if isinstance(error, QueryError) and error.token:
        found["token"] = error.token
    if isinstance(error, LimitError):
        found |= {"limit": error.limit, "value": error.value}
        found |= {"retry_after": error.retry_after} if error.retry_after is not None else {}
    if isinstance(error, EngineError):
        found["retry_after"] = RETRY_AFTER_S
    if isinstance(error, DoesNotConform):
        words = (f"{one.place or ''} {one.message}" for one in error.report.findings if one.severity == "violation")
        found["findings"] = "\n".join(words)
    return found


def answer_problem(problem: Problem) -> Response:
    """The answer that says what is wrong, in the format that the client reads."""
    format = _format(problem)
    response = Response(_written(problem, format), problem.status, content_type=format.content_type)
    response.cache_control.no_store = True
    response.vary.add("Accept")
    return response


def _format(problem: Problem) -> Format:
    """The format of the URL's suffix, or else the one that the client accepts, or else a problem document."""
    offered = PROBLEM_FORMATS if problem.status in _MISSING else _FOR_ALL
    named = by_suffix(request.path.rpartition(".")[2], (PROBLEM, *DOCUMENT_FORMATS))
    if named and named in offered:
        return named
    return negotiate(request.headers.get("Accept"), offered) or PROBLEM


def _written(problem: Problem, format: Format) -> str:
    if format is HTML:
        return render_template("problem.html", problem=problem, words_of=_words_of)
    if format in (TURTLE, N_TRIPLES):
        return f"# {problem.line}\n"
    if format is RDF_XML:
        comment = xml_comment(problem.line)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {comment} -->\n<rdf:RDF xmlns:rdf="{RDF}"/>\n'
    if format is TEXT:
        return f"{problem.line}\n"
    return _json(problem)


def _json(problem: Problem) -> str:
    """A problem document. As JSON-LD it has no statements, since none of its keys is an IRI."""
    remedy = {"remedy": problem.remedy} if problem.remedy else {}
    fields = {"type": "about:blank", "title": problem.title, "status": problem.status, "detail": problem.detail}
    near = {"near": [{"iri": one.iri, "label": one.name.text} for one in problem.near]} if problem.near else {}
    return json.dumps({**fields, **remedy, **near, **problem.particulars}, ensure_ascii=False) + "\n"


def _words_of(path: str) -> str:
    """The end of a path in words, to search for."""
    return path.rstrip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")[:_SEARCHED]

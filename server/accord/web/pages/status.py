"""For those who run the service or rely on it: its limits, and whether it is alive and ready."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from werkzeug.exceptions import NotAcceptable

from accord import queries
from accord.engine import Engine, Query
from accord.engine.deviations import deviations
from accord.engine.respelled import RespelledValues
from accord.errors import AccordError, EngineError
from accord.formats import HTML, JSON, PLAIN_JSON, Format, by_suffix, negotiate
from accord.limits import Limit
from accord.web.requests.all_limits import all_limits
from accord.web.requests.threads import may_wait, on_event_loop
from accord.web.site import current
from accord.web.site.readiness import Readiness

READY_TIMEOUT_S = 1.0
"""Seconds within which an engine that is ready answers the smallest query, even under load."""

blueprint = Blueprint("status", __name__)


@blueprint.get("/limits.<suffix>")
@blueprint.get("/limits")
def limits(suffix: str = "") -> Response:
    """Every limit with its value, and where the engine deviates from the standard.

    :produces: PLAIN_JSON, HTML
    :json: Limits
    """
    offered = (PLAIN_JSON, HTML)
    format = by_suffix(suffix, offered) if suffix else negotiate(request.headers.get("Accept"), offered)
    if format is None and suffix:
        abort(404, f"The limits are not available as .{suffix}.")
    if format is None:
        raise NotAcceptable("Available formats: application/json, text/html.")
    engine = current().engine
    written = _write_limits(all_limits(engine), engine.respelled, format)
    response = Response(written, content_type=format.content_type)
    response.vary.add("Accept")
    response.add_etag()
    response.make_conditional(request)
    return response


def _write_limits(limits: list[Limit], respelled: RespelledValues, format: Format) -> str:
    if format is HTML:
        return render_template(
            "limits.html",
            limits=limits,
            deviations=deviations(),
            respelled=respelled,
            processes=_processes(),
        )
    fields: dict[str, Any] = {
        "processes": _processes(),
        "limits": [one._asdict() for one in limits],
        "deviations": [
            {"title": one.title, "says": one.says, "query": one.query, "standard": one.standard, "engine": one.engine}
            for one in deviations()
        ],
    }
    return json.dumps(fields, ensure_ascii=False, indent=1) + "\n"


def _processes() -> int:
    """How many web processes the site has; each has the limits that are stated."""
    number: int = current_app.extensions.get("processes", 1)
    return number


@blueprint.get("/health")
@on_event_loop
def health() -> Response:
    """Whether the process is alive.

    :produces: PLAIN_JSON
    :json: State
    """
    return _state("alive", current().publication.version)


@blueprint.get("/ready")
@may_wait
def ready() -> Response:
    """Whether the query engine answers, and how the last reload ended; 503 when the engine does not answer.

    :produces: PLAIN_JSON
    :json: State
    """
    site = current()
    readiness: Readiness = current_app.extensions["readiness"]
    if why := readiness.problem(lambda: _probe(site.engine)):
        raise EngineError(f"The query engine does not answer: {why}", remedy="Try again later.")
    last: Callable[[], dict[str, str] | None] = current_app.extensions.get("last_reload", lambda: None)
    return _state("ready", site.publication.version, last())


def _probe(engine: Engine) -> str:
    """Why the engine does not answer the smallest query; empty when it does."""
    try:
        engine.query(Query(queries.load("alive").text, JSON, seconds=READY_TIMEOUT_S)).close()
    except AccordError as error:
        return error.message
    return ""


def _state(status: str, version: str, reload: dict[str, str] | None = None) -> Response:
    state: dict[str, Any] = {"status": status, "version": version} | ({"reload": reload} if reload else {})
    response = Response(json.dumps(state) + "\n", content_type=PLAIN_JSON.content_type)
    response.cache_control.no_store = True
    return response

"""Visits by those who run the service or rely on it: its limits, and whether it lives."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from werkzeug.exceptions import NotAcceptable

from accord import queries
from accord.engine import Query
from accord.engine.deviations import deviations
from accord.errors import AccordError, EngineError
from accord.formats import HTML, JSON, Format, by_suffix, negotiate
from accord.limits import Limit, QueryLimits, published
from accord.publication.files import MAX_FILE_BYTES, MAX_FOLDER_BYTES
from accord.web.bodies import GatewayLimits
from accord.web.limits import LIMITS
from accord.web.manners import at_once, waits
from accord.web.rate_limit import clients
from accord.web.readiness import Readiness
from accord.web.site import current

DATA = Format("data", "application/json", "json", "JSON")
PATIENCE = 1.0
"""Seconds within which an engine that is ready answers the smallest of queries."""

blueprint = Blueprint("status", __name__)


@blueprint.get("/limits.<suffix>")
@blueprint.get("/limits")
def limits(suffix: str = "") -> Response:
    """Every limit with its value, and where the engine's answers differ from the standard.

    :produces: application/json, text/html
    """
    offered = (DATA, HTML)
    format = by_suffix(suffix, offered) if suffix else negotiate(request.headers.get("Accept"), offered)
    if format is None and suffix:
        abort(404, f"The limits are not written as .{suffix}.")
    if format is None:
        raise NotAcceptable("The limits are to be had as application/json and text/html.")
    response = Response(_write_limits(format), content_type=format.content_type)
    response.vary.add("Accept")
    response.add_etag()
    response.make_conditional(request)
    return response


def _write_limits(format: Format) -> str:
    if format is HTML:
        return render_template("limits.html", limits=all_limits(), deviations=deviations())
    told: dict[str, Any] = {
        "limits": [one._asdict() for one in all_limits()],
        "deviations": [
            {"title": one.title, "says": one.says, "query": one.query, "standard": one.standard, "engine": one.engine}
            for one in deviations()
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def all_limits() -> list[Limit]:
    """What the service allows a client, a request and a query."""
    limits = (clients().limits, QueryLimits(), LIMITS, GatewayLimits())
    file = Limit("file", MAX_FILE_BYTES >> 20, "MiB", "Size of one file of the publication.")
    folder = Limit("folder", MAX_FOLDER_BYTES >> 20, "MiB", "Size of all its files together.")
    return [*current().engine.limits(), *(one for several in limits for one in published(several)), file, folder]


@blueprint.get("/health")
@at_once
def health() -> Response:
    """Whether the process lives: it says so.

    :produces: application/json
    """
    return _state("alive")


@blueprint.get("/ready")
@waits
def ready() -> Response:
    """Whether the query engine answers; 503 when it does not.

    :produces: application/json
    """
    readiness: Readiness = current_app.extensions["readiness"]
    if why := readiness.told(_probe):
        raise EngineError(f"The query engine does not answer: {why}", remedy="Try again later.")
    return _state("ready")


def _probe() -> str:
    """Why the engine does not answer the smallest of queries; nothing when it does."""
    try:
        current().engine.query(Query(queries.load("alive").text, JSON, seconds=PATIENCE)).close()
    except AccordError as error:
        return error.message
    return ""


def _state(word: str) -> Response:
    state = {"status": word, "version": current().publication.version}
    response = Response(json.dumps(state) + "\n", content_type=DATA.content_type)
    response.cache_control.no_store = True
    return response

"""The SPARQL endpoint: the protocol's query operation, over the engine."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, render_template, request

import accord
from accord import formats
from accord.formats import HTML, Format
from accord.store import Answer, Query
from accord.store.guard import QueryLimits, inspect
from accord.store.limits import published
from accord.web.protocol import Operation, choose, operation
from accord.web.results import beginning, table
from accord.web.site import current

SHOWN = 1000
"""Rows that a browser is shown; scripts and downloads get all."""
LARGEST_KEPT = 1024 * 1024
"""Bytes of an answer that is worth keeping for the next who asks the same."""

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """Answer a query, or show the form to write one."""
    asked = operation(request)
    if asked is None:
        return _page(None)
    site = current()
    form = inspect(asked.text, QueryLimits(), known_graphs=site.publication.graphs()).form
    offered = formats.GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else formats.RESULTS
    if _browser(asked):
        return _page(asked, form)
    return _answer(asked, choose(asked, offered))


def _browser(asked: Operation) -> bool:
    """Whether a person should be shown a page: HTML named, and no format asked for."""
    explicit = "html" in (asked.accept or "")
    return asked.format == "html" or (not asked.format and explicit and formats.negotiate(asked.accept, _ALL) is HTML)


_ALL = (*formats.RESULTS, *formats.GRAPHS, HTML)


def _answer(asked: Operation, chosen: Format) -> Response:
    site = current()
    key = ("sparql", asked.text, repr(asked.dataset), chosen.name, site.publication.version)
    response = Response(content_type=chosen.content_type)
    response.set_etag(hashlib.sha256(repr((accord.__version__, *key)).encode()).hexdigest()[:32])
    response.vary.add("Accept")
    response.cache_control.public = True
    response.cache_control.max_age = 0
    if request.method != "POST" and request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    body = site.cache.held(key)
    if body is None:
        answer = site.engine.query(_query(asked, chosen))
        if not answer.whole:
            return _streamed(response, answer)
        body = b"".join(answer.chunks)
        if len(body) <= LARGEST_KEPT:
            site.cache.keep(key, body)
    response.set_data(body)
    return response


def _query(asked: Operation, chosen: Format) -> Query:
    return Query(asked.text, chosen, asked.graphs, asked.named_graphs, asked.infer, asked.seconds)


def _streamed(response: Response, answer: Answer) -> Response:
    """The rest comes as it is made; a client that leaves ends the query."""
    response.response = answer.chunks
    response.call_on_close(answer.close)
    return response


def _page(asked: Operation | None, form: str = "") -> Response:
    """The form, and under it the beginning of what the query gave."""
    shown: dict[str, Any] = {}
    if asked and form in ("CONSTRUCT", "DESCRIBE"):
        shown["turtle"] = beginning(current().engine.query(_query(asked, formats.TURTLE)), SHOWN * 200)
    elif asked:
        shown["table"] = table(current().engine.query(_query(asked, formats.JSON)), SHOWN)
    offered = formats.GRAPHS if "turtle" in shown else formats.RESULTS
    limits = [*current().engine.limits(), *published(QueryLimits())]
    page = render_template("sparql.html", asked=asked, offered=offered, limits=limits, **shown)
    response = Response(page)
    response.vary.add("Accept")
    return response

"""The SPARQL endpoint: the protocol's query operation, over the engine."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

import accord
from accord import formats, queries
from accord.descriptions.endpoint import service
from accord.engine import Answer, Query
from accord.errors import QueryError
from accord.formats import HTML, Format
from accord.limits import QueryLimits
from accord.publication.examples import Example, grouped
from accord.sparql.guard import inspect
from accord.web.cache import CachedAnswer, cache
from accord.web.pages.catalog import access
from accord.web.pages.status import all_limits
from accord.web.rate_limit import clients, shares
from accord.web.responses import Page
from accord.web.responses import answer as answer_page
from accord.web.site import current
from accord.web.sparql.protocol import Operation, choose, choose_named, operation
from accord.web.sparql.results import beginning, table
from accord.web.sparql.snippets import snippets
from accord.web.threads import may_wait
from accord.web.timing import timed

SHOWN = 1000
"""Rows that a browser is shown; scripts and downloads get all."""
LARGEST_KEPT = 1024 * 1024
"""Bytes of an answer that is worth keeping for the next who asks the same."""

_GRAPHS = ("CONSTRUCT", "DESCRIBE")
_DESCRIPTIONS = (*formats.RDF_FORMATS, HTML)
_ALL = (*formats.ROW_FORMATS, *formats.GRAPH_RESULT_FORMATS, HTML)

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
@may_wait
def endpoint() -> Response:
    """Answer a query by the SPARQL 1.1 Protocol; without one describe the service, to browsers by a form.

    :query query: The text of a SPARQL 1.1 query.
    :query default-graph-uri: The IRI of a graph of the publication; may be given several times.
    :query named-graph-uri: The IRI of a graph of the publication; may be given several times.
    :query format: The name, suffix or media type of a format, in place of the Accept header.
    :query infer: "on" adds what follows by the ontology.
    :query timeout: Seconds after which to give up; it can only lower the deadline.
    :query example: The name of an example query, to be shown in the form.
    :body application/sparql-query: The text of a query; the other parameters stand in the query string.
    :body application/x-www-form-urlencoded: The parameters as a form.
    :produces: application/sparql-results+json, application/sparql-results+xml, text/csv, text/tab-separated-values
    :produces: text/turtle, application/ld+json, application/rdf+xml, application/n-triples, application/n-quads
    :produces: application/trig, text/html
    """
    asked = operation(request)
    if asked is None:
        if "example" in request.args:
            return _example(request.args["example"])
        return _description(choose_named(request.args["format"], _DESCRIPTIONS) if request.args.get("format") else None)
    site = current()
    seen = inspect(asked.text, QueryLimits(), site.engine.services)
    if asked.infer and seen.from_graphs:
        remedy = f"Write FROM <{site.publication.inferred}> beside the others instead."
        raise QueryError("infer=on adds to the default graph, and FROM replaces that.", remedy=remedy)
    form, asked = seen.form, replace(asked, outside=bool(seen.services), cacheable=seen.cacheable)
    graphs = (*seen.from_graphs, *asked.graphs, *asked.named_graphs)
    hints = (*site.things.query_hints.on(asked.text), *site.things.query_hints.on_graphs(graphs))
    response = _shown(asked, form, hints) if _browser(asked) else _answer(asked, choose(asked, _offered(form)))
    if hints:
        response.headers["Accord-Hint"] = " ".join(hints).encode("ascii", "backslashreplace").decode()
    return response


@blueprint.get("/sparql.<suffix>")
@may_wait
def description(suffix: str) -> Response:
    """The description of the service (SPARQL 1.1 Service Description), and for people the form to write a query."""
    fixed = formats.by_suffix(suffix, _DESCRIPTIONS)
    if suffix and not fixed:
        abort(404, f"The service is not described as .{suffix}.")
    return _description(fixed)


def _description(fixed: Format | None) -> Response:
    site = current()
    page = Page("/sparql", site.descriptions.dataset.service, _DESCRIPTIONS, host=request.host_url)
    return answer_page(site, page, _described, fixed)


def _described(format: Format) -> bytes:
    site = current()
    if format is HTML:
        return _form(_begin(), "SELECT", described=None).encode()
    description = service(site.descriptions.dataset, access(), all_limits(site.engine))
    return description.write(format, site.publication.settings.prefixes)


def _begin() -> str:
    """The query that the form begins with, without its comments."""
    return "".join(line for line in queries.load("kinds-of-things").text.splitlines(True) if not line.startswith("#"))


def _example(slug: str) -> Response:
    """The form with an example query in it."""
    site = current()
    example = site.examples.get(slug)
    if example is None:
        abort(404, f"There is no example query {slug}.")
    canonical = f"{site.publication.settings.base}queries/{slug}"
    page = Page("/sparql", canonical, (HTML,), query=f"example={slug}", host=request.host_url)
    return answer_page(site, page, lambda _: _form_of(example).encode(), HTML)


def _form_of(example: Example) -> str:
    form = inspect(example.text, QueryLimits()).form
    return _form(example.text, form, described=example)


def _form(text: str, form: str, asked: Operation | None = None, **shown: Any) -> str:
    """The page: the form with a query in it, what the query gave if it was run, and how else to ask it."""
    site = current()
    return render_template(
        "sparql.html",
        text=text,
        name_of=site.things.labels.of,
        prefixes=tuple(site.publication.settings.prefixes),
        offered=_offered(form),
        groups=grouped(site.examples.values()),
        snippets=snippets(access().endpoint, text, asked.others if asked else (), form in _GRAPHS),
        asked=asked,
        **shown,
    )


def _offered(form: str) -> tuple[Format, ...]:
    return formats.GRAPH_RESULT_FORMATS if form in _GRAPHS else formats.ROW_FORMATS


def _browser(asked: Operation) -> bool:
    """Whether a person should be shown a page: HTML named, and no format asked for."""
    explicit = "html" in (asked.accept or "")
    return asked.format == "html" or (not asked.format and explicit and formats.negotiate(asked.accept, _ALL) is HTML)


def _answer(asked: Operation, chosen: Format) -> Response:
    key = ("sparql", asked.text, asked.dataset, chosen.name, current().publication.version)
    response = Response(content_type=chosen.content_type)
    if not asked.cacheable:
        return _once(response, asked, chosen)
    response.set_etag(hashlib.sha256(repr((accord.__version__, *key)).encode()).hexdigest()[:32])
    response.vary.add("Accept")
    response.cache_control.public = True
    response.cache_control.max_age = 0
    if request.method != "POST" and request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        response.status_code = 304
        return response
    kept = cache().get(key)
    if kept is None:
        answer = _asked(asked, chosen)
        if not answer.whole:
            return _streamed(response, answer)
        kept = CachedAnswer(b"".join(answer.chunks))
        if len(kept.body) <= LARGEST_KEPT:
            cache().put(key, kept)
    response.set_data(kept.body)
    return response


def _once(response: Response, asked: Operation, chosen: Format) -> Response:
    """An answer that is another one each time, of which nobody may keep a copy."""
    response.vary.add("Accept")
    response.cache_control.no_store = True
    answer = _asked(asked, chosen)
    if not answer.whole:
        return _streamed(response, answer)
    response.set_data(b"".join(answer.chunks))
    return response


def _asked(asked: Operation, chosen: Format) -> Answer:
    """The engine's answer, of which the beginning is there, on the account of the client."""
    dataset = (asked.graphs, asked.named_graphs, asked.infer)
    client = request.remote_addr or ""
    query = Query(
        asked.text, chosen, *dataset, outside=asked.outside, seconds=asked.seconds, client=shares(client)[0][0]
    )
    leave = clients().enter(client)
    try:
        with timed("engine"):
            answer = current().engine.query(query)
    except BaseException:
        leave()
        raise
    answer.when_over(leave)
    return answer


def _streamed(response: Response, answer: Answer) -> Response:
    """The rest comes as it is made; a client that leaves ends the query."""
    response.response = answer.chunks
    response.call_on_close(answer.close)
    return response


def _shown(asked: Operation, form: str, hints: tuple[str, ...]) -> Response:
    """The form, and under it the beginning of what the query gave."""
    shown: dict[str, Any] = {}
    if form in _GRAPHS:
        shown["turtle"] = beginning(_asked(asked, formats.TURTLE), SHOWN * 200)
    else:
        shown["table"] = table(_asked(asked, formats.JSON), SHOWN)
    response = Response(_form(asked.text, form, asked, described=None, hints=hints, **shown))
    response.vary.add("Accept")
    return response

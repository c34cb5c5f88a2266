"""The SPARQL endpoint: the protocol's query operation, over the engine."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import NotAcceptable

from accord import formats, queries
from accord.descriptions.endpoint import service
from accord.engine import Answer, Query
from accord.errors import AccordError, LimitError
from accord.formats import HTML, SVG, Format
from accord.publication.examples import Example
from accord.sparql.prologue import with_prefixes
from accord.web.metrics.queries import refused
from accord.web.requests.all_limits import all_limits
from accord.web.requests.languages import with_names
from accord.web.requests.threads import may_wait
from accord.web.responses import Page
from accord.web.responses import answer as answer_page
from accord.web.responses.faults import status_of
from accord.web.responses.ranges import partial
from accord.web.site import Site, current
from accord.web.site.access import access
from accord.web.sparql import archived_answers as archive
from accord.web.sparql import explanation
from accord.web.sparql.answers import tables
from accord.web.sparql.answers.pictures import respond
from accord.web.sparql.answers.shown import page_number, shown
from accord.web.sparql.page.form import form
from accord.web.sparql.protocol import asked, cache_key, choose_named, page_wanted, tag
from accord.web.sparql.running import run_cached
from accord.web.sparql.unheeded import unheeded

_NOT_OF_A_VERSION = (
    "The answer of an older version cannot be a picture or a spreadsheet. Take it as JSON, XML, CSV, TSV or RDF."
)
_DESCRIPTIONS = (*formats.RDF_FORMATS, HTML)

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST"])
@may_wait
def endpoint() -> Response:
    """Answer a query by the SPARQL 1.1 Protocol; without one describe the service, for browsers with a form.

    :query posted query: The text of a SPARQL 1.1 query. Example: {query}
    :query array default-graph-uri: The IRIs of graphs of the publication, which are the default graph then.
    :query array named-graph-uri: The IRIs of graphs of the publication, for GRAPH.
    :query format: The name, suffix or media type of a format, in place of the Accept header; "svg" draws the rows.
        Example: json
    :query picture: How to draw the rows with format=svg. Example: bars x=region y=total unit=GBP
    :query on|off infer: "off" leaves out what follows from the ontology; "on" adds it to default graphs that are named.
    :query version: A version of the data that was published before, in place of the current one.
    :query number timeout: Seconds after which to give up; it can only lower the deadline. Example: 5
    :query example: The name of an example query, to be shown in the form.
    :body application/sparql-query: The text of a query; the other parameters are in the query string. Example: {query}
    :body application/x-www-form-urlencoded: The parameters as a form.
    :query on|off bom: "on" begins CSV with names with a byte order mark, for Excel.
    :produces: ROW_FORMATS, GRAPH_RESULT_FORMATS, HTML, SVG, XLSX
    """
    site = current()
    try:
        return _answered(site)
    except AccordError as error:
        if not page_wanted(request):
            raise
        return _refused(site, error)


def _answered(site: Site) -> Response:
    """The answer, in the form in which it is asked for."""
    version = request.values.get("version") or site.publication.version
    older = version != site.publication.version
    if SVG.name in request.values.getlist("format")[:1]:
        if older:
            raise NotAcceptable(_NOT_OF_A_VERSION)
        drawn = asked(request, site.publication, site.engine.services, formatted=False)
        if drawn is not None:
            return respond(site, drawn.query, request.values.get("picture", ""))
    found = asked(request, site.publication, site.engine.services)
    if found is None:
        if "example" in request.args:
            return _example(site, request.args["example"])
        name = request.args.get("format")
        return _description(site, choose_named(name, _DESCRIPTIONS) if name else None)
    if older:
        if found.sheet:
            raise NotAcceptable(_NOT_OF_A_VERSION)
        return archive.respond(site, found.query, version)
    if found.sheet:
        return _sheet(site, found.query, found.sheet)
    return _shown(site, found.query) if found.page else _hinted(site, found.query)


def _refused(site: Site, error: AccordError) -> Response:
    """The page with the form, the query in it, and what is wrong."""
    refused(error)
    text, off = request.values.get("query", ""), request.values.get("infer", "") == "off"
    page = form(site, text, "SELECT", example=_asked_example(site), error=error, infer_off=off)
    response = Response(page, error.status if isinstance(error, LimitError) else status_of(error))
    response.cache_control.no_store = True
    response.vary.add("Accept")
    if isinstance(error, LimitError) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _asked_example(site: Site) -> Example | None:
    """The question that a query in the form came from."""
    return site.examples.get(request.values.get("example", ""))


def _sheet(site: Site, query: Query, format: Format) -> Response:
    """The answer as a table for people, in a format that the engine does not write."""
    address = request.url if request.method == "GET" else request.base_url
    text = with_prefixes(query.text, site.publication.settings.prefixes)
    sheet = tables.of_answer(site, run_cached(site, query), "Answer to a query", query.text)
    origin = tables.about(site, "Answer to a query", "", address, text)
    response = Response(tables.write(sheet, origin, format), content_type=format.content_type)
    with_names()
    response.vary.add("Accept")
    response.set_etag(tag(cache_key(site.publication, query), format.name, address, site.language))
    response.headers["Content-Disposition"] = f'attachment; filename="answer.{format.suffix}"'
    explanation.add_hint(response, site, query)
    return tables.with_bom(response)


def _hinted(site: Site, query: Query) -> Response:
    """The answer for a program, with the explanation of one that is empty or may mislead in a header."""
    response = _answer(site, query)
    known = response.status_code == 200 and not response.is_streamed
    hints = explanation.of_body(site, query, response.get_data() if known else None)
    if hints := unheeded(request.values) + hints:
        response.headers["Accord-Hint"] = explanation.as_header(hints)
    return response


@blueprint.get("/sparql.<suffix>")
@may_wait
def description(suffix: str) -> Response:
    """The description of the service (SPARQL 1.1 Service Description), and for people the form to write a query.

    :produces: _DESCRIPTIONS
    """
    fixed = formats.by_suffix(suffix, _DESCRIPTIONS)
    if suffix and not fixed:
        abort(404, f"The description of the service is not available as .{suffix}.")
    return _description(current(), fixed)


def _description(site: Site, fixed: Format | None) -> Response:
    page = Page("/sparql", site.descriptions.dataset.service, _DESCRIPTIONS, host=request.host_url)
    return answer_page(site, page, lambda format: _described(site, format), fixed)


def _described(site: Site, format: Format) -> bytes:
    if format is HTML:
        return form(site, _begin(), "SELECT").encode()
    description = service(site.descriptions.dataset, access(), all_limits(site.engine))
    return description.write(format, site.publication.settings.prefixes)


def _begin() -> str:
    """The query that the form begins with, without its comments."""
    return "".join(line for line in queries.load("kinds-of-things").text.splitlines(True) if not line.startswith("#"))


def _example(site: Site, slug: str) -> Response:
    """The form with an example query in it."""
    example = site.examples.get(slug)
    if example is None:
        abort(404, f"There is no example query {slug}.")
    canonical = f"{site.publication.settings.base}queries/{slug}"
    page = Page("/sparql", canonical, (HTML,), query=f"example={slug}", host=request.host_url)
    return answer_page(
        site, page, lambda _: form(site, example.text, example.query_type, example=example).encode(), HTML
    )


def _answer(site: Site, query: Query) -> Response:
    key = cache_key(site.publication, query)
    response = Response(content_type=query.format.content_type)
    response.vary.add("Accept")
    if query.inspection.cacheable:
        response.set_etag(tag(key))
        response.cache_control.public = True
        response.cache_control.max_age = 0
        if request.method != "POST" and request.if_none_match.contains_weak(response.get_etag()[0] or ""):
            response.status_code = 304
            return response
    else:
        response.cache_control.no_store = True
    answer = run_cached(site, query)
    if not answer.whole:
        return _streamed(response, answer)
    body = b"".join(answer.chunks)
    response.set_data(body)
    return partial(response, len(body)) if query.inspection.cacheable else response


def _streamed(response: Response, answer: Answer) -> Response:
    """The rest comes as it is made; a client that leaves ends the query."""
    response.response = answer.chunks
    response.call_on_close(answer.close)
    return response


def _shown(site: Site, query: Query) -> Response:
    """The form, and under it a page of the answer."""
    example = _asked_example(site)
    found = shown(site, query, page_number(), example.columns if example else None)
    page = form(site, query.text, query.inspection.query_type, query, example=example, shown=found)
    response = Response(page)
    response.vary.add("Accept")
    if hints := found.deviations + found.hints:
        response.headers["Accord-Hint"] = explanation.as_header(hints)
    return response

"""Explanations of answers: with the answers that need one, and by themselves at ``/sparql/explain``."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotAcceptable

from accord.engine import Query, deviations
from accord.errors import QueryError
from accord.explanations import Asked, Explanation
from accord.explanations.answers import is_empty, may_mislead
from accord.formats import Format, by_suffix, negotiate
from accord.web.cache import CachedAnswer, cache
from accord.web.site import Site, current
from accord.web.sparql.protocol import asked
from accord.web.sparql.running import run
from accord.web.threads import may_wait
from accord.web.timing import timed

LINES = Format("text", "text/plain", "txt", "text")
DATA = Format("data", "application/json", "json", "JSON")
_OFFERED = (LINES, DATA)

NOTHING = "Nothing was found that makes this answer empty or misleading."

blueprint = Blueprint("explanation", __name__)


@blueprint.route("/sparql/explain", methods=["GET", "POST"])
@may_wait
def explain() -> Response:
    """Why the answer to a query is empty, or may mislead: one line for each reason, or a JSON object.

    :query required posted query: The text of a SPARQL 1.1 query. Example: {query}
    :query array default-graph-uri: The IRIs of graphs of the publication, which are the default graph then.
    :query array named-graph-uri: The IRIs of graphs of the publication, for GRAPH.
    :query text|json format: The format, in place of the Accept header. Example: json
    :query on|off infer: "off" leaves out what follows by the ontology; "on" adds it to default graphs that are named.
    :query number timeout: Seconds after which to give up; it can only lower the deadline. Example: 5
    :body application/sparql-query: The text of a query; the other parameters are in the query string. Example: {query}
    :body application/x-www-form-urlencoded: The parameters as a form.
    :produces: LINES, DATA
    :json: Explanation
    """
    site = current()
    wanted = request.values.get("format", "")
    format = by_suffix(wanted, _OFFERED) if wanted else negotiate(request.headers.get("Accept"), _OFFERED)
    if format is None:
        raise NotAcceptable("Available formats: text/plain, application/json.")
    found = asked(request, site.publication, site.engine.services, formatted=False)
    if found is None:
        raise QueryError("There is no query to explain.", remedy="Give its text as the parameter query.")
    explanation = _explained(site, found.query, _empty(site, found.query))
    if format is DATA:
        body = json.dumps(explanation.as_json(), ensure_ascii=False, indent=2) + "\n"
    else:
        body = "".join(f"{line}\n" for line in explanation.lines() or (NOTHING,))
    response = Response(body, content_type=format.content_type)
    response.vary.add("Accept")
    return response


def _empty(site: Site, query: Query) -> bool:
    """Whether the answer, which is asked for, is empty. Raises QueryError when the query is not SPARQL."""
    answer = run(site, query)
    try:
        return answer.whole and is_empty(b"".join(answer.chunks), query.format)
    finally:
        answer.close()


def _explained(site: Site, query: Query, empty: bool | None) -> Explanation:
    with timed("explanation"):
        return site.explainer.explain(Asked.of(query, empty))


def of_body(site: Site, query: Query, body: bytes | None) -> tuple[str, ...]:
    """Sentences on an answer, for a program: on an empty one, and on one that counts or adds up.

    ``body`` is the whole answer, or None where it is not known. On any other answer there are the hints that cost
    nothing, on terms and graphs that do not exist.
    """
    deviating = deviations.hints(query, site.engine)
    if body is not None:
        empty = is_empty(body, query.format)
        if empty or may_mislead(query.text):
            return deviating + _lines(site, query, empty)
    return deviating + site.explainer.glance(query).lines()


def of_page(site: Site, query: Query, empty: bool) -> tuple[str, ...]:
    """Sentences on an answer that a person is shown, apart from those on deviations of the engine."""
    return _lines(site, query, empty)


def _lines(site: Site, query: Query, empty: bool) -> tuple[str, ...]:
    """The lines of an explanation, which are cached; where it found nothing, what a glance finds."""
    key = ("explanation", query.text, query.dataset, site.publication.version)
    kept = cache().get(key)
    if kept is None:
        explanation = _explained(site, query, empty)
        unread = [explanation.unread] if empty and explanation.unread else []
        lines = explanation.lines() if explanation else (*site.explainer.glance(query).lines(), *unread)
        kept = CachedAnswer("\n".join(lines).encode())
        if not explanation.unread:
            cache().put(key, kept)
    return tuple(kept.body.decode().splitlines())

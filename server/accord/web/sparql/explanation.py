"""Explanations of answers: with the answers that need one, and by themselves at ``/sparql/explain``."""

from __future__ import annotations

import json
import re

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotAcceptable

from accord.engine import Query, deviations
from accord.errors import QueryError
from accord.explanations import AskedQuery
from accord.explanations.answers import LARGEST_EMPTY, has_empty_column, is_empty, may_mislead, without_comments
from accord.formats import Format, by_suffix, negotiate
from accord.web.requests.threads import may_wait
from accord.web.responses.cache import Cache, CachedAnswer, cache
from accord.web.responses.timing import timed
from accord.web.site import Site, current
from accord.web.sparql.protocol import asked
from accord.web.sparql.running import run, run_cached

LINES = Format("text", "text/plain", "txt", "text")
DATA = Format("data", "application/json", "json", "JSON")
_OFFERED = (LINES, DATA)

MAX_HINT_CHARS = 1024
"""Characters of the header Accord-Hint: nginx takes 4 KiB for all headers of an answer, and answers 502 beyond."""
_SHORTENED = "... (shortened)"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

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
    :query on|off infer: "off" leaves out what follows from the ontology; "on" adds it to default graphs that are named.
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
    empty = _empty(site, found.query)
    with timed("explanation"):
        explanation = site.explainer.explain(AskedQuery.of(found.query, empty))
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


def of_body(site: Site, query: Query, body: bytes | None) -> tuple[str, ...]:
    """Sentences on an answer, for a program: on an empty one, and on one that counts or adds up.

    ``body`` is the whole answer, or None where it is not known. So there are on one that has a column without a value,
    on a MINUS that removes nothing, and on a long answer of patterns that have nothing in common. On any other there
    are the hints that cost nothing, on terms and graphs that do not exist.
    """
    counts = body is not None and may_mislead(query.text)
    if counts or deserves_look(site, query, body):
        lines = _lines(site, query, body is not None and is_empty(body, query.format))
    else:
        lines = site.explainer.glance(query).lines()
    return deviations.hints(query, site.engine) + lines


def add_hint(response: Response, site: Site, query: Query) -> None:
    """Put the explanation of an answer into the header of a response that was made of it: a table, a picture.

    ``query`` asks for JSON, or for Turtle where the answer is a graph. An answer that differs each time has none.
    """
    if response.status_code != 200 or not query.inspection.cacheable:
        return
    answer = run_cached(site, query)
    try:
        hints = of_body(site, query, b"".join(answer.chunks) if answer.whole else None)
    finally:
        answer.close()
    if hints:
        response.headers["Accord-Hint"] = as_header(hints)


def deserves_look(site: Site, query: Query, body: bytes | None) -> bool:
    """Whether an answer is one that an explanation may belong to, by its bytes; ``None`` is a long one."""
    if body is not None and (is_empty(body, query.format) or has_empty_column(body, query.format)):
        return True
    if "MINUS" in query.text.upper() and site.explainer.has_idle_minus(query.text):
        return True
    return (body is None or len(body) > LARGEST_EMPTY) and site.explainer.crosses(query.text)


def remembered(kept: Cache, site: Site, query: Query) -> tuple[str, ...] | None:
    """The lines of an explanation that was made before, for a query that differs in comments at most."""
    found = kept.get(_key(site, query))
    return tuple(found.body.decode().splitlines()) if found else None


def of_page(site: Site, query: Query, empty: bool) -> tuple[str, ...]:
    """Sentences on an answer that a person is shown, apart from those on deviations of the engine."""
    return _lines(site, query, empty)


def as_header(hints: tuple[str, ...]) -> str:
    """Hints as the value of a header: printable ASCII, the rest as escapes, and no longer than proxies let pass."""
    text = " ".join(hints).encode("ascii", "backslashreplace").decode()
    text = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    return text if len(text) <= MAX_HINT_CHARS else text[: MAX_HINT_CHARS - len(_SHORTENED)] + _SHORTENED


def _key(site: Site, query: Query) -> tuple[object, ...]:
    return "explanation", without_comments(query.text), query.dataset, site.publication.version


def _lines(site: Site, query: Query, empty: bool) -> tuple[str, ...]:
    """The lines of an explanation, which are cached."""
    key = _key(site, query)
    kept = cache().get(key)
    if kept is None:
        with timed("explanation"):
            explanation = site.explainer.of_answer(query, empty)
        kept = CachedAnswer("\n".join(explanation.notes()).encode())
        if not explanation.unread:
            cache().put(key, kept)
    return tuple(kept.body.decode().splitlines())

"""Answers of any published version, from the checker's process, kept once they were made: they never change."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass

from flask import Response

from accord.engine import Query
from accord.errors import QueryError
from accord.web.requests.rate_limit import working
from accord.web.responses.cache import CachedAnswer, cache
from accord.web.site import Site


@dataclass(frozen=True, slots=True)
class Archived:
    """An answer: its body, the SHA-256 of its rows, and the rows as strings (the first names the columns)."""

    body: bytes
    hash: str
    rows: tuple[str, ...]


def archived(site: Site, query: Query, version: str) -> Archived:
    """The answer to a query in a version.

    Raises QueryError for what was never published, for a query whose answer is another one each time, and for graphs
    that the request names beside the query.
    """
    _require_lasting(query)
    request = {
        "version": version,
        "query": query.text,
        "format": query.format.name,
        "infer": query.infer is not False,
    }
    key = ("archived", *request.values())
    kept = cache().get(key)
    if kept is None:
        with working(counted=True):
            answer = site.checker.run("answer", request)
        kept = CachedAnswer(json.dumps(answer).encode())
        cache().put(key, kept)
    found = json.loads(kept.body)
    return Archived(base64.b64decode(found["body"]), found["hash"], tuple(found["rows"]))


def _require_lasting(query: Query) -> None:
    if query.inspection and not query.inspection.cacheable:
        message = "The answer of this query differs each time, so it cannot be tied to a version of the data."
        raise QueryError(message, remedy="Leave out SERVICE and functions such as NOW, RAND and UUID.")
    if query.graphs or query.named_graphs:
        message = "With version, default-graph-uri and named-graph-uri cannot choose graphs."
        raise QueryError(message, remedy="Write FROM and FROM NAMED into the query instead.")


def respond(site: Site, query: Query, version: str) -> Response:
    """The answer of a version, as the endpoint gives it."""
    found = archived(site, query, version)
    response = Response(found.body, content_type=query.format.content_type)
    response.headers["Accord-Version"] = version[:12]
    response.headers["Accord-Result-Hash"] = f"sha256:{found.hash}"
    response.set_etag(found.hash[:32] + query.format.name)
    response.vary.add("Accept")
    response.cache_control.public = True
    response.cache_control.max_age = 31_536_000
    response.cache_control.immutable = True
    return response

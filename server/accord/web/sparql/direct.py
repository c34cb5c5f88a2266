"""Queries of programs, answered on the event loop: Flask and a thread take longer than most queries do.

The plain case only. Everything else is for the view, which answers the same (tests/web/sparql/test_direct.py compares
them): pages, conditions and ranges, errors, answers that need an explanation, and queries that cannot begin at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from flask import Flask
from werkzeug.datastructures import Accept
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Request
from werkzeug.wsgi import ClosingIterator

from accord.engine import Answer, Query, deviations
from accord.engine.departure import Departure
from accord.errors import AccordError
from accord.explanations.answers import may_mislead
from accord.publication import Publication
from accord.web.cache import MAX_CACHED_BYTES, Cache, CachedAnswer
from accord.web.compression import GZIP_MARK, MIN_GZIP_BYTES, gzip_stream
from accord.web.hosts import Hosts
from accord.web.rate_limit import Clients
from accord.web.responses import common_headers
from accord.web.site import Site, shown
from accord.web.sparql import explanation
from accord.web.sparql.protocol import asked, cache_key, tag
from accord.web.timing import times

PATH = "/sparql"
"""The address of the endpoint."""

_FOR_THE_VIEW = (
    *("HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_IF_RANGE", "HTTP_IF_UNMODIFIED_SINCE"),
    *("HTTP_RANGE", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PREFIX"),
)
"""Headers on which an answer depends in a way that only the view knows."""

_MAX_PARAMETERS = 16
"""The protocol has seven; a request with more is for the view, which counts them."""

_MAX_BYTES = 4096
"""Bytes of a request that the event loop reads: the guard takes 10 us for each hundred, while all others wait."""

Found = tuple[tuple[int, list[tuple[bytes, bytes]]], Iterable[bytes]]
"""Status, headers and body of an answer."""


class DirectQueries:
    """The endpoint of an application, for the requests of programs that need neither a thread nor a page."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._hosts: Hosts = app.extensions["hosts"]
        self._cache: Cache = app.extensions["cache"]
        self._clients: Clients = app.extensions["clients"]

    async def answer(self, environ: Mapping[str, Any], address: str, departure: Departure) -> Found | None:
        """The answer to a request from an address, or ``None`` for what the view answers.

        Raises AccordError where the engine fails; the view is then not to ask it again.
        """
        began, site = perf_counter(), shown(self._app)
        query = self._query(site, environ, address)
        if query is None:
            return None
        hints = explanation.remembered(self._cache, site, query) if may_mislead(query.text) else ()
        if hints is None:
            return None
        key = cache_key(site.publication, query)
        head = _Head(query, environ, site.publication, self._hosts, tag(key), began, hints)
        kept = self._cache.get(key)
        if kept is None:
            answer = await self._ask(site, query, address, departure)
            if answer is None:
                return None
            if not answer.whole:
                return self._long(site, query, head, answer)
            kept = CachedAnswer(b"".join(answer.chunks))
            if len(kept.body) <= MAX_CACHED_BYTES:
                self._cache.put(key, kept)
        if not hints and explanation.deserves_look(site, query, kept.body):
            return None
        return head.whole(kept.body)

    def _long(self, site: Site, query: Query, head: _Head, answer: Answer) -> Found | None:
        """A long answer; ``None`` for one that an explanation belongs to, so that the view asks again."""
        if not explanation.deserves_look(site, query, None):
            return head.stream(answer)
        answer.close()
        return None

    def _query(self, site: Site, environ: Mapping[str, Any], address: str) -> Query | None:
        """The query of a plain request that needs no hint, if it is one."""
        if any(name in environ for name in _FOR_THE_VIEW) or "html" in environ.get("HTTP_ACCEPT", ""):
            return None
        if not self._hosts.admits(environ.get("HTTP_HOST", "")):
            return None
        request = Request({**environ, "REMOTE_ADDR": address})
        if len(request.query_string) + len(request.get_data()) > _MAX_BYTES:
            return None
        if b"version=" in request.query_string or b"version=" in request.get_data():
            return None  # perhaps of an older version
        if request.query_string.count(b"&") + request.get_data().count(b"&") > _MAX_PARAMETERS:
            return None
        try:
            found = asked(request, site.publication, site.engine.services)
        except (AccordError, HTTPException):
            return None  # the view finds the same error, and writes it
        if found is None or found.page or found.sheet or not found.query.inspection.cacheable:
            return None
        query = found.query
        return None if _is_explained(site, query) else query

    async def _ask(self, site: Site, query: Query, address: str, departure: Departure) -> Answer | None:
        """The engine's answer, counted for the client; ``None`` when it would have to wait."""
        leave = self._clients.enter_at_once(address)
        if leave is None:
            return None
        answer = None
        try:
            answer = await site.engine.query_at_once(query, departure)
        finally:
            if answer is None:
                leave()
        if answer:
            answer.when_over(leave)
        return answer


def _is_explained(site: Site, query: Query) -> bool:
    """Whether hints belong to any answer of a query, or that is not known before a view has made the explainer.

    Those of a query that counts or adds up are kept after the first answer.
    """
    if "explainer" not in vars(site):
        return True
    return bool(deviations.hints(query, site.engine)) or site.explainer.has_unknown(query)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the headers of an answer depend on."""

    query: Query
    environ: Mapping[str, Any]
    publication: Publication
    hosts: Hosts
    tag: str
    began: float
    hints: tuple[str, ...] = ()

    def whole(self, body: bytes) -> Found | None:
        """An answer that is here; ``None`` for one that is to be gzipped, which is for a thread."""
        if len(body) >= MIN_GZIP_BYTES and self._takes_gzip():
            return None
        more = ("Content-Length", str(len(body))), ("Accept-Ranges", "bytes")
        return self._start(self.tag, *more), (body,)

    def stream(self, answer: Answer) -> Found:
        """A long answer, of which the rest comes as it is made."""
        if self._takes_gzip():
            start = self._start(self.tag + GZIP_MARK, ("Content-Encoding", "gzip"))
            return start, ClosingIterator(gzip_stream(answer.chunks), [answer.close])
        return self._start(self.tag), ClosingIterator(answer.chunks, [answer.close])

    def _takes_gzip(self) -> bool:
        accepted = self.environ.get("HTTP_ACCEPT_ENCODING", "")
        return parse_accept_header(accepted, Accept).quality("gzip") > 0

    def _start(self, tag: str, *more: tuple[str, str]) -> tuple[int, list[tuple[bytes, bytes]]]:
        allowed = self.hosts.allowed_origin(self.environ.get("HTTP_ORIGIN", ""))
        pairs = [
            ("Content-Type", self.query.format.content_type),
            ("ETag", f'"{tag}"'),
            ("Vary", "Accept, Accept-Encoding" if allowed == "*" else "Accept, Origin, Accept-Encoding"),
            ("Cache-Control", "public, max-age=0"),
            *more,
            *common_headers(self.publication, allowed),
            *([("Accord-Hint", explanation.as_header(self.hints))] if self.hints else []),
            *times({"total": perf_counter() - self.began}),
        ]
        return 200, [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs]

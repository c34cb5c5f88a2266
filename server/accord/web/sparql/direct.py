"""Queries of programs, answered on the event loop: Flask, a thread or a task take longer than most queries do.

The plain case only. Everything else is for the view, which answers the same (tests/web/sparql/test_direct.py compares
them): pages, conditions and ranges, errors, answers that need an explanation, and queries that cannot begin at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from io import BytesIO
from time import perf_counter
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request
from werkzeug.wsgi import ClosingIterator

from accord.engine import Answer, Query, RunningQuery, deviations
from accord.engine.disconnection import Disconnection
from accord.errors import AccordError
from accord.explanations.answers import may_mislead
from accord.http.answering import Answering
from accord.http.request import Headers, nobody
from accord.http.response import lines
from accord.sparql.remembered import RememberedInspections
from accord.web.gateway.asker import Asker
from accord.web.requests.rate_limit import Clients, Leave
from accord.web.responses import headers_of
from accord.web.responses.cache import MAX_CACHED_BYTES, Cache, CachedAnswer
from accord.web.responses.compression import GZIP_MARK, MIN_GZIP_BYTES, gzip_stream
from accord.web.responses.timing import times
from accord.web.site import Site, shown
from accord.web.sparql import explanation
from accord.web.sparql.in_line import InLine
from accord.web.sparql.protocol import Asked, asked, asked_alone, cache_key, single_parameter, tag
from accord.web.sparql.unheeded import may_be_unheeded

PATH = "/sparql"
"""The address of the endpoint."""

_MAX_PARAMETERS = 16
"""The protocol has seven; a request with more is for the view, which counts them."""

_MAX_BYTES = 4096
"""Bytes of a request that the event loop reads: the guard takes 5 us for each hundred, while all others wait."""

Found = tuple[tuple[int, Headers], Iterable[bytes]]
"""Status, headers and body of an answer."""

_Kind = tuple[str, str, str, tuple[str, ...]]
"""What the headers of many answers depend on: media type, origin, version, and the hosts of images."""


class DirectQueries:
    """The endpoint of an application, for the requests of programs that need neither a thread nor a page."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._cache: Cache = app.extensions["cache"]
        self._clients: Clients = app.extensions["clients"]
        self._inspected: tuple[Site | None, RememberedInspections] = None, RememberedInspections()

    def at_once(self, exchange: Answering, asker: Asker, address: str) -> CachedAnswer | bool:
        """Answer the request of a client with an address, now or when its worker has; false for what the view answers.

        An answer that was kept is returned, for the gateway to send.
        """
        began, site = perf_counter(), shown(self._app)
        try:
            query = self._query(site, exchange, asker, address)
        except (AccordError, HTTPException):
            return False  # the view finds the same error, and writes it
        if query is None:
            return False
        hints = explanation.remembered(self._cache, site, query) if may_mislead(query.text) else ()
        if hints is None:
            return False
        key = cache_key(site.publication, query)
        head = _Head(site, query, asker, tag(key), began, hints)
        kept = self._cache.get(key)
        if kept is not None:
            return head.kept(kept.body) or False
        return self._begin(site, exchange, query, key, head, address)

    def _query(self, site: Site, exchange: Answering, asker: Asker, address: str) -> Query | None:
        """The query of a plain request that needs no hint, if it is one. Raises AccordError and HTTPException."""
        request = exchange.request
        if len(request.target) + len(request.body) > _MAX_BYTES:
            return None
        sent, read = request.target.partition(b"?")[2], self._inspections(site).inspect
        text = single_parameter(sent) if request.method == "GET" else None
        if text is not None:
            accept = asker.environ.get("HTTP_ACCEPT")
            found: Asked | None = asked_alone(text, accept, address, read)
        elif _may_be_plain(sent, request.body):
            whole = _request(exchange, asker, address)
            found = asked(whole, site.publication, site.engine.services, read=read)
        else:
            return None
        if found is None or found.page or found.sheet or not found.query.inspection.cacheable:
            return None
        return None if _is_explained(site, found.query) else found.query

    def _inspections(self, site: Site) -> RememberedInspections:
        """What was read in queries to the site that is shown now."""
        if self._inspected[0] is not site:
            prefixes = site.publication.settings.prefixes
            self._inspected = site, RememberedInspections(site.engine.services, prefixes)
        return self._inspected[1]

    def _begin(self, site: Site, exchange: Answering, query: Query, key: bytes, head: _Head, address: str) -> bool:
        """Send a query to a worker that is idle, counted for its client, or let it wait for others of the client."""
        start = partial(_started, site, query, _Pending(self._cache, exchange, key, head))
        leave = self._clients.enter_at_once(address)
        return start(leave) if leave else InLine(self._clients, exchange, address, start).begin()


def _started(site: Site, query: Query, pending: _Pending, leave: Leave) -> bool:
    """Whether a worker has the query; an error is for the view, which finds it again and writes it."""
    pending.leave = leave
    try:
        pending.running = site.engine.begin_at_once(query, pending.came)
    except AccordError:
        pending.running = None
    if pending.running is None:
        leave()
        return False
    pending.exchange.request.leaving = pending.end
    return True


def _may_be_plain(sent: bytes, body: bytearray) -> bool:
    """Whether a request has the parameters of a plain one: not many, none without effect, and no older version."""
    if b"version=" in sent + body or may_be_unheeded(sent) or may_be_unheeded(body):
        return False
    return sent.count(b"&") + body.count(b"&") <= _MAX_PARAMETERS


def _request(exchange: Answering, asker: Asker, address: str) -> Request:
    """A request as the protocol reads it."""
    one = exchange.request
    environ: dict[str, Any] = {
        "REQUEST_METHOD": one.method,
        "PATH_INFO": PATH,
        "QUERY_STRING": one.target.partition(b"?")[2].decode("latin-1"),
        "CONTENT_LENGTH": str(len(one.body)),
        "REMOTE_ADDR": address,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(one.body),
    }
    return Request({**environ, **asker.environ})


def _is_explained(site: Site, query: Query) -> bool:
    """Whether hints belong to any answer of a query, or that is not known before a view has made the explainer.

    Those of a query that counts or adds up are kept after the first answer.
    """
    if "explainer" not in vars(site):
        return True
    return bool(deviations.hints(query, site.engine)) or site.explainer.has_unknown(query)


@dataclass(slots=True)
class _Pending:
    """A query that a worker has, and what becomes of its answer. ``leave`` ends the count for its client."""

    cache: Cache
    exchange: Answering
    key: bytes
    head: _Head
    leave: Leave = nobody
    running: RunningQuery | None = None

    def came(self) -> None:
        """Something has come: a short answer is sent, anything else is for a task."""
        running = self.running
        assert running is not None, "the worker answers after it was asked"
        body = running.short()
        if body is None:
            self.exchange.hand_over(self)
            return
        self.leave()
        if len(body) <= MAX_CACHED_BYTES:
            self.cache.put(self.key, CachedAnswer(body))
        if self.head.is_for_the_view(body):
            self.exchange.hand_over()
        else:
            self.exchange.reply(200, self.head.written(body), body)

    def end(self) -> None:
        """The client has left."""
        if self.running:
            self.running.close()
        self.leave()

    async def finish(self, disconnection: Disconnection) -> Found | None:
        """An answer that is not short, or ``None`` for one that the view sends. Raises AccordError for what fails."""
        assert self.running is not None
        answer = None
        try:
            answer = await self.running.rest(disconnection)
        finally:
            if answer is None:
                self.leave()
        answer.when_over(self.leave)
        if not answer.whole and not self.head.is_looked_at(None):
            return self.head.stream(answer)
        if not answer.whole:
            answer.close()  # the view asks again
            return None
        self.cache.put(self.key, CachedAnswer(b"".join(answer.chunks)))
        return None


@dataclass(frozen=True, slots=True)
class _Head:
    """What the headers of an answer depend on."""

    site: Site
    query: Query
    asker: Asker
    tag: str
    began: float
    hints: tuple[str, ...]

    def is_for_the_view(self, body: bytes) -> bool:
        """Whether a whole answer is to be explained, or gzipped, which is for a thread."""
        return len(body) >= MIN_GZIP_BYTES and self.asker.takes_gzip or self.is_looked_at(body)

    def is_looked_at(self, body: bytes | None) -> bool:
        """Whether an explanation that is not known yet may belong to an answer; a long one has no ``body``."""
        return not self.hints and explanation.deserves_look(self.site, self.query, body)

    def kept(self, body: bytes) -> CachedAnswer | None:
        """A whole answer to be sent; ``None`` for one that the view explains or gzips."""
        if self.is_for_the_view(body):
            return None
        return CachedAnswer(body, (*_same(self._kind), *self._own(self.tag, body)))

    def written(self, body: bytes) -> bytes:
        """The headers of a whole answer, as they are sent."""
        return _same_lines(self._kind) + lines([*self._own(self.tag, body), *self._times()])

    def stream(self, answer: Answer) -> Found:
        """A long answer, of which the rest comes as it is made."""
        same = [pair for pair in _same(self._kind) if pair[0] != b"accept-ranges"]
        if self.asker.takes_gzip:
            start = [*same, *self._own(self.tag + GZIP_MARK), (b"content-encoding", b"gzip"), *self._times()]
            return (200, start), ClosingIterator(gzip_stream(answer.chunks), [answer.close])
        return (200, [*same, *self._own(self.tag), *self._times()]), ClosingIterator(answer.chunks, [answer.close])

    @property
    def _kind(self) -> _Kind:
        publication = self.site.publication
        media = self.query.format.content_type
        return media, self.asker.origin, publication.version, publication.settings.image_hosts

    def _own(self, tag: str, body: bytes | None = None) -> Headers:
        """The headers of this answer alone."""
        own = [(b"etag", b'"%b"' % tag.encode())]
        if self.hints:
            own.append((b"accord-hint", explanation.as_header(self.hints).encode("latin-1")))
        return own if body is None else [*own, (b"content-length", b"%d" % len(body))]

    def _times(self) -> Headers:
        return [
            (name.lower().encode(), value.encode()) for name, value in times({"total": perf_counter() - self.began})
        ]


@lru_cache(64)
def _same(kind: _Kind) -> tuple[tuple[bytes, bytes], ...]:
    """The headers that all answers of a media type, for pages of an origin, about a version have."""
    media, allowed, version, image_hosts = kind
    pairs = [
        ("Content-Type", media),
        ("Vary", "Accept, Accept-Encoding" if allowed == "*" else "Accept, Origin, Accept-Encoding"),
        ("Cache-Control", "public, max-age=0"),
        ("Accept-Ranges", "bytes"),
        *headers_of(version, image_hosts, allowed),
    ]
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs)


@lru_cache(64)
def _same_lines(kind: _Kind) -> bytes:
    return lines(list(_same(kind)))

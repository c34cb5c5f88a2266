"""Between the ASGI server and Flask: a thread is used only for the work of a view, never for a slow client.

A WSGI server would end a broken stream as if it were complete, and would use a thread for every client that reads
slowly. An ASGI server closes the connection when its application raises, and waits for slow clients without a thread.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from werkzeug.exceptions import BadRequest, MethodNotAllowed

from accord.engine.disconnection import Disconnection, serving
from accord.errors import AccordError, LimitError
from accord.http import response
from accord.http.answering import Answering
from accord.web.gateway.asker import PERSONAL, VARY_HEADERS, Asker, Askers
from accord.web.gateway.connections import Receiver, lifespan, watching
from accord.web.gateway.environ import client_of, environ_of, length, plain, sent_path
from accord.web.gateway.page_threads import PageThreads
from accord.web.requests.bodies import Bodies, GatewayLimits, Headers, Message, Receive
from accord.web.requests.hosts import REFUSAL, WATCHED, Hosts
from accord.web.requests.languages import negotiate_language
from accord.web.requests.networks import shares
from accord.web.requests.threads import RunsOn, ViewThreads
from accord.web.responses.cache import MAX_CACHED_BYTES, Cache, CachedAnswer

Send = Callable[[Message], Awaitable[None]]
Start = tuple[int, Headers]
Answered = tuple[Start, Iterable[bytes]]
Direct = Callable[[Answering, Asker, str], CachedAnswer | bool]

PIECE_BYTES = 64 * 1024
"""Bytes that are sent at once: a slow client then makes a few of these wait in memory, not the whole answer."""

_SMALL = 8192
"""Bytes of the address and the headers of a request that is answered at once, while all others wait."""

_REFUSED_METHODS = ("CONNECT", "TRACE")
"""Methods that an origin server need not have (RFC 9110, 9.3.6 and 9.3.8)."""

PARAMETERS = frozenset(
    b" below bom class code default default-graph-uri example format graph infer into iri kind lang letter limit"
    b" maxheight maxwidth named-graph-uri page path prefix q query question since sort thing timeout type uri url v"
    b" version year".split(b" ")
)
"""The parameters that any answer depends on, beside prefixed names (of properties). The empty one is not a query."""


class Gateway:
    """An ASGI application that calls a Flask one.

    Each view runs where its mark says; ``threads`` is the number of threads that may wait. ``proxies`` is the number
    of proxies in front of the server that are trusted to name the client. ``direct`` are answers, by path, that need
    no view.
    """

    def __init__(
        self,
        app: Flask,
        threads: int,
        limits: GatewayLimits | None = None,
        proxies: int = 0,
        direct: Mapping[bytes, Direct] | None = None,
    ) -> None:
        self._app = app
        self._limits = limits or GatewayLimits()
        self._proxies = proxies
        self._views = ViewThreads(app)
        self._direct = direct or {}
        self._bodies = Bodies(self._limits)
        self._askers = Askers(app.extensions["hosts"] if "hosts" in app.extensions else Hosts(), proxies)
        self._present: Counter[str] = Counter()
        self._cache: Cache = app.extensions.setdefault("cache", Cache())
        self._waiting = ThreadPoolExecutor(threads, thread_name_prefix="accord-waiting")
        self._pages = PageThreads()

    def at_once(self, exchange: Answering) -> bool:
        """Answer a request without a task or a thread, if it was answered before or needs no view."""
        request = exchange.request
        if request.size > _SMALL or request.method not in ("GET", "POST"):
            return False
        asker = self._askers.of(request.headers, request.size)
        if not asker.has_host:
            return False
        path, _, query = request.target.partition(b"?")
        key = None
        if asker.for_all and request.method == "GET":
            key = self._sent(path, query, asker.vary, self._language(request.headers))
            if kept := self._cache.get(key):
                exchange.reply(200, response.lines(list(kept.headers)), kept.body)
                return True
        answer = self._direct.get(path) if asker.plain else None
        address = shares(asker.forwarded or request.client[0])[0][0]
        if answer is None or self._present[address] > self._limits.requests:
            return False
        found = answer(exchange, asker, address)
        if isinstance(found, bool):
            return found
        if key and _is_known(query):
            self._cache.put(key, found)
        exchange.reply(200, response.lines(list(found.headers)), found.body)
        return True

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["type"] == "http":
            scope = {**scope, "headers": plain(scope["headers"])}
            client = shares(client_of(scope, self._proxies))[0][0]
            self._present[client] += 1
            receiver = Receiver(receive)
            try:
                await self._answer(scope, receiver, send, client)
            finally:
                receiver.close()
                self._present[client] -= 1
                if not self._present[client]:
                    del self._present[client]

    async def _answer(self, scope: Message, receive: Receive, send: Send, client: str) -> None:
        """Answer a request of a client."""
        refusal = self._refusal(scope, self._present[client])
        key = None if refusal else self._key(scope)
        if key and (cached := self._cache.get(key)):
            await self._send(send, 200, list(cached.headers), cached.body)
            return
        disconnection = Disconnection()
        (status, headers), chunks = await self._call_view(scope, receive, client, refusal, disconnection)
        close = getattr(chunks, "close", None)
        streamed = status == 200 and scope["method"] != "HEAD" and length(headers) > MAX_CACHED_BYTES
        try:
            if streamed:
                await send({"type": "http.response.start", "status": status, "headers": headers})
                async with watching(receive, disconnection):
                    await self._stream(iter(chunks), send, disconnection)
            else:
                body = b"".join(chunks)
                if key and status == 200:
                    self._keep(key, headers, body)
                await self._send(send, status, headers, body)
        finally:
            if close and streamed:
                await self._in_thread(close)
            elif close:
                close()

    def _refusal(self, scope: Message, present: int) -> Exception | None:
        """The error for a request that no view gets. ``present`` counts the client's requests in progress."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if present > self._limits.requests and scope["path"] not in WATCHED:
            why = f"{present - 1} of your requests are in progress already."
            value, remedy = self._limits.requests, "Wait until one is answered."
            return LimitError(why, limit="requests", value=value, status=429, retry_after=1, remedy=remedy)
        if (length := len(sent_path(scope)) + len(scope["query_string"])) > self._limits.address:
            why, remedy = f"The address has {length:,} bytes.", "Send long parameters in the body of a POST, as a form."
            return LimitError(why, limit="address", value=self._limits.address, status=414, remedy=remedy)
        if scope["method"] in _REFUSED_METHODS:
            return MethodNotAllowed(["GET", "HEAD", "OPTIONS", "POST"], f"{scope['method']} is not answered here.")
        if len(hosts) > 1 or not any(hosts) and scope["path"] not in WATCHED:
            return BadRequest(
                f"A request needs exactly one Host header (RFC 9112, section 3.2), and this one has {len(hosts)}."
            )
        return None

    async def _call_view(
        self, scope: Message, receive: Receive, client: str, refusal: Exception | None, disconnection: Disconnection
    ) -> Answered:
        """The application's answer. After a refusal the connection is closed, since the body may not have been read."""
        body = b""
        if refusal is None:
            body, refusal = await self._bodies.read(scope["headers"], receive, client)
        try:
            environ = {**environ_of(scope, body), REFUSAL: refusal}
            pending = scope.get("accord.pending")
            if pending and (found := await self._finish(pending, environ, receive, disconnection)):
                return found
            place = RunsOn.EVENT_LOOP if refusal else self._views.of(scope["method"], scope["path"])
            if place is RunsOn.EVENT_LOOP:
                start, chunks = self._call(environ)
            elif place is RunsOn.PAGE_THREAD:
                start, chunks = await self._pages.run(client, self._call, environ)
            else:
                async with watching(receive, disconnection):
                    start, chunks = await self._in_thread(self._call, environ, disconnection)
        finally:
            self._bodies.release(len(body), client)
        if refusal:
            start[1].append((b"connection", b"close"))
        return start, chunks

    async def _finish(
        self, pending: Any, environ: dict[str, Any], receive: Receive, disconnection: Disconnection
    ) -> Answered | None:
        """The rest of a pending answer, or ``None`` for one that the view gives."""
        try:
            async with watching(receive, disconnection):
                found: Answered | None = await pending.finish(disconnection)
        except AccordError as error:
            return self._call({**environ, REFUSAL: error})
        return found

    def _key(self, scope: Message) -> Hashable:
        """The cache key of a plain GET: all that the answer depends on, and the number of the site that is shown now.

        ``None`` for other requests, and with a parameter that no answer depends on: ``?x=1``, ``?x=2``, … would each
        take memory.
        """
        given = [pair for pair in scope["headers"] if pair[0] in VARY_HEADERS]
        personal = any(name in PERSONAL for name, _ in scope["headers"])
        if personal or scope["method"] != "GET" or any(name.startswith(b"if-") for name, _ in given):
            return None
        if not _is_known(scope["query_string"]):
            return None
        language = self._language(scope["headers"])
        return self._sent(sent_path(scope), scope["query_string"], tuple(given), language)

    def _language(self, headers: Headers) -> str:
        """The language that Accept-Language leads to, of those of the site: not the header, which has many forms."""
        site = self._app.extensions.get("accord")
        if site is None or len(site.languages) < 2:
            return ""
        sent = b",".join(value for name, value in headers if name == b"accept-language")
        return negotiate_language(sent.decode("latin-1"), site.languages)

    def _sent(self, path: bytes, query: bytes, given: tuple[tuple[bytes, bytes], ...], language: str) -> Hashable:
        shown = b"%d" % self._app.extensions.get("shown", 0)
        return b"\0".join((b"sent", shown, language.encode(), path, query, *(part for pair in given for part in pair)))

    def _keep(self, key: Hashable, headers: Headers, body: bytes) -> None:
        """Cache an answer that is public, without the header that says how long it took to make."""
        if (
            any(name == b"cache-control" and b"public" in value for name, value in headers)
            and len(body) <= MAX_CACHED_BYTES
        ):
            self._cache.put(key, CachedAnswer(body, tuple(pair for pair in headers if pair[0] != b"server-timing")))

    async def _send(self, send: Send, status: int, headers: Headers, body: bytes) -> None:
        """Send a complete answer."""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await self._pieces(send, body[:-PIECE_BYTES])
        await send({"type": "http.response.body", "body": body[-PIECE_BYTES:]})

    async def _stream(self, chunks: Iterator[bytes], send: Send, disconnection: Disconnection) -> None:
        """Send a stream chunk by chunk, unless the client leaves. No thread waits for a slow client."""
        try:
            while (chunk := await self._in_thread(next, chunks, None)) is not None:
                if disconnection.left:
                    return
                await self._pieces(send, chunk)
        except AccordError:
            if disconnection.left:
                return
            raise
        await send({"type": "http.response.body", "body": b""})

    async def _pieces(self, send: Send, chunk: bytes) -> None:
        """Send a part of a body. Raises TimeoutError, which closes the connection, when the client does not read."""
        for start in range(0, len(chunk), PIECE_BYTES):
            async with asyncio.timeout(self._limits.stall):
                await send(
                    {"type": "http.response.body", "body": chunk[start : start + PIECE_BYTES], "more_body": True}
                )

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function that may wait in a thread for that."""
        return await asyncio.get_running_loop().run_in_executor(self._waiting, function, *arguments)

    def _call(self, environ: dict[str, Any], disconnection: Disconnection | None = None) -> Answered:
        """Call the Flask application as PEP 3333 says."""
        started: list[Start] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[..., Any]:
            pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            started[:] = [(int(status[:3]), pairs)]
            return _no_write

        environ["wsgi.input"].seek(0)
        with serving(disconnection or Disconnection()):
            chunks = self._app(environ, start_response)
        return started[0], chunks


def _is_known(query: bytes) -> bool:
    """Whether all parameters of a query string are among those that answers depend on."""
    names = {part.partition(b"=")[0] for part in query.split(b"&")} - PARAMETERS
    return all(b":" in name or b"%3a" in name.lower() for name in names)


def _no_write(_: bytes) -> None:
    raise RuntimeError("the write callable of PEP 3333 is not supported")

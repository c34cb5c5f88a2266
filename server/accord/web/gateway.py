"""Between the ASGI server and Flask: bodies are read before a thread is spent, and nothing slow holds one.

A WSGI server would end a broken stream as if it were whole and would lend a thread to every reader that stalls; an
ASGI server breaks the connection when its application raises, and waits for slow readers without a thread.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from werkzeug.exceptions import BadRequest, MethodNotAllowed

from accord.errors import LimitError
from accord.web.bodies import Bodies, GatewayLimits, Headers, Message, Receive
from accord.web.cache import Cache, Kept
from accord.web.faults import REFUSAL
from accord.web.hosts import WATCHED
from accord.web.manners import Manner, Manners
from accord.web.rate_limit import shares

Send = Callable[[Message], Awaitable[None]]
Start = tuple[int, Headers]

LARGEST_KEPT = 1024 * 1024
"""Bytes of an answer that is worth keeping for the next who asks the same. A longer one is sent as it is read."""

PIECE = 64 * 1024
"""Bytes that are handed on at once, so that what a slow reader makes wait in memory is a few of these."""

_FOR_PAGES = 4
"""Threads for views that only compute: more would not make them faster, since one at a time holds the interpreter."""

_NOT_HERE = ("CONNECT", "TRACE")
"""Methods that no origin server needs (RFC 9110, 9.3.6 and 9.3.8)."""

_VARY_HEADERS = frozenset(
    b"accept accept-encoding authorization content-length content-type host if-match if-modified-since if-none-match "
    b"if-range if-unmodified-since origin range transfer-encoding x-forwarded-host x-forwarded-proto".split()
)
"""The headers of a request that any answer depends on. Who asks is not among them: what is kept is for anybody."""

PARAMETERS = frozenset(
    b" class default-graph-uri example format infer kind limit named-graph-uri page prefix q query sort timeout"
    b" type uri v year".split(b" ")
)
"""The parameters of an address that any answer depends on, beside prefixed names (of properties); none is one too."""


class Gateway:
    """An ASGI application that calls a Flask one.

    Each view is called in the manner it is marked with; ``threads`` is how many may wait for something. So many
    ``proxies`` in front are believed on who the client is.
    """

    def __init__(self, app: Flask, threads: int, limits: GatewayLimits | None = None, proxies: int = 0) -> None:
        self._app = app
        self._limits = limits or GatewayLimits()
        self._proxies = proxies
        self._manners = Manners(app)
        self._bodies = Bodies(self._limits)
        self._present: Counter[str] = Counter()
        self._kept: Cache = app.extensions.setdefault("cache", Cache())
        self._waiting = ThreadPoolExecutor(threads, thread_name_prefix="accord-waiting")
        self._pages = ThreadPoolExecutor(_FOR_PAGES, thread_name_prefix="accord-page")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            scope = {**scope, "headers": _plain(scope["headers"])}
            client = shares(client_of(scope, self._proxies))[0][0]
            self._present[client] += 1
            try:
                await self._answer(scope, receive, send, client)
            finally:
                self._present[client] -= 1
                if not self._present[client]:
                    del self._present[client]

    async def _answer(self, scope: Message, receive: Receive, send: Send, client: str) -> None:
        """Answer a request of a client."""
        refusal = self._refusal(scope, self._present[client])
        key = None if refusal else self._key(scope)
        if key and (kept := self._kept.held(key)):
            await self._send(send, 200, list(kept.headers), kept.body)
            return
        (status, headers), chunks = await self._made(scope, receive, client, refusal)
        close = getattr(chunks, "close", None)
        streamed = status == 200 and scope["method"] != "HEAD" and _length(headers) > LARGEST_KEPT
        try:
            if streamed:
                await send({"type": "http.response.start", "status": status, "headers": headers})
                await self._stream(iter(chunks), send)
            else:
                body = b"".join(chunks)
                if key and status == 200:
                    self._keep(key, headers, body)
                await self._send(send, status, headers, body)
        finally:
            if close and streamed:
                await self._aside(close)
            elif close:
                close()

    def _refusal(self, scope: Message, present: int) -> Exception | None:
        """Why a request is not heard, whatever it is; its client has so many under way with this one."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if present > self._limits.requests and scope["path"] not in WATCHED:
            why = f"{present - 1} of your requests are under way already."
            value, remedy = self._limits.requests, "Wait until one is answered."
            return LimitError(why, limit="requests", value=value, status=429, retry_after=1, remedy=remedy)
        if scope["method"] in _NOT_HERE:
            return MethodNotAllowed(["GET", "HEAD", "OPTIONS", "POST"], f"{scope['method']} is not answered here.")
        if len(hosts) > 1 or not any(hosts) and scope["path"] not in WATCHED:
            return BadRequest(f"A request has one Host line (RFC 9112, section 3.2), and this one has {len(hosts)}.")
        return None

    async def _made(
        self, scope: Message, receive: Receive, client: str, refusal: Exception | None
    ) -> tuple[Start, Iterable[bytes]]:
        """What the application answers; after a refusal the connection ends, for its body may not have been read."""
        body = b""
        if refusal is None:
            body, refusal = await self._bodies.read(scope["headers"], receive, client)
        try:
            environ = {**_environ(scope, body), REFUSAL: refusal}
            manner = Manner.AT_ONCE if refusal else self._manners.of(scope["method"], scope["path"])
            if manner is Manner.AT_ONCE:
                start, chunks = self._call(environ)
            else:
                threads = self._waiting if manner is Manner.WAITING else self._pages
                start, chunks = await asyncio.get_running_loop().run_in_executor(threads, self._call, environ)
        finally:
            self._bodies.release(len(body), client)
        if refusal:
            start[1].append((b"connection", b"close"))
        return start, chunks

    def _key(self, scope: Message) -> Hashable:
        """What a plain GET asks for, of the site that is shown now; nothing for other requests.

        With a parameter that no answer depends on the answer is not kept, so that ``?x=1``, ``?x=2``, … take no room.
        """
        given = [pair for pair in scope["headers"] if pair[0] in _VARY_HEADERS]
        if scope["method"] != "GET" or any(name.startswith(b"if-") for name, _ in given):
            return None
        if not _is_known(scope["query_string"]):
            return None
        return "sent", self._app.extensions.get("shown"), scope["path"], scope["query_string"], tuple(given)

    def _keep(self, key: Hashable, headers: Headers, body: bytes) -> None:
        """Keep an answer that says that anybody may, without how long it took to make."""
        if (
            any(name == b"cache-control" and b"public" in value for name, value in headers)
            and len(body) <= LARGEST_KEPT
        ):
            self._kept.keep(key, Kept(body, tuple(pair for pair in headers if pair[0] != b"server-timing")))

    async def _send(self, send: Send, status: int, headers: Headers, body: bytes) -> None:
        """Send an answer that is whole."""
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await self._pieces(send, body[:-PIECE])
        await send({"type": "http.response.body", "body": body[-PIECE:]})

    async def _stream(self, chunks: Iterator[bytes], send: Send) -> None:
        """Send a stream chunk by chunk as it comes; no thread waits for a reader that is slow."""
        while (chunk := await self._aside(next, chunks, None)) is not None:
            await self._pieces(send, chunk)
        await send({"type": "http.response.body", "body": b""})

    async def _pieces(self, send: Send, chunk: bytes) -> None:
        """Send a part of a body. Raises TimeoutError, which breaks the connection off, when the client takes none."""
        for start in range(0, len(chunk), PIECE):
            async with asyncio.timeout(self._limits.stall):
                await send({"type": "http.response.body", "body": chunk[start : start + PIECE], "more_body": True})

    async def _aside(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function that may wait in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._waiting, function, *arguments)

    def _call(self, environ: dict[str, Any]) -> tuple[Start, Iterable[bytes]]:
        """Call the Flask application as PEP 3333 says."""
        started: list[Start] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[..., Any]:
            pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            started[:] = [(int(status[:3]), pairs)]
            return _no_write

        chunks = self._app(environ, start_response)
        return started[0], chunks


def _is_known(query: bytes) -> bool:
    """Whether all parameters of a query string are among those that answers depend on."""
    names = {part.partition(b"=")[0] for part in query.split(b"&")} - PARAMETERS
    return all(b":" in name or b"%3a" in name.lower() for name in names)


def _no_write(_: bytes) -> None:
    raise RuntimeError("the write callable of PEP 3333 is not offered")


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


def _plain(headers: Headers) -> Headers:
    """The headers without those whose names have an underscore, which WSGI cannot tell from those with a hyphen."""
    return [pair for pair in headers if b"_" not in pair[0]]


def client_of(scope: Message, proxies: int) -> str:
    """The address of the client: that of the connection, or what the outermost of the proxies was called from."""
    address: str = (scope.get("client") or ("",))[0]
    if not proxies:
        return address
    told = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    path = [one.strip() for one in ",".join(told).split(",") if one.strip()]
    return path[-proxies] if len(path) >= proxies else address


def _length(headers: Headers) -> float:
    """How many bytes an answer says that it has; endless when it does not say."""
    return next((int(value) for name, value in headers if name == b"content-length"), float("inf"))


def _environ(scope: Message, body: bytes) -> dict[str, Any]:
    """The WSGI environment of an ASGI HTTP scope."""
    host, port = scope.get("server") or ("127.0.0.1", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value.decode("latin-1")
        elif key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            key, text = f"HTTP_{key}", value.decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ

"""Between the ASGI server and Flask: bodies are read before a thread is spent, and nothing slow holds one.

A WSGI server would end a broken stream as if it were whole and would lend a thread to every reader that stalls; an
ASGI server breaks the connection when its application raises, and waits for slow readers without a thread.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from accord.web.cache import Cache, Kept

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Start = tuple[int, Headers]

LARGEST_BODY = 5 * 1024 * 1024
"""Bytes of a request body; a larger one is refused unread."""

LARGEST_KEPT = 1024 * 1024
"""Bytes of an answer that is worth keeping for the next who asks the same."""

_HEEDED = frozenset(
    b"accept accept-encoding authorization content-length content-type host if-match if-modified-since if-none-match "
    b"if-range if-unmodified-since range transfer-encoding x-forwarded-host x-forwarded-proto".split()
)
"""The headers of a request that any answer depends on. Who asks is not among them: what is kept is for anybody."""

PARAMETERS = frozenset(
    b" class default-graph-uri example format infer kind limit named-graph-uri page prefix q query sort timeout"
    b" type uri v year".split(b" ")
)
"""The parameters of an address that any answer depends on, beside prefixed names (of properties); none is one too."""


class Gateway:
    """An ASGI application that calls a Flask one.

    ``waits`` tells, by path, which requests may wait for something: they get a thread, the others are answered at once.
    """

    def __init__(self, app: Flask, waits: Callable[[str], bool], threads: int) -> None:
        self._app = app
        self._waits = waits
        self._kept: Cache = app.extensions.setdefault("cache", Cache())
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="accord")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        key = self._key(scope)
        if key and (kept := self._kept.held(key)):
            await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
            await send({"type": "http.response.body", "body": kept.body})
            return
        body = await _body(receive) if _has_body(scope) else b""
        if body is None:
            return
        environ = _environ(scope, body)
        if self._waits(scope["path"]):
            (status, headers), chunks = await self._aside(self._call, environ)
        else:
            (status, headers), chunks = self._call(environ)
        streamed = status == 200 and not any(name == b"content-length" for name, _ in headers)
        close = getattr(chunks, "close", None)
        try:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            if streamed:
                await self._stream(iter(chunks), send)
            else:
                body = b"".join(chunks)
                if key and status == 200:
                    self._keep(key, headers, body)
                await send({"type": "http.response.body", "body": body})
        finally:
            if close and streamed:
                await self._aside(close)
            elif close:
                close()

    def _key(self, scope: Message) -> Hashable:
        """What a plain GET asks for, of the site that is shown now; nothing for other requests.

        With a parameter that no answer depends on the answer is not kept, so that ``?x=1``, ``?x=2``, … take no room.
        """
        given = [pair for pair in scope["headers"] if pair[0] in _HEEDED]
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

    async def _stream(self, chunks: Iterator[bytes], send: Send) -> None:
        """Send a stream chunk by chunk as it comes; no thread waits for a reader that is slow."""
        while (chunk := await self._aside(next, chunks, None)) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _aside(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a function that may wait in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

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


def _has_body(scope: Message) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


async def _body(receive: Receive) -> bytes | None:
    """The whole body, one byte past the limit at most (Flask then answers 413); ``None`` when the client is gone."""
    body = bytearray()
    while len(body) <= LARGEST_BODY:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body[: LARGEST_BODY + 1])


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

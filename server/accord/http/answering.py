"""The answer of an ASGI application to one request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from accord.http import response
from accord.http.request import Headers, Request, nobody

_LOG = logging.getLogger(__name__)


App = Callable[[Any, Any, Any], Awaitable[None]]
"""An ASGI application."""


class Serving(Protocol):
    """The server of a connection, as an answer knows it."""

    app: App
    loop: asyncio.AbstractEventLoop
    tasks: set[asyncio.Task[None]]


class Client(Protocol):
    """The connection of a client, as an answer knows it."""

    local: tuple[str, int]

    @property
    def server(self) -> Serving:
        """The server that answers."""

    def write(self, data: bytes) -> None:
        """Send bytes."""

    async def taken(self) -> None:
        """Wait until the client has taken what was sent."""

    def read_on(self) -> None:
        """Read more of the request."""

    def over(self, request: Request) -> None:
        """A request has been answered."""

    def break_off(self) -> None:
        """End the connection in the middle of an answer."""


class Answering:
    """The answer to one request as an ASGI application gives it."""

    def __init__(self, connection: Client, request: Request) -> None:
        self._connection = connection
        self._request = request
        self._started = self._finished = self._chunked = self._bodiless = self._all = False
        self.observe: Callable[[int, int], None] | None = None
        self._head: tuple[int, Headers] | None = None
        self._left: int | None = None

    @property
    def request(self) -> Request:
        """The request."""
        return self._request

    @property
    def has_begun(self) -> bool:
        """Whether a part of the answer was sent."""
        return self._started

    def reply(self, status: int, written: bytes, body: bytes) -> None:
        """Send a whole answer; ``written`` are its headers, the length of the body among them."""
        request = self._request
        request.leaving = nobody
        if request.gone:
            return
        self._connection.write(response.head(status, written, request.keeps, request.version) + body)
        if self.observe:
            self.observe(status, len(body))
        self._connection.over(request)

    def hand_over(self, pending: object = None) -> None:
        """Let the application answer in a task; ``pending`` is what it has done, its scope's ``accord.pending``."""
        connection = self._connection
        self._request.leaving = nobody
        scope = self._request.scope(connection.local)
        if pending is not None:
            scope["accord.pending"] = pending
        task = connection.server.loop.create_task(_called(connection.server.app, scope, self.receive, self.send))
        connection.server.tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """The application has returned or failed; an answer that it did not finish is cut off."""
        connection, request = self._connection, self._request
        connection.server.tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error and not request.gone:
            _LOG.error("%s %r failed", self._request.method, self._request.target[:500], exc_info=error)
        if error and not self._started:
            connection.write(response.refusal(500, "The server failed to answer."))
            request.keeps = False
        elif not self._finished:
            connection.break_off()
        connection.over(request)

    async def receive(self) -> dict[str, Any]:
        """The next event: a piece of the body, or that the client has left (ASGI)."""
        request = self._request
        if request.expects and not request.complete and not self._started and not request.delivered:
            self._connection.write(response.CONTINUE)
        request.delivered = True
        while not request.gone and not request.body and (self._all or not request.complete):
            request.waiter = self._connection.server.loop.create_future()
            await request.waiter
        if request.gone and not request.body:
            return {"type": "http.disconnect"}
        body = bytes(request.body)
        request.body.clear()
        self._connection.read_on()
        self._all = request.complete
        return {"type": "http.request", "body": body, "more_body": not request.complete}

    async def send(self, message: Any) -> None:
        """Send a part of the answer, once the client has taken the one before (ASGI).

        Raises ValueError for headers that are not valid, a body of another length than its header says, and for what
        belongs to a second answer.
        """
        begins = message["type"] == "http.response.start"
        if self._finished or (begins and (self._started or self._head)):
            raise ValueError("An answer begins and ends once.")
        if begins:
            self._head = message["status"], list(message["headers"])
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        connection = self._connection
        data = self._begin(body, more) if self._head else self._frame(body, more)
        if data:
            connection.write(data)
        self._finished = not more
        if more:
            await connection.taken()

    def _begin(self, body: bytes, more: bool) -> bytes:
        """The head, and the first piece of the body."""
        assert self._head is not None
        status, headers = self._head
        self._head = None
        request = self._request
        names = {name for name, _ in headers}
        if b"connection" in names and any(pair == (b"connection", b"close") for pair in headers):
            request.keeps = False
            headers = [pair for pair in headers if pair[0] != b"connection"]
        self._bodiless = request.method == "HEAD" or status in response.BODILESS
        if status == 204:
            headers = [pair for pair in headers if pair[0] != b"content-length"]  # RFC 9110, section 8.6
        elif not self._bodiless:
            self._left = next((int(value) for name, value in headers if name == b"content-length"), None)
        if b"content-length" not in names and status not in response.BODILESS:
            if not more:
                headers.append((b"content-length", str(len(body)).encode()))
            elif request.method != "HEAD" and request.version == "1.1":
                headers.append((b"transfer-encoding", b"chunked"))
                self._chunked = True
            else:
                request.keeps = False
        if not request.complete and not more:
            request.keeps = False
        data = response.head(status, response.lines(headers), request.keeps, request.version) + self._frame(body, more)
        self._started = True
        return data

    def _frame(self, body: bytes, more: bool) -> bytes:
        """A piece of the body as it is sent."""
        if self._bodiless:
            return b""
        if self._left is not None:
            self._left -= len(body)
            if self._left < 0 or (self._left and not more):  # the client would take the next answer for a part of this
                raise ValueError("The body of an answer is not as long as its Content-Length says.")
        if not self._chunked:
            return body
        return (response.chunk(body) if body else b"") + (b"" if more else response.LAST_CHUNK)


async def _called(app: App, scope: Any, receive: Any, send: Any) -> None:
    await app(scope, receive, send)

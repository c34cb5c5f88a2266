"""One connection of a client: its requests are read and answered one after the other."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, cast

import httptools

from accord.http import response
from accord.http.answering import Answering
from accord.http.limits import STALL
from accord.http.request import Headers, Request

if TYPE_CHECKING:
    from accord.http.server import Server

_MOST_HEADERS = 100
_AHEAD = 64 * 1024
"""Bytes that are read of a body, or of the next requests, before the application asks for them."""
_LINGER = 2.0
"""Seconds in which the rest of a body that nobody reads may come: a client may read its answer only after sending."""


class Connection(asyncio.Protocol):
    """Reads requests, lets the application of a server answer them, and ends what takes too long."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._transport: asyncio.Transport
        self._parser = httptools.HttpRequestParser(self)
        self._client = self._local = ("", 0)
        self._requests: deque[Request] = deque()
        self._answering: Answering | None = None
        self._later = bytearray()
        self._target, self._headers, self._size = b"", cast(Headers, []), 0
        self._in_head = self._lingers = self._ended = False
        self._until = 0.0
        self._stalled_at = 0.0
        self._drained: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(0)
        peer, local = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        self._client = (peer[0], peer[1]) if isinstance(peer, tuple) else ("", 0)
        self._local = (local[0], local[1]) if isinstance(local, tuple) else ("127.0.0.1", 80)
        self._until = self._server.now() + self._server.limits.head_time
        if not self._server.admit(self):
            self._refuse(503, "Too many connections. Try again in a few seconds.")

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is over, whoever ended it."""
        self._ended = True
        self._server.forget(self)
        for request in self._requests:
            request.leave()
        if self._drained and not self._drained.done():
            self._drained.set_result(None)

    def eof_received(self) -> None:
        """The client sends nothing more: it has left, since HTTP clients do not close one direction alone."""

    def pause_writing(self) -> None:
        """The client does not take what was sent."""
        self._stalled_at = self._server.now()

    def resume_writing(self) -> None:
        """The client has taken all that was sent."""
        self._stalled_at = 0.0
        if self._drained and not self._drained.done():
            self._drained.set_result(None)

    def check(self, now: float) -> None:
        """End what takes too long; called every second."""
        if self._stalled_at and now - self._stalled_at > STALL:
            self._transport.abort()
        elif self._until and now > self._until:
            if self._size and not self._lingers:
                self._refuse(408, "The headers of the request did not arrive in time.")
            else:
                self._transport.close()

    def make_room(self) -> None:
        """Close it, since it is idle and another client connects."""
        self._server.is_busy(self)
        self._transport.abort()

    def close_if_idle(self) -> None:
        """Close it unless a request is being answered; it is then closed after its answer."""
        if self._requests:
            self._requests[0].keeps = False
        else:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """The next bytes of the client."""
        if self._lingers:
            return
        if self._requests and self._requests[-1].complete:
            self._later += data
            if len(self._later) > _AHEAD:
                self._transport.pause_reading()
            return
        self._feed(data)

    def _feed(self, data: bytes) -> None:
        """Read bytes, and begin to answer what is a request."""
        if not self._requests and not self._size:
            self._until = self._server.now() + self._server.limits.head_time
        was_in_head = self._in_head
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._requests[-1].keeps = False  # what follows is another protocol, which is not spoken here
        except httptools.HttpParserError as error:
            self._misunderstood(error)
        if self._in_head and not self._lingers:
            self._size += len(data) if was_in_head else 1 + self._head_size()
            if self._size > self._server.limits.head:
                self._refuse_long_head()
        if self._requests and self._answering is None:
            self._next()

    def _misunderstood(self, error: Exception) -> None:
        """What came is not HTTP/1.1. Requests before it are answered first, and a body that breaks off is its own."""
        if self._requests:
            self._requests[-1].keeps = False
            if not self._requests[-1].complete:
                self._requests[-1].leave()
        elif isinstance(error.__context__, _TooLong):
            self._refuse_long_head()
        else:
            self._refuse(400, "This is not a request of HTTP/1.1 (RFC 9112).")

    def _refuse_long_head(self) -> None:
        if self._headers and len(self._target) <= self._server.limits.head:
            self._refuse(431, f"The headers are longer than {self._server.limits.head:,} bytes.")
        else:
            self._refuse(414, "The address is too long. Send long parameters in the body of a POST, as a form.")

    def _refuse(self, status: int, words: str) -> None:
        """Answer what is not a request, and close the connection."""
        self._transport.write(response.refusal(status, words))
        self._linger()

    def _linger(self) -> None:
        """Close the connection once the client has read its answer: to close it at once may take the answer from it."""
        self._lingers = True
        self._until = self._server.now() + _LINGER
        self._later.clear()
        self._transport.resume_reading()
        if self._transport.can_write_eof():
            self._transport.write_eof()

    # What the parser calls.

    def on_message_begin(self) -> None:
        """A request begins."""
        self._target, self._headers, self._size, self._in_head = b"", [], 0, True

    def on_url(self, piece: bytes) -> None:
        """A piece of the address."""
        self._target += piece

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer, which nothing here has a use for."""
        if self._in_head:
            self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """All headers are here. Raises _TooLong, which ends the reading."""
        self._in_head = False
        size = self._head_size()
        if size > self._server.limits.head or len(self._headers) > _MOST_HEADERS:
            raise _TooLong
        parser = self._parser
        method, version = parser.get_method().decode("latin-1"), parser.get_http_version()
        keeps = parser.should_keep_alive()
        self._requests.append(Request(method, self._target, version, self._headers, self._client, keeps, size))
        self._until, self._size = 0.0, 0

    def _head_size(self) -> int:
        """Bytes of what is known of the address and the headers."""
        return len(self._target) + sum([len(name) + len(value) for name, value in self._headers])

    def on_body(self, piece: bytes) -> None:
        """A piece of the body."""
        request = self._requests[-1]
        request.body += piece
        if len(request.body) > _AHEAD:
            self._transport.pause_reading()
        request.wake()

    def on_message_complete(self) -> None:
        """A request is here to its end."""
        self._requests[-1].complete = True
        self._requests[-1].wake()

    # How a request is answered.

    def _next(self) -> None:
        """Answer the first request that waits."""
        self._server.is_busy(self)
        self._answering = Answering(self, self._requests[0])
        self._answering.begin()

    def over(self, request: Request) -> None:
        """A request has been answered: read the next one, or close the connection."""
        self._requests.popleft()
        self._answering = None
        if self._ended:
            return
        if not request.complete or self._server.ending:
            request.keeps = False
        if not request.keeps:
            if request.complete:
                self._transport.close()
            else:
                self._linger()
        elif self._requests:
            self._server.loop.call_soon(self._continue)
        else:
            self._server.is_idle(self)
            self._until = self._server.now() + self._server.limits.idle
            if self._later:
                self._server.loop.call_soon(self._continue)

    def _continue(self) -> None:
        """Go on with what came while a request was answered."""
        if self._ended or self._lingers or self._answering:
            return
        if self._requests:
            self._next()
        elif self._later:
            data = bytes(self._later)
            self._later.clear()
            self._transport.resume_reading()
            self._feed(data)

    def write(self, data: bytes) -> None:
        """Send bytes."""
        if not self._ended:
            self._transport.write(data)

    def abort(self) -> None:
        """End the connection within an answer, so that the client sees that it is not whole."""
        self._transport.abort()

    async def taken(self) -> None:
        """Wait until the client has taken what was sent."""
        if self._stalled_at and not self._ended:
            self._drained = self._server.loop.create_future()
            await self._drained

    def read_on(self) -> None:
        """The application has taken the body that is here: read more."""
        if not self._ended:
            self._transport.resume_reading()

    @property
    def server(self) -> Server:
        """The server that it belongs to."""
        return self._server

    @property
    def local(self) -> tuple[str, int]:
        """The address where the client has connected."""
        return self._local


class _TooLong(Exception):
    """The headers of a request are too many or too long."""

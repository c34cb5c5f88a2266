"""One client connection: its requests are read and answered one after the other."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import cast

import httptools

from accord.http import response
from accord.http.answering import Answering
from accord.http.connections import Connections
from accord.http.limits import AHEAD, LINGER, STALL, TAKEN
from accord.http.readable import RefusedRequest, require_readable, too_long
from accord.http.request import Headers, Request

_NO_REQUEST = "This is not a request of HTTP/1.1 (RFC 9112)."


class Connection(asyncio.Protocol):
    """Reads requests, lets the application of a server answer them, and ends what takes too long.

    ``local`` is the address where the client has connected.
    """

    def __init__(self, server: Connections) -> None:
        self.server = server
        self._transport: asyncio.Transport
        self._parser = httptools.HttpRequestParser(self)
        self._client = self.local = ("", 0)
        self._requests: deque[Request] = deque()
        self._answering: Answering | None = None
        self._later = bytearray()
        self._target, self._headers, self._size = b"", cast(Headers, []), 0
        self._in_head = self._lingers = self._ended = self._begun = self._repeats = False
        self._quiet = self._left = 0
        self._until = 0.0
        self._stalled_at = 0.0
        self._drained: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(0)
        peer, local = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        self._client = (peer[0], peer[1]) if isinstance(peer, tuple) else ("", 0)
        self.local = (local[0], local[1]) if isinstance(local, tuple) else ("127.0.0.1", 80)
        self._until = self.server.now() + self.server.limits.head_time
        if not self.server.admit(self):
            self._refuse(503, "Too many connections. Try again in a few seconds.")

    def connection_lost(self, error: Exception | None) -> None:
        """The connection is over, whoever ended it."""
        self._ended = True
        self.server.forget(self)
        for request in self._requests:
            request.leave()
        if self._drained and not self._drained.done():
            self._drained.set_result(None)

    def eof_received(self) -> None:
        """The client sends nothing more: it has left, since HTTP clients do not close one direction alone."""

    def pause_writing(self) -> None:
        """The client does not take what was sent."""
        self._stalled_at, self._left = self.server.now(), self._transport.get_write_buffer_size()

    def resume_writing(self) -> None:
        """The client has taken all that was sent."""
        self._stalled_at = 0.0
        if self._drained and not self._drained.done():
            self._drained.set_result(None)

    def check(self, now: float) -> None:
        """End what takes too long; called every second."""
        if self._stalled_at and self._left - self._transport.get_write_buffer_size() >= TAKEN:
            self.pause_writing()  # it is slow, but it reads
        if self._stalled_at and now - self._stalled_at > STALL:
            self._transport.abort()
        elif self._until and now > self._until:
            if self._size and not self._lingers:
                self._refuse(408, "The headers of the request did not arrive in time.")
            else:
                self._transport.close()

    def make_room(self) -> None:
        """Close it, since it is idle and another client connects."""
        self.server.is_busy(self)
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
            if len(self._later) > AHEAD:
                self._transport.pause_reading()
            return
        self._feed(data)

    def _feed(self, data: bytes) -> None:
        """Read bytes, and begin to answer what is a request."""
        if not self._requests and not self._begun:
            self._begun, self._until = True, self.server.now() + self.server.limits.head_time
        was_in_head = self._in_head
        self._quiet += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._ignore_upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            refused = error.__context__
            self._reject(*(refused.args if isinstance(refused, RefusedRequest) else (400, _NO_REQUEST)))
        else:
            self._measure(len(data), was_in_head)
        if self._requests and self._answering is None and not self._lingers:
            self._next()

    def _measure(self, size: int, was_in_head: bool) -> None:
        """Refuse a head that is too long and not at its end, or a body in which much has come that is not content."""
        most = self.server.limits.head
        if self._in_head:
            self._size += size if was_in_head else 1 + self._head_size()
            if self._size > most:
                self._reject(*too_long(self._target, self._headers, most))
        elif self._requests and not self._requests[-1].complete and self._quiet > most:
            self._reject(431, f"The extensions of a chunk, or the trailers, are longer than {most:,} bytes.")

    def _ignore_upgrade(self, rest: bytes) -> None:
        """Read the body of a request that offers another protocol, which is not spoken here (RFC 9110, section 7.8).

        The parser takes what follows the head for the other protocol. Another one reads on, after a head of its own.
        """
        request = self._requests[-1]
        if request.method == "CONNECT":
            request.keeps, request.complete = False, True
            return
        self._parser, self._repeats = httptools.HttpRequestParser(self), True
        self._feed(request.framing + rest)

    def _reject(self, status: int, words: str) -> None:
        """Refuse what cannot be read; the requests before it are answered first."""
        if not self._requests:
            self._refuse(status, words)
        elif self._requests[-1].complete:
            self._requests.append(Request("", b"", "1.1", [], self._client, False, 0, complete=True))
            self._requests[-1].refusal = status, words
        else:
            broken = self._requests[-1]
            broken.keeps, broken.refusal = False, (status, words)
            if self._answering and broken is self._requests[0]:
                if not self._answering.has_begun:
                    self._refuse(status, words)
                broken.leave()

    def _refuse(self, status: int, words: str) -> None:
        """Answer what is not a request, and close the connection."""
        self._transport.write(response.refusal(status, words))
        self._linger()

    def _linger(self) -> None:
        """Close the connection once the client has read its answer: to close it at once may take the answer from it."""
        self._lingers = True
        self._until = self.server.now() + LINGER
        self._later.clear()
        self._transport.resume_reading()
        if self._transport.can_write_eof():
            self._transport.write_eof()

    # What the parser calls.

    def on_message_begin(self) -> None:
        """A request begins."""
        if not self._repeats:
            self._target, self._headers, self._size, self._in_head = b"", [], 0, True

    def on_url(self, piece: bytes) -> None:
        """A piece of the address."""
        if not self._repeats:
            self._target += piece

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer, which nothing here has a use for."""
        if self._in_head:
            self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """All headers are here. Raises Refused, which ends the reading."""
        if self._repeats:
            self._repeats = False
            return
        self._in_head = False
        size, parser = self._head_size(), self._parser
        version = parser.get_http_version()
        require_readable(version, self._target, self._headers, size, self.server.limits.head)
        method, keeps = parser.get_method().decode("latin-1"), parser.should_keep_alive()
        self._requests.append(Request(method, self._target, version, self._headers, self._client, keeps, size))
        self._until, self._size, self._quiet = 0.0, 0, 0

    def _head_size(self) -> int:
        """Bytes of what is known of the address and the headers."""
        return len(self._target) + sum([len(name) + len(value) for name, value in self._headers])

    def on_body(self, piece: bytes) -> None:
        """A piece of the body."""
        self._quiet = 0
        request = self._requests[-1]
        request.body += piece
        if len(request.body) > AHEAD:
            self._transport.pause_reading()
        request.wake()

    def on_message_complete(self) -> None:
        """A request is here to its end, unless what follows is yet to be read as its body."""
        if self._parser.should_upgrade():
            return
        self._quiet = 0
        self._requests[-1].complete = True
        self._requests[-1].wake()

    def _next(self) -> None:
        """Answer the first request that waits."""
        self.server.is_busy(self)
        if refusal := self._requests[0].refusal:
            self._refuse(*refusal)
            return
        request = self._requests[0]
        self._answering = Answering(self, request)
        if not (request.complete and self.server.at_once(self._answering)):
            self._answering.hand_over()

    def over(self, request: Request) -> None:
        """A request has been answered: read the next one, or close the connection."""
        self._requests.popleft()
        self._answering = None
        if self._ended or self._lingers:
            return
        if not request.complete or self.server.ending:
            request.keeps = False
        if not request.keeps:
            if request.complete:
                self._transport.close()
            else:
                self._linger()
        elif self._requests:
            self.server.loop.call_soon(self._continue)
        else:
            self.server.is_idle(self)
            self._begun = bool(self._size)
            limits = self.server.limits
            self._until = self.server.now() + (limits.head_time if self._begun else limits.idle)
            if self._later:
                self.server.loop.call_soon(self._continue)

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
        if not self._ended and not self._lingers:
            self._transport.write(data)

    def break_off(self) -> None:
        """End the connection within an answer, so that the client sees that it is not whole."""
        if not self._lingers:
            self._transport.abort()

    def abort(self) -> None:
        """End the connection now."""
        self._transport.abort()

    async def taken(self) -> None:
        """Wait until the client has taken what was sent."""
        if self._stalled_at and not self._ended:
            self._drained = self.server.loop.create_future()
            await self._drained

    def read_on(self) -> None:
        """The application has taken the body that is here: read more."""
        if not self._ended:
            self._transport.resume_reading()

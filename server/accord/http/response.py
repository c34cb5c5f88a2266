"""The bytes of an answer: status line, headers, and the chunks of a body of unknown length."""

from __future__ import annotations

import time
from email.utils import formatdate
from http import HTTPStatus

from accord.http.request import Headers

_LINES = {one.value: f"HTTP/1.1 {one.value} {one.phrase}\r\n".encode() for one in HTTPStatus}
KEEP = b"connection: keep-alive\r\n"
"""What a client of HTTP/1.0 has to read in order to send its next request on the same connection."""
BODILESS = frozenset((204, 304))
"""Statuses whose answers have no body, whatever the application says (RFC 9110, section 6.4.1)."""

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
CLOSE = b"connection: close\r\n"


class _Clock:
    """The Date header of this second; to write it takes longer than the rest of the headers."""

    def __init__(self) -> None:
        self._second = 0
        self._line = b""

    def line(self) -> bytes:
        """The header."""
        now = int(time.time())
        if now != self._second:
            self._second, self._line = now, f"date: {formatdate(now, usegmt=True)}\r\n".encode()
        return self._line


_CLOCK = _Clock()


def lines(headers: Headers) -> bytes:
    """Headers as they are sent. Raises ValueError for one that has a line break, which would begin another one."""
    written = b"".join([b"%b: %b\r\n" % pair for pair in headers])
    if written.count(b"\n") != len(headers) or written.count(b"\r") != len(headers) or b"\0" in written:
        raise ValueError("A header of an answer has a line break in it.")
    return written


def head(status: int, written: bytes, keeps: bool, version: str = "1.1") -> bytes:
    """The first line and all headers; ``written`` are those of the application. ``version`` is that of the client."""
    first = _LINES.get(status) or b"HTTP/1.1 %d \r\n" % status
    last = CLOSE if not keeps else KEEP if version == "1.0" else b""
    return b"".join((first, written, _CLOCK.line(), last, b"\r\n"))


def chunk(body: bytes) -> bytes:
    """A piece of a body whose length is not known (RFC 9112, section 7.1)."""
    return b"%x\r\n%b\r\n" % (len(body), body)


def refusal(status: int, words: str) -> bytes:
    """A whole answer to what is not a request; the connection is closed after it."""
    body = f"{words}\n".encode()
    kind = (b"content-type", b"text/plain; charset=utf-8")
    return head(status, lines([kind, (b"content-length", str(len(body)).encode())]), False) + body

"""One request, as far as it has arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

Headers = list[tuple[bytes, bytes]]
"""Names in lower case, and values."""


def nobody() -> None:
    """Nobody wants to know that the client has left."""


@dataclass(slots=True, eq=False)
class Request:
    """A request of a client, whose address is ``client``.

    ``target`` is as it was sent. ``body`` has what has come of the body and is not read yet, and ``complete`` says that
    nothing follows. ``size`` counts the bytes of the target and the headers. ``gone`` says that the client has
    closed its connection; ``leaving`` is then called, once. ``refusal`` is the status and the words for a request that
    cannot be read to its end.
    """

    method: str
    target: bytes
    version: str
    headers: Headers
    client: tuple[str, int]
    keeps: bool
    size: int
    body: bytearray = field(default_factory=bytearray)
    complete: bool = False
    gone: bool = False
    delivered: bool = False
    leaving: Callable[[], None] = nobody
    waiter: asyncio.Future[None] | None = None
    refusal: tuple[int, str] | None = None

    def wake(self) -> None:
        """Let the application look again: more of the body has come, or the client has left."""
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(None)

    def leave(self) -> None:
        """Note that the client has left."""
        self.gone = True
        self.leaving()
        self.wake()

    @property
    def expects(self) -> bool:
        """Whether the client waits for a 100 before it sends the body (RFC 9110, section 10.1.1)."""
        return self.version == "1.1" and any(
            name == b"expect" and value.lower() == b"100-continue" for name, value in self.headers
        )

    @property
    def framing(self) -> bytes:
        """A head whose body is as long as that of this request."""
        lengths = (pair for pair in self.headers if pair[0] in (b"content-length", b"transfer-encoding"))
        return b"POST / HTTP/%b\r\n%b\r\n" % (self.version.encode(), b"".join(b"%b: %b\r\n" % pair for pair in lengths))

    def scope(self, server: tuple[str, int]) -> dict[str, Any]:
        """The request as ASGI 3 has it; ``server`` is the address where it came in."""
        path, _, query = _origin_form(self.target).partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": self.version,
            "method": self.method,
            "scheme": "http",
            "path": unquote(path.decode("latin-1"), "utf-8", "surrogateescape")
            if path.isascii()
            else unquote(path.decode("utf-8", "surrogateescape"), "utf-8", "surrogateescape"),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": self._scope_headers(),
            "client": self.client,
            "server": server,
        }

    def _scope_headers(self) -> Headers:
        """The headers; an address with a host is more than the Host header (RFC 9112, section 3.2.2)."""
        host = _authority(self.target)
        if not host:
            return self.headers
        return [(b"host", host), *(pair for pair in self.headers if pair[0] != b"host")]


def _origin_form(target: bytes) -> bytes:
    """The path and the query of a target, which may be a whole address."""
    if target[:1] in b"/*" or b"://" not in target:
        return target
    rest = target.partition(b"://")[2]
    start = min((place for place in (rest.find(b"/"), rest.find(b"?")) if place >= 0), default=len(rest))
    return rest[start:] if rest[start : start + 1] == b"/" else b"/" + rest[start:]


def _authority(target: bytes) -> bytes:
    """The host of a target that is a whole address, else nothing."""
    if target[:1] in b"/*" or b"://" not in target:
        return b""
    rest = target.partition(b"://")[2]
    return rest.partition(b"/")[0].partition(b"?")[0].rpartition(b"@")[2]

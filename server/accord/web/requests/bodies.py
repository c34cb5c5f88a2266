"""Bodies of requests: read whole before a view is called, within limits on their size, their time and their number."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestTimeout

from accord.errors import LimitError
from accord.limits import limit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Headers = list[tuple[bytes, bytes]]

MAX_BODY_BYTES = 5 * 1024 * 1024
"""Bytes of a request body. A reconciliation batch at its limits is a tenth of that."""

_DRAINED_BODIES = 4
"""How many times the largest body is read and dropped, for clients that read the error only after sending all."""


@dataclass(frozen=True, slots=True)
class GatewayLimits:
    """What one request, one address and all bodies may take before and after a view is called."""

    address: int = limit(
        60_000,
        "bytes",
        "Length of the address of a request (414).",
    )
    body: int = limit(MAX_BODY_BYTES, "bytes", "Length of the body of a request; a longer one is refused (413).")
    body_time: float = limit(30.0, "s", "Time in which the whole body of a request has to arrive (408).")
    body_grace: float = limit(5.0, "s", "Time after which a body has to arrive at body_rate or faster (408).")
    body_rate: int = limit(1024, "bytes/s", "Minimum speed at which the body of a request has to arrive (408).")
    bodies: int = limit(64 * 1024 * 1024, "bytes", "Bodies of all requests in progress together (503).")
    bodies_client: int = limit(16 * 1024 * 1024, "bytes", "Bodies of all requests of one address together (429).")
    requests: int = limit(64, "requests", "Requests of one address at the same time (429).")
    stall: float = limit(
        60.0, "s", "Time in which a client has to read 64 KiB of its answer; then the connection is closed."
    )


class Bodies:
    """Reads bodies and counts the bytes of each client. For one event loop, not for several threads."""

    def __init__(self, limits: GatewayLimits) -> None:
        self._limits = limits
        self.held: Counter[str] = Counter()

    async def read(self, headers: Headers, receive: Receive, client: str) -> tuple[bytes, Exception | None]:
        """The body of a client's request, or the error to answer with: 400, 408, 413, 429 or 503.

        The body is counted as held until it is released.
        """
        given = dict(headers)
        if b"content-length" not in given and b"transfer-encoding" not in given:
            return b"", None
        if self._not_worth_reading(given):
            return b"", self._too_large()
        body = bytearray()
        error: Exception | None = BadRequest("The client closed the connection before the body was complete.")
        try:
            error = await self._fill(body, receive, client)
        except TimeoutError:
            error = RequestTimeout(
                f"The body did not arrive in time. Send it within {self._limits.body_time:g} s, and after "
                f"{self._limits.body_grace:g} s at {self._limits.body_rate:,} bytes a second or faster."
            )
        finally:
            if error:
                self.release(len(body), client)
        return (b"", error) if error else (bytes(body), None)

    def release(self, size: int, client: str) -> None:
        """Subtract bytes of a client that are no longer held."""
        self.held[client] -= size
        if not self.held[client]:
            del self.held[client]

    def _not_worth_reading(self, given: dict[bytes, bytes]) -> bool:
        """Whether a body is too long even to be dropped; for a client that waits for a 100, whether it is too long."""
        length = int(given.get(b"content-length", b"0"))
        return length > self._limits.body * (1 if b"expect" in given else _DRAINED_BODIES)

    async def _fill(self, body: bytearray, receive: Receive, client: str) -> Exception | None:
        """Read a body to its end. Raises TimeoutError when it arrives too slowly."""
        began, seen = asyncio.get_running_loop().time(), 0
        while seen <= self._limits.body * _DRAINED_BODIES:
            limits = self._limits
            seconds = min(limits.body_time, limits.body_grace + seen / limits.body_rate)
            async with asyncio.timeout_at(began + seconds):
                message = await receive()
            if message["type"] == "http.disconnect":
                return BadRequest(
                    "The body is incomplete, or its chunks are not as RFC 9112, section 7.1, requires. Send it again."
                )
            piece = message.get("body", b"")
            seen += len(piece)
            if seen > self._limits.body:
                self.release(len(body), client)
                body.clear()
            else:
                self.held[client] += len(piece)
                body += piece
            if too_many := self._over_limit(client):
                return too_many
            if not message.get("more_body"):
                break
        return self._too_large() if seen > self._limits.body else None

    def _too_large(self) -> RequestEntityTooLarge:
        return RequestEntityTooLarge(f"The body is longer than {self._limits.body:,} bytes. Send less at a time.")

    def _over_limit(self, client: str) -> LimitError | None:
        """The error when the bodies of a client, or of all clients, take too many bytes."""
        if self.held[client] > self._limits.bodies_client:
            return self._too_many(
                "bodies_client", "The bodies of your requests in progress are too long together.", 429
            )
        if self.held.total() > self._limits.bodies:
            return self._too_many("bodies", "The bodies of all requests in progress are too long together.", 503)
        return None

    def _too_many(self, name: str, why: str, status: int) -> LimitError:
        value, remedy = getattr(self._limits, name), "Try again in a few seconds."
        return LimitError(why, limit=name, value=value, status=status, retry_after=2, remedy=remedy)

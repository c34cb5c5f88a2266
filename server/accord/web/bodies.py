"""Bodies of requests: read whole before a view is called, within limits on their size, their time and their number."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestTimeout

from accord.errors import LimitError
from accord.store.limits import limit

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

LARGEST_BODY = 5 * 1024 * 1024
"""Bytes of a request body: a batch for reconciliation at its limits is a tenth of that."""

_PASSED_OVER = 4
"""How many times the largest body is read and dropped, so that a client that only listens afterwards hears why."""


@dataclass(frozen=True, slots=True)
class GatewayLimits:
    """What one request, one address and all bodies may take before and after a view is called."""

    body: int = limit(LARGEST_BODY, "bytes", "Length of the body of a request; a longer one is refused (413).")
    body_time: float = limit(30.0, "s", "Time in which the whole body of a request has to come (408).")
    body_grace: float = limit(5.0, "s", "Time after which a body has to have come at body_rate (408).")
    body_rate: int = limit(1024, "bytes/s", "Speed at which the body of a request has to come at least (408).")
    bodies: int = limit(64 * 1024 * 1024, "bytes", "Bodies of all requests that are read or worked on (503).")
    requests: int = limit(64, "requests", "Requests of one address at the same time (429).")
    stall: float = limit(60.0, "s", "Time in which a client has to take 64 KiB of its answer, or it is broken off.")


class Bodies:
    """Reads bodies. Knows how many bytes of them are held; for one event loop, not for several threads."""

    def __init__(self, limits: GatewayLimits) -> None:
        self._limits = limits
        self.held = 0

    async def read(self, headers: list[tuple[bytes, bytes]], receive: Receive) -> tuple[bytes, Exception | None]:
        """The body of a request, or the error to answer with: 400, 408, 413 or 503.

        The body is counted as held until it is released.
        """
        given = dict(headers)
        if b"content-length" not in given and b"transfer-encoding" not in given:
            return b"", None
        if self._hopeless(given):
            return b"", self._too_large()
        body = bytearray()
        try:
            error = await self._fill(body, receive)
        except TimeoutError:
            error = RequestTimeout(
                f"The body did not come in time. Send it within {self._limits.body_time:g} s, and after "
                f"{self._limits.body_grace:g} s at {self._limits.body_rate:,} bytes a second or faster."
            )
        except BaseException:
            self.held -= len(body)
            raise
        if error:
            self.held -= len(body)
            return b"", error
        return bytes(body), None

    def release(self, body: bytes) -> None:
        """Count a body as held no longer."""
        self.held -= len(body)

    def _hopeless(self, given: dict[bytes, bytes]) -> bool:
        """Whether a body is so long that it is not read at all, or its client waits to hear whether it should send."""
        length = int(given.get(b"content-length", b"0"))
        return length > self._limits.body * (1 if b"expect" in given else _PASSED_OVER)

    async def _fill(self, body: bytearray, receive: Receive) -> Exception | None:
        """Read a body to its end. Raises TimeoutError when it comes too slowly."""
        began, seen = asyncio.get_running_loop().time(), 0
        while seen <= self._limits.body * _PASSED_OVER:
            limits = self._limits
            seconds = min(limits.body_time, limits.body_grace + seen / limits.body_rate)
            async with asyncio.timeout_at(began + seconds):
                message = await receive()
            if message["type"] == "http.disconnect":
                return BadRequest("The body broke off, or its chunks are not as RFC 9112, section 7.1, has them.")
            piece = message.get("body", b"")
            seen += len(piece)
            if seen > self._limits.body:
                self.held -= len(body)
                body.clear()
            else:
                self.held += len(piece)
                body += piece
            if self.held > self._limits.bodies:
                return self._too_many()
            if not message.get("more_body"):
                break
        return self._too_large() if seen > self._limits.body else None

    def _too_large(self) -> RequestEntityTooLarge:
        return RequestEntityTooLarge(f"The body is longer than {self._limits.body:,} bytes. Send less at a time.")

    def _too_many(self) -> LimitError:
        why = "Too many bodies of requests are on their way at the same time."
        value, remedy = self._limits.bodies, "Try again in a few seconds."
        return LimitError(why, limit="bodies", value=value, status=503, retry_after=2, remedy=remedy)

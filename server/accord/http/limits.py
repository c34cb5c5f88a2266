"""Limits of a connection, before the application sees the request."""

from __future__ import annotations

from dataclasses import dataclass

from accord.limits import limit

HEAD_BYTES = 65_536
"""Bytes of the line and the headers of a request: proxies send 8 to 32 KiB at most."""

STALL = 60
"""Seconds after which a connection is ended whose client has read nothing of what is sent to it."""


AHEAD = 64 * 1024
"""Bytes that are read of a body, or of the next requests, before the application asks for them."""

LINGER = 2.0
"""Seconds in which the rest of a body that nobody reads may come: a client may read its answer only after sending."""

TAKEN = 64 * 1024
"""Bytes of an answer that a client has to take within STALL: 1 KB a second, less than any network has."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """The limits of one connection, and how many there may be: an idle one takes about 10 KB and a descriptor."""

    head: int = limit(HEAD_BYTES, "bytes", "Length of the address and the headers of a request together (414, 431).")
    head_time: float = limit(10.0, "s", "Time in which the headers of a request have to arrive (408).")
    idle: float = limit(75.0, "s", "Time for which a connection is kept without a request.")
    connections: int = limit(
        4096, "connections", "Connections at the same time; beyond that, the one idle longest is closed."
    )

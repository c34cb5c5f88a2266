"""The connections of a server, and what all of them share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from accord.http.answering import Answering, App
from accord.http.limits import ConnectionLimits

AtOnce = Callable[[Answering], bool]
"""May answer a request without a task, and then returns true."""


class Open(Protocol):
    """A connection, as its server knows it."""

    def check(self, now: float) -> None:
        """End it when a step of it takes too long."""

    def make_room(self) -> None:
        """End it, since another client has connected."""

    def close_if_idle(self) -> None:
        """End it, unless a request is being answered."""

    def abort(self) -> None:
        """End it at once."""


class Connections:
    """The open connections of a server: which of them are idle, and the application that answers them.

    ``at_once`` is asked first for each request; ``ending`` says that no further request is answered.
    """

    def __init__(self, app: App, limits: ConnectionLimits, at_once: AtOnce | None = None) -> None:
        self.app = app
        self.at_once = at_once or (lambda _: False)
        self.limits = limits
        self.ending = False
        self.loop: asyncio.AbstractEventLoop
        self.tasks: set[asyncio.Task[None]] = set()
        self.open: set[Open] = set()
        self._idle: dict[Open, None] = {}

    def now(self) -> float:
        """Seconds of the event loop's clock."""
        return self.loop.time()

    def admit(self, connection: Open) -> bool:
        """Take a connection; the one that is idle longest makes room. Whether there is room."""
        full = len(self.open) >= self.limits.connections
        self.open.add(connection)
        if full and self._idle:
            next(iter(self._idle)).make_room()
        elif full:
            return False
        self._idle[connection] = None
        return True

    def forget(self, connection: Open) -> None:
        """A connection is over."""
        self.open.discard(connection)
        self._idle.pop(connection, None)

    def is_busy(self, connection: Open) -> None:
        """A request of a connection is being answered."""
        self._idle.pop(connection, None)

    def is_idle(self, connection: Open) -> None:
        """A connection waits for its next request."""
        self._idle[connection] = None

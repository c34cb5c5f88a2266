"""Clients that disconnect: the gateway reports that a client has closed its connection, and the engine stops.

The gateway sees it on its event loop while the request's thread waits, so the request has one :class:`Disconnection`
that both know: the thread adds what has to be called, and the gateway calls it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar

from accord.errors import EngineError


class ClientDisconnected(EngineError):
    """The client has left, so that nobody reads the answer."""


class Disconnection:
    """Whether the client of one request has left. Safe between threads."""

    def __init__(self) -> None:
        self.left = False
        self._calls: list[Callable[[], object]] = []
        self._lock = threading.Lock()

    def leave(self) -> None:
        """Note that the client has left, and call what was added. Called once; the calls must not wait."""
        with self._lock:
            self.left = True
            for call in self._calls:
                call()

    def add(self, call: Callable[[], object]) -> None:
        """Call a function when the client leaves; at once if it has left."""
        with self._lock:
            self._calls.append(call)
            if self.left:
                call()

    def remove(self, call: Callable[[], object]) -> None:
        """Call it no longer. When this returns, it does not run any more."""
        with self._lock:
            self._calls.remove(call)

    @contextmanager
    def calling(self, call: Callable[[], object]) -> Iterator[None]:
        """Call a function if the client leaves during the block."""
        self.add(call)
        try:
            yield
        finally:
            self.remove(call)

    @contextmanager
    def descriptor(self) -> Iterator[int]:
        """A descriptor that is readable once the client has left, for poll."""
        hear, tell = os.pipe()
        with closing(os.fdopen(hear)), closing(os.fdopen(tell, "w")), self.calling(lambda: os.write(tell, b"x")):
            yield hear


_current: ContextVar[Disconnection] = ContextVar("disconnection")


def disconnection() -> Disconnection:
    """The disconnection of this thread's request; outside of requests, one that never happens."""
    return _current.get(Disconnection())


@contextmanager
def serving(one: Disconnection) -> Iterator[None]:
    """Work for a request in this thread, with its disconnection."""
    token = _current.set(one)
    try:
        yield
    finally:
        _current.reset(token)


def client_disconnected() -> ClientDisconnected:
    """The error that ends the work for a client that has left; nobody reads it."""
    return ClientDisconnected("The client closed the connection before the answer was complete.")

"""The server: it listens, knows its connections, and ends in order."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from accord.http.answering import Answering
from accord.http.connection import Connection
from accord.http.limits import STALL, ConnectionLimits

App = Callable[[Any, Any, Any], Awaitable[None]]

_BACKLOG = 1024
EVERY = 1.0
"""Seconds between two looks at what takes too long."""

_ENDING = 3.0
"""Seconds in which requests that are being answered may end after the server was asked to."""


class Server:
    """An ASGI application, served to the clients that connect to a socket.

    ``at_once`` is asked first: it may answer a request without a task, and then returns true.
    """

    def __init__(self, app: App, limits: ConnectionLimits, at_once: Callable[[Answering], bool] | None = None) -> None:
        self.app = app
        self.at_once = at_once or (lambda _: False)
        self.limits = limits
        self.ending = False
        self.loop: asyncio.AbstractEventLoop
        self.tasks: set[asyncio.Task[None]] = set()
        self._connections: set[Connection] = set()
        self._idle: dict[Connection, None] = {}
        self._over = asyncio.Event()

    async def serve(self, listener: socket.socket) -> None:
        """Serve until :meth:`end` is called."""
        self.loop = asyncio.get_running_loop()
        server = await self.loop.create_server(lambda: Connection(self), sock=listener, backlog=_BACKLOG)
        checking = self.loop.create_task(self._check())
        try:
            await self._over.wait()
        finally:
            checking.cancel()
            server.close()
            await self._end()

    def now(self) -> float:
        """Seconds of the event loop's clock."""
        return self.loop.time()

    def end(self) -> None:
        """Stop listening, and end once the requests that are being answered have ended."""
        self.ending = True
        self._over.set()

    async def _end(self) -> None:
        for connection in tuple(self._connections):
            connection.close_if_idle()
        until = self.now() + _ENDING
        while self._connections and self.now() < until:
            await asyncio.sleep(0.02)
        for connection in tuple(self._connections):
            connection.abort()
        for task in tuple(self.tasks):
            task.cancel()

    async def _check(self) -> None:
        """Look at all connections now and then: a timer for each step of each would take longer than the step."""
        while True:
            await asyncio.sleep(EVERY)
            now = self.now()
            for connection in tuple(self._connections):
                connection.check(now)

    # What connections call.

    def admit(self, connection: Connection) -> bool:
        """Take a connection; the one that is idle longest makes room. Whether there is room."""
        full = len(self._connections) >= self.limits.connections
        self._connections.add(connection)
        if full and self._idle:
            next(iter(self._idle)).make_room()
        elif full:
            return False
        self._idle[connection] = None
        return True

    def forget(self, connection: Connection) -> None:
        """A connection is over."""
        self._connections.discard(connection)
        self._idle.pop(connection, None)

    def is_busy(self, connection: Connection) -> None:
        """A request of a connection is being answered."""
        self._idle.pop(connection, None)

    def is_idle(self, connection: Connection) -> None:
        """A connection waits for its next request."""
        self._idle[connection] = None


def listen(host: str, port: int, shared: bool = False) -> socket.socket:
    """A socket that listens at an address. Raises OSError.

    It may be ``shared``: other processes listen there too, and Linux deals the connections out. Its connections end
    when their client reads nothing for a minute (RFC 5482; Linux only), also after all of an answer was handed to the
    system.
    """
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    # asyncio sets TCP_NODELAY on what says it is TCP: else the rest of a long answer waits 40 ms for an acknowledgement
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if sys.platform == "linux":
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALL * 1000)
        listener.bind(address)
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener

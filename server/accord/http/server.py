"""The server: it listens, knows its connections, and ends in order."""

from __future__ import annotations

import asyncio
import socket
import sys

from accord.http.answering import App
from accord.http.connection import Connection
from accord.http.connections import AtOnce, Connections
from accord.http.limits import STALL, ConnectionLimits

_BACKLOG = 1024
EVERY = 1.0
"""Seconds between two looks at what takes too long."""

_ENDING = 3.0
"""Seconds in which requests that are being answered may end after the server was asked to."""


class Server(Connections):
    """An ASGI application, served to the clients that connect to a socket."""

    def __init__(self, app: App, limits: ConnectionLimits, at_once: AtOnce | None = None) -> None:
        super().__init__(app, limits, at_once)
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

    def end(self) -> None:
        """Stop listening, and end once the requests that are being answered have ended."""
        self.ending = True
        self._over.set()

    async def _end(self) -> None:
        for connection in tuple(self.open):
            connection.close_if_idle()
        until = self.now() + _ENDING
        while self.open and self.now() < until:
            await asyncio.sleep(0.02)
        for connection in tuple(self.open):
            connection.abort()
        for task in tuple(self.tasks):
            task.cancel()

    async def _check(self) -> None:
        """Look at all connections now and then: a timer for each step of each would take longer than the step."""
        while True:
            await asyncio.sleep(EVERY)
            now = self.now()
            for connection in tuple(self.open):
                connection.check(now)


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

"""Registers a worker's connection with the event loop once, instead of once for each query."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable


class ReplyReader:
    """Calls a function, once, when something comes over a connection.

    Where nobody wants to hear of it, a thread reads the connection, or its worker has died: it is then left alone.
    """

    def __init__(self, connection: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.call: Callable[[], None] | None = None
        self.is_over = False
        self._connection = connection
        loop.add_reader(connection.fileno(), self._came)

    def _came(self) -> None:
        call, self.call = self.call, None
        if call:
            call()
        else:
            self._stop()

    def _stop(self) -> None:
        if not self.is_over:
            self.loop.remove_reader(self._connection.fileno())
            self.is_over = True

    def close(self) -> None:
        """Close the connection, on the event loop: another one could else get its number while it is registered."""
        try:
            here = asyncio.get_running_loop() is self.loop
        except RuntimeError:
            here = False
        if here or self.loop.is_closed():
            self._end()
        else:
            self.loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        if not self.loop.is_closed():
            self._stop()
        self._connection.close()

"""Connections that clients close before they have their answer, as an ASGI server reports them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from accord.engine.disconnection import Disconnection
from accord.web.requests.bodies import Message, Receive


class Receiver:
    """What a client sends, received from the server by one call at a time.

    A wait that is cancelled leaves its call for the next, so that nothing that came is lost. :meth:`close` ends a call
    that nobody waits for.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._call: asyncio.Future[Message] | None = None

    async def __call__(self) -> Message:
        """The next message."""
        if self._call is None:
            self._call = asyncio.ensure_future(self._receive())
        message = await asyncio.shield(self._call)
        self._call = None
        return message

    def close(self) -> None:
        """End the call that still waits, if there is one."""
        if self._call:
            self._call.cancel()


@asynccontextmanager
async def watching(receive: Receive, disconnection: Disconnection, after: float = 0) -> AsyncIterator[None]:
    """Notice during a block that the client closes its connection; its body has been read before.

    ``after`` are seconds in which nobody watches: a short block then needs no task.
    """
    tasks: list[asyncio.Task[None]] = []

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        disconnection.leave()

    def begin() -> None:
        tasks.append(asyncio.create_task(watch()))

    timer: asyncio.TimerHandle | None = None
    if after:
        timer = asyncio.get_running_loop().call_later(after, begin)
    else:
        begin()
    try:
        yield
    finally:
        if timer:
            timer.cancel()
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def lifespan(receive: Receive, send: Callable[[Message], Awaitable[None]]) -> None:
    """Answer the events of a server that starts and ends (ASGI lifespan)."""
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return

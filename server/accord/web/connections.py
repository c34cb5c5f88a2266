"""Connections that clients close before they have their answer, as an ASGI server reports them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from accord.engine.departure import Departure
from accord.web.bodies import Receive


@asynccontextmanager
async def watching(receive: Receive, departure: Departure) -> AsyncIterator[None]:
    """Notice during a block that the client closes its connection; its body has been read before."""

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        departure.leave()

    task = asyncio.create_task(watch())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

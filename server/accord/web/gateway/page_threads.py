"""The threads for views that only compute, shared among clients."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar
from weakref import WeakValueDictionary

_THREADS = 4
"""More would not be faster, since only one at a time holds the interpreter."""

_OF_A_CLIENT = 2
"""Threads for one client at the same time: a crawler with many connections leaves the others to people."""

Given = ParamSpec("Given")
Found = TypeVar("Found")


class PageThreads:
    """A few threads, of which each client has only some at the same time. For one event loop."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="accord-page")
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def run(self, client: str, view: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
        """Call a function for a client in one of the threads, once the client's others leave room."""
        turn = self._turns.setdefault(client, asyncio.Semaphore(_OF_A_CLIENT))
        async with turn:
            return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: view(*given, **named))

"""A query that a worker answers while the event loop goes on: no task and no thread waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from accord.engine import Answer
from accord.engine.disconnection import Disconnection
from accord.engine.workers.conversation import Conversation

Finish = Callable[[Conversation, Disconnection], Awaitable[Answer]]
"""Waits for an answer that is not short, or that does not come."""


@dataclass(slots=True)
class StartedQuery:
    """A query that was sent to a worker. ``call`` is called once, on the event loop, when something has come.

    :meth:`short` is then the answer, if it is short and whole. Otherwise :meth:`rest` gives it or raises what
    ended it, and :meth:`close` ends the query.
    """

    conversation: Conversation
    finish: Finish
    call: Callable[[], None]
    timer: asyncio.TimerHandle | None = None
    late: bool = False

    def begin(self) -> None:
        """Send the query and wait for its answer."""
        self.conversation.ask()
        loop = asyncio.get_running_loop()
        self.conversation.when_heard(loop, self._came)
        self.timer = loop.call_later(self.conversation.patience, self._is_late)

    def _came(self) -> None:
        self._stop()
        self.call()

    def _is_late(self) -> None:
        self.late = True
        self._came()

    def _stop(self) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None
            self.conversation.when_heard(asyncio.get_running_loop(), None)

    def short(self) -> bytes | None:
        """All of the answer, if it is short and whole; ``None`` for any other, and for a failure."""
        if self.late:
            return None
        found = self.conversation.short()
        if found is not None:
            self.conversation.close()
        return found

    async def rest(self, leaving: Disconnection) -> Answer:
        """The answer, of which something has come."""
        if self.late:
            late = self.conversation.too_slow()
            self._stop()
            self.conversation.close(late)
            raise late
        return await self.finish(self.conversation, leaving)

    def close(self) -> None:
        """End the query: its client has left, or has its answer."""
        self._stop()
        self.conversation.close()

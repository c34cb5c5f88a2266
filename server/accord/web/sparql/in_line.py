"""A query that waits for others of its client: on the event loop, where a thread for each would slow all of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import NoReturn

from accord.engine.disconnection import Disconnection
from accord.http.answering import Answering
from accord.web.requests.rate_limit import Clients, Leave, QueuePlace


class InLine:
    """The wait of one query. ``start`` begins it once it is admitted; what it does not begin is for the view."""

    def __init__(self, clients: Clients, exchange: Answering, address: str, start: Callable[[Leave], bool]) -> None:
        self._clients = clients
        self._exchange = exchange
        self._address = address
        self._start = start
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._place: QueuePlace | None = None

    def begin(self) -> bool:
        """Wait, if there is room in the line of the client; whether there is."""
        self._timer = self._loop.call_later(self._clients.limits.patience, self._give_up)
        self._place = self._clients.line_up(self._address, self._call)
        if self._place is None:
            self._timer.cancel()
            return False
        self._exchange.request.leaving = self._leave
        return True

    async def finish(self, disconnection: Disconnection) -> NoReturn:
        """Refuse the query, which has waited too long. Raises LimitError (429)."""
        raise self._clients.waited()

    def _call(self) -> None:
        """Try soon; another thread may say so."""
        with contextlib.suppress(RuntimeError):  # the loop has ended, and its clients with it
            self._loop.call_soon_threadsafe(self._try)

    def _try(self) -> None:
        """Begin the query, if it is admitted by now; the view refuses that of a client in debt."""
        place = self._place
        if place is None:
            return
        leave = self._clients.enter_at_once(self._address, place)
        if leave:
            self._end()
            if not self._start(leave):
                self._exchange.hand_over()
        elif self._clients.in_debt(place):
            self._leave()
            self._exchange.hand_over()

    def _leave(self) -> None:
        """Wait no longer: the client has left."""
        if place := self._end():
            self._clients.step_out(place)

    def _give_up(self) -> None:
        self._leave()
        self._exchange.hand_over(self)

    def _end(self) -> QueuePlace | None:
        """Whatever comes later finds nothing to do; returns the place that it had."""
        place, self._place = self._place, None
        if self._timer:
            self._timer.cancel()
        return place

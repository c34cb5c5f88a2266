"""Rate limits: how many queries one client may run at once, and how much time its requests may take in a minute.

What a client asks beyond the first waits in the client's own line, bounded in length and time, before it is refused.

A client is an IPv4 address or an IPv6 /64, the network of one household or one machine. The /48 around it, which one
customer may have, has a limit of its own. The allowance is a bucket of seconds that refills steadily; each request
takes from it the time that it took. Answers from the cache are free. Small queries count like others, because many of
them also make load.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from flask import current_app, request

from accord.engine.disconnection import client_disconnected, disconnection
from accord.errors import LimitError
from accord.limits import limit
from accord.web.requests.accounts import Accounts, AnyAccount
from accord.web.requests.networks import shares


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What one client may use of the engine: fewer queries than there are workers, so that one is left for others."""

    concurrent: int = limit(3, "queries", "Queries of one client that run, or wait for a worker, at the same time.")
    waiting: int = limit(16, "queries", "More queries of that client, which wait until its earlier ones have ended.")
    patience: float = limit(10.0, "s", "Time that such a query waits before it is refused (429).")
    lines: int = limit(64, "queries", "Such waiting queries of all clients together.")
    work: float = limit(60.0, "s", "Time of one client's requests in any minute, in the engine and outside it.")


_TURN_S = 0.05
"""Seconds by which a query that waits in another process has to be older to be served first. Less would leave places
free for too long: a process looks every 20 ms whether another has made room."""

Leave = Callable[[], None]
"""To be called, once or more, when a request is over."""


@dataclass(slots=True, eq=False)
class QueuePlace:
    """A place in the line of a client, since a time. ``call`` is called, from any thread, each time that it may be its
    turn."""

    accounts: list[AnyAccount]
    since: float
    call: Callable[[], None]


class Clients:
    """Admits what clients ask, by their accounts. Safe between threads. ``clock`` gives seconds; only tests change it.

    ``here`` bounds what a client runs in this process, where it is one of several: a worker is left for others in each.
    """

    def __init__(
        self,
        limits: ClientLimits,
        clock: Callable[[], float] = time.monotonic,
        accounts: Accounts | None = None,
        here: int | None = None,
    ) -> None:
        self.limits = limits
        self._clock = clock
        self._accounts = accounts or Accounts(limits.work, clock)
        self._here = limits.concurrent if here is None else here
        self._lock = threading.Condition(self._accounts.lock)
        self._waiting = 0
        self._places: list[QueuePlace] = []

    @property
    def waiting(self) -> int:
        """How many queries wait for others of the same client."""
        return self._waiting

    def enter(self, address: str, counted: bool = True) -> Callable[[], None]:
        """Admit a request of a client. Returns a function to be called, once or more, when the request is over.

        ``counted`` is for queries and batches, of which a client may run only a few at once; the others wait in the
        client's own line. Of other requests only the time counts. Raises LimitError (429), with the seconds to wait,
        when the line is full or too slow, or when the client has used up its allowance.
        """
        with self._lock:
            accounts = [self._accounts.of(name, share) for name, share in shares(address)]
            for one in accounts:
                self._admit(one)
                one.present += 1
            try:
                if counted:
                    self._queue(accounts)
            except BaseException:  # it is no longer present, whatever ended its wait
                for one in accounts:
                    one.present -= 1
                raise
            for one in accounts:
                one.running += counted
        return self._leave(accounts, counted, self._clock())

    def enter_at_once(self, address: str, place: QueuePlace | None = None) -> Leave | None:
        """Admit a query as :meth:`enter` does, from its ``place`` if it has waited; ``None`` where it has to wait."""
        with self._lock:
            accounts = [self._accounts.of(name, share) for name, share in shares(address)]
            first = accounts[0].line[0] if accounts[0].line else place
            since = place.since if place else self._clock()
            if first is not place or not self._has_room(accounts, since) or _in_debt(accounts):
                return None
            if place:
                self._remove(place)
            for one in accounts:
                one.present += 1
                one.running += 1
        return self._leave(accounts, True, self._clock())

    def line_up(self, address: str, call: Callable[[], None]) -> QueuePlace | None:
        """A place at the end of the line of a client, for :meth:`enter_at_once`; ``None`` where it is refused."""
        with self._lock:
            accounts = [self._accounts.of(name, share) for name, share in shares(address)]
            full = self._is_full(accounts) or self._waiting >= self.limits.lines
            if full or _in_debt(accounts):
                return None
            place = QueuePlace(accounts, self._clock(), call)
            self._line_up(place)
            self._places.append(place)
            for one in accounts:
                one.present += 1
            self._wake_others()  # there may be room by now
        return place

    def in_debt(self, place: QueuePlace) -> bool:
        """Whether the allowance of its client is used up, so that it waits for nobody."""
        with self._lock:
            return _in_debt(place.accounts)

    def step_out(self, place: QueuePlace) -> None:
        """Leave the line without being admitted."""
        with self._lock:
            self._remove(place)

    def look_again(self) -> None:
        """Let those that wait look whether there is room, which another process may have made."""
        if self._waiting:
            with self._lock:
                self._wake_others()

    def waited(self) -> LimitError:
        """The error for a query that waited too long for others of its client."""
        return self._refusal("patience", f"The query waited {self.limits.patience:g} s for your other queries.", 2)

    def _remove(self, place: QueuePlace) -> None:
        self._places.remove(place)
        self._step_out(place)
        for one in place.accounts:
            one.present -= 1
        self._wake_others()

    def _wake_others(self) -> None:
        """Let all that wait in threads look again, and those on the event loop that are first in their line."""
        self._lock.notify_all()
        for place in self._places:
            if self._is_next(place):
                place.call()

    def _line_up(self, place: QueuePlace) -> None:
        """Put a place at the end of its line."""
        account = place.accounts[0]
        account.line.append(place)
        account.first = account.first or place.since
        self._waiting += 1

    def _step_out(self, place: QueuePlace) -> None:
        """Take a place out of its line."""
        account = place.accounts[0]
        account.line.remove(place)
        account.first = account.line[0].since if account.line else 0.0
        self._waiting -= 1

    def _is_next(self, place: QueuePlace) -> bool:
        """Whether a place is the first of its line and may be left for a query that runs."""
        return place.accounts[0].line[0] is place and self._has_room(place.accounts, place.since)

    def _admit(self, account: AnyAccount) -> None:
        if account.left <= 0:
            seconds = math.ceil(-account.left / self._accounts.rate(account)) + 1
            raise self._refusal("work", "Your requests have used up their time for this minute.", seconds)

    def _queue(self, accounts: list[AnyAccount]) -> None:
        """Wait until fewer queries of the client run than may; it is served in the order in which it asked."""
        place, leaving = QueuePlace(accounts, self._clock(), lambda: None), disconnection()
        if not accounts[0].line and self._has_room(accounts, place.since):
            return
        self._check_line(accounts)
        self._line_up(place)
        try:
            with leaving.calling(lambda: threading.Thread(target=self._wake, daemon=True).start()):
                self._lock.wait_for(lambda: leaving.left or self._is_next(place), self.limits.patience)
            if leaving.left:
                raise client_disconnected()
            if not self._is_next(place):
                raise self.waited()
        finally:
            self._step_out(place)
            self._wake_others()
        for one in accounts:
            self._accounts.refill(one)
            self._admit(one)

    def _has_room(self, accounts: list[AnyAccount], since: float) -> bool:
        """Whether a query that was asked at a time may run: the last place is for one that waits longer elsewhere."""
        if accounts[0].elsewhere + _TURN_S < since and self._free(accounts[0]) < 2:
            return False
        return all(self._free(one) > 0 and one.here < self._here * one.share for one in accounts)

    def _free(self, account: AnyAccount) -> int:
        """How many more queries of a client may run."""
        return self.limits.concurrent * account.share - account.running

    def _is_full(self, accounts: list[AnyAccount]) -> bool:
        """Whether a line is as long as it may be, without those that are about to leave it for the free places."""
        leaving = max(0, min(map(self._free, accounts)))
        return len(accounts[0].line) >= self.limits.waiting + leaving

    def _check_line(self, accounts: list[AnyAccount]) -> None:
        if self._is_full(accounts):
            account = accounts[0]
            why = f"{account.running} of your queries are running, and {len(account.line)} are waiting already."
            raise self._refusal("waiting" if self.limits.waiting else "concurrent", why, 1)
        if self._waiting >= self.limits.lines:
            raise self._refusal("lines", f"{self._waiting} queries of all clients are waiting already.", 1)

    def _wake(self) -> None:
        """Let those that wait look again; in a thread of its own, since the event loop must not wait for the lock."""
        with self._lock:
            self._lock.notify_all()

    def _leave(self, accounts: list[AnyAccount], counted: bool, begun: float) -> Callable[[], None]:
        gone: list[bool] = []

        def leave() -> None:
            with self._lock:
                if not gone:
                    gone.append(True)
                    for one in accounts:
                        self._accounts.refill(one)
                        one.running -= counted
                        one.present -= 1
                        one.left -= self._clock() - begun
                    self._wake_others()

        return leave

    def _refusal(self, name: str, why: str, seconds: int) -> LimitError:
        remedy = f"Try again in {seconds} s. Send fewer requests at once, or download the dumps."
        value = getattr(self.limits, name)
        return LimitError(why, limit=name, value=value, status=429, retry_after=seconds, remedy=remedy)


def _in_debt(accounts: list[AnyAccount]) -> bool:
    return any(one.left <= 0 for one in accounts)


def clients() -> Clients:
    """The clients of the application of this request."""
    return cast(Clients, current_app.extensions["clients"])


@contextmanager
def working(counted: bool = False) -> Iterator[None]:
    """Count the time of a block on the account of this request's client. Raises LimitError (429)."""
    leave = clients().enter(request.remote_addr or "", counted)
    try:
        yield
    finally:
        leave()

"""Fair shares: how many queries one client may run at once, and how much of the engine's time it may use.

A client is an address. Its allowance is a bucket of seconds that refills steadily and that each query empties by the
time it took; answers from the cache cost nothing. Tiny queries count like others, for a flood of them hurts too.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app

from accord.errors import LimitError
from accord.store.limits import limit

_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What one client may use of the engine: always fewer queries than there are workers, so that others find one."""

    concurrent: int = limit(3, "queries", "Queries of one client that run or wait at the same time.")
    work: float = limit(60.0, "s", "Engine time of one client in any minute.")


@dataclass(slots=True)
class _Account:
    left: float
    seen: float
    running: int = 0


class Clients:
    """The clients seen lately. Safe between threads. ``clock`` gives seconds, and is changed only by tests."""

    def __init__(self, limits: ClientLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._lock = threading.Lock()

    def enter(self, address: str) -> Callable[[], None]:
        """Let a client's query in; what is returned is to be called, once or more, when the query is over.

        Raises LimitError (429) when the client runs too many at once or has used up its share, saying when to return.
        """
        with self._lock:
            account = self._account(address)
            if account.running >= self.limits.concurrent:
                raise self._refusal("concurrent", f"{account.running} of your queries are running already.", 1)
            if account.left <= 0:
                seconds = math.ceil(-account.left / self.limits.work * 60) + 1
                raise self._refusal("work", "Your queries have used up their share of this minute.", seconds)
            account.running += 1
        return self._leaving(address, self._clock())

    def _leaving(self, address: str, begun: float) -> Callable[[], None]:
        gone: list[bool] = []

        def leave() -> None:
            with self._lock:
                if not gone:
                    gone.append(True)
                    account = self._account(address)
                    account.running -= 1
                    account.left -= self._clock() - begun

        return leave

    def _account(self, address: str) -> _Account:
        """The account of an address, refilled; those idle longest are forgotten, but for those at work."""
        now = self._clock()
        account = self._accounts.setdefault(address, _Account(self.limits.work, now))
        self._accounts.move_to_end(address)
        account.left = min(self.limits.work, account.left + (now - account.seen) * self.limits.work / 60)
        account.seen = now
        while len(self._accounts) > _REMEMBERED and not next(iter(self._accounts.values())).running:
            self._accounts.popitem(last=False)
        return account

    def _refusal(self, name: str, why: str, seconds: int) -> LimitError:
        remedy = f"Come back in {seconds} s; ask less at once, or take the dumps."
        value = getattr(self.limits, name)
        return LimitError(why, limit=name, value=value, status=429, retry_after=seconds, remedy=remedy)


def clients() -> Clients:
    """The clients of the application at hand."""
    return cast(Clients, current_app.extensions["clients"])

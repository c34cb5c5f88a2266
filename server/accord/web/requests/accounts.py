"""What each client has used of its allowance."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

_MAX_ACCOUNTS = 10_000
"""Number of accounts above which those without debt are dropped; each takes 300 bytes."""


@dataclass(slots=True)
class Account:
    """The allowance of a client. ``left`` are seconds, below 0 for a debt; ``share`` multiplies the limits.

    ``running`` counts the queries and batches in progress, ``present`` all requests in progress; ``line`` are the
    queries and batches that wait, the oldest first. ``first`` is since when the oldest waits, 0 for none.
    """

    left: float
    seen: float
    share: int
    running: int = 0
    present: int = 0
    line: list[Any] = field(default_factory=list)
    first: float = 0.0

    @property
    def elsewhere(self) -> float:
        """Since when the oldest of the client's queries waits in another process: never."""
        return math.inf

    @property
    def here(self) -> int:
        """Those of ``running`` that are in progress in this process."""
        return self.running


class AnyAccount(Protocol):
    """An account as :class:`Clients` uses it: one of this process, or one that several processes share."""

    left: float
    seen: float
    share: int
    running: int
    present: int
    line: list[Any]
    first: float

    @property
    def elsewhere(self) -> float:
        """Since when the oldest of the client's queries waits in another process; infinite where none does."""
        ...

    @property
    def here(self) -> int:
        """Those of ``running`` that are in progress in this process."""
        ...


class Accounts:
    """The accounts of recent clients. ``work`` are the seconds that an allowance has, ``clock`` gives seconds.

    Whoever reads or changes an account holds ``lock``.
    """

    def __init__(self, work: float, clock: Callable[[], float]) -> None:
        self.lock: Any = threading.RLock()
        self._work = work
        self._clock = clock
        self._known: dict[str, Account] = {}
        self._crowded = _MAX_ACCOUNTS

    def of(self, name: str, share: int) -> AnyAccount:
        """An account, refilled."""
        if len(self._known) >= self._crowded:
            self._forget()
        account = self._known.get(name)
        if account is None:
            account = self._known[name] = Account(self._work * share, self._clock(), share)
        self.refill(account)
        return account

    def refill(self, account: AnyAccount) -> None:
        """Give an account what it has gained since it was seen last."""
        now = self._clock()
        gained = (now - account.seen) * self.rate(account)
        account.left = min(self._work * account.share, account.left + gained)
        account.seen = now

    def rate(self, account: AnyAccount) -> float:
        """Seconds of work that an account gains in a second."""
        return self._work * account.share / 60

    def _forget(self) -> None:
        """Drop the accounts that are full again and have no request in progress, which are like new ones.

        Few are left, since each needs recent work. If many are, the next time is when there are twice as many.
        """
        for account in self._known.values():
            self.refill(account)
        full = self._work
        self._known = {name: one for name, one in self._known.items() if one.present or one.left < full * one.share}
        self._crowded = max(_MAX_ACCOUNTS, 2 * len(self._known))

"""Rate limits: how many queries one client may run at once, and how much time its requests may take in a minute.

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
from ipaddress import IPv6Address, ip_address
from typing import cast

from flask import current_app, request

from accord.errors import LimitError
from accord.limits import limit

_MAX_ACCOUNTS = 10_000
"""Number of accounts above which those without debt are dropped; each takes 300 bytes."""

_SHARES_PER_48 = 4
"""Allowances of a /64 that a /48 gets: a customer may have several networks, but not 65,536 times the allowance."""


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What one client may use of the engine: fewer queries than there are workers, so that one is left for others."""

    concurrent: int = limit(3, "queries", "Queries of one client that run or wait at the same time.")
    work: float = limit(60.0, "s", "Time that the server works for one client in any minute.")


@dataclass(slots=True)
class _Account:
    """The allowance of a client. ``left`` are seconds, below 0 for a debt; ``share`` multiplies the limits.

    ``running`` counts the queries and batches in progress, ``present`` all requests in progress.
    """

    left: float
    seen: float
    share: int
    running: int = 0
    present: int = 0


class Clients:
    """The accounts of recent clients. Safe between threads. ``clock`` gives seconds; only tests change it."""

    def __init__(self, limits: ClientLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._accounts: dict[str, _Account] = {}
        self._crowded = _MAX_ACCOUNTS
        self._lock = threading.Lock()

    def enter(self, address: str, counted: bool = True) -> Callable[[], None]:
        """Admit a request of a client. Returns a function to be called, once or more, when the request is over.

        ``counted`` is for queries and batches, of which a client may run only a few at once; of other requests only the
        time counts. Raises LimitError (429), with the seconds to wait, when the client runs too many at once or has
        used up its allowance.
        """
        with self._lock:
            accounts = [self._account(name, share) for name, share in shares(address)]
            for one in accounts:
                self._admit(one, counted)
            for one in accounts:
                one.running += counted
                one.present += 1
        return self._leave(accounts, counted, self._clock())

    def _admit(self, account: _Account, counted: bool) -> None:
        if counted and account.running >= self.limits.concurrent * account.share:
            raise self._refusal("concurrent", f"{account.running} of your queries are running already.", 1)
        if account.left <= 0:
            seconds = math.ceil(-account.left / self._rate(account)) + 1
            raise self._refusal("work", "Your requests have used up their time for this minute.", seconds)

    def _leave(self, accounts: list[_Account], counted: bool, begun: float) -> Callable[[], None]:
        gone: list[bool] = []

        def leave() -> None:
            with self._lock:
                if not gone:
                    gone.append(True)
                    for one in accounts:
                        self._refill(one)
                        one.running -= counted
                        one.present -= 1
                        one.left -= self._clock() - begun

        return leave

    def _account(self, name: str, share: int) -> _Account:
        """The account of a client, refilled."""
        if len(self._accounts) >= self._crowded:
            self._forget()
        fresh = _Account(self.limits.work * share, self._clock(), share)
        account = self._accounts.setdefault(name, fresh)
        self._refill(account)
        return account

    def _refill(self, account: _Account) -> None:
        now = self._clock()
        gained = (now - account.seen) * self._rate(account)
        account.left = min(self.limits.work * account.share, account.left + gained)
        account.seen = now

    def _rate(self, account: _Account) -> float:
        """Seconds of work that an account gains in a second."""
        return self.limits.work * account.share / 60

    def _forget(self) -> None:
        """Drop the accounts that are full again and have no request in progress, which are like new ones.

        Few are left, since each needs recent work. If many are, the next time is when there are twice as many.
        """
        for account in self._accounts.values():
            self._refill(account)
        full = self.limits.work
        self._accounts = {
            name: one for name, one in self._accounts.items() if one.present or one.left < full * one.share
        }
        self._crowded = max(_MAX_ACCOUNTS, 2 * len(self._accounts))

    def _refusal(self, name: str, why: str, seconds: int) -> LimitError:
        remedy = f"Try again in {seconds} s. Send fewer requests at once, or download the dumps."
        value = getattr(self.limits, name)
        return LimitError(why, limit=name, value=value, status=429, retry_after=seconds, remedy=remedy)


def shares(address: str) -> tuple[tuple[str, int], ...]:
    """The accounts that a request from an address counts on, each with its share (1 for one client).

    An IPv4 address written as IPv6 (``::ffff:192.0.2.1``) counts as that address. A string that is not an address is a
    client too.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ((address[:64], 1),)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if not isinstance(found, IPv6Address):
        return ((str(found), 1),)
    whole = found.packed.hex()
    return ((f"{whole[:16]}/64", 1), (f"{whole[:12]}/48", _SHARES_PER_48))


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

"""Fair shares: how many queries one client may run at once, and how much time its requests may take altogether.

A client is an IPv4 address or an IPv6 /64, which is what one household or one machine gets; the /48 around it, which
one customer may get, has a share of its own. The allowance is a bucket of seconds that refills steadily and that each
request empties by the time it took; answers from the cache cost nothing. Tiny queries count like others, for a flood
of them hurts too.
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

_REMEMBERED = 10_000
"""Accounts from which on those that owe nothing are forgotten; each takes 300 bytes."""

_WIDER = 4
"""Shares of a /64 that a /48 gets: one customer may have several networks, but not 65,536 times as much as others."""


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """What one client may use of the engine: always fewer queries than there are workers, so that others find one."""

    concurrent: int = limit(3, "queries", "Queries of one client that run or wait at the same time.")
    work: float = limit(60.0, "s", "Time of one client's requests in any minute, in the engine and outside it.")


@dataclass(slots=True)
class _Account:
    """``left`` is below 0 for a debt. ``share`` says how many times what one client gets is allowed.

    ``running`` are the queries and batches that run, ``present`` all requests that do.
    """

    left: float
    seen: float
    share: int
    running: int = 0
    present: int = 0


class Clients:
    """The clients seen lately. Safe between threads. ``clock`` gives seconds, and is changed only by tests."""

    def __init__(self, limits: ClientLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._accounts: dict[str, _Account] = {}
        self._crowded = _REMEMBERED
        self._lock = threading.Lock()

    def enter(self, address: str, counted: bool = True) -> Callable[[], None]:
        """Let a client's request in; what is returned is to be called, once or more, when the request is over.

        ``counted`` is for queries and batches, of which a client may run only so many at once; of other requests only
        the time counts. Raises LimitError (429) when the client runs too many at once or has used up its share, saying
        when to return.
        """
        with self._lock:
            accounts = [self._account(name, share) for name, share in shares(address)]
            for one in accounts:
                self._admit(one, counted)
            for one in accounts:
                one.running += counted
                one.present += 1
        return self._leaving(accounts, counted, self._clock())

    def _admit(self, account: _Account, counted: bool) -> None:
        if counted and account.running >= self.limits.concurrent * account.share:
            raise self._refusal("concurrent", f"{account.running} of your queries are running already.", 1)
        if account.left <= 0:
            seconds = math.ceil(-account.left / self._rate(account)) + 1
            raise self._refusal("work", "Your requests have used up their share of this minute.", seconds)

    def _leaving(self, accounts: list[_Account], counted: bool, begun: float) -> Callable[[], None]:
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
        """Drop the accounts that are full again and at rest, which are like new ones; debts are kept until paid.

        What is left is few, as each takes work that is refilled at once; if not, the next time waits for twice as many.
        """
        for account in self._accounts.values():
            self._refill(account)
        full = self.limits.work
        self._accounts = {
            name: one for name, one in self._accounts.items() if one.present or one.left < full * one.share
        }
        self._crowded = max(_REMEMBERED, 2 * len(self._accounts))

    def _refusal(self, name: str, why: str, seconds: int) -> LimitError:
        remedy = f"Come back in {seconds} s; ask less at once, or take the dumps."
        value = getattr(self.limits, name)
        return LimitError(why, limit=name, value=value, status=429, retry_after=seconds, remedy=remedy)


def shares(address: str) -> tuple[tuple[str, int], ...]:
    """The accounts that a request from an address is on, with how many clients' shares each has.

    An IPv4 address that is written as IPv6 (``::ffff:192.0.2.1``) is that address; what is no address is a client too.
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
    return ((f"{whole[:16]}/64", 1), (f"{whole[:12]}/48", _WIDER))


def clients() -> Clients:
    """The clients of the application at hand."""
    return cast(Clients, current_app.extensions["clients"])


@contextmanager
def working(counted: bool = False) -> Iterator[None]:
    """Put the time of a block on the account of the client of the request at hand. Raises LimitError (429)."""
    leave = clients().enter(request.remote_addr or "", counted)
    try:
        yield
    finally:
        leave()

"""Long answers that wait in files until the client has read them, within limits for one client and for all.

A worker writes a long answer to a file at its own speed and is free for the next query; the file is kept until the
client has read it or has left. So a client that reads slowly costs disk space, and this bounds how much.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from threading import Lock
from typing import Self

from accord.errors import LimitError
from accord.limits import EngineLimits, limit

_RETRY = 10
"""Seconds: about as long as a client needs to read the largest answer over a good line."""


@dataclass(frozen=True, slots=True)
class UnreadLimits:
    """How many MiB of long answers may wait in temporary files."""

    unread: int = limit(4096, "MiB", "Long answers of all clients that are not read completely yet.")
    unread_client: int = limit(2048, "MiB", "Long answers of one client that are not read completely yet.")

    @classmethod
    def of(cls, limits: EngineLimits) -> Self:
        """Two of the largest answers for a client; for all as many as there are workers, and never fewer than two."""
        return cls(max(2, limits.workers) * limits.result, 2 * limits.result)


class Unread:
    """Counts the bytes of long answers in files, in all and by client. Safe between threads."""

    def __init__(self, limits: UnreadLimits) -> None:
        self.limits = limits
        self._held: Counter[str] = Counter()
        self._lock = Lock()

    def admit(self, client: str) -> None:
        """Raise LimitError when the unread answers of a client (429), or of all (503), fill the space already."""
        with self._lock:
            self._check(client, 1)

    def add(self, client: str, size: int) -> None:
        """Count more bytes. Raises LimitError, and counts nothing, when that is more than may be kept."""
        with self._lock:
            self._check(client, size)
            self._held[client] += size

    def remove(self, client: str, size: int) -> None:
        """Count bytes that are no longer kept."""
        with self._lock:
            self._held[client] -= size
            if self._held[client] <= 0:
                del self._held[client]

    def _check(self, client: str, size: int) -> None:
        if self._held[client] + size > self.limits.unread_client << 20:
            why = f"Your answers that are not read completely fill {self.limits.unread_client} MiB."
            raise self._refusal("unread_client", why, 429, "Read them or close their connections, then try again.")
        if self._held.total() + size > self.limits.unread << 20:
            why = f"Answers that other clients have not read yet fill {self.limits.unread} MiB."
            raise self._refusal("unread", why, 503, f"Try again in {_RETRY} s, or download the dumps.")

    def _refusal(self, name: str, why: str, status: int, remedy: str) -> LimitError:
        value = getattr(self.limits, name)
        return LimitError(why, limit=name, value=value, status=status, retry_after=_RETRY, remedy=remedy)

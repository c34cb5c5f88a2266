"""Answers that wait in files for their readers: how much one client, and all clients together, may leave there.

A worker writes a long answer to a file at its own speed and is free for the next query; the file is kept until the
client has read it, or is gone. So a client that reads slowly costs disk space, and this bounds how much.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from threading import Lock
from typing import Self

from accord.errors import LimitError
from accord.limits import EngineLimits, limit

_RETRY = 10
"""Seconds: about as long as a client takes to read the largest answer over a good line."""


@dataclass(frozen=True, slots=True)
class UnreadLimits:
    """How many MiB of long answers may wait for their readers, in files in the folder for temporary files."""

    unread: int = limit(4096, "MiB", "Long answers of all clients that are not read to their end yet.")
    unread_client: int = limit(2048, "MiB", "Long answers of one client that are not read to their end yet.")

    @classmethod
    def of(cls, limits: EngineLimits) -> Self:
        """Two of the largest answers for a client; for all as many as there are workers, and never fewer than two."""
        return cls(max(2, limits.workers) * limits.result, 2 * limits.result)


class Unread:
    """Bytes of long answers that are kept at this moment, in all and by client. Safe between threads."""

    def __init__(self, limits: UnreadLimits) -> None:
        self.limits = limits
        self._held: Counter[str] = Counter()
        self._lock = Lock()

    def admit(self, client: str) -> None:
        """Raise LimitError when what a client (429), or what all (503), left unread fills the space already."""
        with self._lock:
            self._check(client, 1)

    def add(self, client: str, size: int) -> None:
        """Count bytes more. Raises LimitError, and counts nothing, when that is more than may be kept."""
        with self._lock:
            self._check(client, size)
            self._held[client] += size

    def remove(self, client: str, size: int) -> None:
        """Count bytes that are kept no longer."""
        with self._lock:
            self._held[client] -= size
            if self._held[client] <= 0:
                del self._held[client]

    def _check(self, client: str, size: int) -> None:
        if self._held[client] + size > self.limits.unread_client << 20:
            why = f"Your answers that are not read to their end fill {self.limits.unread_client} MiB."
            raise self._refusal("unread_client", why, 429, "Read them, or close their connections; then ask again.")
        if self._held.total() + size > self.limits.unread << 20:
            why = f"Answers that other clients have not read yet fill {self.limits.unread} MiB."
            raise self._refusal("unread", why, 503, f"Try again in {_RETRY} s, or take the dumps.")

    def _refusal(self, name: str, why: str, status: int, remedy: str) -> LimitError:
        value = getattr(self.limits, name)
        return LimitError(why, limit=name, value=value, status=status, retry_after=_RETRY, remedy=remedy)

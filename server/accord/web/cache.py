"""Answers that were written before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sized
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept", bound=Sized)


class Cache(Generic[Kept]):
    """The answers asked for last: at most so many, and so many bytes altogether. Safe between threads."""

    def __init__(self, entries: int = 4096, size: int = 64 * 1024 * 1024) -> None:
        self._entries = entries
        self._size = size
        self._held: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def held(self, key: Hashable) -> Kept | None:
        """The answer of a key, if it is still here."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key]

    def keep(self, key: Hashable, body: Kept) -> Kept:
        """Keep an answer, and let go of those that nobody asked for longest. Returns it."""
        with self._lock:
            self._bytes += len(body) - len(self._held.pop(key, ()))
            self._held[key] = body
            while self._held and (len(self._held) > self._entries or self._bytes > self._size):
                self._bytes -= len(self._held.popitem(last=False)[1])
        return body

"""Answers that were written before, and what was worked out for them: one cache for all of an application."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import cast

from flask import current_app

SIZE = 64 * 1024 * 1024
"""Bytes of everything that is kept. A web process needs 72 MiB at rest, so this doubles it at most; it holds 3,000
pages of the usual 20 KB."""

LARGEST_PART = 8
"""Nothing larger than this part of the cache is kept, so that one large answer cannot push out all others."""

_ENTRY, _HEADER = 400, 130
"""Bytes that Python needs for an entry and for each header, beside what is in them, rounded up (by tracemalloc)."""

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: a body, headers, or both."""

    body: bytes = b""
    headers: Headers = ()

    @property
    def size(self) -> int:
        """Bytes of memory that it takes in a cache."""
        return _ENTRY + len(self.body) + sum(_HEADER + len(name) + len(value) for name, value in self.headers)


class Cache:
    """What was asked for last, within so many bytes altogether. Safe between threads.

    A key is anything whose ``repr`` says all that an answer depends on. Only its SHA-256 is kept, so that long keys
    take no memory.
    """

    def __init__(self, size: int = SIZE) -> None:
        self.largest = size // LARGEST_PART
        self._size = size
        self._held: OrderedDict[bytes, Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    @property
    def bytes(self) -> int:
        """Bytes of memory that all entries take."""
        return self._bytes

    def held(self, key: object) -> Kept | None:
        """What is kept for a key, if it is still here."""
        digest = _digest(key)
        with self._lock:
            if digest not in self._held:
                return None
            self._held.move_to_end(digest)
            return self._held[digest]

    def keep(self, key: object, kept: Kept) -> Kept:
        """Keep something unless it is too large, and drop what nobody asked for longest. Returns it."""
        if kept.size <= self.largest:
            digest = _digest(key)
            with self._lock:
                former = self._held.pop(digest, None)
                self._held[digest] = kept
                self._bytes += kept.size - (former.size if former else 0)
                while self._bytes > self._size:
                    self._bytes -= self._held.popitem(last=False)[1].size
        return kept

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._held.clear()
            self._bytes = 0


def _digest(key: object) -> bytes:
    return hashlib.sha256(repr(key).encode()).digest()


def cache() -> Cache:
    """The cache of the application at hand."""
    return cast(Cache, current_app.extensions["cache"])

"""Answers that were made before: one cache for all of an application."""

from __future__ import annotations

import hashlib
from collections import Counter, OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import cast

from flask import current_app

CACHE_BYTES = 64 * 1024 * 1024
"""Bytes of all entries. A web process needs 72 MiB at rest, so this doubles it at most; it holds 3,000 pages of the
usual 20 KB."""

MIN_ENTRIES = 8
"""No entry takes more than one part in so many of the cache, so that one large answer cannot push out all others."""

MAX_CACHED_BYTES = 1024 * 1024
"""Bytes of an answer that is cached as it was sent. A longer answer is sent while it is read."""

_ENTRY_BYTES, _HEADER_BYTES = 400, 130
"""Bytes that Python needs for an entry and for each header beside their content, rounded up (by tracemalloc)."""

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer, or what a view needs to make one: a body, headers, or both."""

    body: bytes = b""
    headers: Headers = ()

    @property
    def overhead(self) -> int:
        """Bytes of memory that it takes in a cache without its body."""
        return _ENTRY_BYTES + sum(_HEADER_BYTES + len(name) + len(value) for name, value in self.headers)

    @property
    def size(self) -> int:
        """Bytes of memory that it takes in a cache, its body included."""
        return self.overhead + len(self.body)


class Cache:
    """The answers that were asked for last, within a number of bytes. Safe between threads.

    A key is anything whose ``repr`` says all that an answer depends on, or bytes that do. Only its SHA-256 is kept, so
    that long keys take no memory. Entries may share one body, such as a page and the answer in which it was sent: the
    body is in memory once and is counted once.
    """

    def __init__(self, size: int = CACHE_BYTES) -> None:
        self.max_entry_bytes = size // MIN_ENTRIES
        self._size = size
        self._entries: OrderedDict[bytes, CachedAnswer] = OrderedDict()
        self._shares: Counter[int] = Counter()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def bytes(self) -> int:
        """Bytes of memory that all entries take."""
        return self._bytes

    def get(self, key: object) -> CachedAnswer | None:
        """The answer of a key, ``None`` when there is none."""
        digest = _digest(key)
        with self._lock:
            if digest not in self._entries:
                return None
            self._entries.move_to_end(digest)
            return self._entries[digest]

    def put(self, key: object, answer: CachedAnswer) -> CachedAnswer:
        """Keep an answer unless it is too large, and drop those that were not asked for longest. Returns the answer."""
        if answer.size <= self.max_entry_bytes:
            digest = _digest(key)
            with self._lock:
                if former := self._entries.pop(digest, None):
                    self._forget(former)
                self._entries[digest] = answer
                self._count(answer)
                while self._bytes > self._size:
                    self._forget(self._entries.popitem(last=False)[1])
        return answer

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._entries.clear()
            self._shares.clear()
            self._bytes = 0

    def _count(self, answer: CachedAnswer) -> None:
        """Add an entry to the bytes; its body only when no other entry has the same object."""
        body = id(answer.body)
        self._shares[body] += 1
        self._bytes += answer.size if self._shares[body] == 1 else answer.overhead

    def _forget(self, answer: CachedAnswer) -> None:
        """Subtract an entry from the bytes; its body only when no other entry has the same object."""
        body = id(answer.body)
        self._shares[body] -= 1
        self._bytes -= answer.overhead if self._shares[body] else answer.size
        if not self._shares[body]:
            del self._shares[body]


def _digest(key: object) -> bytes:
    return hashlib.sha256(key if isinstance(key, bytes) else repr(key).encode()).digest()


def cache() -> Cache:
    """The cache of the application of this request."""
    return cast(Cache, current_app.extensions["cache"])

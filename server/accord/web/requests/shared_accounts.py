"""Accounts of clients in memory that all web processes of a site share: what one allows counts in the others."""

from __future__ import annotations

import fcntl
import math
import os
import secrets
import threading
from collections.abc import Callable
from hashlib import blake2b
from mmap import mmap
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from accord.web.requests.accounts import Accounts

_ROWS = 1 << 14
"""Accounts in shared memory, 1.2 MB for two processes: far more than clients that owe time at the same moment."""
_BUCKET = 8
"""Rows among which the account of a client is looked for."""
_KEY, _LEFT, _SEEN, _COUNTS = 0, 1, 2, 3
"""The columns of a row: a client, its seconds, when it was seen; then, for each process, what runs and is present, and
since when its oldest query waits."""
_EACH = 3
"""The columns of a process."""


class Ledger:
    """The accounts of a site with several web ``processes``, in memory that all have by their fork.

    ``lock`` is a file, open in all processes, that whoever reads or changes them locks: the system frees it when a
    process dies.
    """

    def __init__(self, processes: int, lock: Path) -> None:
        self.processes = processes
        self.width = _COUNTS + _EACH * processes
        self.lock = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        self.secret = secrets.token_bytes(16)
        self._memory = memoryview(mmap(-1, _ROWS * self.width * 8)).cast("d")

    def bucket(self, key: int) -> list[memoryview[float]]:
        """The rows in which the account of a client may be."""
        first = key % (_ROWS // _BUCKET) * _BUCKET
        return [self._memory[row * self.width : (row + 1) * self.width] for row in range(first, first + _BUCKET)]

    def forget(self, process: int) -> None:
        """Nothing runs in a process any more, which is about to start again."""
        for column in range(_COUNTS + _EACH * process, _COUNTS + _EACH * (process + 1)):
            for place in range(column, len(self._memory), self.width):
                self._memory[place] = 0.0


class SharedAccount:
    """An account like :class:`Account` in a row of a ledger, as one process sees it; ``line`` is its own."""

    __slots__ = ("__weakref__", "_own", "_row", "line", "share")

    def __init__(self, row: memoryview[float], share: int, process: int) -> None:
        self._row = row
        self._own = _COUNTS + _EACH * process
        self.share = share
        self.line: list[Any] = []

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return float(self._row[_LEFT])

    @left.setter
    def left(self, value: float) -> None:
        self._row[_LEFT] = value

    @property
    def seen(self) -> float:
        """When it was refilled."""
        return float(self._row[_SEEN])

    @seen.setter
    def seen(self, value: float) -> None:
        self._row[_SEEN] = value

    @property
    def running(self) -> int:
        """The queries in progress in all processes; to set it changes the number of this one."""
        return int(sum(self._row[_COUNTS::_EACH]))

    @running.setter
    def running(self, value: int) -> None:
        self._row[self._own] += value - self.running

    @property
    def here(self) -> int:
        """The queries in progress in this process."""
        return int(self._row[self._own])

    @property
    def present(self) -> int:
        """The requests in progress in all processes; to set it changes the number of this one."""
        return int(sum(self._row[_COUNTS + 1 :: _EACH]))

    @present.setter
    def present(self, value: int) -> None:
        self._row[self._own + 1] += value - self.present

    @property
    def first(self) -> float:
        """Since when the oldest of the client's queries waits in this process, 0 for none."""
        return float(self._row[self._own + 2])

    @first.setter
    def first(self, value: float) -> None:
        self._row[self._own + 2] = value

    @property
    def elsewhere(self) -> float:
        """Since when the oldest of the client's queries waits in another process; infinite where none does."""
        columns = range(_COUNTS + 2, len(self._row), _EACH)
        waiting = (self._row[column] for column in columns if column != self._own + 2)
        return min(filter(None, waiting), default=math.inf)


class SharedAccounts(Accounts):
    """The accounts of a ledger, for one of the processes."""

    def __init__(self, work: float, clock: Callable[[], float], ledger: Ledger, process: int) -> None:
        super().__init__(work, clock)
        self._ledger = ledger
        self._process = process
        self._used: WeakValueDictionary[str, SharedAccount] = WeakValueDictionary()
        self.lock = _FileLock(ledger.lock)
        with self.lock:
            ledger.forget(process)

    def of(self, name: str, share: int) -> SharedAccount:
        """An account, refilled. While somebody has it, it is one object: its line is there."""
        account = self._used.get(name)
        if account is None:
            account = self._used[name] = self._found(name, share)
        self.refill(account)
        return account

    def _found(self, name: str, share: int) -> SharedAccount:
        """The account of a client; a new one takes the place of that which nobody uses and was seen longest ago."""
        key = int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=6, key=self._ledger.secret).digest())
        rows = self._ledger.bucket(key)
        row = next((row for row in rows if row[_KEY] == key), None)
        if row is None:
            row = min(rows, key=lambda row: (any(row[_COUNTS:]), row[_SEEN]))
            row[_KEY], row[_LEFT], row[_SEEN] = key, self._work * share, self._clock()
        return SharedAccount(row, share, self._process)


class _FileLock:
    """A lock between the threads of all processes that have a file open, by its descriptor."""

    def __init__(self, file: int) -> None:
        self._threads = threading.Lock()
        self._file = file

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take it, as a lock of :mod:`threading` is taken. Another process holds it for microseconds."""
        if not self._threads.acquire(blocking, timeout):
            return False
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        return True

    def release(self) -> None:
        """Free it."""
        fcntl.lockf(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

"""Workers with a slow query give way to pages and short queries, when there are more processes than cores.

A process can be made to give way at any time, but not take that back without privileges. So workers begin as equals,
one with a long query is slowed while it runs, and it answers no other query afterwards.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import time

LONG_S = 0.1
"""Seconds after which a query is long. Most take a few milliseconds; a new worker, which takes about five, follows."""

STEPS = 5
"""By how much a long query gives way (nice): beside a page it then gets a quarter of a core."""

_GENTLEST = 19
"""The highest nice value there is."""


class SlowWorkers:
    """Checks the busy workers a few times in each :data:`LONG_S`. Thread-safe.

    Its thread begins with the first query, and rests while there is none.
    """

    def __init__(self) -> None:
        self._lent: dict[int, tuple[float, socket.socket]] = {}
        self._slow: set[int] = set()
        self._some = threading.Event()
        self._lock = threading.Lock()
        self._is_watched = False

    def begin(self, worker: int, connection: socket.socket) -> None:
        """A worker (its process id, and the connection to it) gets a query."""
        with self._lock:
            self._lent[worker] = time.monotonic(), connection
            first, self._is_watched = not self._is_watched, True
            if not self._some.is_set():
                self._some.set()
        if first:
            threading.Thread(target=self._watch, name="accord-slow-workers", daemon=True).start()

    def end(self, worker: int) -> bool:
        """A worker has answered, or is about to be killed; whether it was slowed."""
        with self._lock:
            self._lent.pop(worker, None)
            slow = worker in self._slow
            self._slow.discard(worker)
        return slow

    def look(self, now: float) -> None:
        """Slow the workers whose query is long at a moment of the monotonic clock."""
        for worker in list(self._lent):
            with self._lock:
                since, connection = self._lent.get(worker, (now, None))
                if connection and now - since >= LONG_S and worker not in self._slow:
                    self._slow.add(worker)
                    if not has_ended(connection):
                        _slow_down(worker)

    def _watch(self) -> None:
        while self._some.wait():
            time.sleep(LONG_S / 4)
            self.look(time.monotonic())
            with self._lock:
                if not self._lent:
                    self._some.clear()


def has_ended(connection: socket.socket) -> bool:
    """Whether nobody holds the other end of a connection.

    The fork server holds that of a worker until it has reaped it. So until then, no other process has its process id.
    """
    poll = select.poll()
    poll.register(connection, 0)  # an end is reported in any case
    return bool(poll.poll(0))


def _slow_down(worker: int) -> None:
    slowest = min(_GENTLEST, os.getpriority(os.PRIO_PROCESS, os.getpid()) + STEPS)
    with contextlib.suppress(ProcessLookupError, PermissionError):  # it has just ended
        os.setpriority(os.PRIO_PROCESS, worker, slowest)

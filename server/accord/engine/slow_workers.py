"""Workers whose query takes long give way to pages and to short queries, when there are more processes than cores.

A process can be made to give way at any time, but not take that back without privileges. So workers begin as equals,
one with a long query is slowed while it runs, and it answers no other query afterwards.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time

LONG_S = 0.1
"""Seconds after which a query is long. Most take a few milliseconds; a new worker, which takes about five, follows."""

STEPS = 5
"""By how much a long query gives way (nice): beside a page it then gets a quarter of a core."""

_GENTLEST = 19
"""The highest nice value there is."""


class SlowWorkers:
    """Looks at the workers that are lent, a few times in each :data:`LONG_S`. Safe between threads.

    Its thread begins with the first query, and rests while there is none.
    """

    def __init__(self) -> None:
        self._since: dict[int, float] = {}
        self._slow: set[int] = set()
        self._some = threading.Event()
        self._begun = threading.Lock()

    def begin(self, worker: int) -> None:
        """A worker (its process id) gets a query."""
        self._since[worker] = time.monotonic()
        if not self._some.is_set():
            self._some.set()
            if self._begun.acquire(blocking=False):
                threading.Thread(target=self._watch, name="accord-slow-workers", daemon=True).start()

    def end(self, worker: int) -> bool:
        """A worker has answered; whether it was slowed."""
        self._since.pop(worker, None)
        slow = worker in self._slow
        self._slow.discard(worker)
        return slow

    def look(self, now: float) -> None:
        """Slow the workers whose query is long at a moment of the monotonic clock."""
        for worker, since in list(self._since.items()):
            if now - since >= LONG_S and worker not in self._slow:
                self._slow.add(worker)
                with contextlib.suppress(ProcessLookupError, PermissionError):  # it has just ended
                    slowest = min(_GENTLEST, os.getpriority(os.PRIO_PROCESS, os.getpid()) + STEPS)
                    os.setpriority(os.PRIO_PROCESS, worker, slowest)

    def _watch(self) -> None:
        while self._some.wait():
            time.sleep(LONG_S / 4)
            self.look(time.monotonic())
            if not self._since:
                self._some.clear()
                if self._since:  # a query began between the two
                    self._some.set()

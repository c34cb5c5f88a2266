"""Statistics of the queries of a service: how many wait and run, how they ended, and after how long."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from accord.engine import Query
from accord.engine.disconnection import ClientDisconnected
from accord.errors import LimitError, QueryError

BUCKETS_S = (0.001, 0.01, 0.1, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the times that are counted apart: from a look-up to the deadline."""

ANSWERED, LEFT, MISTAKE, FAILED = "answered", "left", "mistake", "failed"
"""How a query ends, if no limit ends it: with its answer, since nobody waits for it, by its own fault or the engine's.

One that a limit ends has the name of the limit.
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """A query that has ended. ``waited`` and ``seconds`` are its time before it had a worker, and in all."""

    query: Query
    waited: float
    seconds: float
    result: str


class QueryTally:
    """The counts of all engines that a service has had; ``tell`` is called for each query that ends."""

    def __init__(self, tell: Callable[[Ended], None] | None = None) -> None:
        self.waiting = self.running = self.killed = 0
        self.seconds = 0.0
        self.results: Counter[str] = Counter()
        self.times: Counter[int] = Counter()
        self._tell = tell
        self._lock = threading.Lock()

    def begin(self, query: Query) -> Counted:
        """Count a query, which waits for a worker."""
        self.change(waiting=1)
        return Counted(self, query)

    def change(self, waiting: int = 0, running: int = 0, killed: int = 0) -> None:
        """Count up or down."""
        with self._lock:
            self.waiting += waiting
            self.running += running
            self.killed += killed

    def note(self, ended: Ended) -> None:
        """Count a query that has ended."""
        with self._lock:
            self.results[ended.result] += 1
            self.seconds += ended.seconds
            self.times[bisect_left(BUCKETS_S, ended.seconds)] += 1
        if self._tell:
            self._tell(ended)


class Counted:
    """One query that is counted until it ends."""

    def __init__(self, tally: QueryTally, query: Query) -> None:
        self._tally = tally
        self._query = query
        self._began = time.monotonic()
        self._waited: float | None = None
        self._over = False

    def start(self) -> None:
        """It has a worker."""
        self._waited = time.monotonic() - self._began
        self._tally.change(waiting=-1, running=1)

    def end(self, result: str, killed: bool = False) -> None:
        """It has ended, whatever is reported later; ``killed`` says that its worker ended with it."""
        if self._over:
            return
        self._over = True
        seconds = time.monotonic() - self._began
        if self._waited is None:
            self._tally.change(waiting=-1)
        else:
            self._tally.change(running=-1, killed=killed)
        waited = seconds if self._waited is None else self._waited
        self._tally.note(Ended(self._query, waited, seconds, result))


def result_of(error: BaseException | None) -> str:
    """The outcome of a query, by its error."""
    if error is None:
        return ANSWERED
    if isinstance(error, LimitError):
        return error.limit
    if isinstance(error, QueryError):
        return MISTAKE
    return LEFT if isinstance(error, ClientDisconnected) or not isinstance(error, Exception) else FAILED

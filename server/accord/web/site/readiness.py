"""Whether the engine answers. It is asked once a second at most, however many clients want to know."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock

ANSWER_REUSED_S = 1.0
"""Seconds for which one answer is given to all clients: orchestrators ask every few seconds."""


class Readiness:
    """The last answer of the engine. Safe between threads. ``clock`` gives seconds; only tests change it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asking = Lock()
        self._answer = ("", -math.inf)

    def problem(self, ask: Callable[[], str]) -> str:
        """Why the engine does not answer; empty when it does.

        ``ask`` asks the engine; it is called when the last answer is too old. While one thread asks, the others get the
        last answer. Before the first answer they wait.
        """
        before, when = self._answer
        if self._fresh() or not self._asking.acquire(blocking=when == -math.inf):
            return before
        try:
            if not self._fresh():
                self._answer = (ask(), self._clock())
            return self._answer[0]
        finally:
            self._asking.release()

    def _fresh(self) -> bool:
        return self._clock() - self._answer[1] < ANSWER_REUSED_S

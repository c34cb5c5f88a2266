"""Whether the engine answers, asked once a second at most, however many want to know."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock

LASTING = 1.0
"""Seconds for which an answer is good for all: orchestrators ask every few seconds."""


class Readiness:
    """The last answer of the engine. Safe between threads. ``clock`` gives seconds, and is changed only by tests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asking = Lock()
        self._answer = ("", -math.inf)

    def told(self, ask: Callable[[], str]) -> str:
        """What the engine said last, asked anew when that is old; while one asks, the others hear the answer before.

        Until there is one they wait. ``ask`` gives the reason why the engine does not answer, empty when it does.
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
        return self._clock() - self._answer[1] < LASTING

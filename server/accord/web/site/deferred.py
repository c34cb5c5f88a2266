"""What takes long to make, and what pages can do without: a thread makes it, and who needs it waits a little."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from concurrent.futures import TimeoutError as NotYet
from typing import Generic, TypeVar

from accord import memory
from accord.errors import NotReadyError

PATIENCE = 5.0
"""Seconds for which a request waits: a million statements whose index is kept have it 3 s after their first page."""

_Made = TypeVar("_Made")


class Deferred(Generic[_Made]):
    """A value that is made once: by a thread after :meth:`begin`, else by the first who needs it.

    ``what`` says in words what is made, for those who come too early. A value that is ``known`` already is not made.
    """

    def __init__(self, make: Callable[[], _Made], what: str, known: _Made | None = None) -> None:
        self._make = make
        self._what = what
        self._made: Future[_Made] = Future()
        self._lock = threading.Lock()
        self._begun = known is not None
        if known is not None:
            self._made.set_result(known)

    def begin(self) -> None:
        """Let a thread make it, unless somebody does already."""
        if self._begins():
            threading.Thread(target=self._stays, name="accord-later", daemon=True).start()

    def get(self, patience: float | None = None) -> _Made:
        """The value. Raises NotReadyError after so many seconds (or ``PATIENCE``), and what making it raised."""
        if self._begins():
            self._run()
        try:
            return self._made.result(PATIENCE if patience is None else patience)
        except NotYet:
            remedy = "Try again in a few seconds. Pages that do not need it work already."
            raise NotReadyError(f"{self._what} is being made.", remedy=remedy) from None

    def now(self) -> _Made | None:
        """The value if it is made; else ``None``, and a thread makes it. Raises what making it raised."""
        self.begin()
        return self._made.result() if self._made.done() else None

    def wait(self) -> None:
        """Let a thread make it, and wait until it has, or has failed."""
        self.begin()
        wait([self._made])

    def _begins(self) -> bool:
        """Whether the caller is the first, so that it has to make it."""
        with self._lock:
            first, self._begun = not self._begun, True
        return first

    def _stays(self) -> None:
        with memory.much_stays():
            self._run()

    def _run(self) -> None:
        try:
            value = self._make()
        except BaseException as error:  # whoever waits for it gets the same error
            self._made.set_exception(error)
            raise
        self._made.set_result(value)

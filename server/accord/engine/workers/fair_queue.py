"""A fair queue: a bounded number of places; each client waits in its own line, and the lines take turns."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Turn:
    """The wait of one query. ``called`` is set when it is ``granted`` a place, and by others to end the wait."""

    client: str
    called: threading.Event = field(default_factory=threading.Event)
    granted: bool = False


class FairQueue:
    """A number of places. When one becomes free, the next client gets it (round robin), for its oldest query.

    So a client with many queries waits for itself: another's first query has at most one of each client before it.
    Safe between threads.
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._lines: dict[str, deque[Turn]] = {}
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._lock:
            return sum(map(len, self._lines.values()))

    def take(self) -> bool:
        """Take a place that is free; whether there was one. Nobody waits while one is."""
        with self._lock:
            if not self._free:
                return False
            self._free -= 1
            return True

    def ask(self, client: str, longest: int) -> Turn | None:
        """A turn, granted at once when a place is free; ``None`` when ``longest`` turns wait already."""
        with self._lock:
            turn = Turn(client)
            if self._free:
                self._free -= 1
                turn.granted = True
                return turn
            if sum(map(len, self._lines.values())) >= longest:
                return None
            self._lines.setdefault(client, deque()).append(turn)
            return turn

    def withdraw(self, turn: Turn) -> bool:
        """Wait no longer; whether the turn was not granted, so that there is no place to be released."""
        with self._lock:
            if turn.granted:
                return False
            line = self._lines[turn.client]
            line.remove(turn)
            if not line:
                del self._lines[turn.client]
            return True

    def release(self) -> None:
        """Free a place: it goes to the client whose turn it is."""
        with self._lock:
            if not self._lines:
                self._free += 1
                return
            client = next(iter(self._lines))
            line = self._lines.pop(client)
            turn = line.popleft()
            if line:
                self._lines[client] = line
            turn.granted = True
            turn.called.set()

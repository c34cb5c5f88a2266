"""The neighbours of an attack: other clients, in a process of their own, who time all that they ask."""

from __future__ import annotations

import contextlib
import http.client
import multiprocessing
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attacks import HOST, NEIGHBOUR

PAUSE = 0.02
"""Seconds between two visits, so that the neighbours are not an attack themselves."""

VISITS: dict[str, Callable[[int], str]] = {
    "health": lambda _: "/health",
    "page": lambda _: "/",
    "query": lambda number: "/sparql?query=" + quote(f"ASK {{ ?s ?p {number} }}"),
}


@dataclass
class Seen:
    """What a neighbour met: the worst latency in seconds, and the failures with how often each was met."""

    worst: float = 0.0
    visits: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    begun: float = 0.0


def _visit(port: int, path: Callable[[int], str], seen: Seen, over: threading.Event) -> None:
    while not over.is_set() or not seen.visits:
        seen.begun = time.perf_counter()
        if failure := _failure(port, path(seen.visits)):
            seen.failures[failure] += 1
        seen.worst = max(seen.worst, time.perf_counter() - seen.begun)
        seen.begun = 0.0
        seen.visits += 1
        over.wait(PAUSE)


def _failure(port: int, path: str) -> str:
    """One request; why it failed, or nothing."""
    connection = http.client.HTTPConnection("127.0.0.1", port, 70, source_address=(NEIGHBOUR, 0))
    with contextlib.closing(connection):
        try:
            connection.request("GET", path, headers={"Host": HOST, "Accept": "text/html, application/json"})
            response = connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
    return "" if response.status == 200 else str(response.status)


def _live(port: int, told: Connection) -> None:
    """Visit until the other side says so; then tell what was seen, a request that still waits counted as it is."""
    over = threading.Event()
    seen = {kind: Seen() for kind in VISITS}
    threads = [
        threading.Thread(target=_visit, args=(port, VISITS[kind], seen[kind], over), daemon=True) for kind in VISITS
    ]
    for thread in threads:
        thread.start()
    ends = told.recv()
    over.set()
    for thread in threads:
        thread.join(max(ends - time.monotonic(), 0))
    for one in seen.values():
        if one.begun:
            one.worst = max(one.worst, time.perf_counter() - one.begun)
            one.failures["no answer"] += 1
    told.send(seen)


class Neighbours:
    """Asks /health, a page and a small query in turn, until the block is left. ``ends``: when it has to be over."""

    def __init__(self, port: int, ends: float) -> None:
        self._ends = ends
        self._told, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=_live, args=(port, theirs), daemon=True)
        self.seen: dict[str, Seen] = {}

    def __enter__(self) -> Neighbours:
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._told.send(self._ends)
        self.seen = self._told.recv()
        self._process.kill()
        self._process.join()

    def worst(self) -> str:
        """The worst latency of each kind of request in milliseconds."""
        return " / ".join(f"{one.worst * 1000:.0f}" for one in self.seen.values())

    def failures(self) -> str:
        """How many requests failed, and how."""
        kinds = ((kind, end, count) for kind, one in self.seen.items() for end, count in one.failures.most_common())
        total = sum(one.visits for one in self.seen.values())
        return f"{', '.join(f'{count} {kind} {end}' for kind, end, count in kinds) or 'none'} of {total}"

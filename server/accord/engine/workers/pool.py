"""Connections to query workers: each is one worker, which runs one query at a time.

No connection belongs to a thread, so there may be more threads than workers. When no worker is free, a query waits in a
queue of bounded length, from which clients are served in turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from accord.engine.disconnection import client_disconnected, disconnection
from accord.engine.tally import QueryTally
from accord.engine.workers import frames
from accord.engine.workers.fair_queue import FairQueue, Turn
from accord.engine.workers.frames import Frames
from accord.engine.workers.reply_reader import ReplyReader
from accord.engine.workers.slow_workers import SlowWorkers
from accord.errors import EngineError, LimitError
from accord.limits import EngineLimits

PATIENCE = 2.0
"""Seconds within which the successor of a dead fork server listens."""
_LEAST = 0.001
"""Seconds of the shortest wait for a worker: a socket takes 0 for not waiting at all."""


@dataclass(slots=True)
class Worker:
    """One worker, as its client sees it; a worker that may call services is used once."""

    connection: socket.socket
    pid: int
    frames: Frames
    uses_services: bool = False
    reader: ReplyReader | None = None

    def when_heard(self, loop: asyncio.AbstractEventLoop, call: Callable[[], None] | None) -> None:
        """Call a function on the event loop, once, when something comes; ``None`` takes that back."""
        reader = self.reader
        if reader is None or reader.is_over or reader.loop is not loop:
            reader = self.reader = ReplyReader(self.connection, loop)
        reader.call = call

    def close(self) -> None:
        """Close the connection, which ends an idle worker."""
        self.frames.close()
        if self.reader is None or self.reader.is_over:
            self.connection.close()
        else:
            self.reader.close()

    @property
    def alive(self) -> bool:
        """Whether the idle worker still waits for a query; a dead one's connection has something to read.

        It is asked by poll: select knows no descriptor above 1,023, and the web server has one for each connection.
        """
        poll = select.poll()
        poll.register(self.connection, select.POLLIN)
        return self.frames.is_empty and not poll.poll(0)

    def end(self) -> None:
        """Kill a worker whose answer nobody needs.

        Its fork server holds the connection open until it has reaped the worker, so until the connection ends, the
        process id cannot belong to another process.
        """
        with contextlib.closing(self):
            self.connection.setblocking(False)
            try:
                while self.connection.recv(65536):
                    pass
            except BlockingIOError:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)
            except OSError:
                return


class Pool:
    """The workers of the fork server that listens at an address; when it dies, another one will listen there.

    ``tally`` counts the queries.
    """

    def __init__(self, address: Path, limits: EngineLimits, tally: QueryTally | None = None) -> None:
        self.tally = tally or QueryTally()
        self._address = address
        self._limits = limits
        self._queue = FairQueue(limits.workers)
        self._slow = SlowWorkers()
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._lent = 0
        self._closed = False

    def lease(self, uses_services: bool = False, client: str = "", patience: float | None = None) -> Worker:
        """A worker for one query of a client, which calls services or not, within so many seconds.

        None as ``patience`` means the deadline of queries. Raises LimitError when too many wait, EngineError when there
        is no fork server or the client has left.
        """
        patience = self._limits.deadline if patience is None else patience
        until = time.monotonic() + patience
        self._wait(client, patience)
        return self._lend(uses_services, until)

    def lease_at_once(self) -> Worker | None:
        """An idle worker, or ``None`` where one would have to be waited for or made: the event loop never waits."""
        if not self._idle or not self._queue.take():
            return None
        with self._lock:
            self._lent += 1
        if (worker := self._idle_worker()) is None:
            self._release()
        else:
            self._slow.begin(worker.pid, worker.connection)
        return worker

    def _lend(self, uses_services: bool, until: float) -> Worker:
        """A worker in a place that is taken already, by a moment of the monotonic clock."""
        with self._lock:
            self._lent += 1
        try:
            worker = None if uses_services else self._idle_worker()
            worker = worker or self._connect(until)
            worker.uses_services = uses_services
            self._slow.begin(worker.pid, worker.connection)
            return worker
        except BaseException:  # the place is free again, whatever happened
            self._release()
            raise

    def give_back(self, worker: Worker) -> None:
        """Return a worker whose answer has been read to its end. One that was slowed is not lent again."""
        slow = self._slow.end(worker.pid)
        with self._lock:
            if self._closed or worker.uses_services or slow:
                worker.close()
            else:
                self._idle.append(worker)
        self._release()

    def discard(self, worker: Worker) -> None:
        """Kill a worker whose answer nobody needs, or take note that it is dead."""
        self._slow.end(worker.pid)
        worker.end()
        self._release()

    @property
    def busy(self) -> bool:
        """Whether a worker is lent, or somebody waits for one."""
        with self._lock:
            return self._lent > 0 or self._queue.waiting > 0

    def close(self) -> None:
        """End the idle workers, and those that are lent when they come back."""
        with self._lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()

    def _release(self) -> None:
        with self._lock:
            self._lent -= 1
        self._queue.release()

    def _wait(self, client: str, patience: float) -> None:
        """Wait for a place among the workers. Raises LimitError (503), EngineError when the client leaves."""
        turn = self._queue.ask(client, self._limits.queue)
        if turn is None:
            raise self._busy(f"{self._limits.queue} queries are waiting already.")
        if turn.granted:
            return
        leaving = disconnection()
        with leaving.calling(turn.called.set):
            turn.called.wait(patience)
        self._settle(turn, leaving.left)

    def _settle(self, turn: Turn, left: bool) -> None:
        """Take the place that a turn got, or say why it got none."""
        if self._queue.withdraw(turn):
            raise client_disconnected() if left else self._busy("No worker became free in time.")

    def _busy(self, why: str) -> LimitError:
        remedy = "Try again in a few seconds."
        limit = self._limits.queue
        return LimitError(why, limit="queue", value=limit, status=503, retry_after=2, remedy=remedy)

    def _idle_worker(self) -> Worker | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                worker = self._idle.pop()
            if worker.alive:
                return worker
            worker.close()

    def _connect(self, until: float) -> Worker:
        """A new worker, before a deadline. When the fork server has died, wait for the next, which starts soon."""
        last = min(time.monotonic() + PATIENCE, until)
        while True:
            try:
                return connect(self._address, max(until - time.monotonic(), _LEAST))
            except EngineError:
                if time.monotonic() > last:
                    raise
            time.sleep(0.05)


def connect(address: Path, seconds: float) -> Worker:
    """A new worker of the fork server at an address, which answers when it has loaded. Raises EngineError."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(seconds)
    try:
        connection.connect(str(address))
        hello = frames.receive(connection)
    except (OSError, frames.Broken) as error:
        connection.close()
        raise _away() from error
    if hello is None or hello.kind != frames.HELLO:
        connection.close()
        raise _away()
    return Worker(connection, hello.message["pid"], Frames(connection))


def _away() -> EngineError:
    return EngineError("The query engine does not answer; it may be starting.", remedy="Try again in a few seconds.")

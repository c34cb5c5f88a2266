"""One query and the worker that answers it: the messages over their connection, and the possible errors."""

from __future__ import annotations

import asyncio
import contextlib
import select
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NoReturn

from accord.engine import Query
from accord.engine.disconnection import Disconnection, client_disconnected, disconnection
from accord.engine.tally import ANSWERED, LEFT, result_of
from accord.engine.workers import frames
from accord.engine.workers.pool import Pool, Worker
from accord.engine.workers.worker import INLINE
from accord.errors import AccordError, EngineError, LimitError, QueryError
from accord.limits import EngineLimits
from accord.sparql.syntax import syntax_error

_GRACE = 5.0
"""Seconds past the deadline in which a worker that is killed at it has been reaped, even on a busy machine."""


_LEAST = 0.001
"""Seconds that a query gets when waiting for its worker took all that it had: a worker has no shorter alarm."""


class Aborted(LimitError):
    """The engine ended its process: most often because memory ran out, or in a sort that it cannot do."""

    @classmethod
    def of(cls, error: LimitError) -> Aborted:
        """The same error, as one of this kind."""
        return cls(error.message, limit=error.limit, value=error.value, status=error.status, remedy=error.remedy)


class Conversation:
    """One query sent to one worker. ``over`` is true once the answer has ended, so that the worker is free."""

    def __init__(
        self, query: Query, pool: Pool, limits: EngineLimits, prefixes: Iterable[str], worker: Worker | None = None
    ) -> None:
        self.over = False
        self.client = query.client
        self._query = query
        self._prefixes = prefixes
        self._limits = limits
        self._seconds = query.limit(limits.deadline)
        self._pool = pool
        begun = time.monotonic()
        self._counted = pool.tally.begin(query)
        try:
            worker = worker or pool.lease(query.uses_services, query.client, query.patience)
        except BaseException as error:  # each query that is counted ends, whatever happened
            self._counted.end(result_of(error))
            raise
        self._counted.start()
        if query.patience is not None:
            self._seconds = max(_LEAST, min(self._seconds, query.patience - (time.monotonic() - begun)))
        self._worker: Worker | None = worker
        self._connection, self._frames = worker.connection, worker.frames

    @property
    def query(self) -> Query:
        """The query."""
        return self._query

    def close(self, error: BaseException | None = None) -> None:
        """Return the worker to the pool, or kill it when it still works on an answer that nobody needs.

        ``error`` is what ended the query, if something did.
        """
        worker, self._worker = self._worker, None
        result = result_of(error) if error else ANSWERED if self.over else LEFT
        self._counted.end(result, killed=not self.over)
        if worker and self.over:
            self._pool.give_back(worker)
        elif worker:
            self._pool.discard(worker)

    def first(self) -> bytes:
        """Send the query; returns the first chunk of its answer, which is all of a short one.

        Raises EngineError when the client leaves before that.
        """
        self.ask()
        with disconnection().descriptor() as left:
            if self.wait(left):
                raise client_disconnected()
        return self.begin()

    def ask(self) -> None:
        """Send the query."""
        asked = self._query if self._query.patience is None else replace(self._query, seconds=self._seconds)
        try:
            if self._connection.gettimeout() != self.patience:
                self._connection.settimeout(self.patience)
            frames.send_message(self._connection, frames.QUERY, asked.as_message())
        except OSError as error:
            raise self._cut(error) from error

    async def come(self, leaving: Disconnection) -> bytes:
        """The first chunk of the answer, of which something has come. Raises EngineError when the client has left."""
        if leaving.left:
            raise client_disconnected()
        found = self.short()
        return await asyncio.get_running_loop().run_in_executor(None, self.begin) if found is None else found

    def short(self) -> bytes | None:
        """All of the answer, if it is short and whole, read without a wait: a worker may send a part and no more."""
        if self._frames.is_empty:
            with contextlib.suppress(OSError):  # whoever reads on meets it again
                self._frames.fill()
        found = self._frames.short_answer()
        self.over = found is not None
        return found

    @property
    def patience(self) -> float:
        """Seconds after which a worker has answered or is dead."""
        return self._seconds + _GRACE

    def when_heard(self, loop: asyncio.AbstractEventLoop, call: Callable[[], None] | None) -> None:
        """Call a function on the event loop, once, when something of the answer comes; ``None`` takes that back."""
        if self._worker:
            self._worker.when_heard(loop, call)

    def begin(self) -> bytes:
        """The first chunk of the answer, which has begun to come."""
        frame = self.next()
        chunk = b""
        if frame.kind == frames.DATA:
            chunk = frame.payload
            if len(chunk) < INLINE:
                self.next()
        return chunk

    def wait(self, *others: int) -> bool:
        """Wait for the next frame; whether one of the other descriptors is readable. Raises LimitError (504)."""
        if self._frames.is_here:
            return False
        poll = select.poll()
        for descriptor in (self._connection.fileno(), *others):
            poll.register(descriptor, select.POLLIN)
        ready = [descriptor for descriptor, _ in poll.poll(self.patience * 1000)]
        if not ready:
            raise self.too_slow()
        return not set(others).isdisjoint(ready)

    def next(self) -> frames.Frame:
        """The next frame of the answer. Raises an AccordError for whatever else ends it."""
        try:
            frame = self._frames.receive()
        except (OSError, frames.Broken) as error:
            raise self._cut(error) from error
        if frame is None:
            raise failed("it closed its connection")
        self.over = frame.kind in (frames.END, frames.FAULT)
        if frame.kind == frames.FAULT:
            self._fail(frame.message["kind"], frame.message["message"])
        if frame.kind == frames.DEATH:
            raise self._died(frame.signal)
        return frame

    def _cut(self, error: Exception) -> AccordError:
        """The error for a connection that ended, or that brought nothing in time."""
        return self.too_slow() if isinstance(error, TimeoutError) else failed("its connection broke")

    def _fail(self, kind: str, message: str) -> NoReturn:
        if kind == "syntax":
            raise syntax_error(message, self._query.text, self._prefixes)
        if kind == "memory":
            raise self._too_big()
        if kind == "result":
            remedy = "Ask for fewer rows, or download the dumps."
            raise LimitError(message, limit="result", value=self._limits.result, status=503, remedy=remedy)
        raise QueryError(f"The query cannot be evaluated: {message.rstrip('.')}.")

    def _died(self, number: int) -> AccordError:
        if number == signal.SIGALRM:
            return self.too_slow()
        if number == signal.SIGABRT or number < 0:
            return Aborted.of(self._too_big())
        return failed(f"signal {number} ended it")

    def too_slow(self) -> LimitError:
        """The error for a query that took too long."""
        return LimitError(
            f"The query was stopped after {self._seconds:g} s.",
            limit="deadline",
            value=self._seconds,
            status=504,
            remedy="Use more IRIs and values in its patterns, join them by shared variables, or add a LIMIT.",
        )

    def _too_big(self) -> LimitError:
        return LimitError(
            f"The query needed more than {self._limits.memory} MiB of memory.",
            limit="memory",
            value=self._limits.memory,
            status=503,
            remedy="Sort, group or collect fewer rows.",
        )


def failed(why: str) -> EngineError:
    """The error for a worker that failed."""
    return EngineError(
        f"The worker that ran the query failed: {why}.", remedy="Try again; if it fails again, simplify the query."
    )

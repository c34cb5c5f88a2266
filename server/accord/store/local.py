"""The local engine: pyoxigraph, in worker processes for queries and in this process for patterns."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from pyoxigraph import NamedNode, Quad, Store

from accord.errors import AccordError, EngineError, LimitError, QueryError
from accord.store import Answer, Query, Subject, Term, frames
from accord.store.limits import EngineLimits, Limit, published
from accord.store.pool import Pool, Worker
from accord.store.syntax import syntax_error
from accord.store.worker import INLINE

_PIECE = 256 * 1024
_GRACE = 5.0


class LocalEngine:
    """Fulfils :class:`accord.store.Engine`.

    ``store`` holds the publication's graphs, for patterns only; ``prefixes`` are those that need no declaration.
    """

    def __init__(
        self,
        store: Store,
        address: Path,
        limits: EngineLimits,
        services: frozenset[str] = frozenset(),
        prefixes: Iterable[str] = (),
    ) -> None:
        self.services = services
        self._prefixes = prefixes
        self._limits = limits
        self._store = store
        self._pool = Pool(lambda: address, limits)

    def match(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, object: Term | None = None
    ) -> Iterator[Quad]:
        """The statements that fit a pattern, each with its graph."""
        return self._store.quads_for_pattern(subject, predicate, object)

    def query(self, query: Query) -> Answer:
        """Answer a query, returning once the first chunk is there. See :meth:`accord.store.Engine.query`."""
        conversation = Conversation(query, self._pool, self._limits, self._prefixes)
        try:
            first = conversation.first()
        except BaseException:
            conversation.close()
            raise
        if conversation.over:
            conversation.close()
            return Answer(iter((first,)), whole=True, close=conversation.close)
        return Answer(conversation.all(first), whole=False, close=conversation.close)

    def limits(self) -> list[Limit]:
        """The limits that its workers keep."""
        return published(self._limits)

    @property
    def busy(self) -> bool:
        """Whether a query runs or waits."""
        return self._pool.busy

    def close(self) -> None:
        """End the idle workers."""
        self._pool.close()


class Conversation:
    """One query put to one worker. ``over`` says that the answer came to its end, so that the worker is free."""

    def __init__(self, query: Query, pool: Pool, limits: EngineLimits, prefixes: Iterable[str]) -> None:
        self.over = False
        self._query = query
        self._prefixes = prefixes
        self._limits = limits
        self._seconds = min(query.seconds or limits.deadline, limits.deadline)
        self._pool = pool
        self._worker: Worker | None = pool.lease(query.outside)
        self._connection = self._worker.connection

    def close(self) -> None:
        """Give the worker back, or end it when it is still at work on what nobody wants any more."""
        worker, self._worker = self._worker, None
        if worker and self.over:
            self._pool.give_back(worker)
        elif worker:
            self._pool.discard(worker)

    def first(self) -> bytes:
        """Put the query; the first chunk of its answer, which is all of it when it is short."""
        message = {
            "text": self._query.text,
            "syntax": str(self._query.format.syntax),
            "graphs": self._query.graphs,
            "named_graphs": self._query.named_graphs,
            "infer": self._query.infer,
            "outside": self._query.outside,
            "seconds": self._seconds,
        }
        with self._connected():
            self._connection.settimeout(self._seconds + _GRACE)
            frames.send_message(self._connection, frames.QUERY, message)
        frame = self._next()
        chunk = b""
        if frame.kind == frames.DATA:
            chunk = frame.payload
            if len(chunk) < INLINE:
                self._next()
        return chunk

    def all(self, first: bytes) -> Iterator[bytes]:
        """The first chunk and what follows it, read from the file that the worker writes."""
        spool: int | None = None
        start = 0
        try:
            yield first
            while (frame := self._next()).kind == frames.SPOOL:
                spool = frame.descriptor if spool is None else spool
                if spool is None:
                    raise _failed("the answer's file did not arrive")
                while start < frame.size:
                    piece = os.pread(spool, min(_PIECE, frame.size - start), start)
                    start += len(piece)
                    yield piece
        finally:
            if spool is not None:
                os.close(spool)
            self.close()

    def _next(self) -> frames.Frame:
        """The next frame of the answer; whatever ends the answer otherwise is raised."""
        with self._connected():
            frame = frames.receive(self._connection)
        if frame is None:
            raise _failed("it went away")
        self.over = frame.kind in (frames.END, frames.FAULT)
        if frame.kind == frames.FAULT:
            self._fail(frame.message["kind"], frame.message["message"])
        if frame.kind == frames.DEATH:
            raise self._died(frame.signal)
        return frame

    @contextlib.contextmanager
    def _connected(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            raise self._too_slow() from error
        except (OSError, frames.Broken) as error:
            raise _failed("the connection broke") from error

    def _fail(self, kind: str, message: str) -> NoReturn:
        if kind == "syntax":
            raise syntax_error(message, self._query.text, self._prefixes)
        if kind == "memory":
            raise self._too_big()
        if kind == "result":
            remedy = "Ask for fewer rows, or take the dumps."
            raise LimitError(message, limit="result", value=self._limits.result, status=503, remedy=remedy)
        raise QueryError(f"The query cannot be evaluated: {message}")

    def _died(self, number: int) -> AccordError:
        if number == signal.SIGALRM:
            return self._too_slow()
        if number == signal.SIGABRT or number < 0:
            return self._too_big()
        return _failed(f"signal {number} ended it")

    def _too_slow(self) -> LimitError:
        return LimitError(
            f"The query was stopped after {self._seconds:g} s.",
            limit="deadline",
            value=self._seconds,
            status=504,
            remedy="Bind more of its patterns, join them by shared variables, or ask for less.",
        )

    def _too_big(self) -> LimitError:
        return LimitError(
            f"The query needed more than {self._limits.memory} MiB of memory.",
            limit="memory",
            value=self._limits.memory,
            status=503,
            remedy="Sort, group or collect fewer rows.",
        )


def _failed(why: str) -> EngineError:
    return EngineError(
        f"The worker that ran the query failed: {why}.", remedy="Try again; if it fails again, simplify."
    )

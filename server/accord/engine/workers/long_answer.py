"""The rest of a long answer: its worker writes it at full speed, its client reads it at any speed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator

from accord.engine.disconnection import Disconnection
from accord.engine.workers import frames
from accord.engine.workers.conversation import Conversation, failed
from accord.engine.workers.unread import Unread
from accord.errors import AccordError

_PIECE = 256 * 1024
"""Bytes that are read at once: to change to a thread and back takes longer than to read them."""


class Rest:
    """What follows the first chunk of an answer, in the file that its worker writes.

    A thread reads the worker's frames, which give the length of the file so far, and frees the worker at the last
    one. It lives no longer than the query. ``largest`` is how many bytes the file may have; when its client is
    ``leaving``, the answer is abandoned.
    """

    def __init__(self, conversation: Conversation, unread: Unread, largest: int, leaving: Disconnection) -> None:
        self._conversation = conversation
        self._unread = unread
        self._largest = largest
        self._changed = threading.Condition()
        self._file: int | None = None
        self._size = 0
        self._over = False
        self._closed = False
        self._failure: AccordError | None = failed("its answer was abandoned")
        self._calls: list[Callable[[], None]] = []
        self._hear, self._tell = os.pipe()
        self._disconnection = leaving
        self._disconnection.add(self._stop)
        self._thread = threading.Thread(target=self._drain, name="accord-answer", daemon=True)
        self._thread.start()

    def after(self, first: bytes) -> Iterator[bytes]:
        """The first chunk and what follows it, as it comes. Raises LimitError or EngineError where it stops early."""
        start = 0
        try:
            yield first
            while piece := self._piece(start):
                start += len(piece)
                yield piece
        finally:
            self.close()

    def when_over(self, call: Callable[[], None]) -> None:
        """Call a function when the worker has done its work; at once if it has already."""
        with self._changed:
            if not self._over:
                self._calls.append(call)
                return
        call()

    def close(self) -> None:
        """Abandon what is not read yet: a worker that still writes is killed, and the file is closed."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
        self._disconnection.remove(self._stop)
        os.close(self._tell)
        self._thread.join()
        os.close(self._hear)
        with self._changed:
            if self._file is not None:
                os.close(self._file)
        self._unread.remove(self._conversation.client, self._size)

    def _stop(self) -> None:
        """Let the thread abandon the answer: the client has left."""
        os.write(self._tell, b"x")

    def _piece(self, start: int) -> bytes:
        """The next bytes from a place in the file, once they are there; none at the end of the answer."""
        with self._changed:
            self._changed.wait_for(lambda: self._size > start or self._over)
            if self._size > start and self._file is not None and not self._closed:
                piece = os.pread(self._file, min(_PIECE, self._size - start), start)
                if not piece:
                    raise failed("its file is shorter than its frames say")
                return piece
            if self._failure:
                raise self._failure
            return b""

    def _drain(self) -> None:
        """Read the worker's frames to the last, or until the answer is abandoned."""
        ended: AccordError | None = None
        try:
            while not self._conversation.wait(self._hear):
                frame = self._conversation.next()
                if frame.kind != frames.SPOOL:
                    self._failure = None
                    break
                self._take(frame)
        except AccordError as error:
            self._failure = ended = error
        finally:
            self._conversation.close(ended)
            with self._changed:
                self._over = True
                self._changed.notify_all()
            for call in self._calls:
                call()

    def _take(self, frame: frames.Frame) -> None:
        """Note the length of the file. Raises EngineError for an impossible one, LimitError for too much."""
        with self._changed:
            if self._file is None:
                self._file = frame.descriptor
            elif frame.descriptor is not None:
                os.close(frame.descriptor)
            if self._file is None or not self._size < frame.size <= self._largest:
                raise failed(f"a frame says that its file has {frame.size} bytes")
            self._unread.add(self._conversation.client, frame.size - self._size)
            self._size = frame.size
            self._changed.notify_all()

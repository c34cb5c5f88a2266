"""The zygote: loads the store once, and forks a worker for every connection that it is offered.

It is single-threaded, so that forking is safe, and copy on write lets all workers share the one store. When a worker
dies of its query, the zygote tells the client by a DEATH frame on the worker's own connection.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import selectors
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from accord.store import frames

Serve = Callable[[socket.socket], None]


@dataclass
class Zygote:
    """Forks workers until its lifeline ends; ``serve`` is what a worker does with its connection."""

    listener: socket.socket
    lifeline: int
    serve: Serve
    workers: dict[int, socket.socket] = field(default_factory=dict)

    def run(self) -> None:
        """Serve until the process at the other end of the lifeline ends it, or dies."""
        gc.freeze()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with selectors.DefaultSelector() as selector, _child_signals() as signals:
            for source in (self.listener.fileno(), self.lifeline, signals):
                selector.register(source, selectors.EVENT_READ)
            while True:
                ready = {key.fd for key, _ in selector.select()}
                if self.lifeline in ready:
                    break
                if signals in ready:
                    os.read(signals, 4096)
                    self._bury()
                if self.listener.fileno() in ready:
                    self._fork()
        self._end()

    def _fork(self) -> None:
        connection, _ = self.listener.accept()
        connection.setblocking(True)
        pid = os.fork()
        if pid:
            self.workers[pid] = connection
        else:
            self._work(connection)

    def _work(self, connection: socket.socket) -> None:
        """The life of a worker; it never returns into the zygote's loop."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.serve(_alone(connection))
            code = 0
        finally:
            os._exit(code)

    def _bury(self) -> None:
        """Reap what has died and tell whoever waits for it."""
        while self.workers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with self.workers.pop(pid) as connection:
                if status:
                    _tell(connection, status)

    def _end(self) -> None:
        for pid in self.workers:
            os.kill(pid, signal.SIGKILL)
        for pid, connection in self.workers.items():
            os.waitpid(pid, 0)
            connection.close()


def _alone(connection: socket.socket) -> socket.socket:
    """The connection as descriptor 3, and none beside it and the standard three: no gap is left to open one in."""
    os.dup2(connection.fileno(), 3)
    os.closerange(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return socket.socket(fileno=3)


def _tell(connection: socket.socket, status: int) -> None:
    """Write the DEATH frame; a client that is gone, or reads nothing, does not hold up the zygote."""
    connection.setblocking(False)
    with contextlib.suppress(OSError):
        connection.send(frames.death(status))


@contextlib.contextmanager
def _child_signals() -> Iterator[int]:
    """A descriptor that becomes readable when a child dies (the self-pipe of ``signal.set_wakeup_fd``)."""
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    os.set_blocking(writer, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writer)
    try:
        yield reader
    finally:
        signal.set_wakeup_fd(-1)
        os.close(reader)
        os.close(writer)

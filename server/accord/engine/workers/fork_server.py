"""The fork server, a process that loads the store once and forks a worker for every connection.

It is single-threaded, so that forking is safe, and copy on write lets all workers share the one store. When a worker
dies of its query, the fork server writes a DEATH frame to the worker's connection. It opens the files for long answers,
which confined workers cannot.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import resource
import selectors
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from accord.engine.workers import frames

Serve = Callable[[socket.socket, socket.socket], None]

ASK = b"?"
"""The byte with which a worker requests a new file."""


@dataclass
class ForkServer:
    """Forks workers until its lifeline ends; ``serve`` is what a worker does with its connection and its file socket.

    ``files`` has the other ends of those sockets, by the number of the descriptor. After ``quiet`` seconds in which
    nothing happens it gets ready, step by step (:meth:`_get_ready`); ``None`` for never.
    """

    listener: socket.socket
    lifeline: int
    serve: Serve
    workers: dict[int, socket.socket] = field(default_factory=dict)
    files: dict[int, socket.socket] = field(default_factory=dict)
    quiet: float | None = None

    def run(self) -> None:
        """Serve until the process at the other end of the lifeline ends it, or dies."""
        gc.freeze()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with selectors.DefaultSelector() as selector, _child_signals() as signals:
            for source in (self.listener.fileno(), self.lifeline, signals):
                selector.register(source, selectors.EVENT_READ)
            while True:
                ready = {key.fd for key, _ in selector.select(self.quiet)}
                if not ready:
                    self.quiet = 0 if self._get_ready() else None
                if self.lifeline in ready:
                    break
                if signals in ready:
                    os.read(signals, 4096)
                    self._reap()
                for asking in ready & self.files.keys():
                    self._hand_file(asking, selector)
                if self.listener.fileno() in ready:
                    self._fork(selector)
        self._end()

    def _get_ready(self) -> bool:
        """Do a step of what the first workers would have to wait for; whether there are more."""
        return False

    def _expect(self, connection: socket.socket) -> None:
        """Do what the worker of a connection needs before it is forked."""

    def _fork(self, selector: selectors.BaseSelector) -> None:
        connection, _ = self.listener.accept()
        connection.setblocking(True)
        self._expect(connection)
        own_end, worker_end = socket.socketpair()
        with worker_end:
            pid = os.fork()
            if not pid:
                self._work(connection, worker_end)
        self.workers[pid] = connection
        self.files[own_end.fileno()] = own_end
        selector.register(own_end, selectors.EVENT_READ)

    def _hand_file(self, asking: int, selector: selectors.BaseSelector) -> None:
        """Send a worker a file that vanishes when its last reader closes it; forget a worker that has ended."""
        worker = self.files[asking]
        try:
            alive = worker.recv(1, socket.MSG_DONTWAIT) == ASK
        except OSError:
            alive = False
        if alive:
            _send_file(worker)
        else:
            selector.unregister(worker)
            self.files.pop(asking).close()

    def _work(self, connection: socket.socket, files: socket.socket) -> None:
        """The life of a worker; it never returns into the fork server's loop."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.serve(*_alone(connection, files))
            code = 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        """Reap the workers that have died, and report it on their connections."""
        while self.workers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            with self.workers.pop(pid) as connection:
                if status:
                    _report_death(connection, status)

    def _end(self) -> None:
        for pid in self.workers:
            os.kill(pid, signal.SIGKILL)
        for pid, connection in self.workers.items():
            os.waitpid(pid, 0)
            connection.close()
        for asking in self.files.values():
            asking.close()


def _alone(connection: socket.socket, files: socket.socket) -> tuple[socket.socket, socket.socket]:
    """The two sockets as descriptors 3 and 4; all others but the standard three are closed, no number is free.

    Standard input is empty, whatever the service was started with.
    """
    nothing, first, second = (fcntl.fcntl(one, fcntl.F_DUPFD, 16) for one in (_nothing(), connection, files))
    for source, target in ((nothing, 0), (first, 3), (second, 4)):
        os.dup2(source, target)
    os.closerange(5, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return socket.socket(fileno=3), socket.socket(fileno=4)


def _nothing() -> int:
    return os.open(os.devnull, os.O_RDONLY)


def _send_file(worker: socket.socket) -> None:
    """Send a new file; an answer without one means that none can be created. A worker that is gone is ignored."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        try:
            with tempfile.TemporaryFile(prefix="accord-answer-", buffering=0) as file:
                socket.send_fds(worker, [ASK], [file.fileno()])
        except BrokenPipeError:
            raise
        except OSError:
            worker.sendall(ASK)


def _report_death(connection: socket.socket, status: int) -> None:
    """Write the DEATH frame; a client that is gone, or reads nothing, does not delay the fork server."""
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

"""A process that checks for the web server, which has many threads and so must not fork.

It is forked by the supervisor, holds the publication, and forks a worker for each request; a worker confines what it
does with a stranger's bytes in a child of its own (:mod:`accord.sandbox`). What a check needs is imported at the first
request, or before it once the site has been up for a while, so that a start does not wait for it.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import selectors
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from accord import memory, sandbox
from accord.engine.processes import Child, fork
from accord.engine.workers import frames
from accord.engine.workers.fork_server import ForkServer
from accord.errors import EngineError, LimitError
from accord.proposals.limits import LIMITS
from accord.publication import Publication

Task = Callable[[Publication, Any], object]
"""A piece of work on a publication and a request; both the request and the answer are what JSON can say."""

Tasks = Callable[[], Mapping[str, Task]]
"""Imports the tasks by their names, which the web server itself never needs."""

_SLACK = 20.0
"""Seconds beyond the limit of a check that are waited for: the first waits for imports, others for a processor."""
_PATIENCE = 5.0
"""Seconds that a request waits while as many checks run as may."""

_QUIET = 10.0
"""Seconds after a start until a check is prepared: by then the pages are up. It takes a second and 35 MB."""

_LARGEST_AHEAD = 32 << 20
"""Bytes of the files that are read before anybody sends a contribution: about 600,000 statements, in 370 MB. A million
would take 630 MB and 15 s of each start for contributions that may never come: there the first one waits for it."""


class Checker(Protocol):
    """Does a task by its name, in another process. Raises the AccordError that the task raised, or EngineError."""

    def run(self, task: str, request: Any, seconds: float = LIMITS.contribution_time) -> Any:
        """The answer of a task; ``seconds`` is how long it may take."""
        ...


class ForkingChecker:
    """For the command line and for tests: processes with one thread, where each task confines itself."""

    def __init__(self, publication: Publication, tasks: Tasks) -> None:
        self._publication = publication
        self._tasks = tasks

    def run(self, task: str, request: Any, seconds: float = LIMITS.contribution_time) -> Any:
        """The answer of a task, which sees to its own time."""
        prepare()
        return json.loads(json.dumps(self._tasks()[task](self._publication, request)))


class RemoteChecker:
    """For the web server: asks the checker's process at the address of its socket. Safe between threads."""

    slots = threading.BoundedSemaphore(LIMITS.checks)
    """One for each check that may run, whichever version it is about; one of several web processes has fewer."""

    def __init__(self, address: Path) -> None:
        self._address = address

    def run(self, task: str, request: Any, seconds: float = LIMITS.contribution_time) -> Any:
        """The answer of a task. Raises LimitError (503) when too many checks run."""
        with self._slot():
            try:
                answer = self._asked({"task": task, "request": request}, seconds)
            except (OSError, frames.Broken) as error:
                remedy = "Try again in a few seconds."
                raise EngineError(f"The check did not answer: {error}.", remedy=remedy) from error
        return sandbox.outcome(answer)

    @contextlib.contextmanager
    def _slot(self) -> Iterator[None]:
        if not self.slots.acquire(timeout=_PATIENCE):
            message = "As many checks of contributions are running already as may."
            remedy = "Try again in a few seconds."
            raise LimitError(message, limit="checks", value=LIMITS.checks, status=503, retry_after=2, remedy=remedy)
        try:
            yield
        finally:
            self.slots.release()

    def _asked(self, message: Mapping[str, object], seconds: float) -> Any:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(seconds + _SLACK)
            connection.connect(str(self._address))
            frames.send_message(connection, frames.QUERY, message)
            frame = frames.receive(connection)
        if frame is None or frame.kind != frames.DATA:
            raise frames.Broken("its process ended")
        return sandbox.parsed(frame.payload)


def prepare() -> None:
    """Import and read all that a confined check needs."""
    from accord.turtle import tokens
    from accord.validation.shacl import run_pyshacl
    from accord.validation.stages import rules

    run_pyshacl.prepare()
    tokens.prepare()
    rules.rules()
    for encoding in ("utf-8-sig", "latin-1", "cp437"):  # Python reads a codec from a file when it is first used
        codecs.lookup(encoding)


def prepare_for(publication: Publication) -> None:
    """Read what the checks of contributions to a publication have in common; a check forks off and ends."""
    from accord import duplicates
    from accord.errors import AccordError
    from accord.proposals.checking import forms
    from accord.validation import checking

    for prepare_one in (checking.prepare, duplicates.prepare, forms.prepare):
        with contextlib.suppress(AccordError):  # the check itself says what is wrong
            prepare_one(publication)


@dataclass
class _Checkers(ForkServer):
    """Forks a worker for each request, after the imports, for which the first one waits unless there was time.

    ``publication`` is read before the first request too, and is ``None`` from then on.
    """

    tasks: Tasks = dict
    publication: Publication | None = None

    def _get_ready(self) -> None:
        self.tasks()
        prepare()
        if self.publication and self.publication.size <= _LARGEST_AHEAD:
            self._read()

    def _read(self) -> None:
        if self.publication:
            with memory.much_stays():
                prepare_for(self.publication)
            self.publication = None

    def _fork(self, selector: selectors.BaseSelector) -> None:
        self._get_ready()
        self._read()
        super()._fork(selector)


def start_checker(publication: Publication, address: Path, tasks: Tasks) -> Child:
    """Start the process; it listens at the address when this returns."""
    with socket.socket(socket.AF_UNIX) as listener:
        with contextlib.suppress(FileNotFoundError):
            address.unlink()
        listener.bind(str(address))
        listener.listen(128)

        def serve(connection: socket.socket, files: socket.socket) -> None:
            files.close()  # only a query gets files
            _serve(connection, publication, tasks)

        def run(lifeline: int) -> int:
            with contextlib.suppress(OSError):
                os.nice(5)  # pages and queries come first
            _Checkers(listener, lifeline, serve, quiet=_QUIET, tasks=tasks, publication=publication).run()
            return 0

        return fork(run, apart=True)


def _serve(connection: socket.socket, publication: Publication, tasks: Tasks) -> None:
    """Do the task of one request."""
    with connection:
        frame = frames.receive(connection)
        if frame is None:
            return
        asked = frame.message
        answer = sandbox.answer(tasks()[str(asked["task"])], publication, asked["request"])
        frames.send(connection, frames.DATA, answer)

"""A process that checks for the web server, which has many threads and so must not fork.

It is forked by the supervisor, holds the publication, and forks a worker for each request; a worker confines what it
does with a stranger's bytes in a child of its own (:mod:`accord.sandbox`). What a task needs is read for the first
request that needs it, or before it once the site has been up for a while, so that a start does not wait for it. Forms
come first: they need a sixth of the time that checks need.
"""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from accord import memory, sandbox
from accord.engine.processes import Child, fork
from accord.engine.workers import frames
from accord.engine.workers.fork_server import ForkServer
from accord.errors import AccordError, EngineError, LimitError
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

_NEEDED = {"answer": 1, "changes": 1, "recent": 1, "things": 1, "kinds": 2, "form": 2, "workbook": 2}
"""How many steps (imports, forms, checks) a task needs, where it is not all of them."""

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
    _prepare_forms(publication)
    _prepare_checks(publication)


def _prepare_forms(publication: Publication) -> None:
    """Read what the forms of a publication are made of."""
    from accord.proposals.checking import forms

    with contextlib.suppress(AccordError):  # the task itself says what is wrong
        forms.prepare(publication)


def _prepare_checks(publication: Publication) -> None:
    """Read what checks need beside the forms."""
    from accord import duplicates
    from accord.validation import checking

    for prepare_one in (checking.prepare, duplicates.prepare):
        with contextlib.suppress(AccordError):  # the check itself says what is wrong
            prepare_one(publication)


@dataclass
class _Checkers(ForkServer):
    """Forks a worker for each request, after the steps that its task needs, for which the first such request waits
    unless there was time. ``ahead`` is how many steps are done without a request, ``done`` how many are, and ``asked``
    is the request of the next worker; ``None`` where it did not come.
    """

    steps: Sequence[Callable[[], object]] = ()
    ahead: int = 0
    done: int = 0
    asked: Any = None

    def _get_ready(self) -> bool:
        self._do(min(self.done + 1, self.ahead))
        return self.done < self.ahead

    def _do(self, needed: int) -> None:
        """Do the steps up to this number."""
        while self.done < needed:
            with memory.much_stays():
                self.steps[self.done]()
            self.done += 1

    def _expect(self, connection: socket.socket) -> None:
        self.asked = _received(connection)
        if self.asked:
            self._do(_NEEDED.get(self.asked["task"], len(self.steps)))


def _received(connection: socket.socket) -> Any:
    """The request of the web server, which sends it as soon as it connects; ``None`` where it does not come."""
    connection.settimeout(_PATIENCE)
    try:
        frame = frames.receive(connection)
    except (OSError, frames.Broken):
        return None
    finally:
        connection.settimeout(None)
    return frame.message if frame else None


def start_checker(publication: Publication, address: Path, tasks: Tasks) -> Child:
    """Start the process; it listens at the address when this returns."""
    with socket.socket(socket.AF_UNIX) as listener:
        with contextlib.suppress(FileNotFoundError):
            address.unlink()
        listener.bind(str(address))
        listener.listen(128)
        return fork(lambda lifeline: _run(listener, lifeline, publication, tasks), apart=True)


def _run(listener: socket.socket, lifeline: int, publication: Publication, tasks: Tasks) -> int:
    """The life of the process."""

    def serve(connection: socket.socket, files: socket.socket) -> None:
        files.close()  # only a query gets files
        with connection:
            if asked := checkers.asked:
                answer = sandbox.answer(tasks()[asked["task"]], publication, asked["request"])
                frames.send(connection, frames.DATA, answer)

    with contextlib.suppress(OSError):
        os.nice(5)  # pages and queries come first

    def imports() -> None:
        tasks()
        prepare()

    steps = (imports, lambda: _prepare_forms(publication), lambda: _prepare_checks(publication))
    ahead = len(steps) if publication.size <= _LARGEST_AHEAD else 1
    checkers = _Checkers(listener, lifeline, serve, quiet=_QUIET, steps=steps, ahead=ahead)
    checkers.run()
    return 0

"""The published versions, handed from the supervisor to the web processes.

A private folder has, for each version, numbered in their order: the socket of its engine, the pickled publication, and
the triples that its engine inferred. The link ``current``, which is changed in one step, names the version that is
served. So a web process that starts finds the current version, and one that runs reads a byte from a pipe, the reload
signal, when there is a new one. Each web process writes which version it shows, and which is the oldest that it may
still ask: an engine ends when no process asks it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from accord import confine
from accord.engine.processes import LOADING, Child, fork, start_fork_server
from accord.engine.workers.pool import connect
from accord.errors import EngineError
from accord.limits import EngineLimits
from accord.proposals.checking.checker import Task, start_checker
from accord.publication import Publication
from accord.service.logs import say


@dataclass
class Releases:
    """The supervisor's side: publishes versions, keeps the fork server of the current one running, retires the others.

    ``remote`` is the address of another engine that answers queries, or empty. ``number`` and ``publication`` are the
    current version's, ``candidate`` is the publication that comes next; ``fork_servers`` are the engines' processes by
    number, ``checkers`` those that check contributions, ``reload_signals`` the two ends of each web process's pipe.
    """

    folder: Path
    limits: EngineLimits
    publication: Publication
    remote: str = ""
    number: int = 0
    candidate: Publication | None = None
    fork_servers: dict[int, Child] = field(default_factory=dict)
    checkers: dict[int, Child] = field(default_factory=dict)
    processes: int = 1
    reload_signals: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.reload_signals = [os.pipe() for _ in range(self.processes)]

    def publish(self, publication: Publication) -> None:
        """Make a publication current at once; queries wait until its fork server has loaded."""
        self.candidate = publication
        self._start_fork_server(self.number + 1, publication)
        self.show()

    def prepare(self, publication: Publication) -> Child:
        """Start the fork server of the next publication. Returns a child process that waits until it has loaded.

        If the child ends with 0, call :meth:`show`, else :meth:`withdraw`.
        """
        self.candidate = publication
        self._start_fork_server(self.number + 1, publication)
        address = socket_of(self.folder, self.number + 1)
        return fork(lambda _: _wait(address), apart=True)

    def show(self) -> None:
        """Make the candidate the current version: first its file and the link, then the reload signal."""
        assert self.candidate is not None, "a publication is prepared before it is shown"
        self.publication, self.candidate = self.candidate, None
        self.number += 1
        (self.folder / str(self.number)).write_bytes(pickle.dumps(self.publication))
        link = self.folder / "next"
        link.symlink_to(str(self.number))
        link.replace(self.folder / "current")
        for _, writer in self.reload_signals:
            os.write(writer, b"!")

    def withdraw(self) -> None:
        """Drop the candidate and end its fork server."""
        self.candidate = None
        for children in (self.fork_servers, self.checkers):
            if child := children.pop(self.number + 1, None):
                child.end()

    def retire(self) -> None:
        """End the fork servers of previous versions that no web process uses any more, and delete their files."""
        oldest = min(self.number, oldest_of(self.folder, HELD))
        for number in [number for number in self.fork_servers if number < oldest]:
            self.fork_servers.pop(number).end()
            if checker := self.checkers.pop(number, None):
                checker.end()
            for name in (socket_of, inferred_of, checker_of):
                name(self.folder, number).unlink(missing_ok=True)
            (self.folder / str(number)).unlink(missing_ok=True)

    def restart_if_dead(self, pid: int) -> bool:
        """Forget a fork server that has ended. Returns whether it was the current one, which is then started again."""
        found = [number for number, child in self.fork_servers.items() if child.pid == pid]
        for number in found:
            self.fork_servers.pop(number).end()
        if self.number in found:
            self._start_fork_server(self.number, self.publication)
        for number in [number for number, child in self.checkers.items() if child.pid == pid]:
            self.checkers.pop(number).end()
            if number == self.number:
                self._start_checker(number, self.publication)
        return self.number in found

    def close(self) -> None:
        """End all fork servers."""
        for child in (*self.fork_servers.values(), *self.checkers.values()):
            child.end()
        self.fork_servers.clear()
        self.checkers.clear()
        for descriptor in (end for pipe in self.reload_signals for end in pipe):
            os.close(descriptor)

    def _start_fork_server(self, number: int, publication: Publication) -> None:
        # Looked at here, the files stay in memory that the processes share: each would get a copy of what it looks at.
        _ = publication.digest, publication.size
        address, inferred = socket_of(self.folder, number), inferred_of(self.folder, number)
        self.fork_servers[number] = start_fork_server(
            publication, address, self.limits, inferred, answers=not self.remote
        )
        if number not in self.checkers:
            self._start_checker(number, publication)

    def _start_checker(self, number: int, publication: Publication) -> None:
        self.checkers[number] = start_checker(publication, checker_of(self.folder, number), _tasks)


def _tasks() -> Mapping[str, Task]:
    """The tasks of the checker, which need the web pages; imported in its own process."""
    from accord.web.site.tasks import tasks

    return tasks()


def _wait(address: Path) -> int:
    """Wait until a fork server has loaded; an exit code."""
    confine.end_with_parent()
    try:
        connect(address, LOADING).connection.close()
    except EngineError as error:
        say(str(error))
        return 1
    return 0


def socket_of(folder: Path, number: int) -> Path:
    """The socket of the fork server of a version."""
    return folder / f"engine-{number}"


def inferred_of(folder: Path, number: int) -> Path:
    """The file of the triples that the fork server of a version inferred."""
    return folder / f"inferred-{number}.nt"


def outcome_of(folder: Path, publication: Publication) -> Path:
    """The file that says how the check of a publication ended, once it has."""
    return folder / f"outcome-{publication.digest}.json"


def checker_of(folder: Path, number: int) -> Path:
    """The socket of the process that checks contributions to a version."""
    return folder / f"checker-{number}"


SHOWN, HELD = "shown", "held"
"""What a web process writes in a file: the number of the version that it shows, and of the oldest that it may ask."""


def oldest_of(folder: Path, kind: str) -> int:
    """The lowest number that the web processes have written; 0 before the first has."""
    return min((int(file.read_text()) for file in folder.glob(f"*.{kind}")), default=0)


def is_shown_by_all(folder: Path) -> bool:
    """Whether all web processes show the current version."""
    return oldest_of(folder, SHOWN) == int(os.readlink(folder / "current"))

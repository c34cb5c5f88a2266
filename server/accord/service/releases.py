"""The published versions, handed from the supervisor to the web process.

A private folder has, for each version, numbered in their order: the socket of its engine, the pickled publication, and
the triples that its engine inferred. The link ``current``, which is changed in one step, names the version that is
served. So a web process that starts finds the current version, and one that runs reads a byte from a pipe, the reload
signal, when there is a new one.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from accord import confine, memory
from accord.engine import Engine
from accord.engine.inferred import InferredTriples
from accord.engine.local import LocalEngine
from accord.engine.processes import LOADING, Child, fork, start_fork_server
from accord.engine.remote import Credentials
from accord.engine.remote.engine import RemoteEngine
from accord.engine.tally import Tally
from accord.engine.workers.pool import connect
from accord.errors import EngineError
from accord.limits import EngineLimits
from accord.proposals.checking.checker import RemoteChecker, Task, start_checker
from accord.publication import Publication
from accord.publication.statements import loaded_before
from accord.publication.statements.loading import LoadedPublication
from accord.service.logs import say
from accord.validation.outcome import OutcomeFile

GRACE = 1.0
"""Seconds for which the engine of the previous version is kept for requests that are about to ask it."""


@dataclass
class Releases:
    """The supervisor's side: publishes versions, keeps the fork server of the current one running, retires the others.

    ``remote`` is the address of another engine that answers queries, or empty. ``number`` and ``publication`` are the
    current version's, ``candidate`` is the publication that comes next; ``fork_servers`` are the engines' processes by
    number, ``checkers`` those that check contributions, ``reload_signal`` the two ends of the pipe.
    """

    folder: Path
    limits: EngineLimits
    publication: Publication
    remote: str = ""
    number: int = 0
    candidate: Publication | None = None
    fork_servers: dict[int, Child] = field(default_factory=dict)
    checkers: dict[int, Child] = field(default_factory=dict)
    reload_signal: tuple[int, int] = field(default_factory=os.pipe)

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
        os.write(self.reload_signal[1], b"!")

    def withdraw(self) -> None:
        """Drop the candidate and end its fork server."""
        self.candidate = None
        for children in (self.fork_servers, self.checkers):
            if child := children.pop(self.number + 1, None):
                child.end()

    def retire(self) -> None:
        """End the fork servers of previous versions and delete their files once no web process needs them."""
        for number in [number for number in self.fork_servers if number < self.number]:
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
        for descriptor in self.reload_signal:
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
    from accord.web.contributing.tasks import tasks

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


@dataclass(frozen=True, slots=True)
class Release:
    """A version as the web process opens it. ``inferred`` waits until the engine has loaded; it raises EngineError."""

    loaded: LoadedPublication
    engine: Engine
    inferred: Callable[[], InferredTriples]
    checker: RemoteChecker
    outcome: OutcomeFile


class ReleaseFollower:
    """The web process's side: opens the current version, and the next ones as they are published.

    ``tally`` counts the queries of all versions. ``known`` is a version that this process has by its fork, with its
    number: it shares the memory of its files with the processes that have it too.
    """

    def __init__(
        self,
        folder: Path,
        limits: EngineLimits,
        services: frozenset[str],
        supervisor: int,
        remote: str = "",
        tally: Tally | None = None,
        known: tuple[int, Publication] | None = None,
    ) -> None:
        self._tally = tally
        self._known = known
        self._folder = folder
        self._remote = remote
        self._limits = limits
        self._services = services
        self._supervisor = supervisor
        self._number = 0
        self._engine: Engine
        self._new: LoadedPublication | None = None

    def open(self) -> Release | None:
        """Open the current version; ``None`` when it is open already. Raises InputError when a file is not Turtle."""
        number = int(os.readlink(self._folder / "current"))
        if number == self._number:
            return None
        self._number = number
        publication = self._publication(number)
        loaded, is_new = loaded_before.load(publication)
        self._new = loaded if is_new else None
        self._engine = self._engine_of(publication, loaded, number)
        checker = RemoteChecker(checker_of(self._folder, number))
        outcome = OutcomeFile(outcome_of(self._folder, publication))
        return Release(loaded, self._engine, lambda: _inferred(self._folder, number), checker, outcome)

    def keep(self, when: Callable[[], None]) -> None:
        """Keep what was loaded for the next start, once ``when`` has returned: pages come first."""
        when()
        loaded, self._new = self._new, None
        if loaded:
            loaded_before.keep(loaded)

    def _publication(self, number: int) -> Publication:
        known, self._known = self._known, None
        if known and known[0] == number:
            return known[1]
        publication: Publication = pickle.loads((self._folder / str(number)).read_bytes())
        return publication

    def _engine_of(self, publication: Publication, loaded: LoadedPublication, number: int) -> Engine:
        if self._remote:
            credentials = Credentials.of_environment()
            return RemoteEngine(publication, loaded.statements, self._remote, self._limits, credentials, self._tally)
        address, prefixes = socket_of(self._folder, number), publication.settings.prefixes
        return LocalEngine(loaded.statements, address, self._limits, self._services, prefixes, self._tally)

    def follow(self, reload_signal: int, swap: Callable[[Release], None]) -> None:
        """From now on, in a thread, open and swap in each new version; the engine before it ends when it is idle."""
        threading.Thread(target=self._follow, args=(reload_signal, swap), daemon=True).start()

    def _follow(self, reload_signal: int, swap: Callable[[Release], None]) -> None:
        while os.read(reload_signal, 4096):
            before = self._engine
            with memory.much_stays():
                release = self.open()
                if release:
                    swap(release)
            if release:
                del release  # what was loaded for the new site only would stay in memory until the next reload
                self._leave(before)
                memory.forget_old()

    def _leave(self, engine: Engine) -> None:
        """Close an engine when no query runs or waits there, and let the supervisor end its fork server."""
        time.sleep(GRACE)
        while engine.busy:
            time.sleep(0.1)
        engine.close()
        os.kill(self._supervisor, signal.SIGUSR1)


def _inferred(folder: Path, number: int) -> InferredTriples:
    """What the fork server of a version inferred, once it has loaded; one that has died is started again meanwhile."""
    path = inferred_of(folder, number)
    until = time.monotonic() + LOADING
    while not path.exists():
        try:
            connect(socket_of(folder, number), LOADING).connection.close()
        except EngineError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
    return InferredTriples.read(path)

"""How a web process follows the published versions: it opens the current one, and each next one as it is published."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from accord import memory
from accord.engine import Engine
from accord.engine.inferred import InferredTriples
from accord.engine.local import LocalEngine
from accord.engine.processes import LOADING
from accord.engine.remote import Credentials
from accord.engine.remote.engine import RemoteEngine
from accord.engine.respelled import RespelledValues
from accord.engine.tally import QueryTally
from accord.engine.workers.pool import connect
from accord.errors import EngineError
from accord.limits import EngineLimits
from accord.proposals.checking.checker import RemoteChecker
from accord.publication import Publication
from accord.publication.statements import load_cache as loaded_before
from accord.publication.statements.loading import LoadedPublication
from accord.service.releases import HELD, SHOWN, checker_of, inferred_of, outcome_of, socket_of
from accord.validation.outcome import OutcomeFile

GRACE = 1.0
"""Seconds for which the engine of the previous version is kept for requests that are about to ask it."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version as the web process opens it. ``inferred`` waits until the engine has loaded; it raises EngineError."""

    loaded: LoadedPublication
    engine: Engine
    inferred: Callable[[], InferredTriples]
    checker: RemoteChecker
    outcome: OutcomeFile


class ReleaseFollower:
    """A web process's side: opens the current version, and the next ones as they are published.

    ``process`` is its number. ``tally`` counts the queries of all versions. ``known`` is a version that this process
    has by its fork, with its number: it shares the memory of its files with the processes that have it too.
    """

    def __init__(
        self,
        folder: Path,
        limits: EngineLimits,
        services: frozenset[str],
        supervisor: int,
        remote: str = "",
        tally: QueryTally | None = None,
        known: tuple[int, Publication] | None = None,
        process: int = 0,
    ) -> None:
        self._tally = tally
        self._process = process
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
        first, self._number = not self._number, number
        publication = self._publication(number)
        loaded, is_new = loaded_before.load(publication)
        self._new = loaded if is_new else None
        self._engine = self._engine_of(publication, loaded, number)
        checker = RemoteChecker(checker_of(self._folder, number))
        outcome = OutcomeFile(outcome_of(self._folder, publication))
        if first:
            self._note(SHOWN, HELD)
        return Release(loaded, self._engine, lambda: _inferred(self._folder, number), checker, outcome)

    def keep(self, when: Callable[[], None]) -> None:
        """Keep what was loaded for the next start, once ``when`` has returned, and tell the supervisor.

        Pages come first, and other web processes after that: they find what was kept.
        """
        when()
        loaded, self._new = self._new, None
        if loaded:
            loaded_before.keep(loaded)
        os.kill(self._supervisor, signal.SIGUSR1)

    def _note(self, *kinds: str) -> None:
        """Write the number of the version that this process shows, or that is the oldest it may ask, in one step."""
        for kind in kinds:
            written = self._folder / f"{self._process}.{kind}.next"
            written.write_text(str(self._number))
            written.replace(self._folder / f"{self._process}.{kind}")

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
        respelled = RespelledValues.of(loaded)
        return LocalEngine(loaded.statements, address, self._limits, self._services, prefixes, self._tally, respelled)

    def follow(self, reload_signal: int, swap: Callable[[Release], None]) -> None:
        """From now on, in a thread, open and swap in each new version; the engine before it ends when it is idle."""
        threading.Thread(target=self._follow, args=(reload_signal, swap), daemon=True).start()

    def _follow(self, reload_signal: int, swap: Callable[[Release], None]) -> None:
        while os.read(reload_signal, 4096):
            if self._swapped(swap):
                memory.forget_old()

    def _swapped(self, swap: Callable[[Release], None]) -> bool:
        """Swap in the current version, if it is new. When this returns, nothing here holds the version before it."""
        before = self._engine
        with memory.much_stays():
            release = self.open()
            if release is None:
                return False
            swap(release)
        self._note(SHOWN)
        self._leave(before)
        return True

    def _leave(self, engine: Engine) -> None:
        """Close an engine when no query runs or waits there, and let the supervisor end its fork server."""
        time.sleep(GRACE)
        while engine.busy:
            time.sleep(0.1)
        engine.close()
        self._note(HELD)
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

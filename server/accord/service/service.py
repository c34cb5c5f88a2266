"""The service: a supervisor, the engine's fork servers and the web server. None of them outlives the supervisor."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from accord import confine, progress
from accord.engine.processes import Child, fork
from accord.engine.remote import load as remote_load
from accord.errors import AccordError, EngineError, UsageError
from accord.proposals.repository.published import published
from accord.proposals.repository.serving import announced, repository_of
from accord.publication import Publication
from accord.service.logs import say
from accord.service.notes import print_notes, warn_of_dangers
from accord.service.part import require_workers
from accord.service.releases import Releases, outcome_of
from accord.service.reloads import UNCHANGED, note_reason
from accord.service.settings import ServiceSettings
from accord.service.supervisor import SIGNALS, Supervisor, outcome
from accord.service.web_process import webs
from accord.temporary import all_in, private_folder

_READING = 60.0
"""Seconds that reading the folder may take at a reload, in addition to its check."""


_GIVING_WAY = 10
"""Niceness of a check that runs beside the pages: they come first, and it still ends on a busy machine."""


@dataclass(frozen=True, slots=True)
class Service(ServiceSettings):
    """A site that is served as its settings say."""

    def run(self) -> int:
        """Serve until SIGINT or SIGTERM; SIGHUP reloads the folder. Returns 0, or the exit code of a failed check.

        Raises InputError when the folder cannot be read or the address is taken.
        """
        _check_platform()
        require_workers(self.web, self.limits)
        progress.watch()
        publication = self._publication()
        self.address.check()
        self.logs.check()
        warn_of_dangers()
        print_notes(publication)
        self._warn_of_engine(publication)
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            with private_folder() as folder, all_in(folder):
                check = fork(lambda _: self._check(publication, folder), apart=True) if publication.is_strict else None
                _load_web()
                refused = outcome(check) if check else 0
                return self._run(publication, folder) if refused == 0 else _refusal(refused)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _publication(self) -> Publication:
        site = f"{self.url}/" if self.url else ""
        return published(self.folder, self.ref, site=site, strict=self.strict)

    def _warn_of_engine(self, publication: Publication) -> None:
        """Print when another engine does not answer, or holds something else."""
        try:
            missing = remote_load.missing(publication, self.engine) if self.engine else 0
        except AccordError as error:
            print(f"accord: {error}", file=sys.stderr, flush=True)
            return
        if missing:
            words = f"{self.engine} does not hold the publication as it is now: {missing} graphs are missing or old."
            print(f"accord: {words}\n  Fix: Run `accord load`.", file=sys.stderr, flush=True)

    def _beside(self, publication: Publication, folder: Path) -> Child | None:
        """The process that checks a publication while it is served; ``None`` when it was checked before."""
        if publication.is_strict:
            return None

        def check(_: int) -> int:
            os.nice(_GIVING_WAY)
            progress.stop()
            return self._check(publication, folder)

        return fork(check, apart=True)

    def _check(self, publication: Publication, folder: Path) -> int:
        confine.end_with_parent()
        return self.refuse_invalid(publication, outcome_of(folder, publication))

    def _run(self, publication: Publication, folder: Path) -> int:
        """Serve a publication that has been checked, if it had to be."""
        releases = Releases(folder, self.limits, publication, self.engine, processes=self.web)
        releases.publish(publication)
        web = webs(self, releases)
        beside = partial(self._beside, folder=folder)
        supervisor = Supervisor(releases, web, lambda path: self._read(releases, path), beside)
        supervisor.check_beside(publication)
        try:
            with announced(repository_of(self.folder, self.ref)):
                supervisor.watch()
        finally:
            supervisor.end()
            self.address.forget()
        return 0

    def _read(self, releases: Releases, path: Path) -> int:
        """Read and check the folder and pickle the publication to a path, in a process of its own; an exit code."""
        confine.end_with_parent()
        signal.setitimer(signal.ITIMER_REAL, self.limits.check_deadline + _READING)
        try:
            publication = self._publication()
        except AccordError as error:
            say(str(error))
            note_reason(releases.folder, str(error))
            return 2
        print_notes(publication)
        self._warn_of_engine(publication)
        shown = releases.publication
        if (publication.digest, publication.version) == (shown.digest, shown.version):
            return UNCHANGED
        outcome_path = outcome_of(releases.folder, publication)
        code = self.refuse_invalid(publication, outcome_path) if publication.is_strict else 0
        if not code:
            path.write_bytes(pickle.dumps(publication))
        return code


def _load_web() -> None:
    """Import what the web server needs while the publication is checked; its process is forked from this one."""
    import accord.web.gateway  # noqa: F401


def _refusal(code: int | None) -> int:
    """The exit code after a failed check: 0 when a signal asked for the end. Raises EngineError when the check died."""
    if code is not None and code < 0:
        raise EngineError(f"The check ended by signal {-code}.", remedy="Run `accord check` to see more.")
    return code or 0


def _check_platform() -> None:
    if sys.platform not in ("linux", "darwin"):
        remedy = "Use Linux or macOS, or the Windows Subsystem for Linux."
        raise UsageError(f"`accord serve` does not run on {sys.platform}: its engine needs fork().", remedy=remedy)

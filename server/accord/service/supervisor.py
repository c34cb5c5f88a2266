"""The supervisor's loop: what it does at each signal. It never waits for a child but by its end, which is a signal too.

A reload has two steps, each a process of its own: one reads and checks the folder, and one waits until the new engine
has loaded. Meanwhile a signal to end is obeyed at once, and an engine that dies is replaced.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from accord.engine.processes import Child, fork
from accord.errors import EngineError
from accord.service.releases import Releases

SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP, signal.SIGUSR1}
"""What is waited for, and so is blocked from before the first child on."""
_ENDING = {signal.SIGINT, signal.SIGTERM}

Read = Callable[[Path], int]
"""Reads and checks the folder, in a process of its own, and writes the pickled publication to a path; an exit code."""


def outcome(judge: Child) -> int | None:
    """The exit code of a child; ``None`` when a signal asked for the end first, and the child was ended.

    A SIGHUP in the meantime is sent again, to be handled when everything runs.
    """
    again = False
    while (number := signal.sigwait(SIGNALS)) not in _ENDING:
        again = again or number == signal.SIGHUP
        if number == signal.SIGCHLD and (code := judge.poll()) is not None:
            if again:
                os.kill(os.getpid(), signal.SIGHUP)
            return code
    judge.kill()
    return None


@dataclass
class Supervisor:
    """Keeps a stage and a web server running. ``step`` is the process of a reload, with what its end leads to."""

    stage: Releases
    web: Child
    read: Read
    step: tuple[Child, Callable[[int], None]] | None = None
    again: bool = False

    def watch(self) -> None:
        """Do what the signals ask, until one asks for the end. Raises EngineError when the web server ends."""
        while (number := signal.sigwait(SIGNALS)) not in _ENDING:
            if number == signal.SIGHUP:
                self._reload()
            elif number == signal.SIGUSR1:
                self.stage.retire()
            else:
                self._reap()

    def end(self) -> None:
        """End everything."""
        if self.step:
            self.step[0].kill()
        self.web.end()
        self.stage.close()

    def _reap(self) -> None:
        """One signal may mean several deaths."""
        while ended := _ended():
            pid, code = ended
            if self.stage.restart_if_dead(pid):
                _say("The query engine ended and is started anew.")
            elif pid == self.web.pid:
                raise EngineError("The web server ended by itself.", remedy="See its last words above.")
            elif self.step and pid == self.step[0].pid:
                (child, then), self.step = self.step, None
                child.let_go()
                then(code)

    def _reload(self) -> None:
        """Read the folder, unless that is under way: then once more after it, since it may have changed in between."""
        self.again = self.step is not None
        if self.step:
            _say("The folder is being read already; it is read once more after that.")
            return
        candidate = self.stage.folder / "candidate"
        self.step = fork(lambda _: self.read(candidate), apart=True), self._checked

    def _checked(self, code: int) -> None:
        if code:
            self._done(False)
            return
        publication = pickle.loads((self.stage.folder / "candidate").read_bytes())
        self.step = self.stage.prepare(publication), self._loaded

    def _loaded(self, code: int) -> None:
        if code:
            self.stage.withdraw()
        else:
            self.stage.show()
        self._done(not code)

    def _done(self, reloaded: bool) -> None:
        publication = self.stage.publication
        if reloaded:
            print(f"{publication.settings.title} is now {publication.version}.", flush=True)
        else:
            _say(f"Not reloaded: version {publication.version} is still served.")
        if self.again:
            self._reload()


def _ended() -> tuple[int, int] | None:
    """The process id and the exit code (or minus the signal) of a child that has ended."""
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, os.waitstatus_to_exitcode(status)) if pid else None


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)

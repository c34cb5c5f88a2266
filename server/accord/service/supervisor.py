"""The supervisor's loop. It waits only for signals; the end of a child is one too (SIGCHLD).

A reload has two steps, each in a process of its own: one reads and checks the folder, the other waits until the new
engine has loaded. Meanwhile a signal to end takes effect at once, and an engine that dies is replaced.
"""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from accord.engine.processes import Child, fork
from accord.errors import EngineError
from accord.publication import Publication
from accord.service.logs import say
from accord.service.releases import Releases
from accord.service.reloads import UNCHANGED, conclude

SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP, signal.SIGUSR1}
"""The signals that are waited for; they are blocked before the first child is forked."""
_ENDING = {signal.SIGINT, signal.SIGTERM}

_AT_ONCE = 10.0
"""Seconds after its start in which a web server that ends is not started again, since it would end again."""
_QUICK_ENDS = 3
"""So many of several web processes may end so soon in a row: the others answer meanwhile."""

Read = Callable[[Path], int]
"""Reads and checks the folder, in a process of its own, and writes the pickled publication to a path; an exit code."""


def outcome(check: Child) -> int | None:
    """The exit code of a child; ``None`` when a signal asked for the end first, and the child was ended.

    A SIGHUP in the meantime is sent again, to be handled when everything runs.
    """
    again = False
    while (number := signal.sigwait(SIGNALS)) not in _ENDING:
        again = again or number == signal.SIGHUP
        if number == signal.SIGCHLD and (code := check.poll()) is not None:
            if again:
                os.kill(os.getpid(), signal.SIGHUP)
            return code
    check.kill()
    return None


@dataclass
class Supervisor:
    """Keeps the releases and the web processes running: so many, of which the first is ready before the others begin.

    ``start_web`` starts the one with a number; ``webs`` are those that run, each with the time at which it began.
    ``step`` is the process of a reload that is under way, with the function to call with its exit code; ``again`` says
    that another reload was asked for meanwhile. ``check`` starts the check of a publication that is served already, if
    it needs one; ``checking`` is its process. ``quick_ends`` counts the web processes in a row that ended soon
    after their start.
    """

    releases: Releases
    start_web: Callable[[int], Child]
    read: Read
    check: Callable[[Publication], Child | None]
    step: tuple[Child, Callable[[int], None]] | None = None
    again: bool = False
    checking: Child | None = None
    webs: dict[int, tuple[Child, float]] = field(default_factory=dict)
    quick_ends: int = 0

    def __post_init__(self) -> None:
        self._start_web(0)

    def _start_web(self, number: int) -> None:
        self.webs[number] = self.start_web(number), time.monotonic()

    def _web_is_ready(self) -> None:
        """A web process is ready, or asks no older engine any more."""
        self.releases.retire()
        for number in range(self.releases.processes):
            if number not in self.webs:
                self._start_web(number)

    def check_beside(self, publication: Publication) -> None:
        """Check a publication while it is served, instead of the one before it."""
        if self.checking:
            self.checking.kill()
        self.checking = self.check(publication)

    def watch(self) -> None:
        """Do what the signals ask, until one asks for the end. Raises EngineError when the web server ends."""
        while (number := signal.sigwait(SIGNALS)) not in _ENDING:
            if number == signal.SIGHUP:
                self._reload()
            elif number == signal.SIGUSR1:
                self._web_is_ready()
            else:
                self._reap()

    def end(self) -> None:
        """End everything."""
        if self.step:
            self.step[0].kill()
        if self.checking:
            self.checking.kill()
        for web, _ in self.webs.values():
            with suppress(ProcessLookupError):
                os.kill(web.pid, signal.SIGTERM)  # while it loads, it does not look at its lifeline
        for web, _ in self.webs.values():
            web.end()
        self.releases.close()

    def _reap(self) -> None:
        """Handle each child that has ended; one signal may stand for several."""
        while ended := _ended():
            pid, code = ended
            if self.releases.restart_if_dead(pid):
                say("The query engine ended and is started again.")
            elif number := [number for number, (web, _) in self.webs.items() if pid == web.pid]:
                self._web_ended(number[0])
            elif self.checking and pid == self.checking.pid:
                self.checking.let_go()
                self.checking = None
            elif self.step and pid == self.step[0].pid:
                (child, then), self.step = self.step, None
                child.let_go()
                then(code)

    def _web_ended(self, number: int) -> None:
        """Start a web process again. Raises EngineError when it, or one after the other, ended soon after its start."""
        web, began = self.webs[number]
        web.let_go()
        self.quick_ends = self.quick_ends + 1 if time.monotonic() - began < _AT_ONCE else 0
        if self.quick_ends >= (_QUICK_ENDS if self.releases.processes > 1 else 1):
            raise EngineError("The web server ended by itself.", remedy="See its messages above.")
        say("The web server ended and is started again.")
        self._start_web(number)

    def _reload(self) -> None:
        """Read the folder; if a reload is under way, do so after it, since the folder may have changed meanwhile."""
        self.again = self.step is not None
        if self.step:
            say("The folder is being reloaded already; it is reloaded once more after that.")
            return
        candidate = self.releases.folder / "candidate"
        self.step = fork(lambda _: self.read(candidate), apart=True), self._checked

    def _checked(self, code: int) -> None:
        if code:
            self._done("unchanged" if code == UNCHANGED else "refused")
            return
        publication = pickle.loads((self.releases.folder / "candidate").read_bytes())
        self.step = self.releases.prepare(publication), self._loaded

    def _loaded(self, code: int) -> None:
        if code:
            self.releases.withdraw()
        else:
            self.releases.show()
            self.check_beside(self.releases.publication)
        self._done("refused" if code else "reloaded")

    def _done(self, result: str) -> None:
        publication = self.releases.publication
        outcome = conclude(self.releases.folder, result, publication.version)
        if result == "reloaded":
            say(f"Reloaded: {publication.settings.title} is now {publication.version}.")
        elif result == "unchanged":
            say(f"Unchanged: the folder has not changed, and version {publication.version} is still served.")
        else:
            say(f"Refused: version {publication.version} is still served. {outcome['why']}")
        if self.again:
            self._reload()


def _ended() -> tuple[int, int] | None:
    """The process id and the exit code (or minus the signal) of a child that has ended."""
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, os.waitstatus_to_exitcode(status)) if pid else None

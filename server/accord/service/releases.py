"""What is on stage: the publication that is served now, handed from the supervisor to the web process.

A stage is a private folder. Each publication that is put on gets a number, a zygote listening there, and a file; a
link, which is changed in one step, says which number is on. So a web process that starts late, or anew, finds what is
current, and one that runs is told by a byte in a pipe that there is news.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from accord import confine
from accord.engine import Engine
from accord.engine.local import LocalEngine
from accord.engine.pool import connect
from accord.engine.processes import LOADING, Child, fork, page_store, start_zygote
from accord.errors import EngineError
from accord.limits import EngineLimits
from accord.publication import Publication

GRACE = 1.0
"""Seconds that an engine off stage still waits for who may just be about to ask it."""


@dataclass
class Releases:
    """The supervisor's side: puts publications on, keeps their zygotes alive, and strikes what nobody uses."""

    folder: Path
    limits: EngineLimits
    publication: Publication
    number: int = 0
    coming: Publication | None = None
    zygotes: dict[int, Child] = field(default_factory=dict)
    news: tuple[int, int] = field(default_factory=os.pipe)

    def publish(self, publication: Publication) -> None:
        """Put a publication on stage without waiting until its zygote has loaded: who asks it waits."""
        self.coming = publication
        self._raise_zygote(self.number + 1, publication)
        self.show()

    def prepare(self, publication: Publication) -> Child:
        """Start the zygote of a publication that is to come next; the child that waits for it.

        That child ends with 0 when the zygote has loaded; then :meth:`show` it, else :meth:`withdraw` it.
        """
        self.coming = publication
        address = self._raise_zygote(self.number + 1, publication)
        return fork(lambda _: _wait(address), apart=True)

    def show(self) -> None:
        """Put on stage what is to come: first its file and the link, then the news."""
        assert self.coming is not None, "a publication is prepared before it is shown"
        self.publication, self.coming = self.coming, None
        self.number += 1
        (self.folder / str(self.number)).write_bytes(pickle.dumps(self.publication))
        fresh = self.folder / "next"
        fresh.symlink_to(str(self.number))
        fresh.replace(self.folder / "current")
        os.write(self.news[1], b"!")

    def withdraw(self) -> None:
        """Give up what was to come."""
        self.coming = None
        if zygote := self.zygotes.pop(self.number + 1, None):
            zygote.end()

    def retire(self) -> None:
        """End the zygotes that are off stage; the web process has said that nobody asks them any more."""
        for number in [number for number in self.zygotes if number < self.number]:
            self.zygotes.pop(number).end()

    def restart_if_dead(self, pid: int) -> bool:
        """Take note that a child died; whether it was the zygote on stage, in whose place a new one was started."""
        found = [number for number, child in self.zygotes.items() if child.pid == pid]
        for number in found:
            self.zygotes.pop(number).end()
        if self.number in found:
            self._raise_zygote(self.number, self.publication)
        return self.number in found

    def close(self) -> None:
        """End all zygotes."""
        while self.zygotes:
            self.zygotes.popitem()[1].end()
        for descriptor in self.news:
            os.close(descriptor)

    def _raise_zygote(self, number: int, publication: Publication) -> Path:
        address = socket_of(self.folder, number)
        self.zygotes[number] = start_zygote(publication, address, self.limits)
        return address


def _wait(address: Path) -> int:
    """Wait until a zygote has loaded; an exit code."""
    confine.end_with_parent()
    try:
        connect(address, LOADING).connection.close()
    except EngineError as error:
        print(f"accord: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


def socket_of(folder: Path, number: int) -> Path:
    """Where the zygote of a number listens."""
    return folder / f"engine-{number}"


class ReleaseFollower:
    """The web process's side: opens what is on stage, and follows when it changes."""

    def __init__(self, folder: Path, limits: EngineLimits, services: frozenset[str], supervisor: int) -> None:
        self._folder = folder
        self._limits = limits
        self._services = services
        self._supervisor = supervisor
        self._number = 0
        self.publication: Publication
        self.engine: Engine
        self._open()

    def follow(self, news: int, show: Callable[[Publication, Engine], None]) -> None:
        """From now on, show each new publication as it comes; the engine before it ends when nobody asks it."""
        threading.Thread(target=self._follow, args=(news, show), daemon=True).start()

    def _open(self) -> bool:
        """Open what is on stage; whether that is something new."""
        number = int(os.readlink(self._folder / "current"))
        if number == self._number:
            return False
        self._number = number
        self.publication = pickle.loads((self._folder / str(number)).read_bytes())
        store, address = page_store(self.publication), socket_of(self._folder, number)
        prefixes = self.publication.settings.prefixes
        self.engine = LocalEngine(store, address, self._limits, self._services, prefixes)
        return True

    def _follow(self, news: int, show: Callable[[Publication, Engine], None]) -> None:
        while os.read(news, 4096):
            before = self.engine
            if self._open():
                show(self.publication, self.engine)
                self._leave(before)

    def _leave(self, engine: Engine) -> None:
        """Close an engine when nobody asks it any more, and tell the supervisor."""
        time.sleep(GRACE)
        while engine.busy:
            time.sleep(0.1)
        engine.close()
        os.kill(self._supervisor, signal.SIGUSR1)

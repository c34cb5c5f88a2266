"""The service: a supervisor over the zygotes of the engine and the web server, none of which outlives it."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord import confine
from accord.engine.processes import fork, private_folder
from accord.errors import AccordError, EngineError, InputError, UsageError
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.service.connections import connections, drop_stalled
from accord.service.releases import ReleaseFollower, Releases
from accord.service.supervisor import SIGNALS, Supervisor, outcome

_READING = 60.0
"""Seconds that reading the folder may take at a reload, beside its check."""


@dataclass(frozen=True, slots=True)
class Service:
    """A folder, where to serve it, and within what limits.

    ``refuse_invalid`` checks a publication in a process of its own, which ends when it has checked: 0 lets the
    publication be served, anything else is an exit code, and the reasons are printed. ``services`` are SPARQL endpoints
    that queries may call; ``proxies`` is how many trusted proxies are in front; ``url`` is the public address of the
    site, if it is given.
    """

    folder: Path
    host: str
    port: int
    limits: EngineLimits
    refuse_invalid: Callable[[Publication], int]
    services: frozenset[str] = frozenset()
    proxies: int = 0
    url: str = ""

    def run(self) -> int:
        """Serve until SIGINT or SIGTERM; SIGHUP reads the folder anew. The exit code of a refused publication, or 0.

        Raises InputError when the folder cannot be read or the address is taken.
        """
        _check_platform()
        publication = Publication.read(self.folder)
        self._check_address()
        _tell_dangers()
        _tell(publication)
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            judge = fork(lambda _: self._judge(publication), apart=True)
            _load_web()
            refused = outcome(judge)
            return self._run(publication) if refused == 0 else _refusal(refused)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _judge(self, publication: Publication) -> int:
        confine.end_with_parent()
        return self.refuse_invalid(publication)

    def _run(self, publication: Publication) -> int:
        """Serve a publication that was let on stage."""
        with private_folder() as folder:
            stage = Releases(folder, self.limits, publication)
            stage.publish(publication)
            web = fork(lambda lifeline: self._web(lifeline, stage), apart=True)
            supervisor = Supervisor(stage, web, lambda path: self._read(stage, path))
            try:
                supervisor.watch()
            finally:
                supervisor.end()
        return 0

    def _read(self, stage: Releases, path: Path) -> int:
        """Read and check the folder, in a process of its own, and write the publication to a path; an exit code."""
        confine.end_with_parent()
        signal.setitimer(signal.ITIMER_REAL, self.limits.check_deadline + _READING)
        try:
            publication = Publication.read(self.folder)
        except AccordError as error:
            print(f"accord: {error}", file=sys.stderr, flush=True)
            return 2
        _tell(publication)
        if publication.digest == stage.publication.digest:
            print("The folder has not changed.", file=sys.stderr, flush=True)
            return 1
        code = self.refuse_invalid(publication)
        if not code:
            path.write_bytes(pickle.dumps(publication))
        return code

    def _web(self, lifeline: int, stage: Releases) -> int:
        """The web server's process."""
        from granian import Granian
        from granian.constants import HTTPModes, Interfaces
        from granian.http import HTTP1Settings

        _end_with(lifeline)
        supervisor = os.getppid()
        server = Granian(
            "accord.service",
            address=self.host,
            port=self.port,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            backpressure=connections(),
            http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=65_536),
            websockets=False,
            workers_kill_timeout=3,
            respawn_failed_workers=True,
            log_enabled=False,
        )
        server.serve(target_loader=lambda *_: self._gateway(lifeline, stage, supervisor))
        return 0

    def _gateway(self, lifeline: int, stage: Releases, supervisor: int) -> Any:
        """The application, made in the process that serves it."""
        from accord.web import Hosts, Site, create_app, show
        from accord.web.gateway import Gateway

        _end_with(lifeline)
        audience = ReleaseFollower(stage.folder, self.limits, self.services, supervisor)
        hosts = Hosts(self.url, self.host, self.proxies)
        app = create_app(Site.open(audience.publication, audience.engine), hosts)
        audience.follow(stage.news[0], lambda publication, engine: show(app, Site.open(publication, engine)))
        threading.Thread(target=self._announce, args=(audience.publication,), daemon=True).start()
        threads = self.limits.workers + self.limits.queue + 8
        return Gateway(app, threads, proxies=self.proxies)

    def _announce(self, publication: Publication) -> None:
        """Say where the site is, once it answers."""
        while not self._answers():
            time.sleep(0.01)
        drop_stalled(self.port)
        title, version = publication.settings.title, publication.version
        public = f", for others at {self.url}" if self.url else ""
        print(f"{title} ({version}) is at {self.address}{public}\nCtrl-C ends it.", flush=True)

    def _answers(self) -> bool:
        try:
            socket.create_connection((self.host, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def _check_address(self) -> None:
        """Try the address first, so that the message is ours."""
        try:
            family = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0][0]
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((self.host, self.port))
        except OSError as error:
            reason = error.strerror or str(error)
            remedy = "Choose another with --port or --host (PORT=… or HOST=… with make)."
            raise InputError(f"{self.host} port {self.port} cannot be used: {reason}", remedy=remedy) from error


def _load_web() -> None:
    """Load what the web server needs while the publication is checked; its process then has it from the start."""
    import granian.server.mp  # noqa: F401

    import accord.web.gateway  # noqa: F401


def _tell(publication: Publication) -> None:
    """What about a publication is less than it could be."""
    for note in publication.notes:
        print(f"accord: {note}", file=sys.stderr, flush=True)


def _tell_dangers() -> None:
    """What about this machine makes a fault worse than it has to be."""
    if os.geteuid() == 0:
        words = "It runs as root, so a fault in it would have the whole machine."
        print(
            f"accord: {words}\n  Run it as a user of its own (User= in systemd, USER in a container).", file=sys.stderr
        )
    if lacking := confine.missing():
        words = f"This system cannot confine query workers fully; it lacks {', '.join(lacking)}."
        print(f"accord: {words}\n  Limits on time, memory and descriptors still hold them.", file=sys.stderr)


def _refusal(code: int | None) -> int:
    """The exit code of a start that the check did not let go on: 0 when a signal ended it, 4 when the check died."""
    if code is not None and code < 0:
        raise EngineError(f"The check ended by signal {-code}.", remedy="Run `accord check` to see more.")
    return code or 0


def _end_with(lifeline: int) -> None:
    """End this process, in order and then at once, when its lifeline ends."""

    def wait() -> None:
        os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        timer = threading.Timer(5, os._exit, (1,))
        timer.daemon = True
        timer.start()

    threading.Thread(target=wait, daemon=True).start()


def _check_platform() -> None:
    if sys.platform not in ("linux", "darwin"):
        remedy = "Use Linux or macOS, or the Windows Subsystem for Linux."
        raise UsageError(f"`accord serve` does not run on {sys.platform}: its engine needs fork().", remedy=remedy)

"""The service: a supervisor over the zygotes of the engine and the web server, none of which outlives it."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord.errors import AccordError, EngineError, InputError, UsageError
from accord.publication import Publication
from accord.stage import Audience, Stage
from accord.store.limits import EngineLimits
from accord.store.processes import Child, fork, private_folder

_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP, signal.SIGUSR1}
_CONNECTIONS = 4096
"""Connections at the same time: one that is idle takes about 20 KB, and a descriptor."""

STALL = 60
"""Seconds in which the other side of a connection has to take something of what is sent to it."""

_SPARE = 512
"""Descriptors that are left for files, workers and answers when all connections are taken."""

_ENDING = {signal.SIGINT, signal.SIGTERM}


@dataclass(frozen=True, slots=True)
class Service:
    """A folder, where to serve it, and within what limits.

    ``insist`` judges a publication in a process of its own, which is gone with all it needed when it has judged: 0 lets
    it on stage, anything else is an exit code, its reasons said. ``services`` are SPARQL endpoints that queries may
    call; ``proxies`` is how many proxies stand in front, whose word on the client's address is believed; ``url`` is the
    public address of the site, if it is said.
    """

    folder: Path
    host: str
    port: int
    limits: EngineLimits
    insist: Callable[[Publication], int]
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
        judge = self._judge(publication)
        _load_web()
        if refused := judge.wait():
            return refused
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        with private_folder() as folder:
            stage = Stage(folder, self.limits, publication)
            stage.put_on(publication)
            web = fork(lambda lifeline: self._web(lifeline, stage), apart=True)
            try:
                self._watch(stage, web)
            finally:
                web.end()
                stage.close()
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        return 0

    def _judge(self, publication: Publication) -> Child:
        return fork(lambda _: self.insist(publication))

    def _watch(self, stage: Stage, web: Child) -> None:
        """Do what the signals ask, until one asks for the end."""
        while (number := signal.sigwait(_SIGNALS)) not in _ENDING:
            if number == signal.SIGHUP:
                self._reload(stage)
            elif number == signal.SIGUSR1:
                stage.strike()
            else:
                self._reap(stage, web)

    def _reap(self, stage: Stage, web: Child) -> None:
        """One signal may stand for several deaths."""
        while ended := _ended():
            if stage.bury(ended):
                print("The query engine ended and is started anew.", file=sys.stderr, flush=True)
            if ended == web.pid:
                raise EngineError("The web server ended by itself.", remedy="Its last words stand above.")

    def _reload(self, stage: Stage) -> None:
        """Put the folder on stage as it is now, or say why not and go on with what is on."""
        try:
            publication = Publication.read(self.folder)
        except AccordError as error:
            print(f"accord: {error}", file=sys.stderr, flush=True)
            return
        if publication.digest == stage.publication.digest or self._judge(publication).wait():
            print("Nothing new was put on.", file=sys.stderr, flush=True)
            return
        try:
            stage.put_on(publication)
        except EngineError as error:
            print(f"accord: {error}", file=sys.stderr, flush=True)
            return
        print(f"{publication.settings.title} is now {publication.version}.", flush=True)

    def _web(self, lifeline: int, stage: Stage) -> int:
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
            backpressure=_connections(),
            http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=65_536),
            websockets=False,
            workers_kill_timeout=3,
            respawn_failed_workers=True,
            log_enabled=False,
        )
        server.serve(target_loader=lambda *_: self._gateway(lifeline, stage, supervisor))
        return 0

    def _gateway(self, lifeline: int, stage: Stage, supervisor: int) -> Any:
        """The application, made in the process that serves it."""
        from accord.web import Hosts, Site, create_app, show
        from accord.web.gateway import Gateway

        _end_with(lifeline)
        audience = Audience(stage.folder, self.limits, self.services, supervisor)
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
        _drop_stalled(self.port)
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
    """Load what the web server needs while the publication is judged; its process then has it from the start."""
    import granian.server.mp  # noqa: F401

    import accord.web.gateway  # noqa: F401


def _connections() -> int:
    """How many connections the web server may hold, after asking the system for as many descriptors as it gives."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _CONNECTIONS + _SPARE
    allowed = most if hard == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(128, allowed - _SPARE)


def _drop_stalled(port: int) -> None:
    """Let the system end connections whose other side takes nothing for a minute (RFC 5482; Linux only).

    Connections have this from the socket that listens, which the server keeps to itself: it is found among the
    descriptors of this process. An answer that was handed over whole is out of the reach of the gateway's own time-out.
    """
    if sys.platform != "linux":
        return
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                _set_stall(descriptor, port)


def _set_stall(descriptor: int, port: int) -> None:
    """Set the time-out of a socket if it listens on a port."""
    with socket.socket(fileno=os.dup(descriptor)) as found:
        inet = found.family in (socket.AF_INET, socket.AF_INET6)
        if inet and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and found.getsockname()[1] == port:
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALL * 1000)


def _ended() -> int:
    """The process id of a child that has ended, or 0."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


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

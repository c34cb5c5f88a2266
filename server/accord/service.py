"""The service: a supervisor over the zygote of the engine and the web server, none of which outlives it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord.errors import EngineError, InputError, UsageError
from accord.publication import Publication
from accord.store.limits import EngineLimits
from accord.store.processes import Child, fork, page_store, private_folder, start_zygote

_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD}


@dataclass(frozen=True, slots=True)
class Service:
    """A publication, where to serve it, and within what limits."""

    publication: Publication
    host: str
    port: int
    limits: EngineLimits

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM. Raises InputError when the address is taken."""
        _check_platform()
        self._check_address()
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        with private_folder() as folder:
            address = folder / "engine"
            zygote = self._zygote(address)
            web = fork(lambda lifeline: self._web(lifeline, address))
            try:
                self._watch(zygote, web, address)
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def _watch(self, zygote: Child, web: Child, address: Path) -> None:
        """Raise a new zygote when one dies; end all when asked to, or when the web server ends."""
        try:
            while signal.sigwait(_SIGNALS) == signal.SIGCHLD:
                ended, _ = os.waitpid(-1, os.WNOHANG)
                if ended == zygote.pid:
                    print("The query engine ended and is started anew.", file=sys.stderr)
                    zygote = self._zygote(address)
                if ended == web.pid:
                    raise EngineError("The web server ended by itself.", remedy="Its last words stand above.")
        finally:
            web.end()
            zygote.end()

    def _zygote(self, address: Path) -> Child:
        return start_zygote(self.publication, address, self.limits)

    def _web(self, lifeline: int, address: Path) -> None:
        """The web server's process."""
        from granian import Granian
        from granian.constants import Interfaces
        from granian.http import HTTP1Settings

        _end_with(lifeline)
        server = Granian(
            "accord.service",
            address=self.host,
            port=self.port,
            interface=Interfaces.ASGINL,
            http1_settings=HTTP1Settings(header_read_timeout=10_000, keep_alive=True, max_buffer_size=65_536),
            websockets=False,
            workers_kill_timeout=3,
            respawn_failed_workers=True,
            log_enabled=False,
        )
        server.serve(target_loader=lambda *_: self._gateway(lifeline, address))

    def _gateway(self, lifeline: int, address: Path) -> Any:
        """The application, made in the process that serves it."""
        from accord.store.local import LocalEngine
        from accord.web import Site, create_app
        from accord.web.gateway import Gateway

        _end_with(lifeline)
        engine = LocalEngine(page_store(self.publication), address, self.limits)
        app = create_app(Site.open(self.publication, engine))
        threading.Thread(target=self._announce, daemon=True).start()
        threads = self.limits.workers + self.limits.queue + 8
        return Gateway(app, lambda path: path.startswith("/sparql"), threads)

    def _announce(self) -> None:
        """Say where the site is, once it answers."""
        while not self._answers():
            time.sleep(0.01)
        title, version = self.publication.settings.title, self.publication.version
        print(f"{title} ({version}) is at {self.url}\nCtrl-C ends it.", flush=True)

    def _answers(self) -> bool:
        try:
            socket.create_connection((self.host, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    @property
    def url(self) -> str:
        """Where a browser finds it."""
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

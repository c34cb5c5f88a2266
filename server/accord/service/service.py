"""The service: a supervisor, the engine's fork servers and the web server. None of them outlives the supervisor."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from accord import confine, memory, progress
from accord.engine.processes import Child, fork, private_folder
from accord.engine.remote import load as remote_load
from accord.engine.tally import Tally
from accord.errors import AccordError, EngineError, UsageError
from accord.http.limits import ConnectionLimits
from accord.http.server import Server
from accord.limits import EngineLimits
from accord.proposals.book import Who
from accord.proposals.repository.published import published
from accord.proposals.repository.serving import announced, repository_of
from accord.publication import Publication
from accord.service.address import Address
from accord.service.connections import connections
from accord.service.logs import Logs, log_errors, opened, say
from accord.service.notes import print_notes, warn_of_dangers
from accord.service.releases import Release, ReleaseFollower, Releases, outcome_of
from accord.service.reloads import UNCHANGED, last, note_reason
from accord.service.supervisor import SIGNALS, Supervisor, outcome

if TYPE_CHECKING:
    from accord.web.metrics.requests import Observed

_READING = 60.0
"""Seconds that reading the folder may take at a reload, in addition to its check."""


_SWITCH_S = 0.0005
"""Seconds for which a thread may compute while another one waits for the interpreter, a tenth of Python's own.

The event loop waits for it several times in each request: beside crawlers, the slowest twentieth of the queries of
another client took 23 ms in place of 36 (``tests/benchmarks/crawlers.py``, with both values in turn).
"""

_GIVING_WAY = 10
"""Niceness of a check that runs beside the pages: they come first, and it still ends on a busy machine."""


@dataclass(frozen=True, slots=True)
class Service:
    """A folder, where to serve it, and within what limits.

    ``refuse_invalid`` checks a publication, prints what is wrong and writes the outcome to a file; it is called in a
    process of its own. Where only valid data are published (or with ``strict``) this comes first, and what it returns
    is the exit code unless it is 0. Everywhere else pages are served at once, and the check runs beside them.
    ``services`` are SPARQL endpoints that queries may call; ``engine`` is an endpoint that answers queries in place of
    the local engine; ``proxies`` is the number of trusted proxies in front; ``url`` is the public address, or empty;
    ``contributions`` is who may propose; ``logs`` are the files for requests and slow queries; ``ref`` is the branch of
    a bare repository, or empty for the one that its HEAD names; ``contact`` is whom to tell of a weakness of the site,
    or empty.
    """

    folder: Path
    address: Address
    limits: EngineLimits
    refuse_invalid: Callable[[Publication, Path], int]
    services: frozenset[str] = frozenset()
    proxies: int = 0
    url: str = ""
    strict: bool = False
    engine: str = ""
    contributions: Who = "tokens"
    logs: Logs = Logs()
    ref: str = ""
    contact: str = ""

    def run(self) -> int:
        """Serve until SIGINT or SIGTERM; SIGHUP reloads the folder. Returns 0, or the exit code of a failed check.

        Raises InputError when the folder cannot be read or the address is taken.
        """
        _check_platform()
        progress.watch()
        publication = self._publication()
        self.address.check()
        self.logs.check()
        warn_of_dangers()
        print_notes(publication)
        self._warn_of_engine(publication)
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            with private_folder() as folder:
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
        releases = Releases(folder, self.limits, publication, self.engine)
        releases.publish(publication)

        def web(lifeline: int) -> int:
            return self._web(lifeline, releases)

        beside = partial(self._beside, folder=folder)
        supervisor = Supervisor(
            releases, partial(fork, web, apart=True), lambda path: self._read(releases, path), beside
        )
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

    def _web(self, lifeline: int, releases: Releases) -> int:
        """The web server's process."""
        log_errors()
        sys.setswitchinterval(_SWITCH_S)
        app = self._application(releases)
        _end_with(lifeline)
        server = Server(app, ConnectionLimits(connections=connections()), app.at_once)
        listener = self.address.listen()
        self._announce(releases.publication)
        asyncio.run(_served(server, listener))
        return 0

    def _application(self, releases: Releases) -> Observed:
        """The application, made in the process that serves it."""
        from accord.service.index_process import with_index
        from accord.web import Desk, Hosts, Site, create_app, show
        from accord.web.gateway import Gateway
        from accord.web.metrics.queries import engine_lines
        from accord.web.metrics.requests import Observed
        from accord.web.pages.terms.shape_examples import check_ahead
        from accord.web.requests.rate_limit import ClientLimits
        from accord.web.site.first_views import first_views
        from accord.web.sparql.direct import PATH, DirectQueries

        supervisor = os.getppid()

        def site_of(release: Release) -> Site:
            loaded = release.loaded
            return Site.open(
                loaded.publication, release.engine, loaded, release.inferred, release.checker, release.outcome
            )

        tally = Tally(self.logs.slow_queries())
        known = releases.number, releases.publication
        follower = ReleaseFollower(releases.folder, self.limits, self.services, supervisor, self.engine, tally, known)
        with memory.much_stays():
            first = follower.open()
            assert first is not None, "a publication is published before the web server starts"
            alone = site_of(first)
            del first
        site = with_index(alone, partial(follower.keep, lambda: None))
        desk = Desk.of(self.folder, self.contributions, lambda: os.kill(supervisor, signal.SIGHUP), self.ref)
        app = create_app(site, Hosts(self.url, self.address.host, self.proxies), desk)
        app.extensions["contact"] = self.contact
        app.extensions["last_reload"] = partial(last, releases.folder)

        def swap(release: Release) -> None:
            following = site_of(release)
            follower.keep(following.search_index.wait)
            first_views(app, following).wait()
            show(app, following)
            check_ahead(following)

        follower.follow(releases.reload_signal[0], swap)
        begin = site.search_index.wait if site is not alone else partial(follower.keep, site.search_index.wait)
        threading.Thread(target=begin, daemon=True).start()
        first_views(app, site).begin()
        check_ahead(site)
        threads = self.limits.workers + self.limits.queue + ClientLimits().lines + 8
        gateway = Gateway(app, threads, proxies=self.proxies, direct={PATH.encode(): DirectQueries(app).at_once})
        log, counts = opened(self.logs.access), engine_lines(app, tally)
        return Observed(gateway, partial(last, releases.folder), log, gateway.at_once, counts)

    def _announce(self, publication: Publication) -> None:
        """Print the address of the site, which listens."""
        title, version = publication.settings.title, publication.version
        public = f", for others at {self.url}" if self.url else ""
        print(f"{title} (version {version}) is at {self.address}{public}\nPress Ctrl-C to stop.", flush=True)


def _load_web() -> None:
    """Import what the web server needs while the publication is checked; its process is forked from this one."""
    import accord.web.gateway  # noqa: F401


async def _served(server: Server, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.end)
    await server.serve(listener)


def _refusal(code: int | None) -> int:
    """The exit code after a failed check: 0 when a signal asked for the end. Raises EngineError when the check died."""
    if code is not None and code < 0:
        raise EngineError(f"The check ended by signal {-code}.", remedy="Run `accord check` to see more.")
    return code or 0


def _end_with(lifeline: int) -> None:
    """End this process when its lifeline ends: by SIGTERM, and after five seconds by force."""

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

"""A web process: it opens the current version of the publication and answers the requests of clients."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from accord import memory
from accord.engine.processes import Child, fork
from accord.engine.tally import QueryTally
from accord.http.server import Server
from accord.service.following import Release, ReleaseFollower
from accord.service.logs import log_errors, opened, say
from accord.service.part import ProcessShare
from accord.service.releases import Releases, is_shown_by_all
from accord.service.reloads import last
from accord.service.settings import ServiceSettings

if TYPE_CHECKING:
    from accord.publication import Publication
    from accord.web import Site
    from accord.web.metrics.requests import Observed
    from accord.web.metrics.several import CountFiles

_SWITCH_S = 0.0001
"""Seconds for which a thread may compute while another one waits for the interpreter, a fiftieth of Python's own.

The event loop may wait for it at each of the fourteen system calls of a request. In the slowest hundredth of such
requests two threads that compute had 5 ms of processor time meanwhile with 0.0005, and 1 ms at most with this. They do
as much in a second of processor time as before.
"""


def webs(service: ServiceSettings, releases: Releases) -> Callable[[int], Child]:
    """What starts the web process with a number. Several share a Unix socket, which is made here, or a port."""
    from accord.web.requests.shared_accounts import Ledger

    several = service.web > 1
    ledger = Ledger(service.web, releases.folder / "accounts.lock") if several else None
    listener = service.address.listen() if several and service.address.unix else None

    def start(number: int) -> Child:
        one = WebProcess(service, releases, ProcessShare(number, service.web, releases.folder, ledger), listener)
        return fork(one.run, apart=True)

    return start


@dataclass(frozen=True, slots=True)
class WebProcess:
    """One of the web processes of a service; ``listener`` is its socket, where it does not make one."""

    service: ServiceSettings
    releases: Releases
    part: ProcessShare
    listener: socket.socket | None

    def run(self, lifeline: int) -> int:
        """Serve until the lifeline ends; an exit code."""
        log_errors()
        sys.setswitchinterval(_SWITCH_S)
        memory.share_heap()
        app = self._application()
        _end_with(lifeline)
        server = Server(app, self.part.connections(), app.at_once)
        listener = self.listener or self.service.address.listen(shared=self.part.processes > 1)
        if self.part.number:
            say(f"Web process {self.part.number + 1} of {self.part.processes} is ready.")
        else:
            self._announce(self.releases.publication)
        asyncio.run(_served(server, listener, app, self.part.counts()))
        return 0

    def _application(self) -> Observed:
        """The application, made in the process that serves it."""
        from accord.service.index_process import with_index
        from accord.web import Desk, Hosts, create_app, show
        from accord.web.gateway import Gateway
        from accord.web.metrics.queries import engine_lines
        from accord.web.metrics.requests import Observed
        from accord.web.pages.terms.shape_examples import check_ahead
        from accord.web.requests.rate_limit import ClientLimits
        from accord.web.several import share
        from accord.web.site.first_views import first_views
        from accord.web.sparql.direct import PATH, DirectQueries

        service, folder, supervisor = self.service, self.releases.folder, os.getppid()
        tally = QueryTally(service.logs.slow_queries())
        follower = self._follower(supervisor, tally)
        with memory.much_stays():
            first = follower.open()
            assert first is not None, "a publication is published before the web server starts"
            alone = _site_of(first)
            del first
        site = with_index(alone, partial(follower.keep, lambda: None))
        desk = Desk.of(service.folder, service.contributions, lambda: os.kill(supervisor, signal.SIGHUP), service.ref)
        desk.everywhere = partial(is_shown_by_all, folder)
        app = create_app(site, Hosts(service.url, service.address.host, service.proxies), desk)
        app.extensions |= {"contact": service.contact, "last_reload": partial(last, folder)}
        limits = self.part.engine(service.limits)
        if ledger := self.part.ledger:
            share(app, desk, ledger, self.part.number, limits.workers, folder)

        def swap(release: Release) -> None:
            following = _site_of(release)
            follower.keep(following.search_index.wait)
            first_views(app, following).wait()
            show(app, following)
            check_ahead(following)

        follower.follow(self.releases.reload_signals[self.part.number][0], swap)
        begin = site.search_index.wait if site is not alone else partial(follower.keep, site.search_index.wait)
        threading.Thread(target=begin, daemon=True).start()
        first_views(app, site).begin()
        check_ahead(site)
        threads = limits.workers + limits.queue + ClientLimits().lines + 8
        direct = {PATH.encode(): DirectQueries(app).at_once}
        gateway = Gateway(app, threads, self.part.gateway(), service.proxies, direct)
        log, counts = opened(service.logs.access), self.part.counts()
        others = counts.others if counts else tuple
        return Observed(gateway, partial(last, folder), log, gateway.at_once, engine_lines(app, tally), others)

    def _follower(self, supervisor: int, tally: QueryTally) -> ReleaseFollower:
        service, releases = self.service, self.releases
        limits, known = self.part.engine(service.limits), (releases.number, releases.publication)
        return ReleaseFollower(
            releases.folder, limits, service.services, supervisor, service.engine, tally, known, self.part.number
        )

    def _announce(self, publication: Publication) -> None:
        """Print the address of the site, which listens."""
        title, version = publication.settings.title, publication.version
        address, url = self.service.address, self.service.url
        public = f", for others at {url}" if url else ""
        print(f"{title} (version {version}) is at {address}{public}\nPress Ctrl-C to stop.", flush=True)


def _site_of(release: Release) -> Site:
    from accord.web import Site

    loaded = release.loaded
    return Site.open(loaded.publication, release.engine, loaded, release.inferred, release.checker, release.outcome)


async def _served(server: Server, listener: socket.socket, app: Observed, counts: CountFiles | None) -> None:
    """Serve until SIGTERM or SIGINT; other processes get the counts."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.end)
    writing = loop.create_task(counts.write_again(app.text)) if counts else None
    await server.serve(listener)
    if writing:
        writing.cancel()


def _end_with(lifeline: int) -> None:
    """End this process when its lifeline ends: by SIGTERM, and after five seconds by force."""

    def wait() -> None:
        os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        timer = threading.Timer(5, os._exit, (1,))
        timer.daemon = True
        timer.start()

    threading.Thread(target=wait, daemon=True).start()

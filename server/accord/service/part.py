"""One of the web processes of a site: its part of what bounds the machine, and what it shares with the others.

Every process answers every request. What bounds the machine (workers, the queue, connections, bodies, the cache, checks
of contributions) is divided, so that all together take no more than one process would. The time of a client and the
number of its queries are counted over all processes, in memory that they share; sessions are in files.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from accord.errors import UsageError
from accord.http.limits import ConnectionLimits
from accord.limits import EngineLimits, part
from accord.proposals.checking.checker import RemoteChecker
from accord.service.connections import connections

if TYPE_CHECKING:
    from flask import Flask

    from accord.web.metrics.several import CountFiles
    from accord.web.requests.bodies import GatewayLimits
    from accord.web.requests.shared_accounts import Ledger

_LOOK_S = 0.02
"""Seconds after which a query that waits for others of its client looks whether one has ended in another process."""


def require_workers(processes: int, limits: EngineLimits) -> None:
    """Raise UsageError where a process would have fewer than two workers, so that one client could take all it has."""
    if processes > 1 and limits.workers < 2 * processes:
        remedy = f"Add --workers {2 * processes} (each may take --memory), or ask for fewer web processes."
        why = f"{processes} web processes with {limits.workers} workers leave fewer than two workers for each."
        raise UsageError(why, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Part:
    """The process with a ``number``, from 0, of so many ``processes``.

    ``folder`` is for this user alone; ``ledger`` has the accounts of clients, if there are several processes.
    """

    number: int
    processes: int
    folder: Path
    ledger: Ledger | None

    def engine(self, limits: EngineLimits) -> EngineLimits:
        """What its queries may take."""
        found: EngineLimits = part(limits, self.processes, "workers", "queue")
        return found

    def connections(self) -> ConnectionLimits:
        """What its connections may take."""
        return ConnectionLimits(connections=connections() // self.processes)

    def gateway(self) -> GatewayLimits:
        """What its requests may take."""
        from accord.web.requests.bodies import GatewayLimits

        found: GatewayLimits = part(GatewayLimits(), self.processes, "bodies", "requests")
        return found

    def counts(self) -> CountFiles | None:
        """Where it finds the counts of the others, if there are any."""
        from accord.web.metrics.several import CountFiles

        return CountFiles(self.folder, self.number) if self.ledger else None

    def share(self, app: Flask, workers: int) -> None:
        """Let an application share with the others what bounds a client; ``workers`` are those of this process."""
        if self.ledger is None:
            return
        from accord.proposals.limits import LIMITS
        from accord.web.contributing.session_files import SessionFiles
        from accord.web.contributing.sessions import Sessions
        from accord.web.requests.rate_limit import ClientLimits, Clients
        from accord.web.requests.shared_accounts import SharedAccounts
        from accord.web.responses.cache import CACHE_BYTES, Cache

        limits = part(ClientLimits(), self.processes, "waiting", "lines")
        accounts = SharedAccounts(limits.work, time.monotonic, self.ledger, self.number)
        clients = Clients(limits, accounts=accounts, here=workers - 1)
        app.extensions |= {"cache": Cache(CACHE_BYTES // self.processes), "clients": clients}
        app.extensions["processes"] = self.processes
        app.extensions["desk"].sessions = Sessions(kept=SessionFiles(self.folder))
        RemoteChecker.slots = threading.BoundedSemaphore(max(1, LIMITS.checks // self.processes))
        threading.Thread(target=_again_and_again, args=(clients.look_again,), daemon=True).start()


def _again_and_again(call: Callable[[], None]) -> None:
    while True:
        time.sleep(_LOOK_S)
        call()

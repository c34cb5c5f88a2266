"""What the application of one of several web processes shares with the others, or has a part of.

The time of a client, the number of its queries, and since when one of them waits, are in memory that they share;
sessions are in files. The cache and the checks of contributions are divided. Each process has lines as long as a single
one would have: a client does not know which process its connections reach.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from accord.proposals.checking.checker import RemoteChecker
from accord.proposals.limits import LIMITS
from accord.web.contributing.access.desk import Desk
from accord.web.contributing.access.session_files import SessionFiles
from accord.web.contributing.access.sessions import Sessions
from accord.web.requests.rate_limit import ClientLimits, Clients
from accord.web.requests.shared_accounts import Ledger, SharedAccounts
from accord.web.responses.cache import CACHE_BYTES, Cache

_LOOK_S = 0.02
"""Seconds after which a query that waits for others of its client looks whether one has ended in another process."""


def share(app: Flask, desk: Desk, ledger: Ledger, process: int, workers: int, folder: Path) -> None:
    """Let an application share with those of the other processes.

    ``process`` is the number of its own, ``workers`` are those that it has; ``folder`` is for this user alone.
    """
    limits = ClientLimits()
    accounts = SharedAccounts(limits.work, time.monotonic, ledger, process)
    clients = Clients(limits, accounts=accounts, here=workers - 1)
    app.extensions["clients"] = clients
    app.extensions["cache"] = Cache(CACHE_BYTES // ledger.processes)
    app.extensions["processes"] = ledger.processes
    desk.sessions = Sessions(kept=SessionFiles(folder))
    RemoteChecker.slots = threading.BoundedSemaphore(max(1, LIMITS.checks // ledger.processes))
    threading.Thread(target=_again_and_again, args=(clients.look_again,), daemon=True).start()


def _again_and_again(call: Callable[[], None]) -> None:
    while True:
        time.sleep(_LOOK_S)
        call()

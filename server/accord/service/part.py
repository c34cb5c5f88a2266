"""One of the web processes of a site: its part of what bounds the machine.

Every process answers every request. What bounds the machine (workers, the queue, connections, bodies, the cache, checks
of contributions) is divided, so that all together take no more than one process would. :mod:`accord.web.several` says
what they share.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from accord.errors import UsageError
from accord.http.limits import ConnectionLimits
from accord.limits import EngineLimits, part
from accord.service.connections import connections

if TYPE_CHECKING:
    from accord.web.metrics.several import CountFiles
    from accord.web.requests.bodies import GatewayLimits
    from accord.web.requests.shared_accounts import Ledger


def require_workers(processes: int, limits: EngineLimits) -> None:
    """Raise UsageError where a process would have fewer than two workers, so that one client could take all it has."""
    if processes > 1 and limits.workers < 2 * processes:
        remedy = f"Add --workers {2 * processes} (each may take --memory), or ask for fewer web processes."
        why = f"{processes} web processes with {limits.workers} workers leave fewer than two workers for each."
        raise UsageError(why, remedy=remedy)


@dataclass(frozen=True, slots=True)
class ProcessShare:
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

        found: GatewayLimits = part(GatewayLimits(), self.processes, "bodies")
        return found

    def counts(self) -> CountFiles | None:
        """Where it finds the counts of the others, if there are any."""
        from accord.web.metrics.several import CountFiles

        return CountFiles(self.folder, self.number) if self.ledger else None

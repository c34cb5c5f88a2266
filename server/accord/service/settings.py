"""What to serve, where and within what limits: the settings of a service, as the command line gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from accord.limits import EngineLimits
from accord.proposals.store import Who
from accord.publication import Publication
from accord.service.address import Address
from accord.service.logs import Logs


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """A folder, where to serve it, and within what limits.

    ``refuse_invalid`` checks a publication, prints what is wrong and writes the outcome to a file; it is called in a
    process of its own. Where only valid data are published (or with ``strict``) this comes first, and what it returns
    is the exit code unless it is 0. Everywhere else pages are served at once, and the check runs beside them.
    ``services`` are SPARQL endpoints that queries may call; ``engine`` is an endpoint that answers queries in place of
    the local engine; ``proxies`` is the number of trusted proxies in front; ``url`` is the public address, or empty;
    ``contributions`` is who may propose; ``logs`` are the files for requests and slow queries; ``ref`` is the branch of
    a bare repository, or empty for the one that its HEAD names; ``contact`` is whom to tell of a weakness of the site,
    or empty; ``web`` is the number of web processes.
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
    web: int = 1

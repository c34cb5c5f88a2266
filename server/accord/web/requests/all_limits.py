"""Every limit of a running site, as it is published."""

from __future__ import annotations

from accord.engine import Engine
from accord.http.limits import ConnectionLimits
from accord.limits import Limit, QueryLimits, published
from accord.proposals.limits import ContributionLimits
from accord.publication.files import MAX_FILE_BYTES, MAX_FOLDER_BYTES
from accord.web.requests.bodies import GatewayLimits
from accord.web.requests.limits import LIMITS
from accord.web.requests.rate_limit import clients


def all_limits(engine: Engine) -> list[Limit]:
    """The limits of a client, a request, a query and the publication's files."""
    limits = (clients().limits, QueryLimits(), LIMITS, ConnectionLimits(), GatewayLimits(), ContributionLimits())
    return [*engine.limits(), *(one for several in limits for one in published(several)), *files_of_the_folder()]


def files_of_the_folder() -> list[Limit]:
    """The limits of the files of a publication."""
    return [
        Limit("file", MAX_FILE_BYTES >> 20, "MiB", "Size of one file of the publication."),
        Limit("folder", MAX_FOLDER_BYTES >> 20, "MiB", "Size of all files of the publication together."),
    ]

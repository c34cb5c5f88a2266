"""Quotas of proposals: how often, how many at once, and how much space on the disk."""

from __future__ import annotations

import shutil
import time
from collections import defaultdict, deque
from collections.abc import Sequence

from accord.errors import LimitError
from accord.proposals.limits import LIMITS
from accord.proposals.paths import Role
from accord.proposals.proposal import Proposal
from accord.proposals.repository import Repository, StorageError

_CLEAR = "A maintainer decides on open proposals, or removes rejected ones: git branch --delete --force proposals/ID."


class Rates:
    """How often each contributor sent something in the last minute, in this process."""

    def __init__(self) -> None:
        self._recent: dict[str, deque[float]] = defaultdict(deque)

    def count(self, role: Role, contributor: str) -> None:
        """Count a proposal or a comment. Raises LimitError (429) for too many; maintainers may send any number."""
        now, recent = time.monotonic(), self._recent[contributor]
        while recent and recent[0] < now - 60:
            recent.popleft()
        if role != "maintainer" and len(recent) >= LIMITS.submissions:
            raise LimitError(
                f"{len(recent)} proposals or comments came within a minute.",
                limit="submissions",
                value=LIMITS.submissions,
                status=429,
                retry_after=60,
                remedy="Try again in a minute.",
            )
        recent.append(now)


def require_few_open(known: Sequence[Proposal], role: Role, contributor: str) -> None:
    """Raise LimitError (429) when a contributor has too many open proposals."""
    mine = sum(one.state == "open" and one.contributor == contributor for one in known)
    name = "anonymous_proposals" if role == "anonymous" else "open_proposals"
    allowed: int = getattr(LIMITS, name)
    if role != "maintainer" and mine >= allowed:
        message = f"{mine} of these proposals are open already."
        raise LimitError(message, limit=name, value=allowed, status=429, remedy="Wait until some are decided.")


def require_space(repository: Repository, known: Sequence[Proposal], size: int) -> None:
    """Raise LimitError (507) when proposals take too much of the disk, StorageError (507) when it is nearly full.

    ``size`` is what is to be added, in bytes. What was accepted is part of what is published, and is not counted.
    """
    kept = [one for one in known if one.state in ("open", "rejected")]
    if len(kept) >= LIMITS.kept_proposals:
        message = f"{len(kept):,} proposals are kept already, and no more fit."
        raise LimitError(message, limit="kept_proposals", value=LIMITS.kept_proposals, status=507, remedy=_CLEAR)
    held = sum(one.size for one in kept)
    if held + size > LIMITS.kept_bytes:
        message = f"The proposals that are kept have {held:,} bytes, and there is no room for {size:,} more."
        raise LimitError(message, limit="kept_bytes", value=LIMITS.kept_bytes, status=507, remedy=_CLEAR)
    try:
        free = shutil.disk_usage(repository.common).free
    except OSError as error:
        remedy = "Nothing was stored. Check the disk of the repository."
        raise StorageError(f"The disk of the repository cannot be read: {error.strerror}.", remedy=remedy) from error
    if free < LIMITS.free_space + size:
        remedy = "Nothing was stored. Make space on the disk of the repository, then send it again."
        raise StorageError(f"The disk of the repository has only {free >> 20:,} MiB left.", remedy=remedy)

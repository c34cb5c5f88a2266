"""Limits of one contribution. Each is published at ``/limits``."""

from __future__ import annotations

from dataclasses import dataclass

from accord.limits import limit


@dataclass(frozen=True, slots=True)
class ContributionLimits:
    """The limits of a contribution: a file that people write has a few hundred statements and takes 0.5 s.

    ``contribution_memory`` is address space, beyond that of the process that holds the publication.
    """

    contribution_time: float = limit(10.0, "s", "Time of a check or a preview of a contribution.")
    contribution_memory: int = limit(1024, "MiB", "Memory of a check or a preview of a contribution.")
    checks: int = limit(4, "checks", "Checks and previews of all clients at the same time (503).")
    contribution: int = limit(5 * 1024 * 1024, "bytes", "Length of all files of a contribution together.")
    contribution_files: int = limit(50, "files", "Files of a contribution.")
    contribution_triples: int = limit(50_000, "statements", "Statements of a contribution.")
    submissions: int = limit(10, "submissions", "Proposals and comments of one contributor in a minute (429).")
    open_proposals: int = limit(20, "proposals", "Open proposals of one contributor (429).")
    anonymous_proposals: int = limit(100, "proposals", "Open proposals without a token, all together (429).")
    kept_proposals: int = limit(2_000, "proposals", "Proposals that are open or rejected, all together (507).")
    kept_bytes: int = limit(256 * 1024 * 1024, "bytes", "Files and comments of these proposals together (507).")
    free_space: int = limit(64 * 1024 * 1024, "bytes", "Free space of the disk that a proposal leaves (507).")


LIMITS = ContributionLimits()
"""The limits as they are published."""

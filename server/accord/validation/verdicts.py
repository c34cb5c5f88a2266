"""The verdict on a publication, remembered by its content, so that a start pays for the check once.

A verdict decides what is published, so it is believed only from a folder that nobody else can write to.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from accord import __version__
from accord.publication import Publication
from accord.validation.contributions import confined
from accord.validation.findings import Report

_KEPT = 20
"""Verdicts that are kept, the newest; a folder has one for each of its states."""
_LONGEST = 64 << 20
"""Bytes of a verdict that are read; one of 100,000 findings has about 50 MB."""


def verdict(publication: Publication, *, seconds: float = 300, megabytes: int = 4096) -> Report:
    """The report on the whole publication, from the cache when these very files were checked before.

    The cache is a folder of JSON files under ``XDG_CACHE_HOME``, of mode 0700. One that cannot be read or written, or
    that others can write to, is as good as none. Raises LimitError when the check meets a limit.
    """
    folder = _folder()
    path = folder / f"verdict-{__version__}-{publication.digest}.json" if folder else None
    known = _recall(path) if path else None
    if known is None:
        known = confined(publication, seconds=seconds, megabytes=megabytes)
        if path:
            _remember(path, known)
    return known


def _folder() -> Path | None:
    """The folder of the cache, made where it is missing; ``None`` when it is not this user's alone."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "accord"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            return None
        if status.st_mode & 0o077:
            folder.chmod(0o700)
            return None if status.st_mode & 0o022 else folder
    except OSError:
        return None
    return folder


def _recall(path: Path) -> Report | None:
    """The report in a cache file, or ``None`` when there is none that can be understood."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_size > _LONGEST:
                return None
            return Report.of(json.loads(file.read()))
    except (OSError, ValueError, RecursionError):
        return None


def _remember(path: Path, report: Report) -> None:
    """Write a cache file in one step, so that nobody ever reads half of it, and delete the oldest."""
    with suppress(OSError):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            json.dump(report.document(), file)
        os.replace(file.name, path)
        ages = sorted((one.stat().st_mtime, one) for one in path.parent.glob("verdict-*.json"))
        for _, old in ages[:-_KEPT]:
            old.unlink()

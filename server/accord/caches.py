"""The folder in which the program keeps what it found, for this user alone."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path


def cache_folder() -> Path | None:
    """The folder of the cache, made where it is missing; ``None`` when it is not this user's alone."""
    try:
        folder = _caches() / "accord"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            return None
        if status.st_mode & 0o077:
            folder.chmod(0o700)
            return None if status.st_mode & 0o022 else folder
    except (OSError, RuntimeError):  # RuntimeError: the user has no home
        return None
    return folder


def _caches() -> Path:
    """Where the platform keeps the caches of this user: the XDG Base Directory Specification, and macOS's own place."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given)
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")

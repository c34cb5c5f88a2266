"""Temporary folders, and the removal of those that killed processes left.

A folder is locked for as long as any process lives that has inherited it (flock; forked processes share the lock, and
the system releases it). So a folder that nobody has locked has no owner. This also holds where process numbers are used
again, and where containers share the place.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_PREFIX = "accord-temporary-"
_NAME = re.compile(_PREFIX + "[a-z0-9_]{8}")
"""The names that ``tempfile`` makes with the prefix, so that no folder of a person is taken for one."""
_YOUNG = 60.0
"""Seconds for which a folder is left alone without a lock: its maker locks it some microseconds after making it."""


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only this user can enter; it is removed after the block. What killed processes left goes first."""
    remove_left()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


@contextlib.contextmanager
def all_in(folder: Path) -> Iterator[None]:
    """While this lasts, temporary files and folders are made in a folder, also by processes that are forked off."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def remove_left() -> None:
    """Remove the folders of this user that no process has locked."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another process was quicker, or still has it
            _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        about = os.fstat(lock)
        own = about.st_uid == os.geteuid() and _NAME.fullmatch(folder.name)
        if own and time.time() - about.st_mtime > _YOUNG:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)

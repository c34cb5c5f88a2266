"""Waits for files to change: it checks their times twice a second."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

_PAUSE = 0.5
"""Seconds between two looks; a look at 1,000 files takes 5 ms, so that waiting costs one per cent of a processor."""


def changes(
    roots: Iterable[Path], pause: Callable[[], None] = lambda: time.sleep(_PAUSE), *, most: int = 100_000
) -> Iterator[None]:
    """Yields at once, and then after each change of a file or folder below these, for ever.

    No more than ``most`` files are looked at.
    """
    roots = tuple(roots)
    known: dict[str, tuple[int, int]] | None = None
    while True:
        now = _state(roots, most)
        if now != known:
            known = now
            yield
        pause()


def _state(roots: Iterable[Path], most: int) -> dict[str, tuple[int, int]]:
    """The time and size of each file, by its path."""
    state: dict[str, tuple[int, int]] = {}
    for root in roots:
        for path in _files(root):
            try:
                status = os.stat(path)
            except OSError:  # it was removed since it was listed: that is a change as well
                continue
            state[path] = status.st_mtime_ns, status.st_size
            if len(state) >= most:
                return state
    return state


def _files(root: Path) -> Iterator[str]:
    """A file, or all files below a folder that are not hidden."""
    if not root.is_dir():
        yield str(root)
        return
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(folder, name) for name in names if not name.startswith("."))

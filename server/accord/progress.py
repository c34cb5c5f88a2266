"""A progress line on the terminal; nothing is written when stderr is not a terminal.

A command that people wait for calls :func:`watch`. Work that may be long passes its items through :func:`shown`. A
child process that is forked meanwhile, as for a check, goes on writing to the same terminal.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TextIO, TypeVar

_PAUSE = 0.2
"""Seconds between two changes of the line; shorter work shows none."""
_BAR = 30
"""Characters of the bar."""
_CLEAR = "\r\033[K"

_Item = TypeVar("_Item")
_watching: TextIO | None = None


def watch() -> None:
    """From now on show progress on stderr, if that is a terminal."""
    global _watching
    _watching = sys.stderr if sys.stderr.isatty() else None


def stop() -> None:
    """Show nothing from now on: others write to the terminal."""
    global _watching
    _watching = None


def shown(items: Sequence[_Item], what: str) -> Iterator[_Item]:
    """The items one by one, while the terminal shows how many of them are done and what is done with them."""
    if _watching is None:
        yield from items
        return
    terminal, written, last = _watching, False, time.monotonic()
    try:
        for number, item in enumerate(items):
            if time.monotonic() - last > _PAUSE:
                last, written = time.monotonic(), True
                terminal.write(f"{_CLEAR}{what}: {_bar(number, len(items))}")
                terminal.flush()
            yield item
    finally:
        if written:
            terminal.write(_CLEAR)
            terminal.flush()


def _bar(done: int, total: int) -> str:
    full = _BAR * done // total
    return f"[{'#' * full}{'-' * (_BAR - full)}] {done:,} of {total:,}"

"""Saves memory while much is read: fewer garbage collections, and free memory is used again or goes to the system.

Python looks for cycles each time that 700 objects have come, and through all objects when a quarter of them is new.
While a large folder is read nearly all objects stay, so this finds nothing and takes a third of the time.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_M_ARENA_MAX = -8
"""The number of this setting in glibc's malloc.h."""

_FEW = (50_000, 20, 1_000)
"""Thresholds for the three generations: cycles of young objects still go, and all objects are looked through once in
a thousand million new ones."""


def expect_much() -> None:
    """Look for cycles among young objects only, for a process that reads, answers and ends."""
    gc.set_threshold(*_FEW)


@contextmanager
def much_stays() -> Iterator[None]:
    """While this lasts much is read that stays: it is not looked through for cycles then, and not later."""
    before = gc.get_threshold()
    expect_much()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.freeze()
        give_back()


def forget_old() -> None:
    """Free the cycles of what is no longer used, also of what was to stay."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    give_back()


def give_back() -> None:
    """Give free memory to the system; the C library of Linux keeps it otherwise. Elsewhere this does nothing."""
    _call("malloc_trim", 0)


def share_heap() -> None:
    """Let all threads that this process will start take memory from one heap: one at a time runs Python anyway.

    In glibc nearly each thread has its own, and does not use what is free in another. Each reload computes in other
    threads: a web process grew from 110 to 135 MiB in 18 reloads, with two heaps from 106 to 109, with one from 97.
    """
    _call("mallopt", _M_ARENA_MAX, 1)


def _call(function: str, *values: int) -> None:
    """Call a function of glibc, which other C libraries do not have: memory is then as it is."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            getattr(ctypes.CDLL(None), function)(*values)

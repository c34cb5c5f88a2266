"""What a text costs when it is twice as long: no text may cost more than about twice as much."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from math import inf

FLOOR = 0.004
"""Seconds of processor time below which nothing is doubled: what grows with the square is far above it at ``SIZES``.

A step of an expression takes a nanosecond at the least, and half the square of the longest text is 12 million steps.
"""
WORST = 3.2
"""The greatest ratio that still counts as linear: 2, and what the caches of a busy machine add. A square gives 4."""
SIZES = (24, 400, 5_000)
"""Characters, one after the other, so that what doubles with every character or grows with the cube ends early."""

UNITS = (
    *"aA1é\0\t\n\r.,;:-_/\\?#@%&=+*()[]{}<>|^~!$'\"`“”😀\u0301\ufdfa",
    " ", "\r\n", "a ", "a.", "a-", "a:", "a:a ", "a,", "a;", "a=", "1.", "1-", "1/", "1e", "_:", "_:a ", "?a ", "[]",
    "()", '""', "''", '"""', "'''", '"a" ', '"@', '"@a', '\\"', '\\"\n', '\\"""\na a\n', "\\u", "\\\\", "%a", "%20",
    "<a", "<a>", "< ", "<a>\n", "#\n", " #", "#a ", "@prefix ", "prefix ", "PREFIX a:", "BASE ", "SELECT ", "FILTER(",
    "GROUP BY ", "\n\n", "\n ", " \n", "    \n", "a/", "..", "/../", "://", "//", "$this ", "?PATH", "and ", "the ",
    "a;q=1,", "*/*,", "a/a;", "a=a&", ". ", ", ", "; ", "a a a . ", "[ a ", "( ", ") ", "] ", "true ", "^^a:a ",
)  # fmt: skip
"""What hostile texts repeat."""
BEGINNINGS = ("", '"', '"""', "<", "@prefix ", "SELECT ", "a:")
ENDS = ("", "\0\n")


def texts(beginnings: Iterable[str] = BEGINNINGS) -> Iterator[Callable[[int], str]]:
    """Every way to make a text of some length: a beginning, a part that is repeated, and an end."""
    for before, unit, after in product(beginnings, UNITS, ENDS):
        yield lambda size, b=before, u=unit, e=after: b + u * (size // len(u)) + e  # type: ignore[misc]


def grows(run: Callable[[str], object], text: Callable[[int], str], sizes: Iterable[int] = SIZES) -> float:
    """How many times as much a text of twice the length costs, at the first size where that can be told; 0 for none.

    What takes long for the shortest text may take for ever for one of twice its length, so it is not tried.

    The time of the thread is taken, not of the clock, and of several runs the least, so that others on the machine
    make no difference.
    """
    for size in sizes:
        shorter = seconds(run, text(size))
        if shorter > FLOOR and (shorter := min(shorter, seconds(run, text(size), 2))) > FLOOR:
            if size == SIZES[0]:
                return inf
            return _ratio(run, text(size), text(2 * size), shorter)
    return 0.0


def _ratio(run: Callable[[str], object], text: str, double: str, shorter: float) -> float:
    """The least of some ratios; the first that is small enough is believed, as the longer text took no less than that.

    The least that the shorter one took is given.
    """
    least = seconds(run, double) / shorter
    for _ in range(4):
        if least > WORST:
            least = min(least, seconds(run, double) / seconds(run, text, 2))
    return least


def seconds(run: Callable[[str], object], text: str, times: int = 1) -> float:
    """The least processor time of this thread that some runs take."""
    found = []
    gc.disable()
    try:
        for _ in range(times):
            start = time.thread_time()
            run(text)
            found.append(time.thread_time() - start)
    finally:
        gc.enable()
    return min(found)

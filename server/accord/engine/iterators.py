"""pyoxigraph's iterators over rows may only be dropped in the thread that made them, or they are never freed.

An error keeps the frames that it went through, and with them their variables, until it is dropped itself. Where it is
part of a cycle, or handed to another thread, that may be anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from traceback import clear_frames
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Found = TypeVar("Found")


def drops_its_rows(read: Callable[Given, Found]) -> Callable[Given, Found]:
    """Let an error leave a function that reads rows without the variables of the function and of those it called."""

    @wraps(read)
    def reading(*given: Given.args, **named: Given.kwargs) -> Found:
        try:
            return read(*given, **named)
        except BaseException as error:  # any error keeps the rows, an interrupt too
            for one in _chain(error):
                clear_frames(one.__traceback__)
            raise

    return reading


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error with those that it came of."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__]

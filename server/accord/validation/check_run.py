"""One run of a check: at its deadline it keeps what it found, and says what it did not check.

A check runs in a child process. Shortly before the deadline the part that runs is ended with an exception, the others
are left out, and the report is written. A part that cannot be ended in this way, because the engine works on one
query, ends with the child: then the parent reads from memory that both share what ran, and what was found before.
"""

from __future__ import annotations

import json
import mmap
import signal
from collections.abc import Callable, Iterable, Sequence
from types import FrameType
from typing import TypeVar

from rdflib.term import Node

from accord.validation.findings import Finding, Report
from accord.validation.grouping import report

_SHARE, _LONGEST_MARGIN = 0.1, 5.0
"""The part of the time, and at most so many seconds, that are kept for writing the report."""
_LINE = 4096
"""Bytes for the words that say what runs."""
_SLOT = 2 << 20
"""Bytes for what was found before; a full report has half of that."""
_NAMED = 8
"""Names of parts that a message lists."""

MORE_TIME = "Give the check more time with --check-deadline, or simplify what it was checking."
"""What to do about a deadline of the whole publication."""
LESS_WORK = "Send it in smaller parts, or simplify what takes so long."
"""What to do about a limit of a contribution."""

_Value = TypeVar("_Value")


class _TimeIsUpError(BaseException):
    """Ends the running part. It is not an Exception, so that no part catches it as its own error."""


class Memory:
    """What parent and child share: what runs, and what has been found. Two slots, so that one is always whole."""

    def __init__(self) -> None:
        self._map = mmap.mmap(-1, _LINE + 2 * _SLOT)

    def say(self, words: str) -> None:
        """Note what runs."""
        written = words.encode("utf-8", "replace")[: _LINE - 3]
        self._map[1 : 1 + len(written) + 1] = written + b"\0"

    def keep(self, findings: Iterable[Finding]) -> None:
        """Note what has been found; too much of it is not kept."""
        written = json.dumps(report(findings, files=0, triples=0, seconds=0).document()).encode()
        slot = 1 - self._map[0]
        if len(written) < _SLOT:
            start = _LINE + slot * _SLOT
            self._map[start : start + len(written) + 1] = written + b"\0"
            self._map[0] = slot

    def last_words(self) -> str:
        """The part that ran last; empty if none did."""
        return self._map[1:_LINE].partition(b"\0")[0].decode("utf-8", "replace")

    def kept(self) -> tuple[Finding, ...]:
        """The findings so far."""
        start = _LINE + self._map[0] * _SLOT
        written = self._map[start : start + _SLOT].partition(b"\0")[0]
        try:
            return Report.of(json.loads(written)).findings if written else ()
        except ValueError:
            return ()


class CheckRun:
    """The parts of one check; :meth:`limit` sets a deadline for them."""

    def __init__(self, memory: Memory | None = None, remedy: str = MORE_TIME) -> None:
        self._memory = memory
        self.remedy = remedy
        """What to do when the time is up."""
        self._found: list[Finding] = []
        self._doing = ""
        self._is_in_part = False
        self.names: Callable[[Node], str] = str
        """What a shape is called."""
        self.ended_in = ""
        """The part that the deadline ended; empty while there is time."""
        self.left_out: list[str] = []
        """The parts that were not begun."""

    def limit(self, seconds: float) -> None:
        """Have the part that runs then ended shortly before so many seconds; the child's own alarm ends all else."""
        margin = min(_LONGEST_MARGIN, _SHARE * seconds)

        def _stop(_number: int, _frame: FrameType | None) -> None:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, margin)
            self.ended_in = self._doing or "the files"
            if self._is_in_part:
                raise _TimeIsUpError

        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, seconds - margin)

    def part(self, what: str, work: Callable[[], _Value], otherwise: _Value) -> _Value:
        """The value of some work, unless the time is up: then what it is ``otherwise``. Parts may be in others."""
        if self.ended_in:
            self.left_out.append(what)
            return otherwise
        was_in, self._is_in_part = self._is_in_part, True
        self.note(what)
        try:
            return work()
        except _TimeIsUpError:
            return otherwise
        finally:
            self._is_in_part = was_in

    def note(self, what: str) -> None:
        """Say what runs now, in the part that has begun."""
        self._doing = what
        if self._memory:
            self._memory.say(what)

    def stage(self, what: str, find: Callable[[], Iterable[Finding]]) -> list[Finding]:
        """What a stage finds, those before the deadline at least; it is kept in case the child ends."""
        found: list[Finding] = []
        self.part(what, lambda: found.extend(find()), None)
        self._found += found
        if self._memory:
            self._memory.keep(self._found)
        return found


_current = CheckRun()


def begin(run: CheckRun) -> None:
    """From now on this run is the check of this process."""
    global _current
    _current = run


def current() -> CheckRun:
    """The check run of this process."""
    return _current


def unfinished(ended_in: str, left_out: Sequence[str]) -> str:
    """The sentences that say what ran at the deadline and what was not checked."""
    names = list(dict.fromkeys(left_out))
    rest = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    missing = f" Not checked: {', '.join(names[:_NAMED])}{rest}." if names else ""
    return f"It was checking {ended_in}.{missing}"

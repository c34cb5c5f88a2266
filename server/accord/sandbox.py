"""Running a function on what strangers sent: in a child process that cannot outlive a deadline, or reach anything.

The child may use so much time and memory and can open nothing: no file, no connection. What it needs has to be
imported and read before. A process of many threads should not fork, so this is for the command line and for processes
that only check.
"""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar, cast

from accord.errors import AccordError, EngineError, LimitError

_R = TypeVar("_R")

_GRACE = 1.0
"""Seconds that the parent waits beyond the deadline for a child whose own alarm did not end it."""


def run(function: Callable[..., _R], *arguments: object, seconds: float, megabytes: int) -> _R:
    """What the function returns for these arguments, worked out in a child process.

    ``seconds`` is wall time; ``megabytes`` (MiB) is address space, what this process has counted in.
    Raises LimitError when the deadline or the memory is exceeded, EngineError when the child dies of anything else, and
    the function's own AccordError when it raises one. Arguments are inherited; the result has to be picklable.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(function, arguments, writing, seconds, megabytes)
    os.close(writing)
    try:
        answer, ended = _read(reading, time.monotonic() + seconds + _GRACE)
        if not ended:
            os.kill(child, signal.SIGKILL)
    finally:
        os.close(reading)
        _, status = os.waitpid(child, 0)
    ending = pickle.loads(answer) if ended and answer else _silence(status, ended)
    return cast(_R, _outcome(ending, seconds, megabytes))


def _work(
    function: Callable[..., object], arguments: tuple[object, ...], writing: int, seconds: float, megabytes: int
) -> NoReturn:
    """The life of the child: limits, work, answer, end. It never returns into the parent's program."""
    try:
        _confine(writing, seconds, megabytes)
        with os.fdopen(writing, "wb") as answer:
            answer.write(_answer(function, arguments))
    except Exception:
        os.write(2, traceback.format_exc().encode())
        raise
    finally:
        os._exit(0)


def _confine(writing: int, seconds: float, megabytes: int) -> None:
    """Close what was inherited, and see to it that nothing can be opened and nothing goes on for ever."""
    os.closerange(3, writing)
    os.closerange(writing + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def _answer(function: Callable[..., object], arguments: tuple[object, ...]) -> bytes:
    """The pickled way to end: with a value, with an error that a person may meet, or without memory."""
    try:
        return pickle.dumps(("value", function(*arguments)))
    except AccordError as error:
        return pickle.dumps(("error", type(error), error.args, vars(error)))
    except MemoryError:
        return pickle.dumps(("memory",))


def _read(descriptor: int, deadline: float) -> tuple[bytes, bool]:
    """All that the child writes until the deadline (of the monotonic clock), and whether it has come to an end."""
    received = bytearray()
    while select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
        chunk = os.read(descriptor, 1 << 20)
        if not chunk:
            return bytes(received), True
        received += chunk
    return bytes(received), False


def _outcome(ending: Any, seconds: float, megabytes: int) -> Any:
    """The value that the child ended with, or the error that its ending means."""
    match ending:
        case ("value", value):
            return value
        case ("error", kind, words, details):
            raise _revived(kind, words, details)
        case ("memory",):
            message = f"The work took more than {megabytes:,} MiB of memory"
            raise LimitError(message, limit="memory", value=megabytes, status=413)
        case ("deadline",):
            message = f"The work took longer than {seconds:g} s"
            raise LimitError(message, limit="deadline", value=seconds, status=503)
    raise EngineError("The work broke off", remedy="Try again; if it happens again, report it.")


def _revived(kind: type[AccordError], words: tuple[object, ...], details: dict[str, object]) -> AccordError:
    """An error as the child raised it, made without its constructor, whose arguments are not kept."""
    error = kind.__new__(kind, *words)
    vars(error).update(details)
    return error


def _silence(status: int, ended: bool) -> tuple[str, ...]:
    """Why a child ended without an answer. An engine that is refused memory aborts; the system kills for memory too."""
    if not ended:
        return ("deadline",)
    if not os.WIFSIGNALED(status):
        return ("crash",)
    causes = {signal.SIGALRM: "deadline", signal.SIGABRT: "memory", signal.SIGKILL: "memory"}
    return (causes.get(signal.Signals(os.WTERMSIG(status)), "crash"),)

"""Runs a function on untrusted input, in a confined child process with a deadline.

The child may use so much time and memory and can open nothing: no file, no connection (:mod:`accord.confine`). What it
needs has to be imported and read before. Its answer is JSON, which is read as data whoever wrote it. A process of many
threads should not fork, so this is for the command line and for processes that only check.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from io import FileIO
from typing import Any, NoReturn

from accord import confine, errors, memory
from accord.errors import AccordError, EngineError, LimitError, Place

_GRACE = 1.0
"""Seconds that the parent waits beyond the deadline for a child whose own alarm did not end it."""
_MAX_ANSWER_BYTES = 256 << 20
"""Length of an answer; a report of 100,000 findings takes about 50 MB."""


def run(function: Callable[..., object], *arguments: object, seconds: float, megabytes: int) -> Any:
    """The result of the function for these arguments, run in a child process.

    ``seconds`` is wall time; ``megabytes`` (MiB) is address space beyond what this process has. Arguments are
    inherited, and of the open files only those among them; the result has to be what JSON can say, and a tuple comes
    back as a list. Raises LimitError when the deadline or the memory is exceeded, EngineError when the child dies of
    anything else, and the function's own AccordError when it raises one.
    """
    return start(function, *arguments, seconds=seconds, megabytes=megabytes)()


def start(function: Callable[..., object], *arguments: object, seconds: float, megabytes: int) -> Callable[[], Any]:
    """Begin what :func:`run` does; to call what this returns waits for the end, and has to be done once.

    So several children may work at the same time, as many as there are cores.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(function, arguments, writing, seconds, megabytes)
    os.close(writing)
    until = time.monotonic() + seconds + _GRACE

    def wait() -> Any:
        ended = False
        try:
            written, ended = _read(reading, until)
        finally:
            os.close(reading)
            if not ended:
                os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
        return outcome(parsed(written) if ended and written else _silence(status, ended), seconds, megabytes)

    return wait


def _work(
    function: Callable[..., object], arguments: tuple[object, ...], writing: int, seconds: float, megabytes: int
) -> NoReturn:
    """The life of the child: limits, work, answer, end. It never returns into the parent's program."""
    try:
        _confine({writing, *_open_files(arguments)}, seconds, megabytes)
        with os.fdopen(writing, "wb") as file:
            file.write(answer(function, *arguments))
    except Exception:  # the child ends here, so nobody else would print it
        os.write(2, traceback.format_exc().encode())
        raise
    finally:
        os._exit(0)


def _open_files(arguments: tuple[object, ...]) -> Iterator[int]:
    """The descriptors of the files among the arguments."""
    return (one.fileno() for one in arguments if isinstance(one, FileIO))


def _confine(kept: Collection[int], seconds: float, megabytes: int) -> None:
    """Close what is not kept of what was inherited, and see to it that nothing can be opened and nothing is endless."""
    most = confine.address_space() + (megabytes << 20)
    confine.end_with_parent()
    memory.expect_much()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    after = 3
    for descriptor in (*sorted(kept), resource.getrlimit(resource.RLIMIT_NOFILE)[0]):
        os.closerange(after, descriptor)
        after = descriptor + 1
    confine.confine()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answer(function: Callable[..., object], *arguments: object) -> bytes:
    """How a function ended, as JSON: with a value, with an error that a person may meet, or without memory.

    :func:`outcome` reads it in another process.
    """
    try:
        return json.dumps(["value", function(*arguments)]).encode()
    except AccordError as error:
        place = error.place and [error.place.file, *_numbers(error.place)]
        return json.dumps(["error", type(error).__name__, {**vars(error), "place": place}]).encode()
    except MemoryError:
        return b'["memory"]'


def _numbers(place: Place) -> tuple[int, int, int, int]:
    return place.line, place.column, place.end_line, place.end_column


def _read(descriptor: int, deadline: float) -> tuple[bytes, bool]:
    """All that the child writes until the deadline (of the monotonic clock), and whether it has come to an end."""
    received = bytearray()
    while select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
        chunk = os.read(descriptor, 1 << 20)
        if not chunk or len(received) > _MAX_ANSWER_BYTES:
            return bytes(received), not chunk
        received += chunk
    return bytes(received), False


def parsed(written: bytes) -> Any:
    """The answer of a child; a child that was taken over may write anything."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return ["crash"]


def outcome(ending: Any, seconds: float = 0, megabytes: int = 0) -> Any:
    """The value that a child ended with, or the error that its ending means within these limits."""
    match ending:
        case ["value", value]:
            return value
        case ["error", str(kind), dict(details)]:
            raise _revived(kind, details)
        case ["memory"]:
            message = f"The work took more than {megabytes:,} MiB of memory."
            raise LimitError(message, limit="memory", value=megabytes, status=413)
        case ["deadline"]:
            message = f"The work took longer than {seconds:g} s."
            raise LimitError(message, limit="deadline", value=seconds, status=503)
    raise _broken_off()


def _broken_off() -> EngineError:
    return EngineError("The check ended without a result.", remedy="Try again; if it happens again, report it.")


def _revived(kind: str, details: dict[str, Any]) -> AccordError:
    """An error as the child raised it; EngineError when the child's answer is not an error."""
    found = getattr(errors, kind, None)
    if not (isinstance(found, type) and issubclass(found, AccordError)):
        return _broken_off()
    place = details.pop("place", None)
    try:
        return found(details.pop("message"), place=place and Place(*place), **details)
    except (TypeError, KeyError):
        return _broken_off()


def _silence(status: int, ended: bool) -> list[str]:
    """Why a child ended without an answer. An engine that is refused memory aborts; the system kills for memory too."""
    if not ended:
        return ["deadline"]
    if not os.WIFSIGNALED(status):
        return ["crash"]
    causes: dict[int, str] = {signal.SIGALRM: "deadline", signal.SIGABRT: "memory", signal.SIGKILL: "memory"}
    return [causes.get(os.WTERMSIG(status), "crash")]

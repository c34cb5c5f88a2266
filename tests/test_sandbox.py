"""The sandbox: what may go on inside it, and how it ends."""

from __future__ import annotations

import mmap
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from io import FileIO
from pathlib import Path

import pytest

from accord import sandbox
from accord.errors import EngineError, LimitError, Place, QueryError, UsageError

MEGABYTES = 2048


def run(function: object, *arguments: object, seconds: float = 10, megabytes: int = MEGABYTES) -> object:
    return sandbox.run(function, *arguments, seconds=seconds, megabytes=megabytes)  # type: ignore[arg-type]


def test_a_result_comes_back() -> None:
    assert run(divmod, 17, 5) == [3, 2]
    assert run(lambda: "\ud800é" * 1_000_000) == "\ud800é" * 1_000_000


def test_nothing_of_the_work_is_left_in_the_parent() -> None:
    kept: list[int] = []
    run(kept.append, 1)
    assert kept == []


@pytest.mark.parametrize(
    "error",
    [
        UsageError("no", place=Place("a", 1, 2, 3, 4), remedy="yes"),
        LimitError("much", limit="nesting", value=64, status=400, remedy="less"),
        QueryError("what", token="FROM"),
    ],
)
def test_an_error_for_people_comes_back_whole(error: Exception) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        run(fail)
    assert vars(caught.value) == vars(error)
    assert str(caught.value) == str(error)


def test_the_deadline_is_kept() -> None:
    start = time.monotonic()
    with pytest.raises(LimitError) as caught:
        run(signal.pause, seconds=0.2)
    assert (caught.value.limit, caught.value.value) == ("deadline", 0.2)
    assert time.monotonic() - start < 5


def test_the_deadline_is_kept_by_the_parent_when_the_child_ignores_its_own() -> None:
    def deaf() -> None:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        while True:
            signal.pause()

    with pytest.raises(LimitError, match="longer than"):
        run(deaf, seconds=0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of address space")
def test_memory_is_limited() -> None:
    with pytest.raises(LimitError) as caught:
        run(bytearray, MEGABYTES + 64 << 20)
    assert (caught.value.limit, caught.value.value) == ("memory", MEGABYTES)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of address space")
def test_what_this_process_has_takes_nothing_of_the_memory() -> None:
    with mmap.mmap(-1, MEGABYTES + 64 << 20):
        assert run(lambda: len(bytearray(MEGABYTES // 2 << 20))) == MEGABYTES // 2 << 20


def test_nothing_can_be_opened() -> None:
    def reach() -> list[str]:
        reasons = []
        for attempt in (socket.socket, lambda: open(__file__), os.pipe):  # noqa: SIM115
            try:
                attempt()
            except OSError as error:
                reasons.append(error.strerror or "")
        return reasons

    reasons = run(reach)
    assert isinstance(reasons, list)
    assert len(reasons) == 3
    assert set(reasons) <= {"Too many open files", "Operation not permitted"}


def test_inherited_descriptors_are_closed(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as file:
        descriptor = file.fileno()

        def write() -> str:
            try:
                os.write(descriptor, b"x")
            except OSError as error:
                return error.strerror or ""
            return "written"

        assert run(write) == "Bad file descriptor"


@pytest.mark.parametrize("signalled", [signal.SIGSEGV, signal.SIGTERM])
def test_a_child_that_dies_is_the_engines_fault(signalled: signal.Signals) -> None:
    def die() -> None:
        os.kill(os.getpid(), signalled)

    with pytest.raises(EngineError, match="ended without a result"):
        run(die)


def test_an_open_file_among_the_arguments_can_be_written_to(tmp_path: Path) -> None:
    with open(tmp_path / "kept", "w+b", buffering=0) as file, open(tmp_path / "other", "w+b", buffering=0) as other:
        descriptor = other.fileno()

        def write(kept: FileIO) -> str:
            kept.write(b"words")
            try:
                os.write(descriptor, b"x")
            except OSError as error:
                return os.strerror(error.errno or 0)
            return "written"

        assert run(write, file) == "Bad file descriptor"
        assert (tmp_path / "kept").read_bytes() == b"words"


def test_an_unforeseen_error_is_the_engines_fault(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EngineError):
        run(divmod, 1, 0)
    assert "ZeroDivisionError" in capfd.readouterr().err


@pytest.mark.parametrize(
    "answer",
    [
        pickle.dumps(("value", 1)),
        b"[" * 200_000,
        b'["error", "AccordError", {}]',
        b'["error", "dataclass", {"message": "x"}]',
        b'["error", "LimitError", {"message": "x", "more": 1}]',
        b'["error", "UsageError", {"message": "x", "place": [1]}]',
        b'{"value": 1}',
        b"[]",
    ],
)
def test_what_is_not_an_answer_is_the_engines_fault(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that was taken over writes what it likes."""
    monkeypatch.setattr(sandbox, "answer", lambda *_: answer)
    with pytest.raises(EngineError):
        run(divmod, 1, 1)


def test_standard_input_is_not_the_callers() -> None:
    assert run(lambda: os.read(0, 1).decode()) == ""


def test_no_child_is_left_over() -> None:
    def children() -> int:
        listing = subprocess.run(["ps", "-A", "-o", "ppid="], capture_output=True, text=True, check=True)
        return listing.stdout.split().count(str(os.getpid()))

    before = children()
    run(divmod, 1, 1)
    with pytest.raises(LimitError):
        run(signal.pause, seconds=0.1)
    assert children() == before

"""A worker gives way while a long query runs, and answers no other query afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from accord.engine.local import LocalEngine
from accord.engine.workers.slow_workers import LONG_S, STEPS, SlowWorkers


def _nice(process: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, process)


@pytest.fixture
def connection() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The connection to a worker, and the end of it that its fork server holds."""
    ours, its = socket.socketpair()
    with ours, its:
        yield ours, its


def test_only_a_long_query_is_slowed(connection: tuple[socket.socket, socket.socket]) -> None:
    slow, began = SlowWorkers(), time.monotonic()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        before = _nice(process.pid)
        slow.begin(process.pid, connection[0])
        slow.look(began)
        assert _nice(process.pid) == before
        slow.look(time.monotonic() + LONG_S)
        assert _nice(process.pid) == min(19, _nice(os.getpid()) + STEPS)
        process.communicate(b"\n")
    slow.look(time.monotonic() + LONG_S)
    assert slow.end(process.pid)
    assert not slow.end(process.pid), "it is said once"


def test_another_process_with_the_id_of_a_worker_that_has_ended_is_not_slowed(
    connection: tuple[socket.socket, socket.socket],
) -> None:
    slow, (ours, its) = SlowWorkers(), connection
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        before = _nice(process.pid)
        slow.begin(process.pid, ours)
        its.sendall(b"the last of the answer")
        its.close()
        slow.look(time.monotonic() + LONG_S)
        assert _nice(process.pid) == before
        process.communicate(b"\n")


def test_a_worker_that_has_ended_is_let_pass(connection: tuple[socket.socket, socket.socket]) -> None:
    slow = SlowWorkers()
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    slow.begin(process.pid, connection[0])
    slow.look(time.monotonic() + LONG_S)
    assert slow.end(process.pid)


def test_a_worker_that_was_slowed_is_not_lent_again(engine: LocalEngine) -> None:
    pool = engine._pool
    first = pool.lease()
    pool.give_back(first)
    again = pool.lease()
    assert again.pid == first.pid
    pool._slow.look(time.monotonic() + LONG_S)
    pool.give_back(again)
    other = pool.lease()
    pool.give_back(other)
    assert other.pid != first.pid

"""A worker gives way while a long query runs, and answers no other query afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from accord.engine.local import LocalEngine
from accord.engine.slow_workers import LONG_S, STEPS, SlowWorkers


def _nice(process: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, process)


def test_only_a_long_query_is_slowed() -> None:
    slow, began = SlowWorkers(), time.monotonic()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        before = _nice(process.pid)
        slow.begin(process.pid)
        slow.look(began)
        assert _nice(process.pid) == before
        slow.look(time.monotonic() + LONG_S)
        assert _nice(process.pid) == min(19, _nice(os.getpid()) + STEPS)
        process.communicate(b"\n")
    slow.look(time.monotonic() + LONG_S)
    assert slow.end(process.pid)
    assert not slow.end(process.pid), "it is said once"


def test_a_worker_that_has_ended_is_let_pass() -> None:
    slow = SlowWorkers()
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    slow.begin(process.pid)
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

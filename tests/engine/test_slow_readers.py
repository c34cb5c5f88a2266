"""A client that reads slowly, or not at all, holds no worker, and only so much of the disk."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from accord import formats
from accord.engine import Answer, Query
from accord.engine.disconnection import Disconnection
from accord.engine.local import LocalEngine
from accord.engine.workers import frames
from accord.engine.workers.conversation import Conversation
from accord.engine.workers.frames import Frames
from accord.engine.workers.long_answer import Rest
from accord.engine.workers.pool import Pool, Worker
from accord.engine.workers.unread import Unread, UnreadLimits
from accord.errors import EngineError, LimitError
from accord.limits import EngineLimits

LONG = "SELECT * { ?s ?p ?o } ORDER BY ?o"
MIB = 1 << 20
NOBODY = 2**31 - 1
"""A process id that no process has."""


def ask(engine: LocalEngine, client: str = "") -> Answer:
    answer = engine.query(Query(LONG, formats.CSV, client=client))
    assert not answer.whole
    return answer


def ended(answer: Answer) -> None:
    """Wait until the engine has done its work."""
    over = threading.Event()
    answer.when_over(over.set)
    assert over.wait(10)


def test_answers_that_nobody_reads_hold_no_worker(engine: LocalEngine) -> None:
    """There are two workers, and one may wait."""
    unread = [ask(engine) for _ in range(6)]
    try:
        for answer in unread:
            ended(answer)
        assert not engine.busy
        assert engine.query(Query("ASK { n:1 n:next 2 }", formats.JSON)).whole
    finally:
        whole = [b"".join(answer.chunks) for answer in unread]
    assert len(set(whole)) == 1
    assert whole[0].count(b"\n") > 20_000


def test_an_answer_is_counted_until_it_is_read_or_given_up(engine: LocalEngine) -> None:
    first, second = ask(engine, "192.0.2.1"), ask(engine, "192.0.2.1")
    for answer in (first, second):
        ended(answer)
    held = engine._unread._held["192.0.2.1"]
    assert held > MIB
    assert sum(map(len, first.chunks)) > held // 2
    assert engine._unread._held["192.0.2.1"] == held // 2
    second.close()
    second.close()
    assert "192.0.2.1" not in engine._unread._held


def test_a_client_with_much_unread_is_refused_in_words() -> None:
    unread = Unread(UnreadLimits(unread=3, unread_client=2))
    unread.add("a", 2 * MIB)
    with pytest.raises(LimitError, match="Your answers") as caught:
        unread.admit("a")
    assert (caught.value.limit, caught.value.status, caught.value.value) == ("unread_client", 429, 2)
    unread.admit("b")
    unread.add("b", MIB)
    with pytest.raises(LimitError, match="other clients") as caught:
        unread.admit("c")
    assert (caught.value.limit, caught.value.status) == ("unread", 503)
    assert caught.value.retry_after
    unread.remove("a", 2 * MIB)
    unread.admit("a")
    unread.admit("c")


def test_the_engine_refuses_before_it_starts_a_query(engine: LocalEngine) -> None:
    room = engine._unread.limits.unread_client * MIB
    engine._unread.add("192.0.2.2", room)
    try:
        with pytest.raises(LimitError, match="not read completely"):
            ask(engine, "192.0.2.2")
        with pytest.raises(LimitError, match="other clients"):
            ask(engine, "192.0.2.3")
    finally:
        engine._unread.remove("192.0.2.2", room)
    ask(engine, "192.0.2.2").close()


def test_the_limits_follow_from_the_size_of_an_answer() -> None:
    assert UnreadLimits.of(EngineLimits()) == UnreadLimits()
    assert UnreadLimits.of(EngineLimits(result=10, workers=1)) == UnreadLimits(unread=20, unread_client=20)


@contextmanager
def conversation(play: Callable[[socket.socket], None]) -> Iterator[Rest]:
    """The rest of an answer of which a false worker has sent the frames."""
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    pool = Pool(Path(), EngineLimits())
    pool._idle.append(Worker(ours, NOBODY, Frames(ours)))
    query = Conversation(Query("", formats.CSV), pool, EngineLimits(), {})
    with theirs:
        play(theirs)
        theirs.shutdown(socket.SHUT_RDWR)
        rest = Rest(query, Unread(UnreadLimits()), MIB, Disconnection())
        try:
            yield rest
        finally:
            rest.close()
            pool.close()


def overstate(size: int) -> Callable[[socket.socket], None]:
    """Send the descriptor of a file of ten bytes, and say that it has another size."""

    def play(theirs: socket.socket) -> None:
        file = os.memfd_create("answer") if hasattr(os, "memfd_create") else os.open("/dev/null", os.O_RDWR)
        os.write(file, b"x" * 10)
        frames.send_size(theirs, size, file)
        frames.send(theirs, frames.END)
        os.close(file)

    return play


@pytest.mark.parametrize("size", [1000, 2 * MIB], ids=["longer than the file", "longer than an answer may be"])
def test_a_worker_that_overstates_its_file_is_an_error(size: int) -> None:
    with conversation(overstate(size)) as rest, pytest.raises(EngineError, match="its file"):
        for _ in rest.after(b"first"):
            pass


def test_a_file_that_does_not_arrive_is_an_error() -> None:
    with (
        conversation(lambda theirs: frames.send_size(theirs, 10, None)) as rest,
        pytest.raises(EngineError, match="its file"),
    ):
        list(rest.after(b"first"))

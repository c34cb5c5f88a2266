"""The frames between web process and worker."""

from __future__ import annotations

import errno
import os
import socket
from typing import Any

import pytest

from accord.engine.workers import frames


@pytest.fixture
def pair() -> tuple[socket.socket, socket.socket]:
    here, there = socket.socketpair()
    here.settimeout(2)
    return here, there


def test_a_frame_arrives_as_it_was_sent(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    with here, there:
        frames.send(there, frames.DATA, b"abc", frames.END)
        first, second = frames.receive(here), frames.receive(here)
    assert first == frames.Frame(frames.DATA, b"abc")
    assert second == frames.Frame(frames.END, b"")


def test_the_file_travels_with_the_first_size(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    reader, writer = os.pipe()
    with here, there:
        frames.send_size(there, 5_000_000_000, reader)
        frame = frames.receive(here)
    assert frame is not None
    assert frame.size == 5_000_000_000
    assert frame.descriptor is not None
    os.write(writer, b"x")
    assert os.read(frame.descriptor, 1) == b"x"
    for descriptor in (reader, writer, frame.descriptor):
        os.close(descriptor)


def test_a_descriptor_waits_while_too_many_others_are_on_their_way(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, send = list[int](), socket.send_fds

    def refused_twice(*given: Any) -> int:
        tried.append(1)
        if len(tried) < 3:
            raise OSError(errno.ETOOMANYREFS, "Too many references")
        return send(*given)

    monkeypatch.setattr(socket, "send_fds", refused_twice)
    here, there = pair
    reader, writer = os.pipe()
    with here, there:
        frames.send_size(there, 7, reader)
        frame = frames.receive(here)
    assert frame is not None
    assert frame.descriptor is not None
    assert (frame.size, len(tried)) == (7, 3)
    for descriptor in (reader, writer, frame.descriptor):
        os.close(descriptor)


def test_a_clean_end_is_none_and_a_cut_frame_is_broken(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    with here:
        with there:
            there.sendall(b"D\0\0\0\x09abc")
        with pytest.raises(frames.Broken):
            frames.receive(here)
        assert frames.receive(here) is None


def test_death_in_mid_frame_never_completes_an_answer(pair: tuple[socket.socket, socket.socket]) -> None:
    """A worker that dies in the middle of a frame has its DEATH frame taken for the rest: still no END follows."""
    here, there = pair
    with here:
        with there:
            there.sendall(b"D\0\0\0\x0cabc" + frames.death(9))
        frame = frames.receive(here)
        assert frame is not None
        assert frame.kind == frames.DATA
        assert frames.receive(here) is None


def test_a_frame_of_absurd_length_is_refused(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    with here, there:
        there.sendall(b"D\xff\xff\xff\xff")
        with pytest.raises(frames.Broken, match="bytes"):
            frames.receive(here)


def test_nothing_within_the_timeout_is_a_timeout(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    here.settimeout(0.01)
    with here, there, pytest.raises(TimeoutError):
        frames.receive(here)

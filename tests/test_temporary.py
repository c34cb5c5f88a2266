"""Temporary folders are removed after use, or else by the next process, and no other folder ever is."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from accord.temporary import all_in, private_folder, remove_left


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for temporary files alone."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def aged(folder: Path) -> Path:
    """The folder as if nothing had been written into it for an hour."""
    before = folder.stat().st_mtime - 3_600
    os.utime(folder, (before, before))
    return folder


def left_by_a_killed_process() -> Path:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with private_folder() as folder:
            (folder / "index").write_text("half")
            os.write(writing, os.fsencode(folder))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    return Path(os.fsdecode(os.read(reading, 1_000)))


def test_a_folder_is_for_its_user_and_goes_after_the_block() -> None:
    with private_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").write_text("x")
    assert not folder.exists()


def test_what_a_killed_process_left_goes_at_the_next_use() -> None:
    young, left = left_by_a_killed_process(), aged(left_by_a_killed_process())
    assert (left / "index").exists()
    with private_folder():
        assert not left.exists()
    assert young.exists()  # another process may be about to lock it


def test_a_folder_in_use_stays() -> None:
    with private_folder() as folder:
        aged(folder)
        remove_left()
        assert folder.exists()


def test_a_process_that_was_forked_off_keeps_the_folder() -> None:
    reading, writing = os.pipe()
    maker = os.fork()
    if not maker:
        with private_folder() as folder:
            if child := os.fork():
                os.write(writing, f"{child} {aged(folder)}".encode())
                os._exit(0)
            signal.pause()
    os.waitpid(maker, 0)
    paused, used = os.read(reading, 1_000).decode().split()
    try:
        remove_left()
        assert Path(used).exists()
    finally:
        os.kill(int(paused), signal.SIGKILL)


def test_nothing_else_is_removed(tmp_path: Path) -> None:
    person = tmp_path / "accord-temporary-files"
    person.mkdir()
    link = tmp_path / "accord-temporary-abcd1234"
    link.symlink_to(person)
    aged(person)
    remove_left()
    assert person.exists()
    assert link.is_symlink()


def test_what_is_made_meanwhile_is_in_the_folder() -> None:
    with private_folder() as outer, all_in(outer), private_folder() as inner:
        assert inner.parent == outer
    with private_folder() as after:
        assert after.parent == outer.parent

"""A bar is on the terminal while work is long, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from accord import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def quiet() -> object:
    yield
    progress.stop()


def test_a_terminal_shows_how_far_work_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_PAUSE", -1.0)
    progress.watch()
    assert list(progress.shown("abcd", "Reading")) == list("abcd")
    assert "Reading: [" + "#" * 15 + "-" * 15 + "] 2 of 4" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\033[K"), "the line is gone when the work is over"


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    progress.watch()
    list(progress.shown("abcd", "Reading"))
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("asked", [True, False])
def test_a_pipe_stays_clean(monkeypatch: pytest.MonkeyPatch, asked: bool) -> None:
    stream = io.StringIO() if asked else Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "_PAUSE", -1.0)
    if asked:
        progress.watch()
    list(progress.shown("abcd", "Reading"))
    assert stream.getvalue() == ""

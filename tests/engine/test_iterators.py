"""An error that is dropped in another thread takes no rows of pyoxigraph's with it."""

from __future__ import annotations

import gc
import sys
import threading
from typing import Any

import pytest
from pyoxigraph import Store

from accord.engine.iterators import drops_its_rows


def _fails(kept: bool) -> None:
    rows = Store().query("SELECT * { VALUES ?x { 1 2 } }")
    assert rows
    try:
        raise KeyError("first")
    except KeyError as error:
        raise ValueError("second") from (error if kept else None)


def _told(monkeypatch: pytest.MonkeyPatch, function: Any, kept: bool) -> list[str]:
    """What Python says when the error of a function, which is part of a cycle, is dropped in another thread."""
    told: list[str] = []
    gc.collect()
    monkeypatch.setattr(sys, "unraisablehook", lambda one: told.append(str(one.exc_value)))
    with pytest.raises(ValueError, match="second") as caught:
        function(kept)
    caught.value.__dict__["self"] = caught.value
    del caught
    thread = threading.Thread(target=gc.collect)
    thread.start()
    thread.join()
    return told


def test_the_rows_of_an_error_would_be_dropped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _told(monkeypatch, _fails, False)
    assert "another thread" in " ".join(told)


@pytest.mark.parametrize("kept", [False, True])
def test_a_function_that_drops_its_rows_leaves_none(monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    assert _told(monkeypatch, drops_its_rows(_fails), kept) == []


def test_what_it_returns_is_what_the_function_returns() -> None:
    assert drops_its_rows(lambda one, *, two: (one, two))(1, two=2) == (1, 2)

"""Answers that were written before."""

from __future__ import annotations

from accord.web.cache import Cache


def test_what_was_asked_for_last_is_kept() -> None:
    cache = Cache(entries=2)
    cache.keep("a", b"1")
    cache.keep("b", b"2")
    assert cache.held("a") == b"1"
    assert cache.keep("c", b"3") == b"3"
    assert (cache.held("a"), cache.held("b"), cache.held("c")) == (b"1", None, b"3")


def test_bytes_are_bounded_too() -> None:
    cache = Cache(size=10)
    cache.keep("a", b"x" * 6)
    cache.keep("a", b"y" * 6)
    assert cache.held("a") == b"y" * 6
    cache.keep("b", b"z" * 6)
    assert (cache.held("a"), len(cache)) == (None, 1)
    cache.keep("c", b"too large by far")
    assert len(cache) == 0

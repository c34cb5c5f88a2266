"""How long the parts of an answer took, in the header ``Server-Timing`` (W3C Server Timing)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter

from flask import Flask, Response, g


def register(app: Flask) -> None:
    """Make an application report its times. For a stream it is the time until the first bytes."""
    app.before_request(_begin)
    app.after_request(_finish)


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Count the time that the block takes for a part of the answer (a token: letters, digits, hyphens)."""
    began = perf_counter()
    try:
        yield
    finally:
        g.parts = {**g.get("parts", {}), part: perf_counter() - began}


def _begin() -> None:
    g.began = perf_counter()


def _finish(response: Response) -> Response:
    response.headers.update(times({**g.get("parts", {}), "total": perf_counter() - g.began}))
    return response


def times(parts: Mapping[str, float]) -> tuple[tuple[str, str], ...]:
    """The headers for the seconds that each part took; any page may read them."""
    value = ", ".join(f"{part};dur={seconds * 1000:.2f}" for part, seconds in parts.items())
    return ("Server-Timing", value), ("Timing-Allow-Origin", "*")

"""Where a view is called: on the event loop, in a thread, or in a thread where it may wait for the query engine.

The event loop is for what is bounded: as long as a view is at work there, every other client waits.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

View = TypeVar("View", bound=Callable[..., Any])

_ATTRIBUTE = "accord_manner"


class Manner(Enum):
    """The three ways to call a view."""

    AT_ONCE = "on the event loop"
    APART = "in one of a few threads, which wait for nothing but the processor"
    WAITING = "in one of many threads, which may wait for the engine or for a long computation"


def at_once(view: View) -> View:
    """Mark a view whose work is bounded by a constant, whatever the data and the request: it needs no thread."""
    setattr(view, _ATTRIBUTE, Manner.AT_ONCE)
    return view


def waits(view: View) -> View:
    """Mark a view that may wait for the engine, or compute for long: it must not hold the threads of the pages."""
    setattr(view, _ATTRIBUTE, Manner.WAITING)
    return view


def manner(view: Callable[..., Any]) -> Manner:
    """How a view is called; one that is not marked gets a thread, for a page may be as large as the data."""
    found: Manner = getattr(view, _ATTRIBUTE, Manner.APART)
    return found


class Manners:
    """How each request to an application is called, by its method and path."""

    def __init__(self, app: Flask) -> None:
        self._views = app.view_functions
        self._routes = app.url_map.bind("localhost")

    def of(self, method: str, path: str) -> Manner:
        """The manner of the view that a request leads to; what leads to none gets a thread."""
        try:
            endpoint, _ = self._routes.match(path, method)
        except (HTTPException, RequestRedirect):
            return Manner.APART
        return manner(self._views[endpoint])

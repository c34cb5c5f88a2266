"""Where a view runs: on the event loop, in a thread for pages, or in a thread that may wait for the query engine.

The event loop is only for views with bounded work: while one runs there, every other client waits.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

View = TypeVar("View", bound=Callable[..., Any])

_ATTRIBUTE = "accord_runs_on"


class RunsOn(Enum):
    """The three places where a view can run."""

    EVENT_LOOP = "the event loop"
    PAGE_THREAD = "one of a few threads for views that only compute"
    WAITING_THREAD = "one of many threads for views that may wait for the engine or compute for long"


def on_event_loop(view: View) -> View:
    """Mark a view whose work has a constant bound, whatever the data and the request: it needs no thread."""
    setattr(view, _ATTRIBUTE, RunsOn.EVENT_LOOP)
    return view


def may_wait(view: View) -> View:
    """Mark a view that may wait for the engine or compute for long: it must not occupy the threads for pages."""
    setattr(view, _ATTRIBUTE, RunsOn.WAITING_THREAD)
    return view


def runs_on(view: Callable[..., Any]) -> RunsOn:
    """Where a view runs. An unmarked view gets a thread for pages, since a page may be as large as the data."""
    found: RunsOn = getattr(view, _ATTRIBUTE, RunsOn.PAGE_THREAD)
    return found


class ViewThreads:
    """Where the view of each request runs, by the request's method and path."""

    def __init__(self, app: Flask) -> None:
        self._views = app.view_functions
        self._routes = app.url_map.bind("localhost")

    def of(self, method: str, path: str) -> RunsOn:
        """Where the view of a request runs. A request without a view gets a thread for pages."""
        try:
            endpoint, _ = self._routes.match(path, method)
        except (HTTPException, RequestRedirect):
            return RunsOn.PAGE_THREAD
        return runs_on(self._views[endpoint])

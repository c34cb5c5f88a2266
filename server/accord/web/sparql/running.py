"""Running a query for a client, on the client's account."""

from __future__ import annotations

from flask import request

from accord.engine import Answer, Query
from accord.web.rate_limit import clients
from accord.web.site import Site
from accord.web.timing import timed


def run(site: Site, query: Query) -> Answer:
    """The engine's answer, of which the beginning is there, counted for the client."""
    leave = clients().enter(request.remote_addr or "")
    try:
        with timed("engine"):
            answer = site.engine.query(query)
    except BaseException:
        leave()
        raise
    answer.when_over(leave)
    return answer

"""Running a query for a client, on the client's account, and keeping the answer for the next who asks the same."""

from __future__ import annotations

from flask import request

from accord.engine import Answer, Query
from accord.web.requests.rate_limit import clients
from accord.web.responses.cache import MAX_CACHED_BYTES, CachedAnswer, cache
from accord.web.responses.timing import timed
from accord.web.site import Site
from accord.web.sparql.protocol import cache_key


def run(site: Site, query: Query) -> Answer:
    """The engine's answer, of which the beginning is there, counted for the client."""
    leave = clients().enter(request.remote_addr or "")
    try:
        with timed("engine"):
            answer = site.engine.query(query)
    except BaseException:  # it counts no longer, whatever ended it
        leave()
        raise
    answer.when_over(leave)
    return answer


def run_cached(site: Site, query: Query) -> Answer:
    """The answer as :func:`run` gives it, from the cache if it is there; one that is small is kept there."""
    if not query.inspection.cacheable:
        return run(site, query)
    key = cache_key(site.publication, query)
    kept = cache().get(key)
    if kept is None:
        answer = run(site, query)
        if not answer.whole:
            return answer
        kept = CachedAnswer(b"".join(answer.chunks))
        if len(kept.body) <= MAX_CACHED_BYTES:
            cache().put(key, kept)
    return Answer(iter((kept.body,)), whole=True, close=_nothing)


def _nothing() -> None:
    """There is nothing to close in an answer of the cache."""

"""Malformed requests against every route of a running service are refused, never failures of the server."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import malformed
from places import TESTS
from running import serving

REQUESTS = 400
"""As many as take a few seconds; twenty thousand were tried with other seeds."""


def test_no_request_is_a_failure_of_the_server() -> None:
    with serving(TESTS / "publication") as running:
        paths = list(json.loads(running.get("/openapi.json").body)["paths"])
        port = urlsplit(running.url).port or 0
        found = {request: malformed.status(port, request) for request in malformed.requests(paths, REQUESTS, seed=3)}
        assert [request for request, status in found.items() if status in (0, 500)] == []
        assert {200, 400, 404, 405} <= set(found.values())
        long = running.get("/sparql?query=" + "a" * 60_000)
        assert (long.status, json.loads(long.body)["limit"]) == (414, "address")
        assert "as a form" in long.text
        assert running.get("/sparql?query=" + "a" * 80_000).status == 414
        assert running.get("/ready").status == 200

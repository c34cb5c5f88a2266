"""The counts of the service, and the line about each request."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

from accord.engine import Query
from accord.engine.tally import QueryTally
from accord.formats import JSON
from accord.web import Site, create_app
from accord.web.metrics.queries import engine_lines
from accord.web.metrics.requests import Observed
from accord.web.metrics.several import together


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["path"] == "/broken":
        raise TimeoutError
    status = 429 if scope["path"] == "/search" else 200
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b"12345"})


def asked(observed: Observed, path: str, client: str = "127.0.0.1", **headers: str) -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": pairs, "client": (client, 1)}
    asyncio.run(observed(scope, receive, send))
    return sent


def test_requests_are_counted_by_kind_and_status() -> None:
    log = io.StringIO()
    reload = {"result": "refused", "at": "2026-11-30T00:00:00+00:00"}
    observed = Observed(app, lambda: reload, log)
    for path in ("/doc/x", "/doc/y", "/search"):
        asked(observed, path)
    text = asked(observed, "/metrics")[1]["body"].decode()
    assert 'accord_requests_total{kind="doc",status="200"} 2\n' in text
    assert 'accord_request_seconds_count{kind="doc"} 2\n' in text
    assert 'accord_request_seconds_bucket{kind="doc",le="10.0"} 2\n' in text
    assert "accord_sent_bytes_total 15\n" in text
    assert "accord_reload_refused 1\n" in text
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["path"], line["status"]) for line in lines] == [("/doc/x", 200), ("/doc/y", 200), ("/search", 429)]
    assert set(lines[0]) == {"time", "method", "path", "status", "bytes", "seconds"}


def test_queries_and_refusals_are_counted(site: Site) -> None:
    tally, client = QueryTally(), create_app(site).test_client()
    for result in ("deadline", "answered"):
        counted = tally.begin(Query("ASK {}", JSON))
        counted.start()
        counted.end(result, killed=result == "deadline")
        counted.end("left")
    tally.begin(Query("ASK {}", JSON))
    client.get("/sparql?query=ASK%20%7B%20%7D&default-graph-uri=" + "&default-graph-uri=".join(map(str, range(101))))
    found = set(engine_lines(client.application, tally)())
    assert {
        "accord_queries_waiting 1",
        "accord_queries_running 0",
        "accord_workers_killed_total 1",
        'accord_queries_total{result="deadline"} 1',
        'accord_queries_total{result="answered"} 1',
        'accord_query_seconds_bucket{le="+Inf"} 2',
        'accord_refusals_total{limit="graphs"} 1',
    } <= found, found


def test_counts_are_for_this_machine_only() -> None:
    observed = Observed(app, lambda: None)
    assert asked(observed, "/metrics", "192.0.2.1")[1]["body"] == b"12345"
    assert asked(observed, "/metrics", x_forwarded_for="192.0.2.1")[1]["body"] == b"12345"
    assert asked(observed, "/metrics", "::1")[1]["body"].startswith(b"# HELP accord_requests_total ")


def test_the_counts_of_several_processes_are_added_up() -> None:
    one, two = Observed(app, lambda: None), Observed(app, lambda: None)
    for observed, paths in ((one, ("/doc/x", "/doc/y", "/search")), (two, ("/doc/x", "/things"))):
        for path in paths:
            asked(observed, path)
    text = together([one.text(), two.text()])
    assert 'accord_requests_total{kind="doc",status="200"} 3\n' in text
    assert 'accord_requests_total{kind="things",status="200"} 1\n' in text
    assert "accord_sent_bytes_total 25\n" in text
    assert together([one.text()]) == one.text()
    largest = max(line for each in (one, two) for line in each.text().splitlines() if line.startswith("accord_web_mem"))
    assert f"{largest}\n" in text
    families = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(families) == len(set(families))
    for name in families:
        lines = [place for place, line in enumerate(text.splitlines()) if line.startswith(name)]
        assert lines == list(range(lines[0], lines[0] + len(lines))), "the counts of a family are together"

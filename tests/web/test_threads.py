"""Every view runs where it delays no other client: those that may wait are marked, the event loop gets bounded ones."""

from __future__ import annotations

import pytest
from flask import Flask

from accord.engine import Answer, Query
from accord.errors import EngineError
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.requests.threads import RunsOn, ViewThreads, runs_on
from engines import StoreEngine

BOUNDED = {
    "static",
    "status.health",
    "crawlers.favicon",
    "crawlers.robots",
    "catalog.dataset",
    "short.query",
    "agents.about",
}
"""The views of the event loop: files of the software, and answers of a few words."""

SAMPLES = {
    "slug": "skerry",
    "name": "skerry",
    "suffix": "ttl",
    "number": "1",
    "kind": "lighthouse",
    "token": "a",
    "id": "1",
    "code": "RULE-LABEL",
    "filename": "site.css",
}


class Counting(StoreEngine):
    """An engine that counts how often it is asked."""

    asked = 0

    def query(self, query: Query) -> Answer:
        self.asked += 1
        raise EngineError("It is away.")


@pytest.fixture(scope="module")
def engine(tiny: Publication) -> Counting:
    return Counting(tiny)


@pytest.fixture(scope="module")
def app(tiny: Publication, engine: Counting) -> Flask:
    return create_app(Site.open(tiny, engine))


def test_the_event_loop_gets_what_is_bounded(app: Flask) -> None:
    on_event_loop = {name for name, view in app.view_functions.items() if runs_on(view) is RunsOn.EVENT_LOOP}
    assert on_event_loop == BOUNDED


def test_views_that_ask_the_engine_are_marked(app: Flask, engine: Counting) -> None:
    """Every route is visited. A view that is not marked must not query the engine."""
    client = app.test_client()
    addresses = app.url_map.bind("localhost")
    asking = set()
    for rule in app.url_map.iter_rules():
        path = addresses.build(rule.endpoint, {name: SAMPLES[name] for name in rule.arguments})
        before = engine.asked
        client.get(path, query_string={"query": "ASK {}"} if rule.endpoint == "sparql.endpoint" else {}).close()
        if engine.asked > before:
            asking.add(rule.endpoint)
    assert {"sparql.endpoint", "status.ready"} <= asking
    assert {runs_on(app.view_functions[name]) for name in asking} == {RunsOn.WAITING_THREAD}


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/health", RunsOn.EVENT_LOOP),
        ("GET", "/static/site.css", RunsOn.EVENT_LOOP),
        ("POST", "/sparql", RunsOn.WAITING_THREAD),
        ("GET", "/dump.ttl", RunsOn.WAITING_THREAD),
        ("GET", "/graph/data/skerry", RunsOn.PAGE_THREAD),
        ("GET", "/ontology.ttl", RunsOn.PAGE_THREAD),
        ("GET", "/doc/skerry.ttl", RunsOn.PAGE_THREAD),
        ("GET", "/atlantis", RunsOn.PAGE_THREAD),
        ("GET", "/doc//skerry", RunsOn.PAGE_THREAD),
        ("DELETE", "/health", RunsOn.PAGE_THREAD),
    ],
)
def test_large_files_are_not_written_on_the_event_loop(app: Flask, method: str, path: str, expected: RunsOn) -> None:
    assert ViewThreads(app).of(method, path) is expected

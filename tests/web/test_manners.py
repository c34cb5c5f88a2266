"""Every route is called where it holds up nobody: what may wait is marked, the event loop gets only what is bounded."""

from __future__ import annotations

import pytest
from flask import Flask

from accord.engine import Answer, Query
from accord.errors import EngineError
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.manners import Manner, Manners, manner
from engines import StoreEngine

BOUNDED = {"static", "status.health", "crawlers.robots", "catalog.dataset"}
"""The views of the event loop: files of the software, and a few words."""

SAMPLES = {
    "slug": "skerry",
    "name": "skerry",
    "suffix": "ttl",
    "number": "1",
    "filename": "site.css",
}


class Telling(StoreEngine):
    """An engine that counts how often it is asked."""

    asked = 0

    def query(self, query: Query) -> Answer:
        self.asked += 1
        raise EngineError("It is away.")


@pytest.fixture(scope="module")
def engine(tiny: Publication) -> Telling:
    return Telling(tiny)


@pytest.fixture(scope="module")
def app(tiny: Publication, engine: Telling) -> Flask:
    return create_app(Site.open(tiny, engine))


def test_the_event_loop_gets_what_is_bounded(app: Flask) -> None:
    at_once = {name for name, view in app.view_functions.items() if manner(view) is Manner.AT_ONCE}
    assert at_once == BOUNDED


def test_views_that_ask_the_engine_are_marked(app: Flask, engine: Telling) -> None:
    """Every route is visited; one that is not marked must not have asked."""
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
    assert {manner(app.view_functions[name]) for name in asking} == {Manner.WAITING}


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/health", Manner.AT_ONCE),
        ("GET", "/static/site.css", Manner.AT_ONCE),
        ("POST", "/sparql", Manner.WAITING),
        ("GET", "/dump.ttl", Manner.WAITING),
        ("GET", "/graph/data/skerry", Manner.APART),
        ("GET", "/ontology.ttl", Manner.APART),
        ("GET", "/doc/skerry.ttl", Manner.APART),
        ("GET", "/atlantis", Manner.APART),
        ("GET", "/doc//skerry", Manner.APART),
        ("DELETE", "/health", Manner.APART),
    ],
)
def test_large_files_are_not_written_on_the_event_loop(app: Flask, method: str, path: str, expected: Manner) -> None:
    assert Manners(app).of(method, path) is expected

"""Queries that are answered on the event loop get the same answers as from the view."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote, urlencode

import pytest
from flask import Flask

from accord import formats
from accord.engine import Query
from accord.engine.disconnection import Disconnection
from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine
from accord.engine.respelled import NOTHING_RESPELLED
from accord.engine.workers.started_query import StartedQuery
from accord.errors import LimitError
from accord.http.answering import Answering
from accord.http.request import Request
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Hosts, Site, create_app
from accord.web.gateway import Gateway
from accord.web.requests.rate_limit import ClientLimits, Clients
from accord.web.sparql.direct import PATH, DirectQueries

LABELS = "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?s LIMIT 3"
LONG = "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f } } LIMIT 20000"
SLOW = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(CONCAT(STR(?a), STR(?j))) = 7) }"
FORM = (b"content-type", b"application/x-www-form-urlencoded")


@dataclass
class Sent:
    """One answer as it was sent."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    body: bytes = b""

    def comparable(self) -> tuple[int, dict[bytes, Any], bytes]:
        """All that is neither a time nor a matter of chunks; the order in Vary says nothing."""
        headers: dict[bytes, Any] = {name: one for name, one in self.headers.items() if name != b"server-timing"}
        headers[b"vary"] = sorted(self.headers.get(b"vary", b"").split(b", "))
        body = zlib.decompress(self.body, 31) if self.headers.get(b"content-encoding") else self.body
        return self.status, headers, body


@pytest.fixture(scope="module")
def engine(tiny: Publication) -> Iterator[LocalEngine]:
    with local_engine(tiny, EngineLimits()) as engine:
        engine.respelled = NOTHING_RESPELLED  # else most queries here would have a hint, and no direct answer
        yield engine


@pytest.fixture(scope="module")
def app(tiny: Publication, engine: LocalEngine) -> Flask:
    site = Site.open(tiny, engine)
    assert site.explainer, "the first view makes it"
    return create_app(site, Hosts(bound="127.0.0.1"))


def ask(
    app: Flask, query: str = "", *headers: tuple[bytes, bytes], body: bytes = b"", forget: bool = True
) -> tuple[Sent, int]:
    """The answer of an empty cache, unless it is not to ``forget``, with the direct way; and how many it answered."""
    if forget:
        app.extensions["cache"].clear()
    return asyncio.run(_ask(app, query, list(headers), body, direct=True))


def both(app: Flask, query: str = "", *headers: tuple[bytes, bytes], body: bytes = b"") -> tuple[Sent, Sent, int]:
    """The answers of the view and of the direct way, and how many requests the latter answered."""
    app.extensions["cache"].clear()
    view, _ = asyncio.run(_ask(app, query, list(headers), body, direct=False))
    found, times = ask(app, query, *headers, body=body)
    return view, found, times


@dataclass
class Exchange:
    """One request to the gateway as the HTTP server makes it, and what it answers."""

    request: Request
    replied: asyncio.Future[tuple[int, bytes, bytes] | object]
    observe: Any = None

    def reply(self, status: int, written: bytes, body: bytes) -> None:
        self.replied.set_result((status, written, body))

    def hand_over(self, pending: object = None) -> None:
        self.replied.set_result(pending)


async def _ask(
    app: Flask, query: str, headers: list[tuple[bytes, bytes]], body: bytes, direct: bool
) -> tuple[Sent, int]:
    gateway = Gateway(app, 4, direct={PATH.encode(): DirectQueries(app).at_once} if direct else None)
    length = [(b"content-length", str(len(body)).encode())] if body else []
    all_headers = [(b"host", b"localhost"), *headers, *length]
    request = Request(
        "POST" if body else "GET", b"/sparql?" + query.encode(), "1.1", all_headers, ("127.0.0.1", 1), True, 500,
        bytearray(body), complete=True,
    )  # fmt: skip
    exchange = Exchange(request, asyncio.get_running_loop().create_future())
    pending = None
    if direct and gateway.at_once(cast(Answering, exchange)):
        found = await exchange.replied
        if isinstance(found, tuple):
            status, written, answer = found
            pairs = [line.split(b": ", 1) for line in written.splitlines()]
            return Sent(status, dict(pairs), answer), 1
        pending = found
    sent, waiting = Sent(), asyncio.Event()
    incoming = [{"type": "http.request", "body": body}]

    async def receive() -> dict[str, Any]:
        if not incoming:
            await waiting.wait()
        return incoming.pop()

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            sent.status, sent.headers = message["status"], dict(message["headers"])
        else:
            sent.body += message["body"]

    scope = {**request.scope(("127.0.0.1", 80)), "accord.pending": pending}
    await gateway(scope, receive, send)
    return sent, int(pending is not None and sent.status == 200)


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (urlencode({"query": LABELS}), ()),
        (urlencode({"query": LABELS}), ((b"accept", b"text/csv"),)),
        (urlencode({"query": LABELS, "format": "xml", "infer": "off"}), ((b"accept-encoding", b"gzip"),)),
        (urlencode({"query": LABELS, "timeout": "5"}), ((b"origin", b"http://localhost:3000"),)),
        (urlencode({"query": "ASK { ?s rdfs:label ?o }"}), ((b"accept", b"application/sparql-results+json"),)),
        (urlencode({"query": "CONSTRUCT { ?s rdfs:label ?o } { ?s rdfs:label ?o }"}), ((b"accept", b"text/turtle"),)),
        (urlencode({"query": LONG}), ((b"accept", b"text/csv"),)),
        (urlencode({"query": LONG}), ((b"accept", b"text/csv"), (b"accept-encoding", b"gzip"))),
    ],
)
def test_plain_queries_get_the_same_answer(app: Flask, query: str, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    view, found, times = both(app, query, *headers)
    assert times == 1
    assert found.status == 200
    assert found.body
    assert found.comparable() == view.comparable()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (LABELS.encode(), (b"content-type", b"application/sparql-query")),
        (urlencode({"query": LABELS}).encode(), FORM),
    ],
)
def test_posted_queries_get_the_same_answer(app: Flask, body: bytes, kind: tuple[bytes, bytes]) -> None:
    view, found, times = both(app, "", kind, body=body)
    assert times == 1
    assert found.comparable() == view.comparable()


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        (urlencode({"query": LABELS}), ((b"accept", b"text/html"),), 200),
        (urlencode({"query": "SELECT * { ?s ?p }"}), (), 400),
        (urlencode({"query": "SELECT * { ?s rdfs:label 'nobody has this' }"}), (), 200),
        (urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}), (), 200),
        (urlencode({"query": "INSERT DATA { <a:b> <a:b> <a:b> }"}), (), 400),
        (
            urlencode({"query": "SELECT * { ?s rdfs:label ?o } LIMIT 1", "default-graph-uri": "http://no.example/"}),
            (),
            200,
        ),
        (urlencode({"query": LABELS, "format": "yaml"}), ((b"accept", b"text/yaml"),), 406),
        (urlencode({"query": LABELS}), ((b"host", b"elsewhere.example"),), 400),
        (urlencode({"query": LABELS}), ((b"if-none-match", b'"x"'),), 200),
        (urlencode({"query": f"{LABELS} # {'long ' * 1000}"}), (), 200),
        (urlencode({"query": LABELS, "limit": 5}), (), 200),
        (urlencode({"$x": "<a:b>", "query": LABELS}), (), 200),
        ("query=%ff", (), 400),
        ("", (), 200),
    ],
)
def test_all_else_is_for_the_view(
    app: Flask, query: str, headers: tuple[tuple[bytes, bytes], ...], status: int
) -> None:
    view, found, times = both(app, query, *headers)
    assert times == 0
    assert found.status == status
    assert found.comparable() == view.comparable()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?x a light:Lighthouse }",
        "SELECT (SUM(?m) AS ?s) { ?x light:focalHeight/light:metres ?m ; light:keptBy ?k }",
    ],
)
def test_what_counts_is_answered_at_once_when_its_explanation_is_known(app: Flask, text: str) -> None:
    first, times = ask(app, urlencode({"query": text}))
    assert times == 0
    again, times = ask(app, urlencode({"query": f"{text} # once more"}), forget=False)
    assert times == 1
    assert {**again.comparable()[1], b"etag": b""} == {**first.comparable()[1], b"etag": b""}
    assert again.body == first.body


def test_a_body_is_read_again_by_the_view(app: Flask) -> None:
    found, times = ask(app, "", FORM, body=urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).encode())
    assert (found.status, times) == (200, 0)
    assert b'"n"' in found.body


def test_an_answer_that_differs_each_time_is_for_the_view(app: Flask) -> None:
    found, times = ask(app, urlencode({"query": "SELECT (NOW() AS ?now) { }"}))
    assert (found.status, times) == (200, 0)
    assert found.headers[b"cache-control"] == b"no-store"


def test_a_failure_of_the_engine_is_an_answer(app: Flask) -> None:
    """A worker that dies of its query answers as it does through the view: with the limit."""
    view, found, _ = both(app, f"query={quote(SLOW)}&timeout=0.2")
    assert (found.status, view.status) == (504, 504)
    assert found.body == view.body


def warm(engine: LocalEngine) -> None:
    """See that a worker is idle, since the event loop does not wait for one."""
    assert engine.query(Query("ASK {}", formats.JSON)).whole


def test_a_client_that_leaves_ends_its_query(app: Flask, engine: LocalEngine) -> None:
    warm(engine)

    async def leave() -> None:
        gateway = Gateway(app, 4, direct={PATH.encode(): DirectQueries(app).at_once})
        target = f"/sparql?query={quote(SLOW)}".encode()
        request = Request("GET", target, "1.1", [(b"host", b"localhost")], ("127.0.0.1", 1), True, 500, complete=True)
        exchange = Exchange(request, asyncio.get_running_loop().create_future())
        assert gateway.at_once(cast(Answering, exchange))
        assert engine.busy
        request.leave()

    asyncio.run(leave())
    assert not engine.busy


async def crowd(app: Flask, queries: list[str], then: Callable[[list[Exchange]], None]) -> list[Any]:
    """What the direct way does with requests of one client at the same time, of which it takes all."""
    gateway = Gateway(app, 4, direct={PATH.encode(): DirectQueries(app).at_once})
    exchanges = []
    for query in queries:
        target = f"/sparql?query={quote(query)}".encode()
        request = Request("GET", target, "1.1", [(b"host", b"localhost")], ("127.0.0.1", 1), True, 500, complete=True)
        exchange = Exchange(request, asyncio.get_running_loop().create_future())
        assert gateway.at_once(cast(Answering, exchange))
        exchanges.append(exchange)
    then(exchanges)
    return await asyncio.gather(*(one.replied for one in exchanges if not one.request.gone))


def alone(app: Flask, monkeypatch: pytest.MonkeyPatch, patience: float = 10.0) -> Clients:
    """Let a client run one query at a time."""
    clients = Clients(ClientLimits(concurrent=1, patience=patience))
    app.extensions["cache"].clear()
    monkeypatch.setitem(app.extensions, "clients", clients)
    return clients


def test_queries_of_one_client_wait_for_each_other_without_a_thread(
    app: Flask, engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(engine)
    clients = alone(app, monkeypatch)
    waiting: list[int] = []
    queries = [f"{LABELS} # {number}" for number in range(5)]
    found = asyncio.run(crowd(app, queries, lambda _: waiting.append(clients.waiting)))
    assert waiting == [4]
    assert [status for status, _, _ in found] == [200] * 5
    assert len({body for _, _, body in found}) == 1
    assert clients.waiting == 0


def test_a_query_that_waits_too_long_is_refused(
    app: Flask, engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(engine)
    clients = alone(app, monkeypatch, patience=0.02)
    leave = clients.enter("127.0.0.1")
    (waited,) = asyncio.run(crowd(app, [LABELS], lambda _: None))
    leave()
    with pytest.raises(LimitError, match="waited 0.02 s for your other queries"):
        asyncio.run(waited.finish(Disconnection()))
    assert clients.waiting == 0


def test_a_client_that_gets_into_debt_while_it_waits_is_refused_by_the_view(
    app: Flask, engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(engine)
    clients = alone(app, monkeypatch)
    leave = clients.enter("127.0.0.1")
    monkeypatch.setattr(clients, "_clock", lambda: 1e9)
    assert asyncio.run(crowd(app, [LABELS], lambda _: leave())) == [None]
    assert clients.waiting == 0


def test_a_client_that_leaves_the_line_is_forgotten(
    app: Flask, engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(engine)
    clients = alone(app, monkeypatch)

    def all_leave(exchanges: list[Exchange]) -> None:
        for one in reversed(exchanges):
            one.request.leave()

    assert asyncio.run(crowd(app, [SLOW, LABELS], all_leave)) == []
    assert (clients.waiting, engine.busy) == (0, False)


def test_a_worker_that_never_answers_is_given_up(app: Flask, engine: LocalEngine) -> None:
    """Its alarm ends it long before; this is for one that was taken over."""

    warm(engine)

    async def wait() -> tuple[StartedQuery, bytes | None]:
        ready = asyncio.get_running_loop().create_future()
        query = Query(SLOW, formats.JSON, seconds=2.0)
        running = engine.begin_at_once(query, lambda: ready.set_result(None))
        assert running
        running._is_late()
        await ready
        with pytest.raises(LimitError, match="stopped after"):
            await running.rest(Disconnection())
        return running, running.short()

    assert asyncio.run(wait())[1] is None
    assert not engine.busy

"""Queries that another server answers: real servers with a publication in them, and one that fails in every way."""

from __future__ import annotations

import http.server
import json
import os
import socket
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from accord import formats
from accord.engine import Query
from accord.engine.disconnection import Disconnection, serving
from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine, page_store
from accord.engine.remote import Credentials
from accord.engine.remote.engine import RemoteEngine
from accord.engine.remote.load import load, missing, target
from accord.errors import AccordError, EngineError, ForbiddenError, LimitError, QueryError, UpstreamError, UsageError
from accord.formats import Format
from accord.limits import EngineLimits, QueryLimits
from accord.publication import Publication
from accord.sparql.guard import inspect
from remote_servers import oxigraph, virtuoso
from running import free_port


@pytest.fixture(scope="module", params=[oxigraph, pytest.param(virtuoso, marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tiny: Publication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with request.param(tiny, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture(scope="module")
def local(tiny: Publication) -> Iterator[LocalEngine]:
    """The engine that the answers of other servers are compared with."""
    with local_engine(tiny, EngineLimits()) as engine:
        yield engine


def engine_at(publication: Publication, url: str, **limits: float) -> RemoteEngine:
    return RemoteEngine(publication, page_store(publication), url, EngineLimits(**limits), Credentials())  # type: ignore[arg-type]


def asked(publication: Publication, text: str, format: Format = formats.JSON, **more: object) -> Query:
    inspection = inspect(text, QueryLimits(), prefixes=publication.settings.prefixes)
    return Query(text, format, inspection=inspection, **more)  # type: ignore[arg-type]


QUESTIONS = [
    ("SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?s ?label", None),
    ("SELECT * { ?zone rdfs:label ?label . ?zone a ?kind }", None),
    ("SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY ?class", None),
    ("SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY ?class", False),
    ("ASK { ?s rdfs:label ?label }", None),
    ("ASK { ?s rdfs:label 'nobody is called that' }", None),
]


@pytest.mark.parametrize(
    "text", ["SELECT * {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }}", "ASK {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }}"]
)
def test_no_service_is_called_by_anybody(tiny: Publication, tmp_path: Path, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, oxigraph(tiny, tmp_path) as url:
        query = asked(tiny, text.format(f"http://127.0.0.1:{listener.getsockname()[1]}/"))
        with pytest.raises(ForbiddenError, match="calls no other service"):
            engine_at(tiny, url).query(query)
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_the_description_is_in_the_default_graph_for_queries_that_ask_for_it(
    tiny: Publication, url: str, local: LocalEngine
) -> None:
    query = asked(tiny, "SELECT ?part { ?set <http://rdfs.org/ns/void#classPartition> ?part } ORDER BY ?part")
    expected = json.loads(b"".join(local.query(query).chunks))["results"]["bindings"]
    assert expected
    assert json.loads(b"".join(engine_at(tiny, url).query(query).chunks))["results"]["bindings"] == expected


@pytest.mark.parametrize(("text", "infer"), QUESTIONS)
@pytest.mark.parametrize("format", [formats.JSON, formats.CSV, formats.XML, formats.TSV], ids=lambda one: one.name)
def test_the_answers_are_those_of_the_local_engine(
    tiny: Publication, url: str, local: LocalEngine, text: str, infer: bool | None, format: Format
) -> None:
    query = asked(tiny, text, format, infer=infer)
    expected = _comparable(b"".join(local.query(query).chunks), format)
    assert _comparable(b"".join(engine_at(tiny, url).query(query).chunks), format) == expected


def _comparable(body: bytes, format: Format) -> object:
    """Servers differ in how they sort."""
    if format is formats.JSON:
        found = json.loads(body)
        rows = [json.dumps(row, sort_keys=True) for row in found.get("results", {}).get("bindings", [])]
        return found.get("boolean"), sorted(rows), found["head"].get("vars", [])
    return sorted(body.removesuffix(b"</results></sparql>").replace(b"<result>", b"\n").splitlines())


def test_a_graph_comes_as_it_is_asked_for(tiny: Publication, url: str, local: LocalEngine) -> None:
    query = asked(tiny, "CONSTRUCT { ?s rdfs:label ?o } { ?s rdfs:label ?o }", formats.N_TRIPLES)
    expected = sorted(b"".join(local.query(query).chunks).splitlines())
    assert sorted(b"".join(engine_at(tiny, url).query(query).chunks).splitlines()) == expected


def test_a_deadline_holds(tiny: Publication, url: str) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?a) < STR(?l)) }"
    engine = engine_at(tiny, url, deadline=1.0)
    with pytest.raises(LimitError, match="stopped after 1 s") as raised:
        engine.query(asked(tiny, slow))
    assert raised.value.status == 504
    assert not engine.busy


def test_a_refusal_is_the_asker_s(tiny: Publication, url: str) -> None:
    with pytest.raises(QueryError):
        engine_at(tiny, url).query(asked(tiny, "SELECT * {\n ?s rdfs:label }"))


def test_oxigraph_says_where(tiny: Publication, tmp_path: Path) -> None:
    with oxigraph(tiny, tmp_path) as url, pytest.raises(QueryError) as raised:
        engine_at(tiny, url).query(asked(tiny, "SELECT * {\n ?s rdfs:label }"))
    assert raised.value.place
    assert (raised.value.place.line, raised.value.place.column) == (2, 16)


def test_a_long_answer_comes_in_pieces(tiny: Publication, tmp_path: Path) -> None:
    with oxigraph(tiny, tmp_path) as url:
        engine = engine_at(tiny, url)
        answer = engine.query(asked(tiny, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", formats.CSV))
        assert not answer.whole
        assert engine.busy
        assert sum(chunk.count(b"\n") for chunk in answer.chunks) == 20_001
        assert not engine.busy


def test_a_long_answer_is_limited(tiny: Publication, tmp_path: Path) -> None:
    with oxigraph(tiny, tmp_path) as url:
        answer = engine_at(tiny, url, result=1).query(asked(tiny, "SELECT * { ?a ?b ?c . ?d ?e ?f }", formats.CSV))
        with pytest.raises(LimitError, match="larger than 1 MiB"):
            list(answer.chunks)


def test_a_load_sends_what_has_changed(tiny: Publication, tmp_path: Path) -> None:
    with oxigraph(tiny, tmp_path) as url:
        there = target(url, url.replace("/query", "/store"), "", Credentials())
        again = load(tiny, there)
        assert (again.sent, again.removed) == (0, 0)
        log = f"{tiny.settings.base}graph/loaded"
        urllib.request.urlopen(
            urllib.request.Request(
                url.replace("/query", "/update"),
                f"DELETE WHERE {{ GRAPH <{log}> {{ <{tiny.inferred}> ?p ?o }} }}".encode(),
                {"Content-Type": "application/sparql-update"},
            ),
            timeout=10,
        ).close()
        assert missing(tiny, url) == 1
        assert load(tiny, there).sent == 1
        assert missing(tiny, url) == 0


def test_a_load_by_updates_is_the_same(tiny: Publication, tmp_path: Path) -> None:
    with oxigraph(tiny, tmp_path) as url:
        count = asked(tiny, "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        before = b"".join(engine_at(tiny, url).query(count).chunks)
        writer = target(url, "", url.replace("/query", "/update"), Credentials())
        writer.put(f"{tiny.settings.base}graph/loaded", lambda: iter(()))
        assert load(tiny, writer).kept == 0
        assert b"".join(engine_at(tiny, url).query(count).chunks) == before


def test_a_load_names_where_to_write() -> None:
    with pytest.raises(UsageError, match="--store or --update"):
        target("http://127.0.0.1:1/query", "", "", Credentials())


class _Faulty(http.server.BaseHTTPRequestHandler):
    """Fails as the last part of its path says."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        way = self.path.rpartition("/")[2]
        if way == "hangs":
            self.server.released.wait(20)  # type: ignore[attr-defined]
            return
        self.send_response(503 if way == "busy" else 500 if way == "broken" else 200)
        self.send_header("Content-Type", "text/html" if way == "page" else "application/sparql-results+json")
        if way == "short":
            self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.wfile.write(b'{"head": {"vars": ["s"]}, "results": {"bindings": [')

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Faulty) as server:
        server.released = threading.Event()  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.released.set()  # type: ignore[attr-defined]
        server.shutdown()


@pytest.mark.parametrize(
    ("way", "kind", "words"),
    [
        ("busy", UpstreamError, "failed"),
        ("broken", UpstreamError, "failed"),
        ("page", UpstreamError, "not text/html"),
        ("short", UpstreamError, "not application/sparql-results"),
        ("hangs", LimitError, "stopped after 1 s"),
    ],
)
def test_each_failure_has_its_words(
    tiny: Publication, faulty: str, way: str, kind: type[AccordError], words: str
) -> None:
    engine = engine_at(tiny, f"{faulty}/{way}", deadline=1.0)
    with pytest.raises(kind, match=words):
        b"".join(engine.query(asked(tiny, "SELECT * { ?s ?p ?o }", formats.CSV)).chunks)
    assert not engine.busy


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(tiny: Publication, faulty: str) -> None:
    with pytest.raises(UpstreamError, match="stopped in the middle"):
        b"".join(engine_at(tiny, f"{faulty}/short").query(asked(tiny, "SELECT * { ?s ?p ?o }")).chunks)


def test_a_server_that_is_away_has_its_words(tiny: Publication) -> None:
    with pytest.raises(UpstreamError, match="does not answer"):
        engine_at(tiny, f"http://127.0.0.1:{free_port()}/query").query(asked(tiny, "ASK {}"))


def test_a_client_that_leaves_cuts_the_connection(tiny: Publication, faulty: str) -> None:
    engine, leaving = engine_at(tiny, f"{faulty}/short"), Disconnection()
    leaving.leave()
    with serving(leaving), pytest.raises(EngineError, match="closed the connection"):
        engine.query(asked(tiny, "ASK {}"))
    assert not engine.busy


def test_no_query_begins_on_the_event_loop(tiny: Publication, faulty: str) -> None:
    engine = engine_at(tiny, faulty)
    assert engine.begin_at_once(asked(tiny, "ASK {}"), lambda: None) is None


def test_credentials_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "ACCORD_ENGINE_USER", "reader")
    monkeypatch.setitem(os.environ, "ACCORD_ENGINE_PASSWORD", "secret")
    found = Credentials.of_environment()
    assert (found.user, found.password) == ("reader", "secret")
    assert "secret" not in repr(found)

"""What is kept is bounded in bytes, keys included, however long the keys are that visitors send."""

from __future__ import annotations

import asyncio
import gc
import json
import re
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.search.folding import folded_once
from accord.search.words import Words
from accord.web import Site, create_app, show
from accord.web.gateway import PARAMETERS, Gateway
from accord.web.responses.cache import MIN_ENTRIES, Cache, CachedAnswer
from engines import StoreEngine
from places import ROOT

PACKAGE = ROOT / "server" / "accord"

REMEMBERING = {
    "affected.py": "the queries of shapes",
    "explanations/answers.py": "the columns of 256 answers, 3 kB each at most",
    "cells.py": "the columns of a class of the publication",
    "constraints.py": "shapes",
    "page_preview.py": "one application for the static files of the program",
    "folding.py": "folded_once: strings of the publication",
    "lists/index.py": "the values of the things of one class, while they are read",
    "lists/__init__.py": "the 32 lists asked for last, each of a class of the publication",
    "queries/__init__.py": "the program's own queries",
    "reach.py": "shapes",
    "rules.py": "rules of the program",
    "schema.py": "things of the publication",
    "shapes.py": "shapes",
    "shape_lint.py": "shapes",
    "words.py": "256 words of 64 characters at most, and 256 of 32",
    "formats.py": "1,024 Accept headers of 256 characters at most",
    "search/reading.py": "2,048 things of the publication",
    "plain_prologue.py": "256 prologues of 4,096 characters at most",
    "sparql/direct.py": "64 kinds of answers of one version",
    "contexts.py": "the contexts of the package",
    "outlines/__init__.py": "the outlines of the package",
    "manual/__init__.py": "the pages of the manual",
    "lists/columns.py": "the 32 classes asked for last, each of the publication",
    "reports/page.py": "the style sheet of the package",
    "codes.py": "the codes of findings of the package",
    "conformance.py": "the figures of the package",
    "standards.py": "lists of the package",
    "sums.py": "searchable_once: strings of the publication",
    "sparql/answers/pictures.py": "the style sheet of the package",
    "web/layout.py": "the addresses of the views and of the static files of the program",
    "site/addresses.py": "4,096 IRIs of a publication",
    "known_facts.py": "1,024 nodes of a publication",
    "letters.py": "4,096 letters",
    "networks.py": "1,024 addresses of 64 characters at most",
    "shacl/patterns/__init__.py": "patterns of shapes",
    "caches.py": "the program's own files",
    "web/responses/policy.py": "the hosts for images of the publication",
    "web/requests/languages.py": "1,024 Accept-Language headers of 256 characters at most",
    "turtle/terms.py": "10,000 IRIs of files, each of bounded length",
    "turtle/tokens.py": "where quotes last are in the two files read last",
}
"""Where functions remember what they were called with, and of what; nothing that strangers send without a bound."""


def entry(size: int) -> CachedAnswer:
    """Something that takes so many bytes in a cache."""
    return CachedAnswer(b"x" * (size - CachedAnswer().size))


def test_what_was_asked_for_last_is_kept() -> None:
    cache = Cache(size=20_000)
    for key in range(8):
        cache.put(key, entry(2_500))
    assert (len(cache), cache.bytes) == (8, 20_000)
    assert cache.get(0) == entry(2_500)
    assert cache.put(8, entry(2_500)) == entry(2_500)
    assert (cache.get(0), cache.get(1), cache.get(8)) == (entry(2_500), None, entry(2_500))
    cache.put(8, entry(1_000))
    assert cache.bytes == 7 * 2_500 + 1_000
    cache.clear()
    assert (len(cache), cache.bytes, cache.get(8)) == (0, 0, None)


def test_what_is_too_large_pushes_nothing_out() -> None:
    cache = Cache(size=80_000)
    cache.put("small", entry(1_000))
    too_large = entry(80_000 // MIN_ENTRIES + 1)
    assert cache.put("large", too_large) is too_large
    assert (cache.get("large"), cache.get("small"), cache.bytes) == (None, entry(1_000), 1_000)


def test_a_body_that_two_entries_share_counts_once() -> None:
    cache, body = Cache(), b"x" * 10_000
    cache.put("page", CachedAnswer(body))
    cache.put("sent", CachedAnswer(body))
    assert cache.bytes == 10_000 + 2 * CachedAnswer().size
    cache.put("page", CachedAnswer(b"y"))
    assert cache.bytes == 10_001 + 2 * CachedAnswer().size
    cache.put("sent", CachedAnswer(b"z"))
    assert cache.bytes == 2 + 2 * CachedAnswer().size


def test_what_is_dropped_leaves_a_shared_body_counted() -> None:
    body = b"x" * 2_000
    cache = Cache(size=20_000)
    for key in range(60):
        cache.put(key, CachedAnswer(body))
    assert cache.bytes == 2_000 + len(cache) * CachedAnswer().size
    assert 20_000 - CachedAnswer().size < cache.bytes <= 20_000


def test_headers_count() -> None:
    plain = CachedAnswer(b"body")
    assert CachedAnswer(b"body", ((b"name", b"v" * 500),)).size > plain.size + 504


def test_the_bytes_counted_are_those_that_python_takes() -> None:
    cache = Cache()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(2_000):
        headers = tuple((f"n{number} {part}".encode(), f"v{number} {part}".encode()) for part in range(5))
        cache.put(("a key of any length", "k" * 1_000, number), CachedAnswer(str(number).encode(), headers))
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert cache.bytes * 0.8 < taken <= cache.bytes


@pytest.fixture
def app(tiny: Publication) -> Flask:
    return create_app(Site.open(tiny, StoreEngine(tiny)))


def gateway_get(gateway: Gateway, path: str, query: str, accept: str = "*/*", coding: str = "identity") -> int:
    """The status of a GET by way of the gateway."""
    sent: list[Any] = []
    bodies = [{"type": "http.request", "body": b""}]
    scope = {
        "type": "http", "method": "GET", "http_version": "1.1", "path": path, "query_string": query.encode(),
        "headers": [(b"host", b"h"), (b"accept", accept.encode()), (b"accept-encoding", coding.encode())],
        "client": ("192.0.2.1", 1), "server": ("h", 80),
    }  # fmt: skip

    async def receive() -> Any:
        return bodies.pop() if bodies else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(gateway(scope, receive, send))
    return int(sent[0]["status"])


def test_comments_after_a_query_leave_no_text_behind(tiny: Publication) -> None:
    with local_engine(tiny, EngineLimits()) as engine:
        app = create_app(Site.open(tiny, engine))
        for number in range(5):
            query = f"ASK {{}} #{number}".ljust(200_000, "n")
            answer = app.test_client().post("/sparql", data=query, content_type="application/sparql-query")
            assert answer.status_code == 200
        assert len(app.extensions["cache"]) == 5
        assert app.extensions["cache"].bytes < 5 * 1_000


def test_graphs_without_end_are_refused(client: FlaskClient) -> None:
    for count, name, limit in ((101, "default-graph-uri", "graphs"), (5_000, "named-graph-uri", "parameters")):
        form = "query=ASK{}" + "".join(f"&{name}=urn:{number}" for number in range(count))
        answer = client.post("/sparql", data=form, content_type="application/x-www-form-urlencoded")
        assert (answer.status_code, answer.json["limit"]) == (400 if limit == "graphs" else 413, limit)
        assert limit in answer.json["detail"]


@pytest.mark.parametrize(
    "address",
    ["/search?kind=", "/search?year=", "/search?light:standsOn=", "/things?class=", "/things/Coast?light:name="],
)
def test_values_that_narrow_are_short(app: Flask, address: str) -> None:
    answer = app.test_client().get(address + "x" * 301)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["limit"] == "search_text"
    assert "300" in answer.json["detail"]
    assert app.test_client().get(address + "x" * 300).status_code in (200, 400, 404)


def test_a_list_is_narrowed_by_so_many_values(client: FlaskClient) -> None:
    answer = client.get("/things/Coast?" + "&".join(f"light:p={number}" for number in range(21)))
    assert (answer.status_code, answer.json["limit"]) == (400, "narrowed")


def test_long_headers_leave_nothing_behind(app: Flask) -> None:
    gateway = Gateway(app, 1)
    for number in range(20):
        accept = f"text/html, a/{number}".ljust(50_000, "n")
        assert gateway_get(gateway, "/doc/skerry", "", accept) == 200
    assert app.extensions["cache"].bytes < 20 * 50_000


def test_unknown_parameters_take_no_room(app: Flask) -> None:
    gateway = Gateway(app, 1)
    gateway_get(gateway, "/doc/skerry", "")
    before = len(app.extensions["cache"])
    for number in range(20):
        assert gateway_get(gateway, "/doc/skerry", f"x={number}") == 200
        assert gateway_get(gateway, "/search", f"q=light&utm_x={number}") == 200
    assert len(app.extensions["cache"]) <= before + 2, "the page of the search and its headers"
    gateway_get(gateway, "/search", "q=light&light%3AstandsOn=id:outer-coast")
    assert len(app.extensions["cache"]) > before + 2


def test_every_parameter_that_is_read_is_known_to_the_gateway() -> None:
    """One that is not would only make answers slow, since they would not be kept."""
    read = re.compile(r'request\.args(?:\.get)?[\[(]"([\w-]+)"|_(?:single|graphs|switch)\(parameters, "([\w-]+)"')
    texts = (path.read_text() for path in (PACKAGE / "web").rglob("*.py"))
    found = {name for text in texts for pair in read.findall(text) for name in pair if name}
    assert {"q", "class", "default-graph-uri", "timeout"} <= found
    assert {name.encode() for name in found} <= PARAMETERS


def attack_folding(client: FlaskClient) -> None:
    """U+FDFA folds to 18 letters: kept, these queries would be 700 kB. More take too long on a busy machine."""
    for number in range(2):
        queries = {str(row): {"query": f"{number} {row} ".ljust(500, "\ufdfa")} for row in range(20)}
        assert client.post("/reconcile", json=queries).status_code == 200


def attack_words(client: FlaskClient) -> None:
    for number in range(50):
        client.get("/search", query_string={"q": f"w{number}".ljust(300, "z")})
        client.get("/search/suggestions.json", query_string={"q": f"w{number}".ljust(1_000, "z")})
        client.get("/reconcile/suggest/entity", query_string={"prefix": f"e{number}".ljust(1_000, "z")})
        client.get("/reconcile/suggest/property", query_string={"prefix": f"p{number}".ljust(1_000, "z")})


def attack_labels(client: FlaskClient) -> None:
    for number in range(20):
        names = [{"id": f"https://x.example/{number}/{column}".ljust(400, "y")} for column in range(100)]
        extend = json.dumps({"ids": ["skerry"], "properties": names})
        assert client.post("/reconcile", data={"extend": extend}).status_code == 400


def attack_classes(client: FlaskClient) -> None:
    for number in range(300):
        kind = f"https://x.example/{number}".ljust(300, "y")
        assert client.get("/things", query_string={"class": kind}).status_code == 404
        assert client.get("/reconcile/properties", query_string={"type": kind}).status_code == 400


@pytest.mark.parametrize("attack", [attack_folding, attack_words, attack_labels, attack_classes])
def test_what_strangers_send_is_not_remembered(app: Flask, attack: Callable[[FlaskClient], None]) -> None:
    """The memory that stays after a second, larger round is that of the first, within the cache of answers."""
    client, cache = app.test_client(), app.extensions["cache"]
    attack(client)
    gc.collect()
    own = folded_once.cache_info().currsize
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0], cache.bytes
    attack(client)
    attack(client)
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before[0] - (cache.bytes - before[1])
    tracemalloc.stop()
    assert folded_once.cache_info().currsize == own
    assert grown < 300_000


def test_likes_are_remembered_of_short_words_only() -> None:
    words = Words(["light of the north"])
    for number in range(10):
        words.alike(f"{number}".rjust(65, "l"))
    assert words._remembered.cache_info().currsize == 0
    for number in range(1_000):
        words.alike(f"l{number}")
    assert words._remembered.cache_info().currsize == 256


def test_new_data_leaves_no_old_answers(app: Flask, tiny: Publication) -> None:
    app.test_client().get("/doc/skerry")
    assert len(app.extensions["cache"])
    show(app, Site.open(tiny, StoreEngine(tiny)))
    assert len(app.extensions["cache"]) == 0


def test_pages_and_what_was_sent_share_one_cache(app: Flask) -> None:
    gateway = Gateway(app, 1)
    gateway_get(gateway, "/doc/skerry", "")
    assert gateway._cache is app.extensions["cache"]
    assert len(app.extensions["cache"]) == 2, "the answer as it was sent, and the page"


@pytest.mark.parametrize(("coding", "bodies"), [("identity", 1), ("gzip", 2)])
def test_a_page_that_was_sent_to_many_is_in_memory_once(app: Flask, coding: str, bodies: int) -> None:
    """Browsers send different Accept headers; each answer is cached, and all share one body."""
    gateway, cache = Gateway(app, 1), app.extensions["cache"]
    gateway_get(gateway, "/doc/skerry", "", "text/html", coding)
    entries = len(cache)
    for number in range(20):
        assert gateway_get(gateway, "/doc/skerry", "", f"text/html, image/{number}", coding) == 200
    assert len(cache) == entries + 20
    assert len({id(answer.body) for answer in cache._entries.values()}) == bodies


def test_a_gateway_brings_a_cache_where_there_is_none() -> None:
    app = Flask(__name__)

    @app.get("/")
    def home() -> Response:
        return Response("home")

    assert gateway_get(Gateway(app, 1), "/", "") == 200


def test_nothing_else_remembers_what_it_was_called_with() -> None:
    using = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"\b(?:lru_cache|cache)\(|@cache\b", path.read_text()) and "functools import" in path.read_text()
    }
    assert {one for one in using if not one.endswith(tuple(REMEMBERING))} == set()

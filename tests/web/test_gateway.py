"""The gateway: bodies are read before a thread is spent, broken streams break, and everything is closed."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, request

from accord.engine.disconnection import Disconnection, client_disconnected, disconnection
from accord.errors import LimitError
from accord.web.gateway import PIECE_BYTES, Gateway
from accord.web.requests.bodies import GatewayLimits
from accord.web.requests.threads import may_wait, on_event_loop
from accord.web.responses import faults

app = Flask(__name__)
app.before_request(faults.refuse)
app.register_error_handler(LimitError, lambda error: (error.message, error.status))
closed: list[str] = []
LIMITS = GatewayLimits(
    body=1000, body_time=0.2, body_grace=0.05, body_rate=1000, bodies=1500, bodies_client=1200, requests=2, stall=0.05
)


def echo(word: str) -> dict[str, Any]:
    headers = {name: request.headers.get(name) for name in ("Accept", "X-Two")}
    return {
        "word": word,
        "args": request.args,
        "length": len(request.get_data()),
        "from": request.remote_addr,
        "thread": threading.current_thread().name.rpartition("_")[0],
        "harmless": request.headers.get("X-Real"),
        **headers,
    }


app.add_url_rule("/apart/<word>", "apart", echo, methods=["GET", "POST"])
app.add_url_rule("/echo/<word>", "echo", on_event_loop(lambda word: echo(word)), methods=["GET", "POST"])
app.add_url_rule("/waits/<word>", "waits", may_wait(lambda word: echo(word)), methods=["GET", "POST"])


@app.route("/stream/<int:good>")
def stream(good: int) -> Response:
    path, fail = request.path, request.args.get("fail")

    def chunks() -> Iterator[bytes]:
        for _ in range(good):
            yield b"chunk"
        if fail:
            raise RuntimeError("the rest is lost")

    response = Response(chunks())
    response.call_on_close(lambda: closed.append(path))
    return response


def scope(path: str, **changes: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "http_version": "1.1",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"h")],
        "client": ("127.0.0.7", 1),
        "server": ("h", 80),
        **changes,
    }


def call(asked: dict[str, Any], *parts: bytes, gateway: Gateway | None = None) -> list[dict[str, Any]]:
    """The messages that one request gets; the body is sent in parts."""
    sent: list[Any] = []
    incoming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    incoming.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        if not incoming:
            await asyncio.Event().wait()
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        await (gateway or Gateway(app, 2))(asked, receive, send)

    try:
        asyncio.run(run())
    finally:
        call.sent = sent  # type: ignore[attr-defined]
    return sent


def body(messages: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)


@pytest.mark.parametrize(
    ("place", "thread"), [("echo", ""), ("apart", "accord-page"), ("waits", "accord-waiting"), ("atlantis", None)]
)
def test_flask_sees_the_request(place: str, thread: str | None) -> None:
    asked = scope(
        f"/{place}/\u00e9",
        method="POST",
        query_string=b"a=%C3%A9&a=2",
        headers=[
            (b"host", b"h"),
            (b"content-length", b"5"),
            (b"accept", b"text/x"),
            (b"x-two", b"1"),
            (b"x-two", b"2"),
        ],
    )
    start, *rest = call(asked, b"abc", b"de")
    if thread is None:
        assert start["status"] == 404
        return
    assert start["status"] == 200
    seen = json.loads(body(rest))
    assert (seen["word"], seen["args"]["a"], seen["length"]) == ("\u00e9", "\u00e9", 5)
    assert (seen["from"], seen["Accept"], seen["X-Two"]) == ("127.0.0.7", "text/x", "1,2")
    assert seen["thread"] == thread


def test_streams_come_chunk_by_chunk_and_are_closed() -> None:
    closed.clear()
    messages = call(scope("/stream/3"))
    assert [message["body"] for message in messages[1:]] == [b"chunk"] * 3 + [b""]
    assert closed == ["/stream/3"]


def test_a_stream_that_fails_raises_so_that_the_server_breaks_the_connection() -> None:
    closed.clear()
    with pytest.raises(RuntimeError, match="the rest is lost"):
        call(scope("/stream/2", query_string=b"fail=1"))
    sent = call.sent  # type: ignore[attr-defined]
    assert [message["body"] for message in sent[1:]] == [b"chunk"] * 2, "no closing message may follow"
    assert closed == ["/stream/2"]


def posted(*headers: tuple[bytes, bytes], **changes: Any) -> dict[str, Any]:
    return scope("/echo/a", method="POST", headers=[(b"host", b"h"), *headers], **changes)


CHUNKED = (b"transfer-encoding", b"chunked")


def test_a_body_at_the_limit_is_read() -> None:
    start, *rest = call(posted(CHUNKED), b"x" * 400, b"x" * 600, gateway=Gateway(app, 2, LIMITS))
    assert (start["status"], json.loads(body(rest))["length"]) == (200, 1000)


@pytest.mark.parametrize(
    ("header", "parts", "left"),
    [
        ((b"content-length", b"1001"), [b"x" * 1001], 0),
        (CHUNKED, [b"x" * 600] * 2, 0),
        (CHUNKED, [b"x" * 900] * 9, 5),
        ((b"content-length", b"4001"), [b"x" * 900] * 9, 10),
    ],
    ids=["told", "chunked", "chunked, very long", "told, very long"],
)
def test_a_body_over_the_limit_is_refused(header: tuple[bytes, bytes], parts: list[bytes], left: int) -> None:
    """A client that sends on for a while hears the refusal; what is longer still is not read."""
    gateway = Gateway(app, 2, LIMITS)
    incoming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    incoming.append({"type": "http.request", "body": b"", "more_body": False})
    sent = run(gateway, posted(header), incoming)
    assert (sent[0]["status"], (b"connection", b"close") in sent[0]["headers"]) == (413, True)
    assert not gateway._bodies.held
    assert len(incoming) == left


def test_a_client_that_asks_before_it_sends_is_refused_at_once() -> None:
    start, *_ = call(
        posted((b"content-length", b"1001"), (b"expect", b"100-continue")), gateway=Gateway(app, 2, LIMITS)
    )
    assert start["status"] == 413


def run(gateway: Gateway, asked: dict[str, Any], incoming: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages of a request whose client sends these, and then nothing."""
    sent: list[Any] = []

    async def receive() -> Any:
        return incoming.pop(0) if incoming else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(gateway(asked, receive, send))
    return sent


@pytest.mark.parametrize("pieces", [0, 1, 300], ids=["nothing", "one byte", "a byte now and then"])
def test_a_body_that_does_not_come_is_not_waited_for(pieces: int) -> None:
    gateway = Gateway(app, 2, LIMITS)
    incoming = [{"type": "http.request", "body": b"x", "more_body": True} for _ in range(pieces)]
    sent = run(gateway, posted((b"content-length", b"900")), incoming)
    assert (sent[0]["status"], sum(gateway._bodies.held.values())) == (408, 0)


@pytest.mark.parametrize(("client", "status"), [("127.0.0.7", 429), ("127.0.0.8", 503)], ids=["its own", "others'"])
def test_bodies_under_way_are_bounded(client: str, status: int) -> None:
    gateway = Gateway(app, 2, LIMITS)
    gateway._bodies.held[client] = 1000
    sent = run(gateway, posted(CHUNKED), [{"type": "http.request", "body": b"x" * 501, "more_body": True}])
    assert (sent[0]["status"], dict(gateway._bodies.held)) == (status, {client: 1000})


def test_a_body_that_breaks_off_is_a_bad_request() -> None:
    """Chunks that are not chunks come as a client that leaves; who has left does not hear it."""
    sent = run(Gateway(app, 2), posted(CHUNKED), [{"type": "http.disconnect"}])
    assert sent[0]["status"] == 400


def test_one_address_has_only_so_many_requests_under_way() -> None:
    gateway = Gateway(app, 2, LIMITS, proxies=1)

    async def ask(address: bytes) -> int:
        sent: list[Any] = []

        async def receive() -> Any:
            return await asyncio.Event().wait()

        async def send(message: Any) -> None:
            sent.append(message)

        await gateway(posted((b"content-length", b"9"), (b"x-forwarded-for", b"192.0.2.9, " + address)), receive, send)
        return int(sent[0]["status"])

    async def all_at_once() -> list[int]:
        return list(await asyncio.gather(*map(ask, [b"192.0.2.1"] * 4 + [b"192.0.2.2"])))

    assert asyncio.run(all_at_once()) == [408, 408, 429, 429, 408]
    assert not gateway._present


def test_a_client_with_many_pages_leaves_threads_for_others() -> None:
    """Six pages of one client wait until another client has its own: the first has two of the four threads."""
    gate, begun = threading.Event(), threading.Semaphore(0)
    slow = Flask("slow")

    @slow.route("/<word>")
    def page(word: str) -> str:
        if word == "slow":
            begun.release()
            assert gate.wait(10), "the other client was not answered"
        return word

    gateway = Gateway(slow, 2)
    sent: list[dict[str, Any]] = []
    others: list[list[dict[str, Any]]] = [[] for _ in range(6)]

    async def ask(path: str, client: str, into: list[dict[str, Any]]) -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            into.append(message)

        await gateway(scope(path, client=(client, 1)), receive, send)

    async def both() -> None:
        many = [asyncio.create_task(ask("/slow", "192.0.2.1", one)) for one in others]
        await asyncio.to_thread(begun.acquire)
        await ask("/quick", "192.0.2.2", sent)
        gate.set()
        await asyncio.gather(*many)

    asyncio.run(both())
    assert [body(one) for one in (sent, *others)] == [b"quick", *[b"slow"] * 6]


def test_an_answer_that_is_not_taken_is_broken_off() -> None:
    """The first piece is taken, and then none."""
    closed.clear()
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) > 2:
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        asyncio.run(Gateway(app, 2, LIMITS)(scope("/stream/3"), receive, send))
    assert [message["type"] for message in sent] == ["http.response.start"] + ["http.response.body"] * 2
    assert closed == ["/stream/3"]


@pytest.mark.parametrize(
    ("size", "threads"), [(PIECE_BYTES, False), (3 * PIECE_BYTES + 1, False), (40 * PIECE_BYTES, True)]
)
def test_large_answers_are_handed_on_in_pieces(size: int, threads: bool) -> None:
    app = Flask(__name__)
    read: list[str] = []

    @app.get("/")
    def large() -> Response:
        def chunks() -> Iterator[bytes]:
            read.append(threading.current_thread().name)
            yield b"x" * size

        return Response(chunks(), headers={"Content-Length": str(size)})

    messages = call(scope("/"), gateway=Gateway(app, 2))
    assert len(body(messages)) == size
    assert max(len(message.get("body", b"")) for message in messages) == PIECE_BYTES
    assert messages[-1].get("more_body") is None
    assert ("accord-waiting" in read[0]) == threads


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ([(b"host", b"a"), (b"host", b"b")], "/echo/a", 400),
        ([(b"host", b"a"), (b"host", b"a")], "/health", 400),
        ([], "/echo/a", 400),
        ([], "/health", 404),
    ],
    ids=["two", "two the same", "none", "none, of who watches"],
)
def test_a_request_has_one_host(headers: list[tuple[bytes, bytes]], path: str, status: int) -> None:
    assert call(scope(path, headers=headers))[0]["status"] == status


def test_who_watches_the_service_is_answered_whatever_else_is_under_way() -> None:
    gateway = Gateway(app, 2, LIMITS)
    gateway._present["127.0.0.7"] = LIMITS.requests
    assert call(scope("/echo/a"), gateway=gateway)[0]["status"] == 429
    assert call(scope("/health"), gateway=gateway)[0]["status"] == 404, "the tests' application has no such page"


@pytest.mark.parametrize("method", ["CONNECT", "TRACE"])
def test_methods_of_proxies_are_not_allowed(method: str) -> None:
    start, *_ = call(scope("/echo/a", method=method))
    assert start["status"] == 405
    assert dict(start["headers"])[b"allow"] == b"GET, HEAD, OPTIONS, POST"


def test_a_header_with_an_underscore_is_not_the_one_with_a_hyphen() -> None:
    """WSGI has one name for both, so a proxy that passes them on would let a client choose what only the proxy says."""
    seen = json.loads(body(call(scope("/echo/a", headers=[(b"host", b"h"), (b"x_real", b"x"), (b"accept", b"a")]))))
    assert (seen["harmless"], seen["Accept"]) == (None, "a")
    seen = json.loads(body(call(scope("/echo/a", headers=[(b"host", b"h"), (b"x-real", b"x"), (b"x_real", b"y")]))))
    assert seen["harmless"] == "x"


def test_lifespan_is_answered() -> None:
    incoming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def receive() -> Any:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(Gateway(app, 1)({"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_what_anybody_may_keep_is_made_once_for_each_way_to_ask() -> None:
    made: list[str] = []
    app = Flask(__name__)

    @app.get("/<name>")
    def page(name: str) -> Response:
        made.append(name)
        response = Response(f"{name} {len(made)}", headers={"Server-Timing": "total"})
        response.cache_control.public = name == "public"
        return response

    gateway = Gateway(app, 1)

    def get(path: str, *headers: tuple[bytes, bytes], method: str = "GET") -> bytes:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(gateway(scope(path, method=method, headers=[(b"host", b"h"), *headers]), receive, send))
        return bytes(body(sent[1:]))

    assert get("/public") == get("/public") == get("/public", (b"x-forwarded-for", b"192.0.2.1")) == b"public 1"
    assert get("/public", (b"accept_encoding", b"gzip"), (b"x_forwarded_host", b"evil.example")) == b"public 1"
    assert get("/public", (b"accept", b"text/x")) == b"public 2"
    assert get("/public", (b"if-none-match", b'"x"')) == b"public 3"
    assert get("/public", method="HEAD") == b""
    assert get("/private") != get("/private")
    app.extensions["shown"] = 2
    assert get("/public") == b"public 7"


@pytest.mark.parametrize("begun", [False, True], ids=["before the first byte", "after it"])
def test_a_client_that_leaves_ends_the_work(begun: bool) -> None:
    """The view, or the stream, waits for the disconnection; without it, the test would not end."""
    left, own = threading.Event(), Flask(__name__)

    def chunks(leaving: Disconnection) -> Iterator[bytes]:
        yield b"chunk"
        leaving.add(left.set)
        assert left.wait(30)
        raise client_disconnected()

    def view() -> Response:
        leaving = disconnection()
        if begun:
            return Response(chunks(leaving))
        leaving.add(left.set)
        assert left.wait(30)
        return Response("late")

    own.add_url_rule("/", "view", may_wait(view))
    incoming = [{"type": "http.request", "body": b"", "more_body": False}, {"type": "http.disconnect"}]
    sent: list[Any] = []

    async def receive() -> Any:
        if len(incoming) == 1 and begun:
            while len(sent) < 2:
                await asyncio.sleep(0)
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Gateway(own, 2)(scope("/"), receive, send))
    assert left.is_set()
    assert not begun or [message.get("body") for message in sent] == [None, b"chunk"]


@app.route("/waits-and-streams")
@may_wait
def waits_and_streams() -> Response:
    return Response(b"chunk" for _ in range(3))


def test_a_wait_that_was_cancelled_is_no_disconnection() -> None:
    """Granian answers a second call of receive as a disconnect when the first was cancelled."""
    calls: list[int] = []
    sent: list[Any] = []

    async def receive() -> Any:
        calls.append(1)
        if len(calls) == 1:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        await asyncio.sleep(0.01)
        sent.append(message)

    asyncio.run(Gateway(app, 2)(scope("/waits-and-streams"), receive, send))
    assert body(sent) == b"chunk" * 3
    assert len(calls) == 1

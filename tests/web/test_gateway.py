"""The gateway: bodies are read before a thread is spent, broken streams break, and everything is closed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, request

from accord.web.gateway import LARGEST_BODY, Gateway

app = Flask(__name__)
closed: list[str] = []


@app.route("/echo/<word>", methods=["GET", "POST"])
def echo(word: str) -> dict[str, Any]:
    headers = {name: request.headers.get(name) for name in ("Accept", "X-Two")}
    return {
        "word": word,
        "args": request.args,
        "length": len(request.get_data()),
        "from": request.remote_addr,
        **headers,
    }


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


def call(asked: dict[str, Any], *parts: bytes, waits: bool = False) -> list[dict[str, Any]]:
    """The messages that one request gets; the body is sent in parts."""
    sent: list[Any] = []
    incoming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    incoming.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        await Gateway(app, lambda path: waits, 2)(asked, receive, send)

    try:
        asyncio.run(run())
    finally:
        call.sent = sent  # type: ignore[attr-defined]
    return sent


def body(messages: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)


@pytest.mark.parametrize("waits", [False, True], ids=["at once", "in a thread"])
def test_flask_sees_the_request(waits: bool) -> None:
    asked = scope(
        "/echo/\u00e9",
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
    start, *rest = call(asked, b"abc", b"de", waits=waits)
    assert start["status"] == 200
    seen = json.loads(body(rest))
    assert (seen["word"], seen["args"]["a"], seen["length"]) == ("\u00e9", "\u00e9", 5)
    assert (seen["from"], seen["Accept"], seen["X-Two"]) == ("127.0.0.7", "text/x", "1,2")


def test_streams_come_chunk_by_chunk_and_are_closed() -> None:
    closed.clear()
    messages = call(scope("/stream/3"), waits=True)
    assert [message["body"] for message in messages[1:]] == [b"chunk"] * 3 + [b""]
    assert closed == ["/stream/3"]


def test_a_stream_that_fails_raises_so_that_the_server_breaks_the_connection() -> None:
    closed.clear()
    with pytest.raises(RuntimeError, match="the rest is lost"):
        call(scope("/stream/2", query_string=b"fail=1"), waits=True)
    sent = call.sent  # type: ignore[attr-defined]
    assert [message["body"] for message in sent[1:]] == [b"chunk"] * 2, "no closing message may follow"
    assert closed == ["/stream/2"]


def test_a_large_body_is_read_no_further_than_to_tell() -> None:
    parts = [b"x" * (LARGEST_BODY // 2)] * 5
    messages = call(scope("/echo/a", method="POST", headers=[(b"transfer-encoding", b"chunked")]), *parts)
    assert b'"length":%d' % (LARGEST_BODY + 1) in body(messages)


def test_a_client_that_leaves_before_its_body_is_sent_costs_nothing() -> None:
    sent: list[Any] = []
    posted = scope("/echo/a", method="POST", headers=[(b"content-length", b"9")])

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Gateway(app, lambda path: False, 1)(posted, receive, send))
    assert sent == []


def test_lifespan_is_answered() -> None:
    incoming = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def receive() -> Any:
        return incoming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(Gateway(app, lambda path: False, 1)({"type": "lifespan"}, receive, send))
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

    gateway = Gateway(app, lambda path: False, 1)

    def get(path: str, *headers: tuple[bytes, bytes], method: str = "GET") -> bytes:
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(gateway(scope(path, method=method, headers=[(b"host", b"h"), *headers]), receive, send))
        return bytes(body(sent[1:]))

    assert get("/public") == get("/public") == get("/public", (b"x-forwarded-for", b"192.0.2.1")) == b"public 1"
    assert get("/public", (b"accept", b"text/x")) == b"public 2"
    assert get("/public", (b"if-none-match", b'"x"')) == b"public 3"
    assert get("/public", method="HEAD") == b""
    assert get("/private") != get("/private")
    app.extensions["shown"] = 2
    assert get("/public") == b"public 7"

"""Connections: requests are read and answered as HTTP/1.1 says, and what takes too long or is not a request ends."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from accord.http.connection import Connection
from accord.http.limits import ConnectionLimits
from accord.http.server import Server, listen

LIMITS = ConnectionLimits(head=1000, head_time=0.05, idle=0.05, connections=3)
GET = b"GET /a%20b?c=d HTTP/1.1\r\nHost: h\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: h\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
left: list[str] = []


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Says what was asked; some paths answer in their own way."""
    body, path = b"", scope["path"]
    if path == "/echo":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
    if path == "/refused":
        await answer(send, b"no", [(b"connection", b"close")])
        return
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            left.append(path)
            await answer(send, b"incomplete", [])
            return
        body += message["body"]
        if not message["more_body"]:
            break
    if path == "/waits":
        assert (await receive())["type"] == "http.disconnect"
        left.append(path)
        return
    if path == "/fails":
        raise RuntimeError("on purpose")
    if path in ("/stream", "/breaks"):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        if path == "/breaks":
            raise RuntimeError("on purpose")
        await send({"type": "http.response.body", "body": b"two"})
        return
    if path in ("/long", "/short"):
        await answer(send, b"body", [(b"content-length", b"3" if path == "/long" else b"5")])
        return
    if path == "/nothing":
        await send({"type": "http.response.start", "status": 204, "headers": [(b"content-length", b"4")]})
        await send({"type": "http.response.body", "body": b"body"})
        return
    extra = [(b"x", b"a\r\nSet-Cookie: b")] if path == "/injects" else []
    said = f"{scope['method']} {path} {scope['query_string'].decode()} {dict(scope['headers'])[b'host'].decode()} "
    await answer(send, said.encode() + body, extra)


async def answer(send: Any, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accord.http.server.EVERY", 0.05)


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[Any]]


def talk(conversation: Talk) -> Any:
    """Have a conversation with a server."""

    async def run() -> Any:
        listener = listen("127.0.0.1", 0)
        server = Server(app, LIMITS)
        serving = asyncio.create_task(server.serve(listener))
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        try:
            async with asyncio.timeout(10):
                return await conversation(reader, writer)
        finally:
            writer.close()
            server.end()
            await serving

    return asyncio.run(run())


def sent(*pieces: bytes) -> bytes:
    """All that the server sends for these bytes, until it closes the connection."""

    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(0)
        return await reader.read()

    found: bytes = talk(conversation)
    return found


def closing(request: bytes) -> bytes:
    return request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)


def test_a_request_is_answered() -> None:
    head, _, body = sent(closing(GET)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"content-length: 15" in head
    assert b"\r\ndate: " in head
    assert b"connection: close" in head
    assert body == b"GET /a b c=d h "


def test_requests_at_once_are_answered_in_turn() -> None:
    found = sent(GET + b"GET /stream HTTP/1.1\r\nHost: h\r\n\r\n" + GET[:10], GET[10:], closing(GET))
    assert found.count(b"HTTP/1.1 200 OK") == 4
    assert b"transfer-encoding: chunked\r\n" in found
    assert b"3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n" in found


@pytest.mark.parametrize(
    ("headers", "body"),
    [(b"Content-Length: 6", b"abcdef"), (b"Transfer-Encoding: chunked", b"3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n")],
)
def test_a_body_comes_whole_or_in_chunks(headers: bytes, body: bytes) -> None:
    head = b"POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + headers + b"\r\n\r\n"
    assert sent(head + body).endswith(b"POST /  h abcdef")
    assert sent(head, body[:3], body[3:]).endswith(b"POST /  h abcdef")


def test_a_client_that_waits_for_100_gets_it() -> None:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(closing(b"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"))
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"ab")
        return await reader.read()

    assert talk(conversation).endswith(b"ab")


def test_head_has_no_body_and_http_1_0_no_chunks() -> None:
    assert sent(closing(GET.replace(b"GET", b"HEAD"))).endswith(b"\r\n\r\n")
    found = sent(b"GET /stream HTTP/1.0\r\nHost: h\r\n\r\n")
    assert b"chunked" not in found
    assert found.endswith(b"\r\n\r\nonetwo")


def test_a_whole_address_names_the_host() -> None:
    assert b"GET /x  other" in sent(closing(b"GET http://other/x HTTP/1.1\r\nHost: h\r\n\r\n"))


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"NONSENSE\r\n\r\n", b"400"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: h\r\nA\x00: b\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: h\r\n folded: b\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: h\r\nA: " + b"a" * 2000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: h\r\n" + b"A: b\r\n" * 101 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: h\r\nA: b", b"408"),
        (b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"400"),
        (CHUNKED + b"3\nabc\n0\n\n", b"400"),
        (CHUNKED + b"3;a\nabc\r\n0\r\n\r\n", b"400"),
        (CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n", b"400"),
        (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", b"501"),
        (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", b"501"),
        (POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", b"400"),
        (POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", b"400"),
        (POST + b"Content-Length: 3, 3\r\n\r\nabc", b"400"),
        (POST + b"Content-Length: +3\r\n\r\nabc", b"400"),
        (b"GET / HTTP/1.1\nHost: h\n\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: h\r\nA: a\rB: b\r\n\r\n", b"400"),
        (b"GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n", b"400"),
        (b"GET / HTTP/2.0\r\nHost: h\r\n\r\n", b"505"),
        (b"GET /\r\n\r\n", b"505"),
    ],
)
def test_what_is_no_request_is_refused_and_the_connection_closed(data: bytes, status: bytes) -> None:
    found = sent(data)
    assert found[9:12] == status
    assert found.count(b"\r\ndate: ") == 1
    assert b"connection: close" in found


def test_a_head_that_comes_in_pieces_has_a_limit() -> None:
    assert sent(b"GET /" + b"a" * 600, b"a" * 600, b"a" * 600)[9:12] == b"414"


def test_an_answer_before_the_body_is_read_by_the_client() -> None:
    """The client sends all of its body first; the connection is not reset before it has read the answer."""
    head = b"POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n"
    assert sent(head, b"a" * 300_000).endswith(b"\r\n\r\nno")


def test_silence_ends_a_connection() -> None:
    assert sent() == b""
    assert sent(GET).count(b"HTTP/1.1") == 1


def test_a_failure_is_an_answer_or_a_break(caplog: pytest.LogCaptureFixture) -> None:
    assert sent(b"GET /fails HTTP/1.1\r\nHost: h\r\n\r\n")[9:12] == b"500"
    assert sent(b"GET /injects HTTP/1.1\r\nHost: h\r\n\r\n")[9:12] == b"500"
    assert "on purpose" in caplog.text
    caplog.clear()
    assert not sent(b"GET /breaks HTTP/1.1\r\nHost: h\r\n\r\n").endswith(b"0\r\n\r\n")
    assert "on purpose" in caplog.text


def test_an_answer_of_another_length_than_it_says_is_none() -> None:
    """The client would take the next answer on the connection for a part of this one."""
    for path in (b"/long", b"/short"):
        found = sent(GET.replace(b"/a%20b", path) + closing(GET))
        assert found[9:12] == b"500"
        assert found.count(b"HTTP/1.1 ") == 1
    found = sent(GET.replace(b"/a%20b", b"/nothing") + closing(GET))
    assert found.startswith(b"HTTP/1.1 204 No Content\r\ndate: ")
    assert found.count(b"HTTP/1.1 ") == 2


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Length: 6\r\n", b"abcdef"),
        (b"Transfer-Encoding: chunked\r\n", b"6\r\nabcdef\r\n0\r\n\r\n"),
    ],
)
def test_who_offers_another_protocol_is_answered_in_this_one(headers: bytes, body: bytes) -> None:
    """The client of Java offers HTTP/2 with each first request, bodies included (RFC 9110, section 7.8)."""
    head = POST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: A\r\n" + headers + b"\r\n"
    for found in (sent(head + body + closing(GET)), sent(head, body[:2], body[2:] + GET[:9], closing(GET)[9:])):
        assert b"POST /  h abcdefHTTP/1.1 200 OK" in found
        assert found.endswith(b"GET /a b c=d h ")
    plain = GET.replace(b"\r\n\r\n", b"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    assert sent(plain + closing(GET)).count(b"HTTP/1.1 200 OK") == 2


@pytest.mark.parametrize(
    ("follows", "status"),
    [(b"NONSENSE\r\n\r\n", b"400"), (GET[:-2] + b"A: bcdefghijk\r\n" * 100, b"431"), (CHUNKED + b"zz\r\n", b"400")],
)
def test_what_comes_before_a_fault_is_answered_first(follows: bytes, status: bytes) -> None:
    found = sent(b"GET /stream HTTP/1.1\r\nHost: h\r\n\r\n" + follows)
    assert found.startswith(b"HTTP/1.1 200 OK")
    assert b"0\r\n\r\nHTTP/1.1 " + status in found


def test_a_body_that_breaks_off_ends_the_answer_that_has_begun() -> None:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(CHUNKED.replace(b"/", b"/echo", 1) + b"3\r\nabc\r\n")
        await reader.readuntil(b"begun")
        writer.write(b"zz\r\n")
        with contextlib.suppress(ConnectionResetError):
            return await reader.read()
        return b""

    assert b"HTTP" not in talk(conversation)


@pytest.mark.parametrize("begin", [b"3;", b"0\r\nA: "])
def test_extensions_and_trailers_have_a_limit(begin: bytes) -> None:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        reading = asyncio.create_task(reader.read())
        writer.write(CHUNKED + begin)
        while not reading.done():
            writer.write(b"a" * 100)
            await asyncio.sleep(0.001)
        return reading.result()

    assert talk(conversation)[9:12] == b"431"


def test_http_1_0_keeps_a_connection_by_agreement() -> None:
    once = b"GET / HTTP/1.0\r\nHost: h\r\n"
    assert b"\r\nconnection: keep-alive\r\n" in sent(once + b"Connection: keep-alive\r\n\r\n")
    assert b"\r\nconnection: close\r\n" in sent(once + b"\r\n")


def test_empty_lines_do_not_keep_a_connection() -> None:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        reading = asyncio.create_task(reader.read())
        while not reading.done():
            writer.write(b"\r\n")
            await asyncio.sleep(0.01)
        with contextlib.suppress(ConnectionResetError):  # the server has closed it while a line was on its way
            return reading.result()
        return b""

    assert talk(conversation) == b""


def test_a_client_that_leaves_is_noticed() -> None:
    left.clear()

    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET /waits HTTP/1.1\r\nHost: h\r\n\r\n")
        await asyncio.sleep(0.05)
        assert not left
        writer.close()
        while not left:
            await asyncio.sleep(0.01)

    talk(conversation)
    assert left == ["/waits"]


def test_the_connection_that_is_idle_longest_makes_room() -> None:
    async def conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        address = writer.get_extra_info("peername")
        crowd = [await asyncio.open_connection(*address) for _ in range(4)]
        crowd[-1][1].write(closing(GET))
        found = await crowd[-1][0].read()
        for _, one in crowd:
            one.close()
        return found

    assert talk(conversation).startswith(b"HTTP/1.1 200")


def test_pieces_of_an_answer_wait_for_no_acknowledgement(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []
    made = Connection.connection_made

    def noted(self: Connection, transport: asyncio.BaseTransport) -> None:
        at_once.append(transport.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        made(self, transport)

    monkeypatch.setattr(Connection, "connection_made", noted)
    sent(closing(GET))
    assert [bool(one) for one in at_once] == [True], "the system would hold a small piece back"


def test_an_address_in_use_is_an_error() -> None:
    with listen("127.0.0.1", 0) as listener, pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", listener.getsockname()[1])

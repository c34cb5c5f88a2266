"""The attacks of the security review that go over HTTP: what each sends, bounded in count and time, and how it ended.

`tests/benchmarks/holes.py` measures them on a service and through nginx; the tests use the parts.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import http.client
import json
import select
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from running import Answer

ATTACKER, ACCOMPLICE, NEIGHBOUR = (
    ("127.0.0.66", "127.0.0.67", "127.0.0.2") if sys.platform == "linux" else ("127.0.0.1",) * 3
)
"""Addresses that requests come from. Only Linux has all of 127.0.0.0/8; elsewhere everybody is one client."""

HOST = "site.example"
"""The name of the site, in the Host of every request."""

QUERY = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
WIDE = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
"""One character that folds to 18 letters."""


@dataclass(frozen=True)
class Target:
    """Where an attack goes, and when (by the monotonic clock) it has to be over. ``proxied``: nginx is in front."""

    port: int
    ends: float
    proxied: bool = False

    def left(self) -> float:
        """The seconds that are left, never 0, which would mean no wait at all to a socket."""
        return max(self.ends - time.monotonic(), 0.01)

    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.ends

    def connect(self, source: str = ATTACKER, buffer: int = 0) -> socket.socket:
        """A connection, if asked for with so small a receive buffer that little can be sent to it."""
        connection = socket.socket()
        if buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        connection.settimeout(min(self.left(), 5))
        connection.bind((source, 0))
        connection.connect(("127.0.0.1", self.port))
        return connection

    def request(
        self,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] = {},
        source: str = ATTACKER,
    ) -> Answer:
        """One request on a connection of its own: POST with a body (chunked if it is an iterator), else GET."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, self.left(), source_address=(source, 0))
        with contextlib.closing(connection):
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # answered before all was sent
                connection.request("GET" if body is None else "POST", path, body, {"Host": HOST, **headers})
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    def end(
        self,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] = {},
        source: str = ATTACKER,
    ) -> str:
        """How a request ended: its status, with the limit that a problem names, or what the connection met."""
        try:
            answer = self.request(path, body, headers, source)
        except TimeoutError:
            return "no answer"
        except http.client.LineTooLong:
            return "an answer with a header of more than 64 KB"
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        limit = ""
        if "problem+json" in answer.headers.get("content-type", ""):
            limit = json.loads(answer.body).get("limit", "")
        return f"{answer.status} {limit}".strip()


Attack = Callable[[Target], str]


def told(ends: Mapping[str, int]) -> str:
    """Ends with how often each was met, the most frequent first."""
    return ", ".join(f"{count} x {end}" if count > 1 else end for end, count in Counter(ends).most_common())


def crowd(target: Target, count: int, at_once: int, send: Callable[[int], str]) -> str:
    """Send so many numbered requests, some at once; those that the time leaves no room for are not sent."""

    def one(number: int) -> str:
        return "not sent" if target.over() else send(number)

    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        return told(Counter(pool.map(one, range(count))))


def undeclared_prefix(size: int) -> bytes:
    """A query with an undeclared prefix after a string of so many letters (C1)."""
    return f'SELECT * {{ ?s ?p "{"a" * size}" . ?s qqq:a ?o }}'.encode()


def blank_labels(count: int = 19_000) -> bytes:
    """A query that is no SPARQL, with so many labels of blank nodes (C1, weaker)."""
    return f"SELECT * {{ VALUES ?x {{ {' '.join(f'_:b{n}' for n in range(count))} }} }}".encode()


def query(body: bytes) -> Attack:
    """One query in a POST."""
    return lambda target: target.end("/sparql", body, QUERY)


def batch(queries: int, properties: int, values: int = 1, salt: int = 0) -> bytes:
    """A batch of the reconciliation service: so many queries of so many properties of so many values (H1)."""
    words = [f"w{salt}x{n}" for n in range(values)]
    row = [{"pid": "rdfs:label", "v": words[0] if values == 1 else words}] * properties
    return json.dumps({f"q{n}": {"properties": row} for n in range(queries)}).encode()


def reconcile(*sizes: int) -> Attack:
    """One batch."""
    return lambda target: target.end("/reconcile", batch(*sizes), JSON)


def twelve_batches(target: Target) -> str:
    """Twelve batches at once, each of 300 properties (11 KB)."""
    return crowd(target, 12, 12, lambda n: target.end("/reconcile", batch(1, 300, 1, n), JSON))


def extend(columns: int) -> Attack:
    """A data extension of 1,000 things in so many columns (H1)."""
    asked = {"ids": [f"i{n}" for n in range(1000)], "properties": [{"id": f"rdfs:p{n}"} for n in range(columns)]}
    body = f"extend={quote(json.dumps(asked, separators=(',', ':')))}".encode()
    return lambda target: target.end("/reconcile", body, FORM)


def long_comments(target: Target) -> str:
    """1,000 small queries, each with a comment of 250 KB of its own (H2)."""
    comment = b"x" * 250_000
    return crowd(target, 1000, 2, lambda n: target.end("/sparql", b"ASK {} #%d" % n + comment, QUERY))


def many_graphs(target: Target) -> str:
    """40 forms of 3.3 MB that name 100,000 graphs (H2)."""
    graphs = "".join(f"&default-graph-uri=urn:g{n:010}" for n in range(100_000))
    return crowd(target, 40, 2, lambda n: target.end("/sparql", f"query=ASK{{}}%23{n}{graphs}".encode(), FORM))


def long_kinds(target: Target) -> str:
    """600 searches whose kind has 55 KB (7 KB through nginx, which lets 8 KB pass) (H2)."""
    kind = "k" * (7_000 if target.proxied else 55_000)
    return crowd(target, 600, 2, lambda n: target.end(f"/search?kind={n}{kind}"))


def long_accepts(target: Target) -> str:
    """1,200 requests whose Accept has 55 KB (7 KB through nginx) (H2)."""
    types = "text/html;x=" + "y" * (7_000 if target.proxied else 55_000)
    return crowd(target, 1200, 2, lambda n: target.end("/", None, {"Accept": f"{types}{n}"}))


def wide_letters(target: Target) -> str:
    """60 batches of 100 queries of 500 characters that fold to 18 letters each (H2)."""

    def send(number: int) -> str:
        queries = {f"q{n}": {"query": f"{number * 100 + n:04}" + WIDE * 496} for n in range(100)}
        return target.end("/reconcile", json.dumps(queries, ensure_ascii=False).encode(), JSON)

    return crowd(target, 60, 2, send)


def long_answer(number: int, forwarded: str = "") -> bytes:
    """A request for an answer of about 13 MB on this repository's data."""
    text = f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT 40000 #{number}"
    extra = f"X-Forwarded-For: {forwarded}\r\n" if forwarded else ""
    return f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/csv\r\n{extra}\r\n".encode()


def slow_readers(target: Target) -> str:
    """Six connections from two addresses ask for 13 MB and read nothing; after 12 s a third one asks (H5)."""
    with contextlib.ExitStack() as stack:
        for number, source in enumerate((ATTACKER, ACCOMPLICE) * 3):
            connection = stack.enter_context(target.connect(source, buffer=4096))
            connection.sendall(long_answer(number))
        time.sleep(12)
        asked = target.end("/sparql?query=ASK%7B%3Fs%20%3Fp%20%22slow%22%7D", source=NEIGHBOUR)
        return f"after 12 s: query {asked}, /ready {target.end('/ready', source=NEIGHBOUR)}"


def hold(target: Target, count: int, data: bytes, seconds: float = 35) -> str:
    """So many connections that send the data and no more, held until the server has closed all, or so long (H6)."""
    met: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        held: dict[int, socket.socket] = {}
        begun = time.monotonic()
        for _ in range(count):
            if time.monotonic() - begun > 25:
                met["not tried"] += 1
                continue
            try:
                connection = stack.enter_context(target.connect())
                connection.sendall(data)
            except OSError as error:
                met["refused" if not isinstance(error, TimeoutError) else "not accepted"] += 1
            else:
                held[connection.fileno()] = connection
        ends = min(time.monotonic() + seconds, target.ends - 5)
        met["closed by the server"] = _closed(held, ends)
        met["still open"] = len(held)
        health = target.end("/health", source=NEIGHBOUR)
    return f"{told(+met)}; then /health {health}"


def _closed(held: dict[int, socket.socket], ends: float) -> int:
    """How many connections the server closes until then; they are taken out."""
    polled, before = select.poll(), len(held)
    for number in held:
        polled.register(number, select.POLLIN)
    while held and time.monotonic() < ends:
        for number, _ in polled.poll(500):
            try:
                if held[number].recv(65536):
                    continue
            except OSError:
                pass  # reset: closed as well
            polled.unregister(number)
            del held[number]
    return before - len(held)


def silent(count: int = 1100) -> Attack:
    """Connections that send nothing."""
    return lambda target: hold(target, count, b"")


def unfinished(count: int, length: int, sent: int) -> Attack:
    """Connections that promise a body of a length and send only so many bytes of it."""
    head = f"POST /sparql HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {QUERY['Content-Type']}\r\nContent-Length: {length}"
    return lambda target: hold(target, count, f"{head}\r\n\r\n".encode() + b"a" * sent)


def http2(target: Target) -> str:
    """Whether HTTP/2 without TLS is answered, with its header lists of 16 MB."""
    with target.connect() as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0")
        try:
            answer = connection.recv(100)
        except OSError as error:
            return type(error).__name__
    return "HTTP/2 spoken" if answer[3:4] == b"\4" else "HTTP/2 not spoken"

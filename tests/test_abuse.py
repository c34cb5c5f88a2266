"""Whatever a visitor asks, the others notice nothing: each abuse on a running service, with a neighbour beside it."""

from __future__ import annotations

import concurrent.futures
import socket
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest

from abuse import HEAVY, REFUSED, Neighbour, outcome
from running import ROOT, Running, serving

ENDS = {"200", "504 deadline", "503 memory", "503 result", "broken off"}
SMALL = quote("ASK { ?s ?p ?o }")


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    options = ("--deadline", "0.5", "--memory", "256", "--result", "64", "--workers", "2", "--proxies", "1")
    with serving(ROOT / "tests" / "publication", *options) as running:
        yield running


@pytest.fixture
def neighbour(service: Running) -> Iterator[Neighbour]:
    """Asserts, when the test is over, that the other visitor saw no failure."""
    with Neighbour(service) as visitor:
        yield visitor
    assert visitor.failures == []
    assert visitor.visits > 0


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_query_ends_properly(service: Running, neighbour: Neighbour, name: str) -> None:
    assert outcome(service, HEAVY[name]) in ENDS


def test_the_heavy_queries_are_heavy(service: Running) -> None:
    """Most of them must meet a limit, or they prove nothing."""
    met = [
        name for name in ("COUNT over a product", "ORDER BY over a product") if outcome(service, HEAVY[name]) != "200"
    ]
    assert len(met) == 2


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_guard_refuses_never_reaches_the_engine(service: Running, neighbour: Neighbour, name: str) -> None:
    assert outcome(service, REFUSED[name]).split()[0] in {"400", "403", "413"}


def _raw(service: Running) -> socket.socket:
    parts = urlsplit(service.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=10)


def _send(service: Running, data: bytes) -> bytes:
    with _raw(service) as connection:
        connection.sendall(data)
        try:
            return connection.recv(65536)
        except ConnectionResetError:
            return b""


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " + b"a" * 1_000_000 + b"\r\n\r\n", (b"", b"400", b"431")),
        (b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", (b"", b"400", b"414", b"431")),
        (b"GET /doc/%FF%FE HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", (b"404", b"400")),
        (b"GET /doc/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", (b"404", b"400")),
        (b"GET /sparql?query=%FF HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", (b"400",)),
        (b"GET /id/x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", (b"404", b"400")),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nAccept: \xff\r\nConnection: close\r\n\r\n",
            (b"200", b"400"),
        ),
        (b"NONSENSE\r\n\r\n", (b"", b"400")),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", (b"", b"400")),
    ],
    ids=[
        "header",
        "path",
        "escaped bytes",
        "raw bytes",
        "query bytes",
        "injection",
        "two Accept",
        "nonsense",
        "length",
    ],
)
def test_bytes_that_make_no_sense_are_answered_in_kind(
    service: Running, neighbour: Neighbour, data: bytes, status: tuple[bytes, ...]
) -> None:
    answer = _send(service, data)
    assert answer.split(b" ")[1:2] in [[one] if one else [] for one in status]
    assert b"set-cookie" not in answer.lower().split(b"\r\n\r\n")[0]


def test_clients_that_vanish_leave_no_query_behind(service: Running, neighbour: Neighbour) -> None:
    request = f"GET /sparql?query={quote(HEAVY['rows of a product'])} HTTP/1.1\r\nHost: x\r\n\r\n"
    for _ in range(10):
        with _raw(service) as connection:
            connection.sendall(request.encode())
            connection.recv(1000)


def test_two_hundred_clients_at_once_are_answered_or_told_to_return(service: Running) -> None:
    def visit(number: int) -> int:
        return service.get(f"/sparql?query={SMALL}%20%23{number}", X_Forwarded_For=f"198.51.100.{number}").status

    with concurrent.futures.ThreadPoolExecutor(200) as pool:
        statuses = list(pool.map(visit, range(200)))
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) > 50
    assert service.get(f"/sparql?query={SMALL}").status == 200


def test_one_client_cannot_run_more_than_its_share_at_once(service: Running) -> None:
    def visit(number: int) -> str:
        return outcome(service, HEAVY["COUNT over a product"] + f"#{number}")

    with Neighbour(service) as visitor, concurrent.futures.ThreadPoolExecutor(20) as pool:
        ends = list(pool.map(visit, range(20)))
    assert "429 concurrent" in ends
    assert [failure for failure in visitor.failures if " 503 " not in failure] == []

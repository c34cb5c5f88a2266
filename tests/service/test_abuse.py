"""Whatever a visitor asks, the others notice nothing: each abuse on a running service, with a neighbour beside it."""

from __future__ import annotations

import concurrent.futures
import contextlib
import resource
import socket
import time
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest

from abuse import HEAVY, REFUSED, Neighbour, outcome
from accord.limits import EngineLimits
from attacks import FORM, JSON, NEIGHBOUR, QUERY, Target, long_answer, undeclared_prefix
from places import ROOT
from running import Running, serving

ENDS = {"200", "504 deadline", "503 memory", "503 result", "cut off"}
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


def test_clients_that_leave_do_not_harm_others(service: Running, neighbour: Neighbour) -> None:
    request = f"GET /sparql?query={quote(HEAVY['rows of a product'])} HTTP/1.1\r\nHost: x\r\n\r\n"
    for _ in range(10):
        with _raw(service) as connection:
            connection.sendall(request.encode())
            connection.recv(1000)


@pytest.mark.parametrize(
    ("name", "first"),
    [("COUNT over a product", 0), ("rows of a product", 1)],
    ids=["before the first byte", "after it"],
)
def test_queries_of_clients_that_leave_end(name: str, first: int) -> None:
    """As many workers as there are run queries; when their clients have left, none does, long before the deadline."""
    workers, path = 3, f"/sparql?query={quote(HEAVY[name])}"
    options = ("--deadline", "60", "--memory", "256", "--workers", str(workers), "--proxies", "1")
    with serving(ROOT / "tests" / "publication", *options) as service:
        with contextlib.ExitStack() as stack:
            for number in range(workers):
                connection = stack.enter_context(_raw(service))
                request = f"GET {path}%23{number} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.{number}\r\n\r\n"
                connection.sendall(request.encode())
                connection.recv(first) if first else None
            _until_running(service, workers)
        _until_running(service, 0)


def _until_running(service: Running, number: int) -> None:
    """Return once so many of the service's processes compute."""
    deadline = time.monotonic() + 20
    while sum(state.startswith("R") for state in service.states()) != number:
        assert time.monotonic() < deadline, f"not {number} processes compute"


def test_a_clients_small_queries_wait_for_each_other(service: Running) -> None:
    """Four threads of small queries, and eight fetches of one page at once: none is refused."""

    def visit(number: int) -> int:
        text = quote(f"ASK {{ ?s ?p ?o }} #{number}")
        return service.get(f"/sparql?query={text}", X_Forwarded_For="192.0.2.140").status

    for threads in (4, 8):
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            assert set(pool.map(visit, range(100 * threads, 100 * threads + 40))) == {200}


def test_two_hundred_clients_at_once_are_answered_or_asked_to_return(service: Running) -> None:
    """As many as there are workers and places in the queue are always answered; the rest as workers become free."""

    def visit(number: int) -> int:
        return service.get(f"/sparql?query={SMALL}%20%23{number}", X_Forwarded_For=f"198.51.100.{number}").status

    with concurrent.futures.ThreadPoolExecutor(200) as pool:
        statuses = list(pool.map(visit, range(200)))
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= 2 + EngineLimits().queue
    assert service.get(f"/sparql?query={SMALL}").status == 200


def test_one_client_cannot_run_more_than_its_share_at_once(service: Running) -> None:
    def visit(number: int) -> str:
        return outcome(service, HEAVY["COUNT over a product"] + f"#{number}")

    with Neighbour(service) as visitor, concurrent.futures.ThreadPoolExecutor(20) as pool:
        ends = list(pool.map(visit, range(20)))
    assert "429 waiting" in ends
    assert [failure for failure in visitor.failures if " 503 " not in failure] == []


ABUSER, VISITOR = {"X-Forwarded-For": "192.0.2.66"}, {"X-Forwarded-For": "192.0.2.1"}


def _target(service: Running, seconds: float = 40) -> Target:
    port = urlsplit(service.url).port
    assert port
    return Target(port, time.monotonic() + seconds)


def _three(service: Running, text: bytes) -> tuple[list[int], float]:
    """Three refused queries, one after the other: their statuses, and a neighbour's worst latency meanwhile."""
    target = _target(service)
    with Neighbour(service) as visitor:
        answers = [target.request("/sparql", text + b"#%d" % number, {**QUERY, **ABUSER}) for number in range(3)]
    assert visitor.failures == []
    return [answer.status for answer in answers], visitor.worst


def test_the_explanation_of_a_mistake_holds_up_nobody(service: Running) -> None:
    """A neighbour waits no longer than beside a query of the same length whose mistake is quickly explained.

    The factor is far above chance and far below the 100 and more of an explanation that takes the square of 40 KB; the
    tenth of a second is what a busy machine may add to a neighbour's millisecond.
    """
    harmless, usual = _three(service, undeclared_prefix(40_000).replace(b"qqq:a", b"qqq"))
    hostile, worst = _three(service, undeclared_prefix(40_000))
    assert harmless == hostile == [400] * 3
    assert worst < 20 * max(usual, 0.1)


def test_readers_that_do_not_read_leave_the_workers_to_others() -> None:
    """As many as there are workers ask for more than the system's buffers take, and read only the first byte."""
    options = ("--deadline", "5", "--workers", "2", "--proxies", "1")
    with serving(ROOT / "tests" / "publication", *options) as service, contextlib.ExitStack() as stack:
        target = _target(service)
        for number in range(2):
            connection = stack.enter_context(target.connect(buffer=4096))
            connection.settimeout(10)
            connection.sendall(long_answer(number, forwarded=f"192.0.2.{number + 10}"))
            assert connection.recv(1) == b"H"
        asked = target.request(f"/sparql?query={SMALL}", headers=VISITOR)
        ready = target.request("/ready", headers=VISITOR)
    assert (asked.status, ready.status) == (200, 200)


@pytest.fixture
def many_files() -> Iterator[None]:
    """As many open files as the system lets this process have, for a crowd of connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


UNFINISHED = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nA"
)


@pytest.mark.parametrize("data", [b"", UNFINISHED], ids=["silent", "unfinished bodies"])
def test_a_crowd_of_idle_connections_does_not_take_the_port(many_files: None, data: bytes) -> None:
    """1,100 connections of one address; another address is answered while they are held."""
    with serving(ROOT / "tests" / "publication") as service, contextlib.ExitStack() as stack:
        target = _target(service)
        for _ in range(1100):
            with contextlib.suppress(OSError):  # refused, which is what may happen to a crowd
                stack.enter_context(target.connect()).sendall(data)
        assert target.end("/health", source=NEIGHBOUR) == "200"


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/sparql", FORM, b"query=ASK%7B%7D&x=" + b"a" * 6_000_000),
        ("/sparql", QUERY, b"ASK {} #" + b"a" * 6_000_000),
        ("/reconcile", JSON, b'{"q0": {"query": "' + b"a" * 6_000_000 + b'"}}'),
        ("/reconcile", FORM, b"queries=%7B%7D&x=" + b"a" * 6_000_000),
    ],
    ids=["form to /sparql", "query to /sparql", "JSON to /reconcile", "form to /reconcile"],
)
@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
def test_a_body_over_the_limit_is_refused_whatever_it_is(
    service: Running, neighbour: Neighbour, path: str, kind: dict[str, str], body: bytes, chunked: bool
) -> None:
    sent = iter([body[begin : begin + 65_536] for begin in range(0, len(body), 65_536)]) if chunked else body
    assert _target(service).request(path, sent, {**kind, **ABUSER}).status == 413

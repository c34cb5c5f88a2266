"""A confined process computes and can do nothing else; one that may call services can also connect."""

from __future__ import annotations

import faulthandler
import http.server
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from accord import confine, formats
from accord.engine import Query
from accord.engine.processes import local_engine
from accord.limits import EngineLimits, QueryLimits
from accord.publication import Publication
from accord.sparql.guard import inspect
from places import TINY

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or bool(confine.missing()), reason="this system has no seccomp or no Landlock"
)

PARENT = os.getpid()


def confined(work: Callable[[], object], network: bool = False) -> int:
    """How a confined child ends that does this work: 0, 1 when it is refused, or minus the signal."""
    child = os.fork()
    if not child:
        faulthandler.disable()
        code = 2
        try:
            assert confine.confine(network=network) == ()
            work()
            code = 0
        except PermissionError:
            code = 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


REFUSED: dict[str, Callable[[], object]] = {
    "open a file to write": lambda: open("/tmp/accord-test", "w"),  # noqa: SIM115
    "open a file to read": lambda: open("/etc/passwd"),  # noqa: SIM115
    "delete": lambda: os.unlink("/tmp/accord-none"),
    "make a folder": lambda: os.mkdir("/tmp/accord-none"),
    "start a program": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
    "fork": os.fork,
    "signal another": lambda: os.kill(PARENT, 0),
    "read another's memory": lambda: open(f"/proc/{PARENT}/mem", "rb"),  # noqa: SIM115
    "keep a file in memory": lambda: os.memfd_create("x"),
    "raise its priority": lambda: os.setpriority(os.PRIO_PROCESS, 0, -5),
}


@pytest.mark.parametrize("network", [False, True], ids=["alone", "with services"])
@pytest.mark.parametrize("attempt", REFUSED)
def test_what_a_worker_does_not_need_is_refused(attempt: str, network: bool) -> None:
    assert confined(REFUSED[attempt], network) == 1


def test_a_socket_is_for_services_only() -> None:
    assert confined(socket.socket) == 1
    assert confined(socket.socket, network=True) == 0
    assert confined(lambda: Path("/etc/hosts").read_bytes(), network=True) == 0


ALLOWED: dict[str, tuple[Callable[[], object], int]] = {
    "a thread": (lambda: threading.Thread(target=len, args=("",)).start(), 0),
    "memory": (lambda: bytearray(50_000_000), 0),
    "a pipe": (os.pipe, 0),
    "an abort": (os.abort, -signal.SIGABRT),
    "an alarm": (lambda: (signal.setitimer(signal.ITIMER_REAL, 0.01), signal.pause()), -signal.SIGALRM),
}


@pytest.mark.parametrize("need", ALLOWED)
def test_what_an_engine_needs_is_allowed(need: str) -> None:
    work, code = ALLOWED[need]
    assert confined(work) == code


def state(pid: int) -> dict[str, str]:
    lines = (line.partition(":") for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return {name: value.strip() for name, _, value in lines}


def test_a_worker_is_confined_before_its_first_query() -> None:
    with local_engine(Publication.read(TINY), EngineLimits(workers=1)) as engine:
        worker = engine._pool._connect(time.monotonic() + 10)
        assert os.readlink(f"/proc/{worker.pid}/fd/0") == os.devnull
        engine._pool._idle.append(worker)
        assert b"true" in b"".join(engine.query(Query("ASK {}", formats.JSON)).chunks)
        told = state(worker.pid)
        assert (told["NoNewPrivs"], told["Seccomp"], told["CapEff"]) == ("1", "2", "0" * 16)


def test_only_a_query_that_may_calls_a_service_and_its_worker_is_used_once() -> None:
    class Service(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}'
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://localhost:{server.server_port}/"
        text = f"SELECT ?x {{ SERVICE <{there}> {{ ?x ?y ?z }} }}"
        query = Query(text, formats.JSON, inspection=inspect(text, QueryLimits(), {there}))
        with local_engine(Publication.read(TINY), EngineLimits(workers=1)) as engine:
            assert b"far" in b"".join(engine.query(query).chunks)
            assert engine._pool._idle == []
        server.shutdown()

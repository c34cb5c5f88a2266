"""The service as its users meet it: started by the command line, spoken to over HTTP, killed where it hurts."""

from __future__ import annotations

import concurrent.futures
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from abuse import Neighbour
from accord.http.limits import STALL
from accord.http.server import listen
from accord.web.requests.bodies import GatewayLimits
from places import ROOT, TINY
from running import Answer, Running, free_port, serving

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with serving(TINY, "--deadline", "1", "--workers", "2") as running:
        yield running


def query(service: Running, text: str, **headers: str) -> Answer:
    return service.get("/sparql?query=" + quote(text), "GET", None, 30, **headers)


def test_pages_and_queries_are_answered(service: Running) -> None:
    assert service.get("/", Accept="text/html").status == 200
    answer = query(service, "SELECT * { ?s ?p ?o } LIMIT 3")
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert len(json.loads(answer.text)["results"]["bindings"]) == 3


def test_get_form_and_direct_post_say_the_same(service: Running) -> None:
    text = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 5"
    form = "application/x-www-form-urlencoded; charset=utf-8"
    answers = [
        query(service, text),
        service.get("/sparql", "POST", f"query={quote(text)}".encode(), Content_Type=form),
        service.get("/sparql", "POST", text.encode(), Content_Type="application/sparql-query"),
    ]
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert len({answer.body for answer in answers}) == 1


def test_a_long_answer_streams_to_its_end(service: Running) -> None:
    answer = query(service, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000", Accept="text/csv")
    assert answer.body.count(b"\r\n") == 30_001, "the header and every row"
    assert len(answer.body) > 500_000, "too long for one buffer"


def test_a_cross_product_ends_at_the_deadline_while_others_go_on(service: Running) -> None:
    with concurrent.futures.ThreadPoolExecutor() as pool:
        heavy = pool.submit(query, service, PRODUCT)
        light = [query(service, "ASK { ?s ?p ?o }").status for _ in range(20)]
        pages = [service.get("/", Accept="text/html").status for _ in range(20)]
        assert not heavy.done()
        answer = heavy.result()
    assert set(light + pages) == {200}
    assert answer.status == 504
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.text)
    assert (problem["limit"], problem["value"]) == ("deadline", 1.0)
    counts = service.get("/metrics").text.splitlines()
    assert 'accord_queries_total{result="deadline"} 1' in counts
    assert 'accord_refusals_total{limit="deadline"} 1' in counts


def test_an_answer_that_breaks_off_never_looks_whole(service: Running) -> None:
    with pytest.raises(http.client.IncompleteRead):
        query(service, ROWS, Accept="text/csv")


def test_nesting_harms_nobody(service: Running) -> None:
    answer = service.get(
        "/sparql", "POST", ("SELECT * " + "{" * 5000 + "}" * 5000).encode(), Content_Type="application/sparql-query"
    )
    assert answer.status == 400
    assert json.loads(answer.text)["limit"] == "nesting"
    assert query(service, "ASK { ?s ?p ?o }").status == 200


def test_readers_that_stall_hold_up_nobody(service: Running) -> None:
    parts = urlsplit(service.url)
    request = f"GET /sparql?query={quote(ROWS)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode()
    stalled = [socket.create_connection((parts.hostname, parts.port), timeout=10) for _ in range(10)]
    try:
        for connection in stalled:
            connection.sendall(request)
        answers = [service.get("/", Accept="text/html", timeout=5).status for _ in range(10)]
    finally:
        for connection in stalled:
            connection.close()
    assert set(answers) == {200}


def test_answers_that_nobody_reads_hold_neither_workers_nor_the_watch() -> None:
    """Six readers that read nothing, two workers; the answers are larger than what the system takes off the hands."""
    with serving(TINY, "--workers", "2", "--deadline", "3") as service:
        parts = urlsplit(service.url)
        text = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 60000"
        request = f"GET /sparql?query={quote(text)}%20%23{{}} HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n"
        readers = []
        try:
            for number in range(6):
                readers.append(socket.create_connection((parts.hostname, parts.port), timeout=30))
                readers[-1].sendall(request.format(number).encode())
                assert readers[-1].recv(12) == b"HTTP/1.1 200", "a worker is free for each, as none is held"
                assert service.get("/ready", timeout=5).status == 200
            assert query(service, "ASK { ?s ?p ?o }").status == 200
        finally:
            for connection in readers:
                connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends connections whose other side takes nothing")
def test_connections_have_the_time_out_of_the_socket_that_listens() -> None:
    """The system ends a connection whose last pieces were handed over."""
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        listener.setblocking(True)
        with listener.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == STALL * 1000


def test_the_system_and_the_gateway_wait_equally_long() -> None:
    assert GatewayLimits().stall == STALL


def test_only_http_1_is_spoken(service: Running) -> None:
    """HTTP/2 without TLS, which nobody needs, would have limits of its own: header lists of 16 MiB, no time-outs."""
    parts = urlsplit(service.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9))
        assert not connection.recv(1000).startswith(b"\x00")


def test_more_connections_than_before_leave_the_port_open(service: Running) -> None:
    """Each connection says nothing; the thousandth is as good as the first."""
    parts = urlsplit(service.url)
    silent = []
    try:
        for _ in range(1100):
            silent.append(socket.create_connection((parts.hostname, parts.port), timeout=30))
        assert service.get("/health", timeout=30).status == 200
    finally:
        for connection in silent:
            connection.close()


@pytest.mark.parametrize("chunk", [b"zz\r\nab\r\n", b"-1\r\nab\r\n"])
def test_broken_chunks_are_a_bad_request(service: Running, chunk: bytes) -> None:
    parts = urlsplit(service.url)
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(head + chunk)
        assert connection.recv(12) == b"HTTP/1.1 400"


def test_the_site_answers_at_its_address() -> None:
    with serving(TINY, "--url", "https://data.example.net/") as service:
        assert "Sitemap: https://data.example.net/sitemap.xml" in service.get("/robots.txt").text
        for host, path, status in (
            ("data.example.net", "/", 200),
            ("evil.example", "/", 421),
            ("evil.example", "/health", 200),
            ("evil.example", "/ready", 200),
        ):
            assert service.get(path, Host=host).status == status
        poisoned = {"X_Forwarded_Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        assert raw(service, "/catalog?p=1", poisoned) == raw(service, "/catalog?p=1", {})


def raw(service: Running, path: str, headers: dict[str, str]) -> bytes:
    """The body of an answer to a request with exactly these headers."""
    parts = urlsplit(service.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().read()
    finally:
        connection.close()


def test_half_sent_requests_hold_up_nobody(service: Running) -> None:
    parts = urlsplit(service.url)
    halves = [socket.create_connection((parts.hostname, parts.port), timeout=10) for _ in range(20)]
    try:
        for connection in halves:
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nab")
        assert service.get("/", Accept="text/html", timeout=5).status == 200
        assert query(service, "ASK { ?s ?p ?o }").status == 200
    finally:
        for connection in halves:
            connection.close()


def test_a_body_that_is_too_large_is_refused(service: Running) -> None:
    answer = service.get("/sparql", "POST", b"x" * 6_000_000, Content_Type="application/sparql-query")
    assert answer.status == 413


def test_a_fork_server_that_is_killed_is_started_again() -> None:
    with serving(TINY) as service:
        assert query(service, "ASK { ?s ?p ?o }").status == 200
        before = service.processes()
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(service.process.pid)], capture_output=True, text=True
        ).stdout.split()
        with Neighbour(service) as visitor:
            os.kill(min(map(int, children)), signal.SIGKILL)
            assert service.process.stderr is not None
            while "started again" not in (line := service.process.stderr.readline()):
                assert line
            statuses = [query(service, f"ASK {{ ?s ?p {n} }}").status for n in range(3)]
        assert statuses == [200] * 3
        assert visitor.failures == []
        assert service.processes() != before


def test_new_data_is_published_under_load_without_a_failed_request(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "copy"))
    file = folder / "data" / "new.ttl"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def number(service: Running) -> int:
        answer = query(service, count)
        assert answer.status == 200
        return int(json.loads(answer.text)["results"]["bindings"][0]["n"]["value"])

    with serving(folder) as service:
        before, version = number(service), service.get("/").headers["accord-version"]
        label = "<http://www.w3.org/2000/01/rdf-schema#label>"
        file.write_text(f'<https://example.org/lights/ns#Lighthouse> {label} "Leuchtturm"@de .', "utf-8")
        service.process.send_signal(signal.SIGHUP)
        statuses = []
        deadline = time.monotonic() + 20
        while number(service) == before:
            statuses.append(service.get("/", Accept="text/html").status)
            assert time.monotonic() < deadline, "the new data are not shown"
        assert set(statuses) == {200}
        assert number(service) == before + 1
        assert service.get("/").headers["accord-version"] != version
        file.write_text("not turtle", "utf-8")
        service.process.send_signal(signal.SIGHUP)
        assert service.process.stderr is not None
        while "Refused: version" not in (line := service.process.stderr.readline()):
            assert line
        assert number(service) == before + 1


@pytest.mark.parametrize("send", [os.kill, os.killpg], ids=["to the supervisor", "to the group, as Ctrl-C"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_everything(number: signal.Signals, send: Callable[[int, int], None]) -> None:
    with serving(TINY) as service:
        query(service, "ASK { ?s ?p ?o }")
        processes = service.processes()
        assert len(processes) >= 4
        send(service.process.pid, number)
        _, said = service.process.communicate(timeout=15)
        assert (service.process.returncode, unavoidable(said)) == (0, "")
    gone = [pid for pid in processes if not Path(f"/proc/{pid}").exists()]
    assert len(gone) == len(processes)


def test_even_a_supervisor_killed_outright_leaves_nothing_behind() -> None:
    with serving(TINY) as service:
        query(service, "ASK { ?s ?p ?o }")
        processes = service.processes()
        service.process.kill()
        service.process.wait()
        deadline = time.monotonic() + 20
        while any(map(_alive, processes)):
            assert time.monotonic() < deadline, "something is left behind"


ENDLESS = (
    """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix light: <https://example.org/lights/ns#> .
[] a sh:NodeShape ; sh:targetClass light:Lighthouse ; sh:sparql [ sh:select """
    + '"""'
    + """
    SELECT $this { $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l
    FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)) = STR(?o)) }"""
    + '"""'
    + """ ] .
"""
)
"""A shape whose check never ends."""


def started(process: subprocess.Popen[str], words: str) -> str:
    """Read what a service says on stderr up to a line with these words."""
    assert process.stderr is not None
    said = ""
    while words not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    return said


def test_a_check_that_never_ends_blocks_nothing(tmp_path: Path) -> None:
    """While a reload is checked the site serves, the engine is replaced, and a signal ends everything at once."""
    folder = Path(shutil.copytree(TINY, tmp_path / "copy"))
    with serving(folder) as service:
        before = service.processes()
        (folder / "shapes/endless.ttl").write_text(ENDLESS)
        service.process.send_signal(signal.SIGHUP)
        while service.processes() == before:
            assert query(service, "ASK {}").status == 200
        service.process.send_signal(signal.SIGHUP)
        started(service.process, "it is reloaded once more after that")
        os.kill(min(before - {service.process.pid}), signal.SIGKILL)
        started(service.process, "started again")
        assert query(service, "ASK {}").status == 200
        everything = service.processes()
        service.process.terminate()
        service.process.communicate(timeout=10)
        assert service.process.returncode == 0
        deadline = time.monotonic() + 10
        while any(map(_alive, everything)):
            assert time.monotonic() < deadline, "something is left behind"


def test_a_check_at_a_reload_has_a_deadline(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "copy"))
    with serving(folder, "--check-deadline", "2") as service:
        version = service.get("/").headers["accord-version"]
        (folder / "shapes/endless.ttl").write_text(ENDLESS)
        service.process.send_signal(signal.SIGHUP)
        said = started(service.process, f"Refused: version {version} is still served.")
        assert "took longer than 2 s" in said
        assert "--check-deadline" in said
        refused = json.loads(service.get("/ready").body)["reload"]
        assert (refused["result"], refused["version"]) == ("refused", version)
        assert "did not pass" in refused["why"]
        (folder / "shapes/endless.ttl").unlink()
        service.process.send_signal(signal.SIGHUP)
        started(service.process, "Unchanged: the folder has not changed")
        assert json.loads(service.get("/ready").body)["reload"]["result"] == "unchanged"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_start_can_be_ended_while_it_checks(tmp_path: Path, number: signal.Signals) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "copy"))
    (folder / "shapes/endless.ttl").write_text(ENDLESS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    command = [sys.executable, "-m", "accord", "serve", str(folder), "--port", str(free_port())]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    running = Running("", process)
    while len(everything := running.processes()) < 3:
        assert process.poll() is None
    process.send_signal(number)
    _, said = process.communicate(timeout=10)
    assert (process.returncode, unavoidable(said)) == (0, "")
    deadline = time.monotonic() + 10
    while any(map(_alive, everything)):
        assert time.monotonic() < deadline, "something is left behind"


def test_a_start_whose_check_meets_its_deadline_ends_with_4(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TINY, tmp_path / "copy"))
    (folder / "shapes/endless.ttl").write_text(ENDLESS)
    for verb, *options in (("serve", "--port", str(free_port())), ("check",)):
        done = run(verb, str(folder), "--check-deadline", "1.5", *options)
        assert done.returncode == 4
        said = done.stdout + done.stderr
        assert "took longer than 1.5 s" in said or "The check met its deadline." in said
        assert "--check-deadline" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="this is not root")
def test_that_it_runs_as_root_is_said() -> None:
    with serving(TINY) as service:
        service.process.terminate()
        _, said = service.process.communicate(timeout=15)
    assert said.count("It runs as root") == 1


def unavoidable(said: str) -> str:
    """What was said but for what a start says of this machine: that it is root, and what it cannot confine."""
    return re.sub(r"accord: (It runs as root|This system cannot confine)[^\n]*\n[^\n]*\n", "", said)


def _alive(pid: int) -> bool:
    """Whether a process runs still; a zombie that nobody has reaped does not."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def run(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    command = [sys.executable, "-m", "accord", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, timeout=60)


def test_a_port_in_use_is_an_error(service: Running) -> None:
    port = str(urlsplit(service.url).port)
    done = run("serve", str(TINY), "--port", port)
    assert done.returncode == 2
    assert f"port {port} cannot be used: Address already in use" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr

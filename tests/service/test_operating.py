"""What the manual says about proxies, several nodes, systemd and containers, tried as it is written there."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from accord.http.unix_socket import TakenError, listen_at
from places import TINY
from proxies import NGINX, blocks, nginx, replaced
from running import ROOT, Running, serving

CADDY, HADOLINT = shutil.which("caddy"), shutil.which("hadolint")
ANALYZE = shutil.which("systemd-analyze")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
PATHS = ("/", "/things", "/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 5"), "/dump.nt", "/catalog.ttl")
EXPOSURE = 20
"""Tenths of the exposure that systemd gives a unit: the manual says 1.5, and versions of systemd differ."""


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Jo May", "-c", "user.email=jo@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("nodes") / "publication"
    shutil.copytree(TINY, made)
    git(made.parent, "init", "-q", str(made))
    git(made, "add", "-A")
    git(made, "commit", "-qm", "The first version")
    return made


@pytest.fixture
def nodes(folder: Path, tmp_path: Path) -> Iterator[tuple[Running, Running, Running]]:
    """The balancer and its two nodes."""
    with serving(folder, "--proxies", "1") as one, serving(folder, "--proxies", "1") as other:
        words = {"127.0.0.1:8001": one.url.removeprefix("http://"), "127.0.0.1:8002": other.url.removeprefix("http://")}
        with nginx(blocks("scale", "Several nodes")[0], words, tmp_path) as url:
            yield Running(url, one.process), one, other


def settle(node: Running) -> None:
    """Wait until the home page says what changed lately; it is not kept before, so it has no ETag."""
    until = time.monotonic() + 60
    while "etag" not in node.get("/", Host="data.example.org", Accept="*/*").headers:
        assert time.monotonic() < until, "the changes are not found out"
        time.sleep(0.05)


def version(node: Running) -> str:
    return str(json.loads(node.get("/ready").text)["version"])


class Visitors:
    """Visitors of a site in threads, from the beginning of a block to its end, and all that they met but 200."""

    def __init__(self, site: Running) -> None:
        self._site = site
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._visit, args=(number,)) for number in range(4)]
        self.failures: list[str] = []
        self.visits = 0

    def _visit(self, number: int) -> None:
        while not self._over.is_set():
            number += 1
            text = quote(f"SELECT * {{ ?s ?p ?o FILTER (?o != {number}) }} LIMIT 3")
            body = f"query={text}".encode() if number % 3 == 0 else None
            kind = {"Content_Type": "application/x-www-form-urlencoded"} if body else {}
            path = "/sparql" if body else ("/things", f"/sparql?query={text}")[number % 2]
            try:
                status = self._site.get(path, "POST" if body else "GET", body, 30, **kind).status
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
                continue
            self.visits += 1
            if status != 200:
                self.failures.append(f"{path}: {status}")

    def __enter__(self) -> Visitors:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait(self, more: int) -> None:
        """Wait until so many more visits are over."""
        until, end = self.visits + more, time.monotonic() + 30
        while self.visits < until and not self.failures:
            assert time.monotonic() < end, "no visits"
            time.sleep(0.01)


@needs_nginx
def test_two_nodes_are_one_site(nodes: tuple[Running, Running, Running], folder: Path) -> None:
    site, one, other = nodes
    settle(one)
    settle(other)
    for path in PATHS:
        first, second, through = (each.get(path, Host="data.example.org", Accept="*/*") for each in (one, other, site))
        assert first.status == 200
        assert first.headers["etag"] == second.headers["etag"] == through.headers["etag"], path
        assert first.headers["accord-version"] == second.headers["accord-version"]
        assert first.body == second.body == through.body, path
        again = other.get(path, Host="data.example.org", Accept="*/*", If_None_Match=first.headers["etag"])
        assert again.status == 304
    before = version(one)
    with Visitors(site) as visitors:
        visitors.wait(20)
        file = folder / "data" / "publication.ttl"
        file.write_text(file.read_text("utf-8") + "\n# a change\n", "utf-8")
        git(folder, "commit", "-qam", "The second version")
        for node in (one, other):
            node.process.send_signal(signal.SIGHUP)
            end = time.monotonic() + 30
            while version(node) == before:
                assert time.monotonic() < end
                time.sleep(0.05)
            visitors.wait(20)
        for pid in other.processes():
            os.kill(pid, signal.SIGKILL)
        visitors.wait(60)
    assert visitors.failures == []
    assert version(one) == version(site) != before


@needs_nginx
def test_one_node_behind_nginx_at_a_port_and_at_a_socket(tmp_path: Path) -> None:
    at_a_port, line = blocks("operate", "Behind nginx")
    at_a_socket = replaced(at_a_port, {"    server 127.0.0.1:8000;\n": line})
    with serving(TINY, "--proxies", "1") as node:
        words = {"127.0.0.1:8000": node.url.removeprefix("http://")}
        with nginx(at_a_port, words, tmp_path) as url:
            _is_a_site(Running(url, node.process))
    path = tmp_path / "accord.sock"
    with listening_at(path) as process, nginx(at_a_socket, {"/run/accord/accord.sock": str(path)}, tmp_path) as url:
        assert path.stat().st_mode & 0o777 == 0o660
        _is_a_site(Running(url, process))
        taken = start(path)
        assert "another program listens there" in taken.communicate()[1]
        assert taken.returncode == 2
        assert Running(url, process).get("/health").status == 200
    assert not path.exists()


def _is_a_site(site: Running) -> None:
    assert site.get("/things", Host="data.example.org", Accept="text/html").status == 200
    assert "http://data.example.org/sitemap" in site.get("/robots.txt", Host="data.example.org").text
    assert site.get("/metrics", Host="data.example.org").status == 404, "not through a proxy"


def start(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "accord", "serve", str(TINY), "--unix", str(path), "--proxies", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@contextlib.contextmanager
def listening_at(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A service at a Unix socket."""
    with start(path) as process:
        try:
            assert process.stdout is not None
            assert f"is at unix:{path}" in process.stdout.readline()
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def test_a_socket_that_nobody_listens_on_is_replaced_and_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "accord.sock"
    first = listen_at(path, 0o600)
    with pytest.raises(TakenError, match="another program"):
        listen_at(path, 0o600)
    first.close()
    with listen_at(path, 0o640):
        assert path.stat().st_mode & 0o777 == 0o640
    path.unlink()
    path.write_text("kept")
    with pytest.raises(TakenError, match="not a socket"):
        listen_at(path, 0o600)
    assert path.read_text() == "kept"


@pytest.mark.skipif(CADDY is None, reason="caddy is not installed")
@pytest.mark.parametrize("number", [0, 1])
def test_caddy_reads_its_configuration(number: int, tmp_path: Path) -> None:
    (tmp_path / "Caddyfile").write_text(blocks("operate", "Behind Caddy")[number], "utf-8")
    command = [str(CADDY), "validate", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "HOME": str(tmp_path)})
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")
def test_systemd_understands_the_unit_and_finds_little_exposed(tmp_path: Path) -> None:
    (unit,) = blocks("operate", "As a service of systemd")
    file = tmp_path / "accord.service"
    file.write_text(replaced(unit, {"/opt/accord/.venv/bin/accord": sys.executable}), "utf-8")
    verified = subprocess.run([str(ANALYZE), "verify", str(file)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    looked_at = [str(ANALYZE), "security", "--offline=true", f"--threshold={EXPOSURE}", str(file)]
    exposed = subprocess.run(looked_at, capture_output=True, text=True)
    assert exposed.returncode == 0, exposed.stdout[-2000:]


@pytest.mark.skipif(HADOLINT is None, reason="hadolint is not installed")
def test_the_container_file_has_no_findings(tmp_path: Path) -> None:
    (file,) = blocks("operate", "In a container")
    (tmp_path / "Containerfile").write_text(file, "utf-8")
    done = subprocess.run([str(HADOLINT), str(tmp_path / "Containerfile")], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_container_file_copies_only_what_is_there() -> None:
    (file,) = blocks("operate", "In a container")
    assert "requirements.lock" in file
    assert (ROOT / "requirements.lock").exists()
    assert "USER 10001" in file.partition("CMD")[0]

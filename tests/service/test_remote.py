"""``accord load`` and ``accord serve --engine``: pages from here, queries by another server."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import accord
from places import TINY
from running import Running, free_port, serving

pytestmark = pytest.mark.slow


@pytest.fixture
def oxigraph() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    address = f"127.0.0.1:{free_port()}"
    command = [str(Path(sys.executable).parent / "oxigraph"), "serve", "--bind", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 30
        while not _answers(f"http://{address}/"):
            assert time.monotonic() < until
            threading.Event().wait(0.05)
        yield f"http://{address}", process
        process.kill()


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except OSError:
        return False
    return True


def get(site: Running, path: str, accept: str = "text/csv") -> tuple[int, str]:
    request = urllib.request.Request(site.url + path, headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_another_server_answers_the_queries(oxigraph: tuple[str, subprocess.Popen[bytes]]) -> None:
    url, process = oxigraph
    loaded = accord("load", str(TINY), "--engine", f"{url}/query", "--store", f"{url}/store")
    assert loaded.returncode == 0, loaded.stderr
    assert "graphs loaded" in loaded.stdout
    with serving(TINY, "--engine", f"{url}/query") as site:
        question = "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fs%20rdfs%3Alabel%20%3Fo%20%7D"
        status, body = get(site, question)
        assert status == 200
        assert int(body.split()[1]) > 0
        process.kill()
        process.wait()
        assert get(site, "/", "text/html")[0] == 200
        assert get(site, question)[0] == 200, "what was asked before is in the cache"
        status, body = get(site, question + "%23new")
        assert status == 502
        assert "does not answer" in body


def test_a_server_that_is_away_is_named() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    loaded = accord("load", str(TINY), "--engine", f"{url}/query", "--store", f"{url}/store")
    assert loaded.returncode != 0
    assert "does not answer" in loaded.stderr


def test_services_and_another_engine_do_not_go_together() -> None:
    address = f"http://127.0.0.1:{free_port()}/"
    started = accord("serve", str(TINY), "--engine", address, "--allow-service", address)
    assert started.returncode != 0
    assert "--allow-service cannot be used with --engine" in started.stderr

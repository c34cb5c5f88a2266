"""A running service for tests: `accord serve` as a user starts it, in a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
"""The repository. This module needs nothing that the service itself does not need: tests/try_python.py uses it too."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Running:
    """A service that runs."""

    url: str
    process: subprocess.Popen[str]

    def get(
        self, path: str, method: str = "GET", body: bytes | None = None, timeout: float = 30, **headers: str
    ) -> Answer:
        """One request on a connection of its own. Raises http.client.IncompleteRead for a body that is cut off."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    def processes(self) -> set[int]:
        """The service's own process and all that descend from it."""
        parents: dict[int, int] = {}
        for line in subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout.splitlines():
            pid, parent = map(int, line.split())
            parents[pid] = parent
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def states(self) -> list[str]:
        """The state of each of its processes, as ps writes it: R for one that computes."""
        pids = ",".join(map(str, self.processes()))
        return subprocess.run(["ps", "-o", "state=", "-p", pids], capture_output=True, text=True).stdout.split()


@contextlib.contextmanager
def serving(folder: Path, *options: str, package: Path = ROOT / "server") -> Iterator[Running]:
    """Serve a folder until the block ends. Raises AssertionError with its words when it does not start."""
    port = free_port()
    command = [sys.executable, "-m", "accord", "serve", str(folder), "--port", str(port), *options]
    environment = {**os.environ, "PYTHONPATH": str(package), "PYTHONWARNINGS": "error"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, process_group=0
    )
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert "is at http://" in line, line + process.stderr.read()
        yield Running(f"http://127.0.0.1:{port}", process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise

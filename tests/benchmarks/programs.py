"""Accord and nginx as a benchmark starts them: with a time limit, the output in a file, and the memory sampled."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from abuse import memory
from attacks import Target
from running import Running, free_port

TOO_MUCH = 8 * 1024
"""MiB of a service at which a case is ended, so that the machine lives on."""

NGINX = """
daemon off; pid {at}/nginx.pid; error_log {at}/nginx.log; {user}
events {{}}
http {{
  access_log off;
  client_body_temp_path {at}/body; proxy_temp_path {at}/proxy; fastcgi_temp_path {at}/fastcgi;
  uwsgi_temp_path {at}/uwsgi; scgi_temp_path {at}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{service};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }}
  }}
}}
"""
"""nginx with its defaults: the paths are its own, the three headers are what every manual says."""


class Peak:
    """The memory of a program and all that descend from it (MiB), at first and at its peak, during a block."""

    def __init__(self) -> None:
        self.program: Running | None = None
        self.before = self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)

    def watch(self, process: subprocess.Popen[str]) -> None:
        """Watch this program from now on."""
        self.program = Running("", process)

    def begin(self) -> None:
        """What the program takes now is what it took before."""
        if self.program:
            self.before = self.most = memory(self.program)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(0.2):
            if self.program:
                self.most = max(self.most, memory(self.program))
                if self.most > TOO_MUCH:
                    kill(self.program)

    def __str__(self) -> str:
        return f"{self.before:.0f} -> {self.most:.0f}"


def kill(program: Running) -> None:
    """End a program and all that descend from it, at once."""
    for pid in program.processes():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@dataclass
class Accord:
    """A checkout's program and what it may use. ``package`` is its folder ``server``; ``at`` a temporary folder."""

    package: Path
    at: Path
    ends: float
    peak: Peak
    options: tuple[str, ...] = ()
    _count: int = field(default=0)

    def __enter__(self) -> Accord:
        self.peak.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.peak.__exit__(kind, error, at)

    def _start(self, *arguments: str) -> tuple[subprocess.Popen[str], Path]:
        """Start the program; its output goes to a file, since nobody reads a pipe while an attack runs."""
        self._count += 1
        said = self.at / f"said-{self._count}"
        cache = str(self.at.parent / "cache")
        environment = {**os.environ, "PYTHONPATH": str(self.package), "XDG_CACHE_HOME": cache}
        with said.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "accord", *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, text=True, env=environment, process_group=0,
            )  # fmt: skip
        self.peak.watch(process)
        return process, said

    def run(self, *arguments: str) -> tuple[int | None, str]:
        """Run a command to its end; the exit code, none when the time was up, and the output."""
        process, said = self._start(*arguments)
        try:
            process.wait(max(self.ends - time.monotonic(), 0.01))
        except subprocess.TimeoutExpired:
            kill(Running("", process))
            process.wait()
            return None, said.read_text("utf-8", "replace")
        return process.returncode, said.read_text("utf-8", "replace")

    def knows(self, option: str) -> bool:
        """Whether `accord serve` has an option."""
        return option in self.run("serve", "--help")[1]

    @contextlib.contextmanager
    def serving(self, folder: Path, *options: str) -> Iterator[Target]:
        """Serve a folder. Raises RuntimeError that tells why it did not start."""
        port = free_port()
        process, said = self._start("serve", str(folder), "--port", str(port), *options, *self.options)
        try:
            while " is at http" not in (text := said.read_text("utf-8", "replace")):
                if process.poll() is not None:
                    raise RuntimeError(f"exit {process.returncode}: {text.strip().splitlines()[-1][:100]}")
                if time.monotonic() > self.ends:
                    raise RuntimeError("not started in time")
                time.sleep(0.02)
            yield Target(port, self.ends)
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End a service in order, or else at once."""
    left = Running("", process)
    everybody = left.processes()
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        kill(left)
        process.wait()
    for pid in everybody - {process.pid}:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def nginx(program: str, at: Path, service: int) -> Iterator[int]:
    """Run nginx with its defaults before a service; its port. Raises RuntimeError that tells why it did not start."""
    port, user = free_port(), "user root;" if os.geteuid() == 0 else ""
    configuration = at / "nginx.conf"
    configuration.write_text(NGINX.format(at=at, port=port, service=service, user=user), "utf-8")
    with (at / "nginx.log").open("w") as log:
        process = subprocess.Popen([program, "-p", str(at), "-c", str(configuration)], stderr=log, text=True)
    try:
        while process.poll() is None:
            with contextlib.suppress(OSError):
                Target(port, time.monotonic() + 1).connect().close()
                break
            time.sleep(0.02)
        else:
            raise RuntimeError(f"nginx: {(at / 'nginx.log').read_text('utf-8').strip()}")
        yield port
    finally:
        process.terminate()
        process.wait()

"""What a folder costs: its check, its first start and its restart, the pages meanwhile, and idle memory.

    .venv/bin/python tests/benchmarks/folder_costs.py FOLDER [check] [serve]

Caches are in a new folder, so the first start is a first start. Memory is the sum of the proportional set sizes of the
process and all that descend from it, at its highest (Linux). ``generated_folder.py`` makes large folders.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from places import ROOT
from running import Running, serving

PAGES = ("/", "/search?q=silver", "/catalog", "/things", "/ontology", "/dump.nt", "/sitemap.xml", "/.well-known/void")
ASK = "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"


def memory(pids: Iterable[int]) -> float:
    """MiB of these processes, shared pages counted once."""
    total = 0
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith("Pss:") else 0
    return total / 1024


class Watch:
    """Looks at the memory of a process and its descendants five times a second."""

    def __init__(self, service: Running) -> None:
        self.service = service
        self.highest = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            self.highest = max(self.highest, memory(self.service.processes()))

    def end(self) -> float:
        """The highest."""
        self._over.set()
        self._thread.join()
        return self.highest


def check(folder: Path) -> None:
    """Time and memory of ``accord check``."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "accord", "check", str(folder)]
    process = subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watch = Watch(Running("", process))
    out, err = process.communicate()
    print(f"check: {time.perf_counter() - begin:.1f} s, {watch.end():.0f} MiB, exit {process.returncode}")
    print("  " + "\n  ".join([*err.splitlines()[:30], *out.splitlines()[-3:]]))


def has_ended(service: Running) -> bool:
    """Whether only the supervisor, the web server with its worker, the fork server and query workers are left."""
    states = service.states()
    return "R" not in states and "D" not in states


def serve(folder: Path, what: str, settle: float) -> None:
    """Times of a start and of the pages after it, and memory when all is done."""
    begin = time.perf_counter()
    with serving(folder) as service:
        watch = Watch(service)
        up = time.perf_counter() - begin
        assert service.get("/", timeout=120, Accept="text/html").status == 200
        first = time.perf_counter() - begin
        assert service.get(ASK, timeout=120).status == 200
        query = time.perf_counter() - begin
        print(f"{what}: listens after {up:.1f} s, first page {first:.1f} s, first query {query:.1f} s")
        for page in PAGES:
            at = time.perf_counter()
            answer = service.get(page, timeout=300, Accept="text/html")
            print(f"  {page}: {time.perf_counter() - at:.2f} s, {answer.status}, {len(answer.body):,} bytes")
        quiet = 0
        until = time.perf_counter() + settle
        while quiet < 5 and time.perf_counter() < until:
            quiet = quiet + 1 if has_ended(service) else 0
            time.sleep(0.5)
        idle = memory(service.processes())
        print(f"  quiet after {time.perf_counter() - begin:.1f} s, {idle:.0f} MiB; highest {watch.end():.0f} MiB")


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1])
    wanted = sys.argv[2:] or ["check", "serve"]
    os.environ["PYTHONPATH"] = str(ROOT / "server")
    with tempfile.TemporaryDirectory() as caches:
        os.environ["XDG_CACHE_HOME"] = caches
        if "check" in wanted:
            check(folder)
        if "serve" in wanted:
            serve(folder, "first start", 600)
            serve(folder, "restart", 60)


if __name__ == "__main__":
    main()

"""Each abuse of tests/abuse.py: how it ends, after how long, at what peak of memory, and the neighbour's worst wait.

    PYTHONPATH=server .venv/bin/python tests/benchmarks/abuse.py

The service runs with its defaults (deadline 10 s), but for one worker more than the abuser can take. Memory is the
proportional set size of all processes, sampled while the case runs (Linux).
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from abuse import HEAVY, REFUSED, Neighbour, memory, outcome
from places import ROOT
from running import Running, serving


class Peak:
    """The highest memory that a service took during a block."""

    def __init__(self, service: Running) -> None:
        self.service = service
        self.value = memory(service)

    def __enter__(self) -> Peak:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(0.1):
            self.value = max(self.value, memory(self.service))


def main() -> None:
    """Print a row a case."""
    print(f"{'case':34} {'end':14} {'s':>6} {'peak MiB':>9} {'neighbour ms':>13} failures")
    with serving(ROOT, "--proxies", "1") as service:
        for name, query in {**HEAVY, **REFUSED}.items():
            with Peak(service) as peak, Neighbour(service) as neighbour:
                begin = time.perf_counter()
                end = outcome(service, query)
                took = time.perf_counter() - begin
            print(
                f"{name:34} {end:14} {took:6.2f} {peak.value:9.0f} {neighbour.worst * 1000:13.0f} "
                f"{len(neighbour.failures)}",
                flush=True,
            )


if __name__ == "__main__":
    main()

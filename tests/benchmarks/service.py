"""Cold start to first answer, and idle memory of the whole service.

    PYTHONPATH=server .venv/bin/python tests/benchmarks/service.py [FOLDER]

Start is timed from the command to the first page and the first query answered, five times, the verdict cached after
the first. Memory is the sum of the proportional set sizes of all processes (Linux).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from places import ROOT
from running import Running, serving

ASK = "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"


def memory(service: Running) -> float:
    """MiB of all processes of a service, shared pages counted once."""
    total = 0
    for pid in service.processes():
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    starts: list[float] = []
    idle = 0.0
    for _ in range(5):
        begin = time.perf_counter()
        with serving(folder) as service:
            assert service.get("/", Accept="text/html").status == 200
            assert service.get(ASK).status == 200
            starts.append(time.perf_counter() - begin)
            idle = memory(service)
    print(f"first answers after {median(starts):.2f} s (median of {[round(s, 2) for s in starts]})")
    print(f"idle memory of the whole service: {idle:.0f} MiB")


if __name__ == "__main__":
    main()

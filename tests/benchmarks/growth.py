"""10,000 statements beside 1,000,000 in one loop: pages, small queries, searches and checks of contributions.

    .venv/bin/python tests/benchmarks/growth.py FOLDER [--times 150]

FOLDER gets both publications, if it has not got them: that of this repository with more agreements. Everything
is new each time, so that no cache has it. Each request goes to one service and then to the other. The first check of a
contribution reads all statements, so it is timed apart.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.contribution import contribution
from benchmarks.folder_costs import has_ended, memory
from benchmarks.generated_folder import PER_AGREEMENT, write
from running import Answer, Running, serving

SIZES = (10_000, 1_000_000)
QUERY = (
    "SELECT ?property ?value { <https://w3id.org/lifescience-partnerships/id/generated-alliance-%d> ?property ?value }"
)
HTML, ROWS = "text/html", "application/sparql-results+json"
Ask = Callable[[Running, int], Answer]
"""A request to a service, by the number of an agreement, which is another one each time."""


def bare(service: Running, number: int) -> Answer:
    """A route that does nothing."""
    return service.get(f"/health?{number}")


def page(service: Running, number: int) -> Answer:
    """The first view of the page of an agreement, which is written for it."""
    return service.get(f"/doc/generated-alliance-{number}", Accept=HTML)


def document(service: Running, number: int) -> Answer:
    """The statements about an agreement in Turtle, which are written for it."""
    return service.get(f"/doc/generated-alliance-{number}.ttl")


def query(service: Running, number: int) -> Answer:
    """What is said of an agreement."""
    return service.get("/sparql?query=" + quote(QUERY % number), Accept=ROWS)


def search(service: Running, number: int) -> Answer:
    """A search for an organisation."""
    return service.get(f"/search?q=organisation+{number}", timeout=120, Accept=HTML)


def check(service: Running, number: int) -> Answer:
    """The check of a new agreement."""
    body = contribution(number)
    return service.get("/check", "POST", body, timeout=300, Content_Type="text/turtle", Accept="application/json")


def settle(service: Running) -> None:
    """Wait until a service does no more work of its start, and has its index for searches."""
    quiet = 0
    while quiet < 4 or search(service, 0).status != 200:
        time.sleep(0.5)
        quiet = quiet + 1 if has_ended(service) else 0


def compare(services: list[Running], ask: Ask, times: int) -> list[float]:
    """Print the times of a kind of request, the ratio of the medians; returns the medians in ms."""
    seen: list[list[float]] = [[] for _ in services]
    for at in range(times):
        for service, size, mine in zip(services, SIZES, seen, strict=True):
            number = 1 + at * (size // PER_AGREEMENT // times)
            begin = time.perf_counter()
            answer = ask(service, number)
            mine.append(1000 * (time.perf_counter() - begin))
            assert answer.status == 200, answer.body[:300]
    middle = [median(one) for one in seen]
    last = [quantiles(one, n=20)[18] if times > 1 else one[0] for one in seen]
    row = " | ".join(f"{one:.2f}, {other:.2f}" for one, other in zip(middle, last, strict=True))
    print(f"| {ask.__name__} | {row} | {middle[1] / middle[0]:.2f} |", flush=True)
    return middle


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=150)
    asked = parser.parse_args()
    folders = [asked.folder / str(size) for size in SIZES]
    for folder, size in zip(folders, SIZES, strict=True):
        if not folder.exists():
            write(folder, size, 8, "accord")
    with tempfile.TemporaryDirectory() as caches, ExitStack() as running:
        os.environ["XDG_CACHE_HOME"] = caches
        services = [running.enter_context(serving(folder, "--allow-invalid")) for folder in folders]
        for service in services:
            settle(service)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")
        print(
            f"| | {' | '.join(f'{size:,}: median, p95 ms' for size in SIZES)} | ratio of medians |\n|---|---|---|---|"
        )
        route, *views = [compare(services, one, asked.times) for one in (bare, page, document)]
        compare(services, query, asked.times)
        compare(services, search, min(asked.times, 60))
        compare(services, check, 1)
        compare(services, check, 12)
        for kind, middle in zip(("page", "document"), views, strict=True):
            over = [round(one - other, 2) for one, other in zip(middle, route, strict=True)]
            print(f"A {kind} over the bare route, ms: {over}")
        print("Memory, MiB:", [round(memory(service.processes())) for service in services])


if __name__ == "__main__":
    main()

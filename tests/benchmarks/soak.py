"""Twenty minutes of mixed load: pages, queries, abuse and reloads at once, and whether anything fails or grows.

    python tests/benchmarks/soak.py [MINUTES]

A copy of the publication is served from a git repository of its own. Good clients ask for pages and new queries at a
bounded rate; every answer must be 200. Others send what is broken, slow or too long, and leave in the middle. The data
change and are loaded again twice a minute. Memory is that of all processes of the service, each page of memory once
(PSS, of /proc/PID/smaps_rollup). During a reload two versions are in memory, so of many samples the first quartile
counts: it is compared between the second fifth of the time and the last. A reload empties the cache, so it does not
grow from one fifth to the next.

It ends with 1, and says why, when a good request failed, memory or descriptors grew by more than a twentieth, or a dead
process was left.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from places import ROOT
from running import Running, serving

MINUTES = 20.0
PAGES = ("/", "/things", "/things/Funding", "/doc/university-of-oxford", "/doc/novo-nordisk.ttl", "/queries",
         "/queries/who-funds-what", "/search?q=oxford", "/catalog", "/ontology", "/things/Agreement.csv")  # fmt: skip
QUERY = "SELECT ?thing ?label { ?thing a lsp:Agreement ; rdfs:label ?label FILTER (?label != '%d') } LIMIT 5"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?i) }"
RELOAD_S = 30.0
FIFTHS = 5
MOST_GROWTH = 0.05
"""The part by which memory and descriptors may grow."""
EVERY_S = 3.0
"""Seconds between two looks at the processes."""

PAUSES = {"pages": 0.05, "queries": 0.05, "abuse": 0.5}
"""Seconds between two requests of one client of each kind: 20, 20 and 2 a second."""


@dataclass
class Seen:
    """What the clients met: good answers by kind, and failures in words with how often each was met."""

    good: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    worst: dict[str, float] = field(default_factory=dict)


def client(kind: str, ask: Callable[[int], None], seen: Seen, over: threading.Event) -> None:
    """Ask again and again, with a pause, until it is over."""
    number = 0
    while not over.wait(PAUSES[kind]):
        began = time.perf_counter()
        try:
            ask(number)
            seen.good[kind] += 1
        except (OSError, AssertionError) as error:
            seen.failures[f"{kind}: {type(error).__name__} {error}"[:160]] += 1
        seen.worst[kind] = max(seen.worst.get(kind, 0.0), time.perf_counter() - began)
        number += 1


def page(running: Running, number: int) -> None:
    """A page, which must be there."""
    path = PAGES[number % len(PAGES)]
    status = running.get(path, Accept="text/html, */*;q=0.1").status
    assert status == 200, f"{path}: {status}"


def query(running: Running, number: int) -> None:
    """A query that nobody asked before, which must be answered."""
    status = running.get("/sparql?query=" + quote(QUERY % number), Accept="text/csv").status
    assert status == 200, f"query: {status}"


def abuse(port: int, number: int) -> None:
    """Something broken, slow or too long, from another address; the client leaves before the end."""
    sent = (
        b"GET /sparql?query=" + quote(SLOW).encode() + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000,
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\nquery=",
        b"\x16\x03\x01\x02\x00nonsense\r\n\r\n",
        b"GET /dump.nq HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /doc/" + b"%00" * 50 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    )[number % 6]
    with socket.create_connection(("127.0.0.1", port), timeout=5, source_address=("127.0.0.9", 0)) as connection:
        connection.sendall(sent)
        connection.settimeout(0.3)
        try:
            connection.recv(1000)
        except TimeoutError:
            return


def reloads(folder: Path, running: Running, over: threading.Event) -> None:
    """Change the data, commit and load them again."""
    file = folder / "data" / "publication.ttl"
    number = 0
    while not over.wait(RELOAD_S):
        number += 1
        file.write_text(file.read_text("utf-8").rstrip("\n") + f"\n# change {number}\n", "utf-8")
        _git(folder, "commit", "-qam", f"change {number}")
        running.process.send_signal(signal.SIGHUP)


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=soak", "-c", "user.email=soak@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@dataclass(frozen=True, slots=True)
class Size:
    """The service at a moment: processes, dead ones that nobody waited for, open descriptors, and memory in MiB.

    ``largest`` is the memory of the largest process.
    """

    processes: int
    zombies: int
    descriptors: int
    memory: float
    largest: float

    @classmethod
    def of(cls, running: Running) -> Size:
        """Measure it; a process that ends meanwhile counts nothing."""
        found = running.processes()
        states = running.states()
        memory, descriptors = [0], 0
        for pid in found:
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                size = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
                descriptors += len(os.listdir(f"/proc/{pid}/fd"))
                memory.append(size)
            except (OSError, StopIteration):
                continue
        return cls(
            len(found),
            sum(state.startswith("Z") for state in states),
            descriptors,
            sum(memory) / 1024,
            max(memory) / 1024,
        )


def sampled(running: Running, seconds: float) -> Size:
    """The first quartile of each figure over some time; of zombies the fewest, as each is one for a moment."""
    until, found = time.monotonic() + seconds, []
    while time.monotonic() < until:
        found.append(astuple(Size.of(running)))
        time.sleep(EVERY_S)
    middle = [sorted(column)[len(column) // 4] for column in zip(*found, strict=True)]
    return replace(Size(*middle), zombies=min(one[1] for one in found))


def main(minutes: float) -> int:
    """Run the load and print what came of it; an exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "publication")
        for part in ("ontology", "data", "shapes"):
            shutil.copytree(ROOT / part, folder / part)
        _git(folder.parent, "init", "-q", str(folder))
        _git(folder, "add", "-A")
        _git(folder, "commit", "-qm", "the publication")
        with serving(folder, "--deadline", "3") as running:
            seen, fifths = run(running, folder, minutes)
    print(f"{minutes:g} minutes. Answers: {dict(seen.good)}. Longest, in s: "
          + ", ".join(f"{kind} {worst:.2f}" for kind, worst in sorted(seen.worst.items())))  # fmt: skip
    for name, *values in zip(Size.__slots__, *map(astuple, fifths), strict=True):
        print(f"{name}: {', '.join(f'{value:,.0f}' for value in values)} in each fifth of the time")
    wrong = list(faults(seen, fifths))
    print("\n".join(f"Failed: {words}" for words in wrong) or "Passed.")
    return 1 if wrong else 0


def run(running: Running, folder: Path, minutes: float) -> tuple[Seen, list[Size]]:
    """The load on a running service: what its clients met, and its size in each fifth of the time."""
    seen, over = Seen(), threading.Event()
    port = int(running.url.rpartition(":")[2])
    threads = [
        threading.Thread(target=client, args=("pages", lambda n: page(running, n), seen, over)),
        threading.Thread(target=client, args=("queries", lambda n: query(running, n), seen, over)),
        threading.Thread(target=client, args=("abuse", lambda n: abuse(port, n), seen, over)),
        threading.Thread(target=reloads, args=(folder, running, over)),
    ]
    for thread in threads:
        thread.start()
    fifths = [sampled(running, minutes * 60 / FIFTHS) for _ in range(FIFTHS)]
    over.set()
    for thread in threads:
        thread.join()
    return seen, fifths


def faults(seen: Seen, fifths: list[Size]) -> Iterator[str]:
    """What is not as it has to be, in words; each figure is printed, also one that is as it has to be."""
    good = {words: count for words, count in seen.failures.items() if not words.startswith("abuse")}
    print(f"Good requests that failed: {sum(good.values())}")
    if good:
        yield f"good requests failed: {good}"
    for name in ("memory", "descriptors"):
        growth = getattr(fifths[-1], name) / getattr(fifths[1], name) - 1
        print(f"{name}, from the second fifth to the last: {growth:+.1%}")
        if growth > MOST_GROWTH:
            yield f"{name} grew by {growth:.1%}"
    if zombies := max(one.zombies for one in fifths):
        yield f"{zombies} dead processes were left"


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))

"""Crawlers beside a person: 50 requests a second of pages and queries, and what they do to the times of the person.

    .venv/bin/python tests/benchmarks/crawlers.py [SECONDS] [FOLDER]

A person reads pages, searches and asks queries that are new, about ten requests a second, alone and beside crawlers in
turn, so that a busy machine is busy for both. The crawlers are in a process of their own and come from another address.
They read the pages of the sitemap, and each other time they search or ask a new query, as pages. SECONDS
(60) is the time of all turns with crawlers together.
"""

from __future__ import annotations

import contextlib
import http.client
import multiprocessing
import os
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from places import ROOT
from running import Running, serving

RATE = 50
TURNS = 6
CRAWLERS = 10
"""Connections of the crawlers: one that waits for its answer does not keep the others from asking."""
PAUSE = 0.1
ROBOT, PERSON = "127.0.0.5", "127.0.0.6"
_LOC = re.compile(r"<loc>(.*?)</loc>")
LABELS = "SELECT ?thing ?label { ?thing rdfs:label ?label FILTER (STRLEN(?label) != %d) } LIMIT 20"


@dataclass
class Seen:
    """Times in ms by kind of request, and answers by status."""

    times: dict[str, list[float]] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, end: str, seconds: float) -> None:
        """Count an answer."""
        self.ends[f"{kind} {end}"] += 1
        self.times.setdefault(kind, []).append(seconds * 1000)


def ask(port: int, source: str, path: str, accept: str) -> str:
    """One request on a connection of its own, as crawlers and browsers with one tab send it; its status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, 30, source_address=(source, 0))
    with contextlib.closing(connection):
        try:
            connection.request("GET", path, headers={"Accept": accept, "Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
    return str(answer.status)


def crawled(pages: list[str]) -> Callable[[int], str]:
    """What a crawler asks for, by its number."""

    def path(number: int) -> str:
        if number % 4 == 3:
            return "/sparql?query=" + quote(LABELS % (1000 + number))
        if number % 4 == 1:
            return f"/search?q=university+{number}"
        return pages[number % len(pages)]

    return path


def crawl(port: int, pages: list[str], running: Synchronized[int], told: multiprocessing.Queue[Counter[str]]) -> None:
    """Ask RATE times a second while ``running`` is 1, and end at 2."""
    path, ends, lock = crawled(pages), Counter[str](), threading.Lock()

    def one(first: int) -> None:
        number, due = first, time.monotonic()
        while running.value < 2:
            if running.value == 0:
                time.sleep(0.02)
                due = time.monotonic() + first / RATE
                continue
            time.sleep(max(0.0, due - time.monotonic()))
            due += CRAWLERS / RATE
            end = ask(port, ROBOT, path(number), "text/html")
            with lock:
                ends[end] += 1
            number += CRAWLERS

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CRAWLERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put(ends)


def read(port: int, pages: list[str], seen: Seen, seconds: float, numbers: Iterator[int]) -> None:
    """A person's visits for some time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        number = next(numbers)
        visits = {
            "page": (pages[number * 7 % len(pages)], "text/html"),
            "search": (f"/search?q=oxford+{number}", "text/html"),
            "query": ("/sparql?query=" + quote(LABELS % -number), "application/sparql-results+json"),
        }
        for kind, (path, accept) in visits.items():
            began = time.perf_counter()
            end = ask(port, PERSON, path, accept)
            seen.note(kind, end, time.perf_counter() - began)
            time.sleep(PAUSE)


def main(seconds: float, folder: Path) -> None:
    """Run the turns and print the figures."""
    with serving(folder) as running:
        port = int(running.url.rpartition(":")[2])
        pages = [urlsplit(one).path for one in _LOC.findall(running.get("/sitemap.xml").text)]
        value = multiprocessing.Value("i", 0)
        told: multiprocessing.Queue[Counter[str]] = multiprocessing.Queue()
        robots = multiprocessing.Process(target=crawl, args=(port, pages, value, told))
        robots.start()
        alone, beside, numbers = Seen(), Seen(), iter(range(1, 10**9))
        _warm(running)
        for _ in range(TURNS):
            for seen, crawling in ((alone, 0), (beside, 1)):
                value.value = crawling
                read(port, pages, seen, seconds / TURNS, numbers)
        value.value = 2
        report(alone, beside, told.get())
        robots.join()


def _warm(running: Running) -> None:
    """Let the first visitor of each kind of page not count."""
    for path in ("/", "/search?q=a", "/sparql?query=ASK%7B%7D", "/things"):
        running.get(path, Accept="text/html")


def report(alone: Seen, beside: Seen, robots: Counter[str]) -> None:
    """The figures as a table."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")
    print(f"Crawlers, {RATE} a second: {dict(robots)}")
    print("| a person's | alone: median, p99 ms | beside crawlers | p99, ratio |\n|---|---|---|---|")
    whole = ({"all": sum(seen.times.values(), [])} for seen in (alone, beside))
    first, second = ({**seen.times, **every} for seen, every in zip((alone, beside), whole, strict=True))
    for kind in first:
        last = [quantiles(times[kind], n=100)[98] for times in (first, second)]
        middle = [median(times[kind]) for times in (first, second)]
        print(f"| {kind} | {middle[0]:.1f}, {last[0]:.1f} | {middle[1]:.1f}, {last[1]:.1f} | {last[1] / last[0]:.2f} |")
    print(
        f"Not 200: {({end: n for end, n in (alone.ends + beside.ends).items() if not end.endswith(' 200')}) or 'none'}"
    )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT)

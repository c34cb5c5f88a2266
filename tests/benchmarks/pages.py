"""The time and the size of every kind of page, of this publication and of a generated one of 100,000 statements.

    PYTHONPATH=server nice -n -5 .venv/bin/python tests/benchmarks/pages.py [--statements 100000] [--times 10]

The pages are made in this process, with the cache of answers emptied before each, and the query engine in it; a service
adds under 1 ms for the connection. The best of three rounds is printed, with the ratio of its median to that of a page
of fixed words (/docs), and the size as sent with gzip. Forms and citations are left out: they wait once for another
process, and are remembered.

The column ``first`` is the first view of a page in a process that has shown no other: each is made in a child of the
process that has opened the publication, and the best of three such children counts. ``--first`` measures only that.
A line with ``!`` is over 100 ms (first view or p95) or 60 kB.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import cast
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask.testing import FlaskClient

from accord.proposals.checking.checker import prepare
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.responses.cache import Cache
from accord.web.site.first_views import first_views
from benchmarks.generated_folder import write
from engines import StoreEngine
from places import ROOT

FIXED = (
    "/docs", "/", "/things", "/search?q=oxford", "/search?q=zzqqx", "/search", "/queries", "/sparql", "/ontology",
    "/ontology?q=date", "/shapes", "/catalog", "/docs/api", "/docs/reconcile", "/manual/operate", "/limits", "/sameas",
    "/findings", "/conformance", "/check", "/proposals", "/proposals/log", "/log-in", "/id/nothing-here",
    "/sparql?query=SELECT%20%7B", "/sparql?query=" + quote("SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 300"),
    "/sparql?query=" + quote("SELECT ?s { ?s a ?kind ; ?p 'nothing of the kind' }"),
)  # fmt: skip
"""Addresses that every publication has; the first is the measure of the others."""

SAMPLES = (
    ("/things", r"/things/[^\"?.]+", 4),
    ("/queries", r"/queries/[^\"?.]+", 4),
    ("/ontology", r"/ontology/[^\"?.]+", 2),
    ("/shapes", r"/shapes/[^\"?.]+", 2),
    ("/catalog", r"/graph/data[^\"?.]+", 1),
)
"""Pages with links to others of a kind: the pattern of their addresses, and how many of them are taken."""

BROWSER = {"Accept": "text/html"}
_LINK = r'href="({})"'
_SLOW, _LARGE = 100.0, 60_000
_THING = re.compile(r'<th scope="row">\s*<a href="([^"]+)"')
"""A thing of a list."""


def pages(client: FlaskClient) -> Iterator[str]:
    """Addresses of every kind of page: the fixed ones, and some of each kind that they lead to."""
    yield from FIXED
    for start, pattern, count in SAMPLES:
        found = dict.fromkeys(re.findall(_LINK.format(pattern), _text(client, start)))
        for address in list(found)[:count]:
            yield address
            if start == "/things":
                yield from list(dict.fromkeys(_THING.findall(_text(client, address))))[:2]


def _text(client: FlaskClient, address: str) -> str:
    return client.get(address, headers=BROWSER).text


def measured(client: FlaskClient, address: str, times: int) -> tuple[list[float], int]:
    """Milliseconds of each request, and the bytes of the last answer."""
    taken, body = [], b""
    cache = cast(Cache, client.application.extensions["cache"])
    for _ in range(times):
        cache.clear()
        began = time.perf_counter()
        answer = client.get(address, headers=BROWSER)
        body = answer.data
        taken.append(1000 * (time.perf_counter() - began))
        assert answer.status_code < 500, f"{answer.status_code} for {address}"
    return taken, len(gzip.compress(body, 6))


def first_view(client: FlaskClient, address: str) -> float:
    """Milliseconds of a page that is the first of its process: the best of three children of this one."""
    return min(_in_child(lambda: measured(client, address, 1)[0][0]) for _ in range(3))


def _in_child(work: Callable[[], float]) -> float:
    """What a child of this process finds; an infinite number where it fails."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with open(reading, encoding="ascii") as answer:
            found = answer.read()
        os.waitpid(child, 0)
        return float(found or "inf")
    try:
        os.write(writing, repr(work()).encode("ascii"))
    finally:
        os._exit(0)


def _opened(folder: Path) -> FlaskClient:
    """The site of a folder as a service opens it, with no page shown yet."""
    publication = Publication.read(folder)
    site = Site.open(publication, StoreEngine(publication))
    client = create_app(site).test_client()
    site.search_index.wait()
    first_views(client.application, site).wait()
    prepare()  # the checks are in this process, and a service has another that is ready for them
    return client


def _listed(folder: Path) -> list[str]:
    """The addresses that :func:`pages` finds. Another process looks for them, so that this one has shown none."""
    command = [sys.executable, __file__, "--list", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def walk(title: str, folder: Path, times: int) -> None:
    """Print the figures of one publication; ``times`` is 0 for the first views alone."""
    addresses = _listed(folder)
    client = _opened(folder)
    print(f"\n{title}: {len(addresses)} pages, {times} requests in each of three rounds")
    print(f"  {'first':>7} {'p50 ms':>7} {'p95 ms':>7} {'ratio':>6} {'bytes':>7}  page")
    firsts = {address: first_view(client, address) for address in addresses}
    base = 0.0
    for address in addresses:
        if not times:
            print(
                f"{'!' if firsts[address] > _SLOW else ' '} {firsts[address]:7.1f} {'':32} {address[:90]}", flush=True
            )
            continue
        measured(client, address, 2)  # what is made once, and the imports
        rounds = [measured(client, address, times) for _ in range(3)]
        middle = min(median(taken) for taken, _ in rounds)
        late = min(quantiles(taken, n=20)[-1] for taken, _ in rounds)
        base, size = base or middle, rounds[-1][1]
        mark = "!" if max(late, firsts[address]) > _SLOW or size > _LARGE else " "
        print(
            f"{mark} {firsts[address]:7.1f} {middle:7.1f} {late:7.1f} {middle / base:6.1f} {size:7,}  {address[:90]}",
            flush=True,
        )


def _redirected(client: FlaskClient, address: str) -> str:
    """Where the page of an address is: the IRI of a thing leads to its document."""
    answer = client.get(address, headers=BROWSER)
    target = answer.location if answer.status_code in (301, 302, 303) else None
    return urlsplit(target)._replace(scheme="", netloc="").geturl() if target else address


def main() -> None:
    """Walk both."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--statements", type=int, default=100_000)
    asked.add_argument("--times", type=int, default=10)
    asked.add_argument("--first", action="store_true", help="the first views alone")
    asked.add_argument("--list", type=Path, help="write the addresses of the pages of this folder")
    given = asked.parse_args()
    if given.list:
        client = _opened(given.list)
        print("\n".join(dict.fromkeys(_redirected(client, one) for one in pages(client))))
        return
    given.times = 0 if given.first else given.times
    walk("This publication", ROOT, given.times)
    if not given.statements:
        return
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "library", given.statements, 8)
        walk(f"A library of {given.statements:,} statements", Path(folder) / "library", given.times)


if __name__ == "__main__":
    main()

"""The time and the size of every kind of page, of this publication and of a generated one of 100,000 statements.

    PYTHONPATH=server nice -n -5 .venv/bin/python tests/benchmarks/pages.py [--statements 100000] [--times 10]

The pages are made in this process, with the cache of answers emptied before each, and the query engine in it; a service
adds under 1 ms for the connection. The best of three rounds is printed, with the ratio of its median to that of a page
of fixed words (/docs), and the size as sent with gzip. A line with ``!`` is over 100 ms (p95) or 60 kB. Forms and
citations are left out: they wait once for another process, and are remembered.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import cast
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask.testing import FlaskClient

from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.cache import Cache
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


def walk(title: str, folder: Path, times: int) -> None:
    """Print the figures of one publication."""
    publication = Publication.read(folder)
    client = create_app(Site.open(publication, StoreEngine(publication))).test_client()
    addresses = list(dict.fromkeys(_redirected(client, one) for one in pages(client)))
    print(f"\n{title}: {len(addresses)} pages, {times} requests in each of three rounds")
    print(f"  {'p50 ms':>7} {'p95 ms':>7} {'ratio':>6} {'bytes':>7}  page")
    base = 0.0
    for address in addresses:
        measured(client, address, 2)  # what is made once, and the imports
        rounds = [measured(client, address, times) for _ in range(3)]
        middle = min(median(taken) for taken, _ in rounds)
        late = min(quantiles(taken, n=20)[-1] for taken, _ in rounds)
        base, size = base or middle, rounds[-1][1]
        mark = "!" if late > _SLOW or size > _LARGE else " "
        print(f"{mark} {middle:7.1f} {late:7.1f} {middle / base:6.1f} {size:7,}  {address[:90]}", flush=True)


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
    given = asked.parse_args()
    walk("This publication", ROOT, given.times)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "library", given.statements, 8)
        walk(f"A library of {given.statements:,} statements", Path(folder) / "library", given.times)


if __name__ == "__main__":
    main()

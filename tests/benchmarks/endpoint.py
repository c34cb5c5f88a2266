"""The endpoint's figures: what the pool adds to a query, large answers, reloading; and `oxigraph serve` beside it.

    PYTHONPATH=server .venv/bin/python tests/benchmarks/endpoint.py

`oxigraph serve` is measured where the `oxigraph` command is on the PATH. All are taken in one run, interleaved.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from accord import formats
from accord.engine import Query
from accord.engine.processes import local_engine, query_store
from accord.limits import EngineLimits
from accord.publication import Publication
from running import free_port, serving

CONFIGURATION = """@prefix n: <http://numbers.example/id/> .
@prefix void: <http://rdfs.org/ns/void#> .
<http://numbers.example/dataset> void:uriSpace "http://numbers.example/" .
"""
ONTOLOGY = """@prefix n: <http://numbers.example/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

n:Number a owl:Class ; rdfs:label "number" .
n:next a owl:ObjectProperty ; rdfs:label "next" .
"""
ROWS = "SELECT * { ?s <http://numbers.example/id/next> ?o }"
MEDIA = {form.name: form.media for form in (formats.JSON, formats.CSV, formats.XML)}


def folder_of(size: int) -> Path:
    """A publication of so many things, three statements each."""
    folder = Path(tempfile.mkdtemp(prefix="accord-benchmark-"))
    (folder / "data").mkdir()
    (folder / "data" / "publication.ttl").write_text(CONFIGURATION)
    (folder / "ontology").mkdir()
    (folder / "ontology" / "numbers.ttl").write_text(ONTOLOGY)
    lines = [f'n:{i} a n:Number ; n:next n:{(i + 1) % size} ; rdfs:label "{i}" .' for i in range(size)]
    (folder / "data" / "numbers.ttl").write_text("\n".join([ONTOLOGY.partition("\n\n")[0], *lines]))
    return folder


def each(run: Callable[[int], object], times: int) -> float:
    """Microseconds that one call takes, in the median of five rounds."""
    rounds = []
    for number in range(5):
        begin = time.perf_counter()
        for i in range(times):
            run(number * times + i)
        rounds.append((time.perf_counter() - begin) / times * 1e6)
    return median(rounds)


def pool(folder: Path) -> None:
    """What the pool adds to a trivial query, over the engine in this process."""
    publication = Publication.read(folder)
    store = query_store(publication)
    with local_engine(publication, EngineLimits()) as engine:
        here = each(lambda i: bool(store.query(f"ASK {{ ?s ?p {i} }}")), 500)
        there = each(lambda i: next(engine.query(Query(f"ASK {{ ?s ?p {i} }}", formats.JSON)).chunks), 500)
    print(f"trivial query: {here:.0f} us in process, {there:.0f} us through the pool, {there - here:.0f} us more")


class Client:
    """One kept connection to an endpoint."""

    def __init__(self, url: str, path: str) -> None:
        self.path = path
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)

    def ask(self, text: str, media: str) -> tuple[float, float, int]:
        """Seconds to the first byte and to the last, and the bytes."""
        begin = time.perf_counter()
        self.connection.request("GET", f"{self.path}?query={quote(text)}", headers={"Accept": media})
        response = self.connection.getresponse()
        size = len(response.read(1))
        first = time.perf_counter() - begin
        size += len(response.read())
        return first, time.perf_counter() - begin, size


def asked(client: Client, text: str, number: int) -> None:
    """Ask a query with a number in it, for JSON."""
    client.ask(text.format(number), MEDIA["json"])


def compare(clients: dict[str, Client]) -> None:
    """Small queries, cached and not, and large answers, on each server in turn."""
    for name, client in clients.items():
        fresh = each(partial(asked, client, "ASK {{ ?s ?p ?o FILTER(?o != {}) }}"), 200)
        again = each(partial(asked, client, "ASK {{ ?s ?p ?o FILTER(?o != 1) }}"), 200)
        print(f"small query over HTTP, {name}: {fresh:.0f} us, repeated {again:.0f} us")
    for form, media in MEDIA.items():
        for name, client in clients.items():
            runs = [client.ask(f"{ROWS} # {i}", media) for i in range(5)]
            first, last = median(run[0] for run in runs), median(run[1] for run in runs)
            size = runs[0][2] / 1e6
            times = f"first byte {first * 1e3:.0f} ms, all {last * 1e3:.0f} ms"
            print(f"100,000 rows as {form}, {name}: {times}, {size:.0f} MB")


def oxigraph(folder: Path, port: int) -> subprocess.Popen[bytes] | None:
    """`oxigraph serve` in memory with the same statements, where it is installed."""
    command = shutil.which("oxigraph")
    if command is None:
        print("`oxigraph` is not installed: no peer to measure")
        return None
    server = subprocess.Popen([command, "serve", "--bind", f"127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    time.sleep(1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    data = (folder / "data" / "numbers.ttl").read_bytes()
    connection.request("POST", "/store?default", data, {"Content-Type": "text/turtle"})
    assert connection.getresponse().status < 300
    return server


def reload(folder: Path) -> None:
    """From SIGHUP to the first answer from the new data."""
    with serving(folder) as service:
        path = f"/sparql?query={quote('ASK { <http://numbers.example/id/new> ?p ?o }')}&format=csv"
        more = "n:new a n:Number ; n:next n:0 ; rdfs:label 'new' ."
        (folder / "data" / "more.ttl").write_text(ONTOLOGY.partition("\n\n")[0] + "\n" + more)
        begin = time.perf_counter()
        os.kill(service.process.pid, signal.SIGHUP)
        while b"true" not in service.get(path).body:
            time.sleep(0.01)
        print(f"reload of 300,000 statements: {time.perf_counter() - begin:.2f} s, validation included")


def main() -> None:
    """Print the figures."""
    folder = folder_of(100_000)
    pool(folder)
    port = free_port()
    peer = oxigraph(folder, port)
    try:
        begin = time.perf_counter()
        with serving(folder) as service:
            print(f"start with 300,000 statements, verdict not cached: {time.perf_counter() - begin:.2f} s")
            clients = {"accord": Client(service.url, "/sparql")}
            if peer:
                clients["oxigraph serve"] = Client(f"http://127.0.0.1:{port}", "/query")
            compare(clients)
        reload(folder)
    finally:
        if peer:
            peer.kill()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

"""The same queries asked of Accord and of other SPARQL servers, each new, in one loop; answers are compared first.

    .venv/bin/python tests/benchmarks/peers.py [--statements 10000 | --folder DIR] [--rounds 15] [--only NAME]
        [--peers WORD,WORD] [--json FILE] [--publish]

Beside Accord: pyoxigraph in this process, `oxigraph serve` in memory and on disk (a test dependency), and where they
are installed maplib (PyPI), `rdflib-endpoint` (PyPI) and Virtuoso 7. All have what the default graph of Accord holds.
The output is Markdown: for each query the median of a server and its ratio to `oxigraph serve` in memory; then start,
memory, and the rate of a small query that is new each time, where `wrk` is installed. ``--publish`` renews what
/conformance shows. QLever has no program in a registry, and Jena's in Debian does not start.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pyoxigraph import DefaultGraph, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse

import accord
from accord.engine.processes import query_store
from accord.publication import Publication
from benchmarks import columns, generated_folder
from benchmarks.folder_costs import memory
from benchmarks.peer import Peer
from benchmarks.peers_report import BASELINE, Times, markdown, picture, summary
from places import ROOT
from running import free_port, serving

PREFIXES = """PREFIX lsp: <https://w3id.org/lifescience-partnerships/ns#>
PREFIX id: <https://w3id.org/lifescience-partnerships/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
"""
QUERIES = {
    "look-up": "SELECT ?p ?o { id:university-of-oxford ?p ?o } ORDER BY ?p ?o LIMIT 10",
    "one value": "SELECT ?label { id:university-of-oxford rdfs:label ?label }",
    "ask": "ASK { ?x lsp:party id:university-of-oxford }",
    "star": "SELECT ?a ?l { ?a a lsp:Agreement ; rdfs:label ?l ; lsp:party id:university-of-oxford } ORDER BY ?a",
    "join": "SELECT ?a ?b { ?x lsp:party ?a , ?b . ?a rdfs:label ?l } ORDER BY ?a ?b LIMIT 50",
    "optional": "SELECT ?a ?t { ?a a lsp:Agreement OPTIONAL { ?a lsp:theme ?t } } ORDER BY ?a ?t LIMIT 50",
    "union": "SELECT ?x { { ?x a lsp:Agreement } UNION { ?x a lsp:Funding } } ORDER BY ?x LIMIT 50",
    "minus": "SELECT ?x { ?x a lsp:Agreement MINUS { ?x lsp:theme ?t } } ORDER BY ?x LIMIT 50",
    "exists": "SELECT ?x { ?x a lsp:Agreement FILTER EXISTS { ?x lsp:theme ?t } } ORDER BY ?x LIMIT 50",
    "values": "SELECT ?x ?l { VALUES ?x { id:university-of-oxford id:wellcome } ?x rdfs:label ?l } ORDER BY ?x",
    "path": "SELECT DISTINCT ?r { ?x lsp:within+ ?r } ORDER BY ?r LIMIT 50",
    "alternative path": "SELECT DISTINCT ?x { ?x lsp:party|lsp:funder id:university-of-oxford } ORDER BY ?x",
    "filter": 'SELECT ?x { ?x rdfs:label ?l FILTER(CONTAINS(LCASE(STR(?l)), "oxford")) } ORDER BY ?x LIMIT 20',
    "regular expression": 'SELECT ?x { ?x rdfs:label ?l FILTER(REGEX(STR(?l), "^Univ.*ford")) } ORDER BY ?x LIMIT 20',
    "count": "SELECT (COUNT(*) AS ?n) { ?x a lsp:Agreement }",
    "count of all": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "group": "SELECT ?c (COUNT(?x) AS ?n) { ?x a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c LIMIT 20",
    "sum": "SELECT ?c (SUM(?v) AS ?sum) { ?x schema:value ?v ; schema:currency ?c } GROUP BY ?c ORDER BY ?c",
    "having": "SELECT ?o (COUNT(?a) AS ?n) { ?a lsp:party ?o } GROUP BY ?o HAVING(COUNT(?a) > 3) ORDER BY ?o LIMIT 9",
    "distinct": "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p",
    "subquery": "SELECT ?o ?l { { SELECT ?o { ?a lsp:party ?o } ORDER BY ?o LIMIT 5 } ?o rdfs:label ?l } ORDER BY ?l",
    "all labels": "SELECT ?x ?l { ?x rdfs:label ?l } ORDER BY ?x ?l LIMIT 5000",
}
SMALL = 'SELECT ?s ?l { ?s rdfs:label ?l FILTER(STR(?l) != "%s") } LIMIT 3'
JSON = "application/sparql-results+json"
_IDLE_S = 20.0
"""Seconds after which a connection is opened anew: servers give up idle ones while slow peers answer."""
XSD = "http://www.w3.org/2001/XMLSchema#"


class Connection:
    """One kept connection to an endpoint. ``extra`` are more parameters."""

    def __init__(self, url: str, **extra: str) -> None:
        self._parts = urlsplit(url)
        self._extra = extra
        self._connection = http.client.HTTPConnection(self._parts.netloc, timeout=120)
        self._used = time.monotonic()

    def __call__(self, text: str) -> bytes:
        if time.monotonic() - self._used > _IDLE_S:
            self._connection.close()  # the next request opens it again
        self._used = time.monotonic()
        query = urlencode({"query": text, **self._extra})
        self._connection.request("GET", f"{self._parts.path}?{query}", headers={"Accept": JSON})
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {body[:300]!r}")
        return body


def in_process(store: Store) -> Peer:
    """pyoxigraph without a server."""

    def ask(text: str) -> bytes:
        results = store.query(text)
        assert isinstance(results, QuerySolutions | QueryBoolean)
        return results.serialize(format=QueryResultsFormat.JSON) or b""

    return Peer("pyoxigraph in process", ask)


@contextmanager
def program(name: str, command: list[str], url: str, folder: Path) -> Iterator[Peer]:
    """A server that is started, and answers before the block begins."""
    begun = time.perf_counter()
    log = folder / f"{name.replace(' ', '-')}.log"
    with open(log, "wb") as output, subprocess.Popen(command, stdout=output, stderr=output, cwd=folder) as process:
        try:
            while not _answers(url):
                if process.poll() is not None or time.perf_counter() - begun > 300:
                    raise RuntimeError(log.read_text())
                time.sleep(0.02)
            yield Peer(name, Connection(url), time.perf_counter() - begun, [process.pid], url)
        finally:
            process.kill()


def _answers(url: str) -> bool:
    try:
        Connection(url)("ASK { ?s ?p ?o }")
    except (OSError, RuntimeError):
        return False
    return True


@contextmanager
def oxigraph(name: str, dump: Path, folder: Path, on_disk: bool) -> Iterator[Peer]:
    """`oxigraph serve`, in memory or on disk."""
    command = str(Path(sys.executable).parent / "oxigraph")
    address = f"127.0.0.1:{free_port()}"
    place = ["--location", str(folder / "oxigraph")] if on_disk else []
    with program(name, [command, "serve", *place, "--bind", address], f"http://{address}/query", folder) as peer:
        begun = time.perf_counter()
        body, headers = dump.read_bytes(), {"Content-Type": "application/n-triples"}
        urlopen(Request(f"http://{address}/store?default", body, headers, method="PUT"), timeout=600).close()
        peer.start += time.perf_counter() - begun
        yield peer


@contextmanager
def accord_serve(folder: Path) -> Iterator[Peer]:
    """Accord as users start it; its limits for one client are far above what one connection asks."""
    begun = time.perf_counter()
    with serving(folder, "--allow-invalid") as site:
        ask = Connection(f"{site.url}/sparql")
        ask("ASK { ?s ?p ?o }")
        yield Peer("Accord", ask, time.perf_counter() - begun, [site.process.pid], f"{site.url}/sparql")


@contextmanager
def rdflib_endpoint(dump: Path, folder: Path) -> Iterator[Peer]:
    """`rdflib-endpoint serve`."""
    port = free_port()
    command = [shutil.which("rdflib-endpoint") or "", "serve", "--host", "127.0.0.1", "--port", str(port), str(dump)]
    with program("rdflib-endpoint", command, f"http://127.0.0.1:{port}/", folder) as peer:
        yield peer


@contextmanager
def virtuoso(dump: Path, folder: Path) -> Iterator[Peer]:
    """Virtuoso 7, with the statements in one graph."""
    from remote_servers import VIRTUOSO  # the settings that its tests use

    port, graph = free_port(), "http://example.org/all"
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, own=free_port(), port=port))
    url = f"http://127.0.0.1:{port}/sparql"
    with program("Virtuoso 7", ["virtuoso-t", "-f", "-c", "virtuoso.ini"], url, folder) as peer:
        from accord.engine.remote import Credentials
        from accord.engine.remote.load import target

        begun = time.perf_counter()
        target(url, f"{url}-graph-crud-auth", "", Credentials("dba", "dba")).put(
            graph, lambda: (quad.triple for quad in parse(dump.read_bytes(), RdfFormat.N_TRIPLES))
        )
        peer.ask, peer.start = Connection(url, **{"default-graph-uri": graph}), peer.start + time.perf_counter() - begun
        yield peer


def rows(body: bytes) -> object:
    """An answer for comparison: its truth value, or its rows without an order and without lexical forms of numbers."""
    found = json.loads(body)
    if "boolean" in found:
        return found["boolean"]
    bindings = found["results"]["bindings"]
    return sorted(sorted((name, _value(term)) for name, term in row.items()) for row in bindings)


def _value(term: dict[str, str]) -> str:
    """The value of a term; a number without its lexical form."""
    if term.get("datatype", "").removeprefix(XSD) not in ("number", "integer", "decimal", "double", "float"):
        return term["value"]
    return f"{float(term['value']):.12g}"


def compare(peers: list[Peer], rounds: int, only: str) -> Times:
    """Milliseconds of each query on each peer, in every round once; a comment makes the text of each query new."""
    found: Times = {}
    for name, query in QUERIES.items():
        if only not in name:
            continue
        expected = rows(peers[0].ask(PREFIXES + query))
        times: dict[str, list[float]] = {peer.name: [] for peer in peers}
        same = [peer for peer in peers if _same(peer, query, expected)]
        for number in range(rounds):
            for peer in same:
                begun = time.perf_counter()
                peer.timed(f"{PREFIXES}{query} # {number}")
                times[peer.name].append((time.perf_counter() - begun) * 1000)
        found[name] = times
    return found


def _same(peer: Peer, query: str, expected: object) -> bool:
    """Whether a peer gives the same answer; others are not timed."""
    try:
        return rows(peer.ask(PREFIXES + query)) == expected
    except RuntimeError:
        return False


def rate(peer: Peer, connections: int, folder: Path) -> str:
    """The small query, new each time, by wrk: answers a second, and the median of their times."""
    query = urlencode({"query": PREFIXES + SMALL % "NUMBER"}).replace("NUMBER", '" .. n .. "')
    script = folder / "small.lua"
    script.write_text(
        f"local n = {time.time_ns() % 10**9}\nrequest = function()\n  n = n + 1\n"
        f'  return wrk.format("GET", "{urlsplit(peer.url).path}?{query}", {{["Accept"]="{JSON}"}})\nend\n'
    )
    command = ["wrk", "-t1", f"-c{connections}", "-d4", "--latency", "-s", str(script), peer.url]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    picked = {line.split()[0]: line.split()[-1] for line in lines if line.split()[:1] in (["50%"], ["Requests/sec:"])}
    bad = " (with errors)" if any("Non-2xx" in line for line in lines) else ""
    return f"{float(picked.get('Requests/sec:', 'nan')):,.0f} a second, {_milliseconds(picked['50%'])} ms each{bad}"


def _milliseconds(text: str) -> str:
    """A time as wrk writes it (``73.00us``, ``21.94ms``, ``1.20s``), to two digits in milliseconds."""
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    unit = next(unit for unit in units if text.endswith(unit))
    return f"{float(text.removesuffix(unit)) * units[unit]:.2g}"


def main() -> None:
    """Start the peers, compare them, write the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--statements", type=int, default=0, help="0 is the publication as it is")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, help="file for all times")
    parser.add_argument("--only", default="", help="queries with this in their name")
    parser.add_argument("--folder", type=Path, help="a publication in place of the one here or a generated one")
    parser.add_argument("--peers", default="", help="peers with one of these words in their names, divided by commas")
    parser.add_argument("--publish", action="store_true", help="renew the figures and the picture of /conformance")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="accord-peers-") as name, ExitStack() as stack:
        folder, source = Path(name), asked.folder or ROOT
        if asked.statements:
            source = folder / "publication"
            generated_folder.write(source, asked.statements, 8, "accord")
        store, dump = _dumped(source, folder)
        about = {
            "date": time.strftime("%Y-%m-%d"),
            "statements": len(store),
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
            "load": round(os.getloadavg()[0], 1),
            "versions": versions(),
        }
        print(json.dumps(about))
        peers = list(started(stack, store, dump, source, folder, asked.peers.split(",")))
        found = compare(peers, asked.rounds, asked.only)
        servers = [_served(peer, folder) for peer in peers if peer.pids]
        names = [peer.name for peer in peers]
        print(markdown(names, found, servers))
        if asked.json:
            asked.json.write_text(json.dumps({**about, "times": found}, indent=1))
        if asked.publish:
            publish(about, names, found, servers)


def _dumped(source: Path, folder: Path) -> tuple[Store, Path]:
    """What the default graph of Accord holds, as a store and as a file."""
    whole = query_store(Publication.read(source))
    store = Store()
    store.bulk_extend(Quad(*one) for one in whole.quads_for_pattern(None, None, None, DefaultGraph()))
    dump = folder / "all.nt"
    store.dump(str(dump), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return store, dump


def started(stack: ExitStack, store: Store, dump: Path, source: Path, folder: Path, words: list[str]) -> Iterator[Peer]:
    """The peers that this machine has, the baseline among them, or those that are named."""
    known: dict[str, Callable[[], Peer]] = {
        "pyoxigraph in process": lambda: in_process(store),
        BASELINE: lambda: stack.enter_context(oxigraph(BASELINE, dump, folder, on_disk=False)),
        "oxigraph serve on disk": lambda: stack.enter_context(oxigraph("oxigraph serve on disk", dump, folder, True)),
        "Accord": lambda: stack.enter_context(accord_serve(source)),
    }
    if columns.installed():
        known["maplib in process"] = lambda: columns.maplib(dump)
    if shutil.which("rdflib-endpoint"):
        known["rdflib-endpoint"] = lambda: stack.enter_context(rdflib_endpoint(dump, folder))
    if shutil.which("virtuoso-t"):
        known["Virtuoso 7"] = lambda: stack.enter_context(virtuoso(dump, folder))
    for name, start in known.items():
        if name == BASELINE or any(word in name for word in words):
            yield start()


def versions() -> dict[str, str]:
    """The versions of what is compared, where they can be asked for."""
    found = {"Accord": accord.__version__, "pyoxigraph and oxigraph serve": version("pyoxigraph")}
    if columns.installed():
        found["maplib"] = version("maplib")
    if program := shutil.which("rdflib-endpoint"):
        python = str(Path(program).resolve().parent / "python")
        words = "import importlib.metadata as m; print(m.version('rdflib-endpoint'), m.version('rdflib'))"
        said = subprocess.run([python, "-c", words], capture_output=True, text=True, check=True).stdout.split()
        found["rdflib-endpoint"], found["rdflib"] = said
    if shutil.which("virtuoso-t"):
        said = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True).stderr.split()
        found["Virtuoso"] = next((word for word in said if word[:2] == "7."), "7")
    return found


def _served(peer: Peer, folder: Path) -> dict[str, object]:
    """The start, the memory and the rates of a server."""
    rates = [rate(peer, number, folder) if shutil.which("wrk") else "no wrk" for number in (1, 3)]
    return {"name": peer.name, "start": peer.start, "memory": memory(_family(peer.pids)), "rates": rates}


def publish(about: dict[str, object], names: list[str], found: Times, servers: list[dict[str, object]]) -> None:
    """Write the figures and the picture that the page about conformance shows."""
    web = ROOT / "server" / "accord" / "web"
    (web / "speed.json").write_text(json.dumps(summary(about, names, found, servers), indent=1) + "\n", "utf-8")
    title = f"Times of {len(found)} queries as multiples of {BASELINE}"
    (web / "static" / "speed.svg").write_text(picture(title, names, found), "utf-8")


def _family(pids: list[int]) -> list[int]:
    """These processes and all that descend from them."""
    found = list(pids)
    for pid in found:
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        found += [int(child) for task in tasks for child in task.read_text().split()]
    return found


if __name__ == "__main__":
    main()

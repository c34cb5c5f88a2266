"""What a public endpoint must survive: each case a query, and the answers that are a proper end of it.

An answer is proper when it is the whole result, or a problem that names a limit, or a connection that is cut off.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from running import Running

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
DOUBLINGS = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
GROWTHS = " ".join(f'BIND(REPLACE(?x{i}, "a", "aaaaaaaaaa") AS ?x{i + 1})' for i in range(7))
LETTERS = "a" * 34


def nested(before: str, after: str, inside: str = "?s ?p ?o", times: int = 5000) -> str:
    """A group in which something is opened so many times."""
    return f"SELECT * WHERE {{ {before * times} {inside} {after * times} }}"


HEAVY = {
    "cross product": f"SELECT * {{ {PRODUCT} FILTER(STRLEN(STR(?c)) + STRLEN(STR(?o)) < 0) }}",
    "COUNT over a product": f"SELECT (COUNT(*) AS ?count) {{ {PRODUCT} }}",
    "ORDER BY over a product": f"SELECT * {{ {PRODUCT} }} ORDER BY ?o ?a",
    "DISTINCT over a product": f"SELECT DISTINCT * {{ {PRODUCT} }} ORDER BY ?o",
    "rows of a product": f"SELECT * {{ {PRODUCT} }}",
    "unbounded path": "SELECT (COUNT(*) AS ?count) { ?a (!<x:x>|^!<x:x>)* ?b . ?c (!<x:x>|^!<x:x>)* ?d }",
    "unbounded path from both ends": "SELECT * { ?a (!<x:x>)+ ?b . ?b (^!<x:x>)+ ?c . ?c (!<x:x>)* ?d FILTER(?a = 1) }",
    "MINUS of products": f"SELECT (COUNT(*) AS ?count) {{ {PRODUCT} MINUS {{ ?p ?q ?r . ?a ?t ?u . ?v ?w ?o }} }}",
    "NOT EXISTS of products": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER NOT EXISTS { ?j ?k ?l . ?m ?n ?o . FILTER(?l = ?c && ?o = ?f && ?j = 1) } }",
    "strings that double": f'SELECT (STRLEN(?x40) AS ?length) {{ BIND("aaaaaaaaaa" AS ?x0) {DOUBLINGS} }}',
    "strings that grow": f'SELECT (STRLEN(?x7) AS ?length) {{ BIND("{"a" * 100}" AS ?x0) {GROWTHS} }}',
    "GROUP_CONCAT of everything": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?f))) AS ?all) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "regular-expression bomb": f'SELECT * {{ ?s ?p ?o . ?a ?b ?c . ?d ?e ?f FILTER(REGEX("{LETTERS}!", "^(a+)+$")) }}',
    "regular expression over a product": f'SELECT * {{ {PRODUCT} FILTER(REGEX(STR(?a), "(.*)(.*)(.*)(.*)(.*)zzzz")) }}',
    "products of VALUES": "SELECT (COUNT(*) AS ?count) { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } }"
    % ((" ".join(map(str, range(6000))),) * 3),
}
"""Queries that pass the guard; the worker's limits end them, or they end by themselves."""

REFUSED = {
    "VALUES of 100,000 rows": "SELECT * { VALUES ?x { %s } }" % ("1 " * 100_000),
    "a query of 1 MB": f"SELECT * {{ ?s ?p '{'x' * 1_000_000}' }}",
    "400 chained patterns": f"SELECT * {{ {' '.join(f'?v{i} ?p{i} ?v{i + 1} .' for i in range(400))} }}",
    "a collection of 200": f"SELECT * {{ ?s ?p ({' ?x' * 200}) }}",
    "nested groups": nested("{", "}"),
    "nested brackets": nested("FILTER((", "))", "1", 2500),
    "nested FILTER": nested("FILTER(", ")", "1"),
    "nested BIND": nested("{ BIND(1 AS ?x) ", "}"),
    "nested subqueries": nested("{ SELECT * {", "} }", times=2000),
    "nested OPTIONAL": nested("OPTIONAL {", "}"),
    "a chain of OPTIONAL": nested("OPTIONAL { ?s ?p ?o } ", ""),
    "a chain of UNION": nested("{ ?s ?p ?o } UNION ", "", "{ ?s ?p ?o }"),
    "a chain of !": f"SELECT * {{ FILTER({'!' * 20_000}true) }}",
    "a chain of &&": f"SELECT * {{ FILTER(true{'&& true' * 20_000}) }}",
    "nested path brackets": f"SELECT * {{ ?s {'(' * 5000}<x:x>{')' * 5000} ?o }}",
    "a path of alternatives": f"SELECT * {{ ?s <x:x>{'|<x:x>' * 5000} ?o }}",
    "nested blank nodes": f"SELECT * {{ ?s ?p {'[ ?p ' * 5000}1{' ]' * 5000} }}",
    "SERVICE": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "LOAD": "LOAD <http://127.0.0.1:9/>",
}
"""Queries that never reach the engine."""


@dataclass
class Neighbour:
    """Another visitor, who goes on reading pages and asking small questions all the while."""

    service: Running
    failures: list[str] = field(default_factory=list)
    worst: float = 0.0
    visits: int = 0

    def __enter__(self) -> Neighbour:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._visit)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _visit(self) -> None:
        while not self._over.is_set() or not self.visits:
            self._once("/", Accept="text/html")
            self._once(f"/sparql?query={quote(f'ASK {{ ?s ?p {self.visits} }}')}")
            self.visits += 1

    def _once(self, path: str, **headers: str) -> None:
        begin = time.perf_counter()
        try:
            answer = self.service.get(path, "GET", None, 10, X_Forwarded_For="192.0.2.1", **headers)
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{path}: {error!r}")
        else:
            if answer.status != 200:
                self.failures.append(f"{path}: {answer.status} {answer.text[:200]}")
        self.worst = max(self.worst, time.perf_counter() - begin)


def outcome(service: Running, query: str) -> str:
    """How a query ended: its status with the limit, or ``cut off``."""
    try:
        answer = service.get(
            "/sparql", "POST", query.encode(), Content_Type="application/sparql-query", X_Forwarded_For="192.0.2.66"
        )
    except http.client.IncompleteRead:
        return "cut off"
    if answer.status == 200:
        json.loads(answer.body)
        return "200"
    problem = json.loads(answer.body)
    return f"{answer.status} {problem.get('limit', '')}".strip()


def memory(service: Running) -> float:
    """MiB of all processes of a service, shared pages counted once (Linux)."""
    total = 0
    for pid in service.processes():
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024

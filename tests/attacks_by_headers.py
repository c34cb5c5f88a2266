"""The attacks of the security review that are about headers, readiness and whole bodies."""

from __future__ import annotations

import concurrent.futures
from collections import Counter
from collections.abc import Iterator

from abuse import HEAVY
from attacks import ATTACKER, FORM, HOST, JSON, NEIGHBOUR, QUERY, Target, told

EVIL = "evil.example"


def underscores(target: Target) -> str:
    """Header names with an underscore, and what the next client gets at the same address (M1)."""
    target.request("/catalog?p=1", headers={"Accept": "text/html", "Accept_Encoding": "gzip"})
    after = target.request("/catalog?p=1", headers={"Accept": "text/html"}, source=NEIGHBOUR)
    target.request("/robots.txt", headers={"X_Forwarded_Host": EVIL})
    robots = target.request("/robots.txt", source=NEIGHBOUR)
    coding = after.headers.get("content-encoding", "plain")
    return f"the next client gets {coding}, and robots.txt naming {_named(robots.text)}"


def _named(text: str) -> str:
    return EVIL if EVIL in text else "the site"


def hosts(target: Target) -> str:
    """Hosts that are not the site's, forwarded or not (M2)."""
    probes = {
        "X-Forwarded-Host": b"Host: %s\r\nX-Forwarded-Host: evil.example\r\n" % HOST.encode(),
        "Host": b"Host: evil.example\r\n",
        "two Hosts": b"Host: %s\r\nHost: evil.example\r\n" % HOST.encode(),
        "no Host": b"",
    }
    ends = [f"{name}: {_probe(target, b'/robots.txt', lines)}" for name, lines in probes.items()]
    return "; ".join([*ends, f"//: {_probe(target, b'/doc//x', probes['Host'])}"])


def _probe(target: Target, path: bytes, lines: bytes) -> str:
    """The status of a raw request, and whether the answer names the wrong host or none."""
    with target.connect() as connection:
        connection.sendall(b"GET " + path + b" HTTP/1.1\r\n" + lines + b"Connection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    status = answer.split(b" ")[1].decode() if b" " in answer else "closed"
    named = " evil" if EVIL.encode() in answer else " empty host" if b"http:///" in answer else ""
    return status + named


def readiness(target: Target) -> str:
    """80 clients of one address ask /ready again and again while three heavy queries of that address run (M8)."""
    heavy = HEAVY["COUNT over a product"]
    with concurrent.futures.ThreadPoolExecutor(83) as pool:
        running = [pool.submit(target.end, "/sparql", f"{heavy}#{n}".encode(), QUERY) for n in range(3)]

        def ask() -> Iterator[str]:
            while not all(one.done() for one in running):
                yield target.end("/ready", source=ATTACKER)

        asked = [pool.submit(lambda: Counter(ask())) for _ in range(80)]
        counted = sum((one.result() for one in asked), Counter[str]())
    return f"heavy {told(Counter(one.result() for one in running))}; /ready {told(counted)}"


def large_bodies(target: Target) -> str:
    """Bodies of 6 MB: a form, JSON, and a query sent in chunks (M10)."""
    form = target.end("/sparql", b"query=ASK%7B%7D&x=" + b"a" * 6_000_000, FORM)
    batch = target.end("/reconcile", b'{"q0":{"query":"' + b"a" * 6_000_000 + b'"}}', JSON)
    chunked = target.end("/sparql", iter([b"ASK {} #" + b"a" * 100_000] * 60), QUERY)
    return f"form {form}, JSON {batch}, chunked {chunked}"

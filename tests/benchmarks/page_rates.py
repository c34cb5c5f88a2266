"""Requests a second and times of a page against a bare Flask route on the same server; needs `wrk`.

    PYTHONPATH=server .venv/bin/python tests/benchmarks/page_rates.py

The routes are taken in turn, five rounds: two seconds with eight connections for the rate, one with one connection for
the time. The medians are printed. The body of a page is kept for each version of the data, whatever else its URL says;
so the first views of all things come before, each once, on one connection, in turn with requests of the bare route.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from places import ROOT
from running import free_port, serving

BARE = """
import asyncio
from flask import Flask, Response
from accord.http.limits import ConnectionLimits
from accord.http.server import Server, listen
from accord.web.gateway import Gateway

app = Flask("bare")
body = b"x" * {size}

@app.get("/")
def page():
    return Response(body, content_type="text/html; charset=utf-8")

asyncio.run(Server(Gateway(app, 4), ConnectionLimits()).serve(listen("127.0.0.1", {port})))
"""
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_THING = re.compile(r'<th scope="row">\s*<a href="([^"]+)"')
"""A thing of a list."""
_MEDIAN = re.compile(r"50%\s+([\d.]+)(us|ms|s)")
_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
UNKEPT = """
local number = 0
request = function()
  number = number + 1
  return wrk.format("GET", "/doc/university-of-oxford{suffix}?" .. number, {{["Accept"]="*/*"}})
end
"""


def load(url: str, *options: str) -> str:
    """What wrk says of a route."""
    done = subprocess.run(["wrk", "-t1", "--latency", *options, url], capture_output=True, text=True, check=True)
    assert "Non-2xx" not in done.stdout, done.stdout
    return done.stdout


def measured(*route: str) -> tuple[float, float]:
    """Requests a second, and the median of the times on one connection in ms."""
    rate = _RATE.search(load(*route, "-c8", "-d2"))
    time = _MEDIAN.search(load(*route, "-c1", "-d1"))
    assert rate is not None
    assert time is not None
    return float(rate[1]), float(time[1]) * _MS[time[2]]


def main() -> None:
    """Print the figures."""
    port = free_port()
    with serving(ROOT) as service:
        size = len(service.get("/doc/university-of-oxford", Accept="text/html").body)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
        bare = subprocess.Popen([sys.executable, "-c", BARE.format(size=size, port=port)], env=environment)
        try:
            _wait(port)
            _print_first_views(service.url, f"http://127.0.0.1:{port}")
            _compare(service.url, f"http://127.0.0.1:{port}", size)
        finally:
            bare.terminate()
            bare.wait()


def _wait(port: int) -> None:
    """Wait until the bare server listens. Raises TimeoutError."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    raise TimeoutError("the bare server does not listen")


def _print_first_views(ours: str, bare: str) -> None:
    """Print the times of the first view of each thing, of which the first is left out: it fills what all share."""
    site, other = (http.client.HTTPConnection(urlsplit(url).netloc) for url in (ours, bare))
    lists = dict.fromkeys(re.findall(r'href="(/things/[^"?.]+)"', _got(site, "/things")[0]))
    things = dict.fromkeys(thing for one in lists for thing in _THING.findall(_got(site, one)[0]))
    pairs = [(_got(site, thing)[1], _got(other, "/")[1]) for thing in things][1:]
    page, route = (sorted(one) for one in zip(*pairs, strict=True))
    late = int(len(page) * 0.95)
    print(f"first views of {len(page)} things: median {median(page):.2f} ms, p95 {page[late]:.2f} ms")
    print(f"bare route between them: median {median(route):.2f} ms, so {median(page) - median(route):+.2f} ms")


def _got(connection: http.client.HTTPConnection, path: str) -> tuple[str, float]:
    """The body of an answer, and its milliseconds."""
    began = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html"})
    answer = connection.getresponse()
    body = answer.read()
    taken = 1000 * (time.perf_counter() - began)
    assert answer.status == 200, f"{answer.status} for {path}"
    return body.decode(), taken


def _compare(ours: str, bare: str, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scripts = {suffix: Path(folder, f"unkept{suffix}.lua") for suffix in (".html", ".ttl")}
        for suffix, script in scripts.items():
            script.write_text(UNKEPT.format(suffix=suffix))
        routes = {
            f"bare Flask route, {size} bytes": (bare + "/",),
            "page, kept": (ours + "/doc/university-of-oxford", "-H", "Accept: text/html"),
            "Turtle, kept": (ours + "/doc/university-of-oxford.ttl",),
            "page, kept, another URL each time": (ours, "-s", str(scripts[".html"])),
            "Turtle, kept, another URL each time": (ours, "-s", str(scripts[".ttl"])),
        }
        rounds = [{name: measured(*route) for name, route in routes.items()} for _ in range(5)]
    first = next(iter(routes))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")
    print("| | requests a second | of the bare route | median ms | over the bare route, ms |\n|---|---|---|---|---|")
    for name in routes:
        rate, spent = (median(one[name][place] for one in rounds) for place in (0, 1))
        ratio = median(one[name][0] / one[first][0] for one in rounds)
        over = median(one[name][1] - one[first][1] for one in rounds)
        print(f"| {name} | {rate:,.0f} | {ratio:.2f} | {spent:.2f} | {over:+.2f} |")


if __name__ == "__main__":
    main()

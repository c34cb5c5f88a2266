"""Requests a second of a page, kept and not, against a bare Flask route on the same server; needs `wrk`.

    PYTHONPATH=server .venv/bin/python tests/benchmarks/page_rates.py

The routes are taken in turn, three rounds, eight connections, two seconds each; the median is printed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

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
UNKEPT = """
local number = 0
request = function()
  number = number + 1
  return wrk.format("GET", "/doc/university-of-oxford.ttl?" .. number)
end
"""


def rate(url: str, *options: str) -> float:
    """Requests a second."""
    command = ["wrk", "-t1", "-c8", "-d2", *options, url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Non-2xx" not in done.stdout, done.stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found is not None
    return float(found[1])


def main() -> None:
    """Print the figures."""
    port = free_port()
    with serving(ROOT) as service:
        size = len(service.get("/doc/university-of-oxford", Accept="text/html").body)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
        bare = subprocess.Popen([sys.executable, "-c", BARE.format(size=size, port=port)], env=environment)
        try:
            time.sleep(2)
            _compare(service.url, f"http://127.0.0.1:{port}", size)
        finally:
            bare.terminate()
            bare.wait()


def _compare(ours: str, bare: str, size: int) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(UNKEPT)
        script.flush()
        routes = {
            f"bare Flask route, {size} bytes": (bare + "/",),
            "page, kept": (ours + "/doc/university-of-oxford", "-H", "Accept: text/html"),
            "Turtle, kept": (ours + "/doc/university-of-oxford.ttl",),
            "Turtle, another URL each time": (ours, "-s", script.name),
        }
        rounds = [{name: rate(*route) for name, route in routes.items()} for _ in range(3)]
    first = next(iter(routes))
    for name in routes:
        figure = median(one[name] for one in rounds)
        ratio = median(one[name] / one[first] for one in rounds)
        print(f"{name}: {figure:.0f} requests/s, {ratio:.2f} of the bare route")


if __name__ == "__main__":
    main()

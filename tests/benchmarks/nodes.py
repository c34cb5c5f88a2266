"""One node, also with two web processes, and two nodes, alone and behind nginx as the manual configures it.

Answers a second and times; needs `wrk`.

    .venv/bin/python tests/benchmarks/nodes.py [FOLDER]

Each way is measured in turn, three rounds, 8 connections, three seconds each, and the medians are printed.
A page is the same each time, so it comes from the cache; a query is new each time.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from places import ROOT
from proxies import blocks, nginx
from running import serving

PAGE = "/things/Agreement"
NEW = quote("SELECT ?thing { ?thing a lsp:Agreement FILTER (?thing != NUMBER) } LIMIT 5", safe="")
SCRIPT = """
local n = {start}
request = function()
  n = n + 1
  return wrk.format("GET", "/sparql?query=" .. string.gsub("{query}", "NUMBER", n), {{["Accept"]="text/csv"}})
end
"""
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_TIME = re.compile(r"(50|99)%\s+([\d.]+)(us|ms|s)")
_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def load(url: str, *options: str) -> tuple[float, float, float]:
    """Answers a second, and the median and the 99th percentile of the times in ms."""
    command = ["wrk", "-t1", "-c8", "-d3", "--latency", *options, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    rate = _RATE.search(said)
    assert rate is not None, said
    times = {which: float(value) * _MS[unit] for which, value, unit in _TIME.findall(said)}
    return float(rate[1]), times["50"], times["99"]


def main(folder: Path) -> None:
    """Print the figures."""
    options = ("--proxies", "1")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        one, other = (stack.enter_context(serving(folder, *options)).url for _ in range(2))
        several = stack.enter_context(serving(folder, *options, "--web", "2")).url
        at = [Path(name, part) for part in ("one", "two")]
        for part in at:
            part.mkdir()
        addresses = [url.removeprefix("http://") for url in (one, other)]
        single = {"127.0.0.1:8000": addresses[0]}
        double = {"127.0.0.1:8001": addresses[0], "127.0.0.1:8002": addresses[1]}
        ways = {
            "one node": one,
            "one node with `--web 2`": several,
            "one node behind nginx": stack.enter_context(nginx(blocks("operate", "Behind nginx")[0], single, at[0])),
            "two nodes behind nginx": stack.enter_context(nginx(blocks("scale", "Several nodes")[0], double, at[1])),
        }
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")
        print("| | the same page: a second | median, p99 ms | a new query: a second | median, p99 ms |")
        print("|---|---|---|---|---|")
        found: dict[str, list[tuple[float, ...]]] = {way: [] for way in ways}
        for _ in range(3):
            for way, url in ways.items():
                script = Path(name, "new.lua")
                script.write_text(SCRIPT.format(start=time.time_ns() // 10**6 % 10**9, query=NEW))
                found[way].append((*load(url + PAGE, "-H", "Accept: text/html"), *load(url, "-s", str(script))))
        for way, rounds in found.items():
            a, b, c, d, e, f = (median(column) for column in zip(*rounds, strict=True))
            print(f"| {way} | {a:,.0f} | {b:.1f}, {c:.1f} | {d:,.0f} | {e:.1f}, {f:.1f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)

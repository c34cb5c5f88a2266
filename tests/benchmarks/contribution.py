"""Thirty new statements against 100,000: on the command line, with a process that stays, and as on the site.

    .venv/bin/python tests/benchmarks/contribution.py FOLDER [--times 20]

FOLDER is one that ``generated_folder.py --statements 100000 --files 100 --like accord`` wrote. The three ways take
turns in one loop. The seconds are those of the clock.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from accord.proposals.checking.checker import RemoteChecker, start_checker
from accord.proposals.checking.contributions import pack
from accord.publication import Publication, SourceFile
from accord.temporary import private_folder
from accord.web.site.tasks import tasks

ROOT = Path(__file__).resolve().parents[2]
NEW = """@prefix id: <https://w3id.org/lifescience-partnerships/id/> .
@prefix lsp: <https://w3id.org/lifescience-partnerships/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/lifescience-partnerships/id/> .

id:bench-alliance a lsp:StrategicAlliance ; rdfs:label "Bench alliance"@en ;
    lsp:party id:university-of-oxford , id:bench-organisation .
id:bench-organisation a lsp:Company ; rdfs:label "Bench Organisation Limited"@en .
"""
EVIDENCE = """<{thing}#e{number}> a lsp:Evidence ; lsp:about id:{thing} ; lsp:supports {supports} ; lsp:paragraph 4 ;
    dcterms:source id:key-partnerships-page ; lsp:phrase "bench {number}" ; lsp:certainty id:certainty-stated .
"""
FACTS = (("bench-alliance", "rdf:type , rdfs:label"), ("bench-alliance", "lsp:party"))
PATH = "data/agreements/bench-alliance.ttl"


def contribution(number: int) -> bytes:
    """The new file, another one each time, so that no cache has its report."""
    facts = (*FACTS, ("bench-organisation", "rdf:type , rdfs:label"))
    evidence = (EVIDENCE.format(thing=one, number=at, supports=what) for at, (one, what) in enumerate(facts, 1))
    return f"{NEW}{''.join(evidence)}# {number} {time.time_ns()}\n".encode()


def _command(folder: Path, caches: str, *options: str) -> Callable[[bytes], object]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server"), "XDG_CACHE_HOME": caches}

    def run(data: bytes) -> object:
        (folder / PATH).write_bytes(data)
        command = [sys.executable, "-m", "accord", "check", PATH, *options]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True)

    return run


def measure(folder: Path, times: int) -> dict[str, list[float]]:
    """The seconds of each check, by the way it was asked for."""
    found: dict[str, list[float]] = {}
    with private_folder() as place, tempfile.TemporaryDirectory() as cold, tempfile.TemporaryDirectory() as warm:
        publication = Publication.read(folder)
        child = start_checker(publication, place / "checker", tasks)
        site = RemoteChecker(place / "checker")
        ways: dict[str, Callable[[bytes], object]] = {
            "command line": _command(folder, cold),
            "with a process that stays": _command(folder, warm, "--stay"),
            "site": lambda data: site.run("check", pack([SourceFile(PATH, ("data",), data)])),
        }
        for way in ways.values():  # the first check prepares the next ones
            way(contribution(0))
        while not list(Path(warm).glob("accord/check-*")):
            time.sleep(0.1)
        for number in range(times):
            for name, way in ways.items():
                data, began = contribution(number), time.perf_counter()
                way(data)
                found.setdefault(name, []).append(time.perf_counter() - began)
        child.end()
        shutil.rmtree(Path(warm) / "accord")  # ends the process that stays
    (folder / PATH).unlink()
    return found


def main() -> None:
    """Print the median and the 95th percentile of each way, and the ratio to the first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=20)
    asked = parser.parse_args()
    found = measure(asked.folder, asked.times)
    first = statistics.median(next(iter(found.values())))
    for name, seconds in found.items():
        ranked = sorted(seconds)
        p95 = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
        median = statistics.median(ranked)
        print(f"{name:28} median {median:.3f} s  p95 {p95:.3f} s  {median / first:.2f} of the first")


if __name__ == "__main__":
    main()

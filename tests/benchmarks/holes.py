"""Each attack of the security review: what is sent, how it ends, after how long, at what memory, and what others felt.

    .venv/bin/python tests/benchmarks/holes.py [--nginx] [--package DIR] [--folder DIR] [--only WORDS]... [--bound 60]

A fresh service for each case, with its defaults and ``--proxies 1``; no case takes longer than the bound. Memory is the
proportional set size of all processes in MiB, before the attack and at its peak. The neighbours are clients of another
address, in another process, that ask /health, a page and a small query in turn; their worst latencies are in
milliseconds, in that order. ``--package`` names the folder ``server`` of another checkout, so that the same attacks can
be run before and after a change. With ``--nginx`` each attack over HTTP runs a second time, through nginx with its
defaults; the 512 connections that nginx takes by default are then a limit of its own.

Linux. The attackers are 127.0.0.66 and 127.0.0.67, the neighbours 127.0.0.2.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import attacks_by_headers as headers
import hostile_folders as hostile
from attacks import (
    Attack,
    Target,
    batch,
    blank_labels,
    extend,
    http2,
    long_accepts,
    long_comments,
    long_kinds,
    many_graphs,
    query,
    reconcile,
    silent,
    slow_readers,
    twelve_batches,
    undeclared_prefix,
    unfinished,
    wide_letters,
)
from benchmarks import folder_attacks as folders
from benchmarks.neighbours import Neighbours
from benchmarks.programs import Accord, Peak, nginx
from places import ROOT

HTTP: dict[str, Attack] = {
    "C1 undeclared prefix, 40 KB": query(undeclared_prefix(40_000)),
    "C1 undeclared prefix, 100 KB": query(undeclared_prefix(100_000)),
    "C1 19,000 blank node labels": query(blank_labels()),
    f"H1 one query of 2,000 properties ({len(batch(1, 2000)) // 1000} KB)": reconcile(1, 2000),
    "H1 one property of 2,000 values": reconcile(1, 1, 2000),
    "H1 12 batches at once of 300 properties": twelve_batches,
    "H1 a batch of 100 queries of 20 properties": reconcile(100, 20),
    "H1 extend 1,000 things x 1,000 properties": extend(1_000),
    "H1 extend 1,000 things x 10,000 properties": extend(10_000),
    "H2 1,000 queries with a comment of 250 KB": long_comments,
    "H2 40 forms of 100,000 graphs": many_graphs,
    "H2 600 searches of a kind of 55 KB": long_kinds,
    "H2 1,200 Accept of 55 KB": long_accepts,
    "H2 60 batches of strings that fold to 18 times": wide_letters,
    "H5 6 readers of 13 MB that do not read": slow_readers,
    "H6 1,100 connections that send nothing": silent(),
    "H6 1,030 bodies of which one byte comes": unfinished(1030, 1000, 1),
    "H6 100 bodies of 4.9 MB without the last byte": unfinished(100, 4_900_001, 4_900_000),
    "H6 HTTP/2 without TLS": http2,
    "M1 header names with an underscore": headers.underscores,
    "M2 hosts that are not the site": headers.hosts,
    "M8 /ready, 80 at once, beside 3 heavy queries": headers.readiness,
    "M10 bodies of 6 MB": headers.large_bodies,
}
"""The attacks over HTTP, by their number in the review."""

FOLDERS: dict[str, folders.FolderAttack] = {
    "H3 traps in .git": folders.trapped,
    "H4 links to files outside": folders.linked,
    **{f"M3 shape: {name}": folders.shaped(where) for name, where in hostile.SHAPES.items()},
    "M4 a label of 4,400 digits": folders.digits,
    "M5 odd dates of commits": folders.odd_dates,
    "M6 check --style, 80,000 blanks": folders.checked(hostile.blanks, "--style"),
    "M7 check, 300 labels": folders.checked(hostile.labels),
    "M7 check, 1 MB of dots": folders.checked(hostile.dots),
}
"""The attacks by what is checked or served; nobody else asks meanwhile."""

NAMED = "M2"
"""The case in which the site is told its address, where it can be."""


class Row(NamedTuple):
    """A line of the table."""

    case: str
    target: str
    end: str
    seconds: str = "-"
    memory: str = "-"
    worst: str = "-"
    failures: str = "-"

    def __str__(self) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in self) + " |"


HEAD = Row(
    "case", "through", "end", "s", "MiB", "neighbours' worst, ms (health / page / query)", "neighbours' failures"
)


class Holes:
    """The cases with the program that they meet."""

    def __init__(self, arguments: argparse.Namespace, at: Path) -> None:
        self._arguments = arguments
        self._at = at
        self._number = 0

    def _accord(self) -> Accord:
        """The program with a new folder and the time that a case has, its start included."""
        self._number += 1
        at = self._at / str(self._number)
        at.mkdir()
        options = tuple(self._arguments.option)
        return Accord(self._arguments.package, at, time.monotonic() + self._arguments.bound, Peak(), options)

    def over_http(self, name: str, attack: Attack, through: str) -> Row:
        """One attack on a service with neighbours, at its port or at that of the program before it."""
        with self._accord() as accord, self._served(accord, name, through) as target:
            ends = time.monotonic() + self._arguments.bound
            target = replace(target, ends=ends)
            for path in ("/", "/health", "/sparql?query=ASK%7B%7D"):
                target.end(path)
            accord.peak.begin()
            with Neighbours(target.port, ends) as neighbours:
                time.sleep(0.5)
                begun = time.monotonic()
                end = attack(target)
                seconds = self._seconds(time.monotonic() - begun)
        return Row(name, through, end, seconds, str(accord.peak), neighbours.worst(), neighbours.failures())

    @contextlib.contextmanager
    def _served(self, accord: Accord, name: str, through: str) -> Iterator[Target]:
        named = ("--url", "http://site.example/") if name.startswith(NAMED) and accord.knows("--url") else ()
        with accord.serving(self._arguments.folder, "--proxies", "1", *named) as target:
            if through == "port":
                yield target
            else:
                with nginx(self._arguments.nginx, accord.at, target.port) as port:
                    yield replace(target, port=port, proxied=True)

    def by_folder(self, name: str, attack: folders.FolderAttack) -> Row:
        """One attack by a folder or a file."""
        begun = time.monotonic()
        with self._accord() as accord:
            end = attack(accord)
        return Row(name, "command", end, self._seconds(time.monotonic() - begun), str(accord.peak))

    def _seconds(self, seconds: float) -> str:
        bound = self._arguments.bound
        return f"> {bound:.0f}" if seconds >= bound - 1 else f"{seconds:.1f}"

    def rows(self) -> Iterator[Row]:
        """All cases that are asked for, one after the other."""
        for name, attack in HTTP.items():
            if self._asked(name):
                yield self.over_http(name, attack, "port")
                if self._arguments.nginx:
                    yield self.over_http(name, attack, "nginx")
        if self._asked("M9"):
            yield Row("M9 many addresses of one IPv6 /64", "-", "not run: loopback has one IPv6 address")
        for name, on_folder in FOLDERS.items():
            if self._asked(name):
                yield self.by_folder(name, on_folder)

    def _asked(self, name: str) -> bool:
        only = self._arguments.only
        return not only or any(word.lower() in name.lower() for word in only)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--package", type=Path, default=ROOT / "server", help="The folder `server` of a checkout.")
    parser.add_argument("--folder", type=Path, default=ROOT, help="The publication that is served.")
    parser.add_argument("--only", action="append", default=[], help="Words of a case's name; may be repeated.")
    parser.add_argument("--option", action="append", default=[], help="An option for `accord serve`; may be repeated.")
    parser.add_argument("--bound", type=float, default=60, help="Seconds that a case may take.")
    parser.add_argument("--nginx", action="store_true", help="Run the attacks over HTTP through nginx, too.")
    return parser.parse_args()


def main() -> None:
    """Print the table, a row when its case is over."""
    arguments = _arguments()
    arguments.package = arguments.package.resolve()
    if arguments.nginx and not (program := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")):
        print("nginx is not installed; the attacks go to the port alone.", file=sys.stderr)
    arguments.nginx = program if arguments.nginx else ""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    print(HEAD, "|" + " --- |" * len(HEAD), sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as at:
        for row in Holes(arguments, Path(at)).rows():
            print(row, flush=True)


if __name__ == "__main__":
    main()

"""How fast the Turtle reader is beside rdflib's and pyoxigraph's parsers, in CPU time on the same text, taken in turns.

Run it from the repository: ``PYTHONPATH=server .venv/bin/python tests/benchmarks/turtle_reader.py [TRIPLES] [ROUNDS]``.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from statistics import median

import pyoxigraph as ox
import rdflib

from accord.turtle import read

PREFIXES = """@prefix ex: <https://example.org/id/> .
@prefix ns: <https://example.org/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
RECORD = """
ex:agreement-{n} a ns:Agreement ;
    rdfs:label "Agreement number {n} of many"@en ;
    ns:start "20{year:02}-0{month}-1{day}"^^xsd:date ;
    ns:party ex:organisation-{party}, ex:organisation-{other} ;
    ns:funding ex:agreement-{n}-amount ;
    ns:source <https://example.org/source/{n}> .

ex:agreement-{n}-amount a ns:Funding ;
    ns:totalAmount {amount} ;
    ns:share {share}.50 .
"""
TRIPLES_PER_RECORD = 10


def generate(triples: int) -> str:
    """An ordinary file: names, labels, dates, numbers, a few lists of objects."""
    records = (
        RECORD.format(
            n=n,
            year=n % 30,
            month=n % 9 + 1,
            day=n % 9,
            party=n % 997,
            other=n * 7 % 997,
            amount=n * 37 % 100_000,
            share=n % 100,
        )
        for n in range(triples // TRIPLES_PER_RECORD)
    )
    return PREFIXES + "".join(records)


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU time of one run, without the garbage of the run before."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def main(triples: int = 100_000, rounds: int = 5) -> None:
    """Print megabytes a second for each parser, and how many times as fast as rdflib's it is."""
    text = generate(triples)
    parsers: dict[str, Callable[[], object]] = {
        "accord": lambda: read(text),
        "rdflib": lambda: rdflib.Graph().parse(data=text, format="turtle"),
        "pyoxigraph": lambda: sum(1 for _ in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in parsers}
    for _ in range(rounds):
        for name, parse in parsers.items():
            seconds[name].append(cpu_seconds(parse))
    size = len(text.encode()) / 1e6
    print(f"{triples:,} triples, {size:.1f} MB, median of {rounds} rounds")
    for name, times in seconds.items():
        speed = size / median(times)
        print(f"{name:>12} {speed:7.2f} MB/s {median(seconds['rdflib']) / median(times):7.2f} x rdflib")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

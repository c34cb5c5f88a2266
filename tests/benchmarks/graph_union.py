"""What queries take when their default graph is a union of all files, in place of one graph that holds everything.

    .venv/bin/python tests/benchmarks/graph_union.py

The queries are those of ``peers.py``, over the publication of this repository, by pyoxigraph in this process. The
manual gives the figures on its page of decisions.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, Store

from accord.engine.processes import query_store
from accord.publication import Publication
from benchmarks.peers import PREFIXES, QUERIES
from places import ROOT

ROUNDS = 7


def milliseconds(store: Store, query: str, graphs: list[NamedNode | BlankNode | DefaultGraph] | None) -> float:
    """The median of some runs, with all rows read."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        results = store.query(PREFIXES + query, default_graph=graphs)
        assert isinstance(results, QuerySolutions | QueryBoolean)
        if isinstance(results, QuerySolutions):
            list(results)
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


def main() -> None:
    """Print a line for each query, and the median of the ratios."""
    publication = Publication.read(ROOT)
    store = query_store(publication)
    graphs: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(graph) for graph in sorted(publication.graphs())]
    ratios = []
    for name, query in QUERIES.items():
        one, many = milliseconds(store, query, None), milliseconds(store, query, graphs)
        ratios.append(many / one)
        print(f"{name}: {one:.2f} ms, as a union of {len(graphs)} graphs {many:.2f} ms ({many / one:.0f}x)")
    print(f"median: {median(ratios):.0f}x")


if __name__ == "__main__":
    main()

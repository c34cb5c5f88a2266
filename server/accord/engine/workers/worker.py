"""A query worker: a process that runs one query at a time and can be killed at any moment.

pyoxigraph cannot be stopped from Python, so the deadline is a timer whose signal ends the process. Before its first
query the process gives up all that it will not need (:mod:`accord.confine`); while a query runs it can open no
descriptor, so SERVICE connects to nothing, and its memory can grow only within the limit. A worker that may
call services keeps sockets, and is not used for other queries.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, BinaryIO, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QuerySolutions,
    QueryTriples,
    Store,
)

from accord import confine, formats
from accord.engine import Query
from accord.engine.description import TERMS
from accord.engine.workers import frames
from accord.engine.workers.fork_server import ASK
from accord.limits import EngineLimits
from accord.sparql.rewriting.columns import with_columns
from accord.sparql.rewriting.concatenation import with_plain_concatenation
from accord.sparql.rewriting.ordering import ordered_by_kind
from accord.sparql.rewriting.truth import with_small_truth

_Name = NamedNode | BlankNode
_Graph = NamedNode | BlankNode | DefaultGraph

_EMPTY = Store()

INLINE = 64 * 1024
"""Bytes of an answer that are sent in frames; the rest of a longer one goes through a file."""

_SPILLED = 256 * 1024
"""Bytes of the rest that are written to the file at once: the web process hears of each time."""


class ResultTooLarge(Exception):
    """The answer is larger than the limit."""


@dataclass(slots=True)
class QueryDataset:
    """The data that queries run on: the store, the graph of the inferences, and prefixes that need no declaration.

    ``described`` is the graph that describes the endpoint. ``infers`` and ``describes`` say whether the default graph
    holds the inferences and the description now.
    """

    store: Store
    inferred: str
    prefixes: Mapping[str, str]
    described: str
    infers: bool = True
    describes: bool = False

    def infer(self, wanted: bool) -> None:
        """Put the inferences into the default graph, or take them out: no inferred statement is also a stated one.

        A worker has the store to itself, as it was forked with it. The union of the graphs of all files as the default
        graph, in place of this, is far slower (``tests/benchmarks/graph_union.py``); a second store takes as much
        memory as the first.
        """
        if wanted != self.infers:
            self._copy(self.inferred, wanted)
            self.infers = wanted

    def describe(self, wanted: bool) -> None:
        """Put the description of the endpoint into the default graph, or take it out: nobody else states any of it."""
        if wanted != self.describes:
            self._copy(self.described, wanted)
            self.describes = wanted

    def _copy(self, graph: str, into: bool) -> None:
        verb = "INSERT" if into else "DELETE"
        self.store.update(f"{verb} {{ ?s ?p ?o }} WHERE {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}")


def serve(connection: socket.socket, files: socket.socket, dataset: QueryDataset, limits: EngineLimits) -> None:
    """Answer the queries that come over one connection until it ends; new files come over the other.

    The first query decides whether this process can ever make a connection.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_memory(limits.memory)
    frames.send_message(connection, frames.HELLO, {"pid": os.getpid()})
    confined = False
    asked = frames.Frames(connection)
    with connection, files, contextlib.closing(Output(connection, files, limits.result << 20)) as output:
        while frame := asked.receive():
            query = Query.of_message(frame.message)
            if not confined:
                confine.confine(network=query.uses_services)
                if not query.uses_services:
                    _allow_no_descriptors(output.spool)
                confined = True
            output.begin()
            _answer(dataset, query, query.limit(limits.deadline), output)


def _answer(dataset: QueryDataset, query: Query, seconds: float, output: Output) -> None:
    """Run one query and send its answer, or the error that ended it."""
    try:
        with _deadline(seconds):
            _run(dataset, query, output)
    except SyntaxError as error:
        output.fail("syntax", str(error))
    except ResultTooLarge as error:
        output.fail("result", str(error))
    except MemoryError:
        output.fail("memory", "out of memory")
    except (OSError, ValueError, RuntimeError) as error:
        output.fail("engine", str(error) or type(error).__name__)
    else:
        output.end()


def _run(dataset: QueryDataset, query: Query, output: Output) -> None:
    default, named = _graphs(dataset, query)
    prefixes = _used(dataset.prefixes, query.text)
    dataset.infer(query.infer is not False)
    dataset.describe(not TERMS.isdisjoint(query.inspection.iris))
    small = with_small_truth(query.text)
    query = query if small == query.text else replace(query, text=small)
    text = _standard(_columns_named(query, prefixes), query, prefixes)
    results = dataset.store.query(text, prefixes=prefixes, default_graph=default, named_graphs=named)
    offered = formats.GRAPH_RESULT_FORMATS if isinstance(results, QueryTriples) else formats.ROW_FORMATS
    if query.format not in offered:
        raise ValueError(f"its answer cannot be written as {query.format.label}")
    query.format.write(results, cast("IO[bytes]", output))


def _used(prefixes: Mapping[str, str], text: str) -> dict[str, str]:
    """The prefixes that a query may use: pyoxigraph takes as long to read 40 as to read a small query."""
    return {prefix: iri for prefix, iri in prefixes.items() if prefix + ":" in text}


def _columns_named(query: Query, prefixes: dict[str, str]) -> str:
    """The text of a query with the columns of ``SELECT *`` in its own order; a store with no data says what they are.

    A query with SERVICE stays as it is, since it would be called twice.
    """
    if query.inspection.query_type != "SELECT" or query.inspection.has_service:
        return query.text
    return with_columns(query.text, lambda: selected(query.text, prefixes))


def _standard(text: str, query: Query, prefixes: dict[str, str]) -> str:
    """A query whose order the engine can find, and whose concatenations are plain strings. Raises SyntaxError."""
    changed = with_plain_concatenation(ordered_by_kind(text, all_variables=False))
    if changed != text:
        selected(query.text, prefixes)  # an error must have its place in the text that was sent
    return changed


def selected(text: str, prefixes: Mapping[str, str]) -> list[str]:
    """The names of the variables that a query selects, by a store without data. Raises SyntaxError."""
    results = _EMPTY.query(text, prefixes=dict(prefixes))
    return [one.value for one in results.variables] if isinstance(results, QuerySolutions) else []


def _graphs(dataset: QueryDataset, query: Query) -> tuple[list[_Graph] | None, list[_Name] | None]:
    """The dataset of the protocol, which overrides FROM (SPARQL 1.1 Protocol §2.1.4); ``None``: that of the query.

    Where graphs are named, inferences are not among them unless they are asked for.
    """
    default: list[_Graph] = [NamedNode(iri) for iri in query.graphs]
    named: list[_Name] = [NamedNode(iri) for iri in query.named_graphs]
    if not default and not named:
        return None, None
    return ([*default, NamedNode(dataset.inferred)] if query.infer else default), named


class Output:
    """Where the serialiser writes: the first bytes go into a frame, the rest into the spool file."""

    def __init__(self, connection: socket.socket, files: socket.socket, largest: int) -> None:
        self._connection = connection
        self._files = files
        self._largest = largest
        self._buffer = bytearray()
        self._file = _new_file(self._files)
        self._inline = True
        self._spooled = 0

    @property
    def spool(self) -> int:
        """The descriptor of the spool file, the highest that the process has."""
        return self._file.fileno()

    def close(self) -> None:
        """Close the spool file."""
        self._file.close()

    def begin(self) -> None:
        """Prepare for the next answer; a file that was sent belongs to the receiver."""
        self._buffer.clear()
        self._inline = True
        if self._spooled:
            self._file.close()
            self._file = _new_file(self._files)
            self._spooled = 0

    def write(self, data: bytes) -> int:
        """Take the next bytes. Raises ResultTooLarge, which ends the query."""
        self._buffer += data
        if len(self._buffer) >= (INLINE if self._inline else _SPILLED):
            self._send()
        return len(data)

    def flush(self) -> None:
        """Nothing: a serializer flushes at its end, and :meth:`end` then sends all in one call."""

    def _send(self) -> None:
        """Send what has been written."""
        data = self._take()
        if self._inline and data:
            frames.send(self._connection, frames.DATA, data)
            self._inline = False
        elif data:
            self._spill(data)

    def _take(self) -> bytes:
        data = bytes(self._buffer)
        self._buffer.clear()
        return data

    def _spill(self, data: bytes) -> None:
        first = self._spooled == 0
        if self._spooled + len(data) > self._largest:
            raise ResultTooLarge(f"The answer is larger than {self._largest >> 20} MiB.")
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.spool, rest) :]
        self._spooled += len(data)
        frames.send_size(self._connection, self._spooled, self.spool if first else None)

    def fail(self, kind: str, message: str) -> None:
        """Report why there is no answer, or no more of it."""
        frames.send_message(self._connection, frames.FAULT, {"kind": kind, "message": message})

    def end(self) -> None:
        """Send the rest and the END frame, a short answer in one call."""
        if self._inline:
            frames.send(self._connection, frames.DATA, self._take(), frames.END)
        else:
            self._send()
            frames.send(self._connection, frames.END)


def _new_file(files: socket.socket) -> BinaryIO:
    """A new file without a name, opened by the fork server: a confined process opens none. Raises OSError."""
    files.sendall(ASK)
    _, descriptors, _, _ = socket.recv_fds(files, 1, 1)
    if not descriptors:
        raise OSError("no file can be created for the answer")
    return open(descriptors[0], "wb", buffering=0)


@contextlib.contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """The process dies of SIGALRM when the time is up: nothing else stops native code."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _allow_no_descriptors(highest: int) -> None:
    """No further descriptor can be opened ever again, so no connection can be made; a new spool file takes the place of
    the one before."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, highest + 1))


def _limit_memory(allowance: int) -> None:
    """Let the process grow by this many MiB; only Linux reports its size and enforces the limit."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (confine.address_space() + (allowance << 20),) * 2)

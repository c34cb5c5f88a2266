"""Starting and stopping the processes of the local engine."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from accord import memory
from accord.engine.description import described
from accord.engine.inference import infer
from accord.engine.inferred import InferredBefore, InferredTriples
from accord.engine.local import LocalEngine
from accord.engine.respelled import RespelledValues
from accord.engine.workers import worker
from accord.engine.workers.fork_server import ForkServer
from accord.engine.workers.pool import connect
from accord.engine.workers.worker import QueryDataset
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.publication.statements.load_cache import is_large
from accord.publication.statements.loading import LoadedPublication
from accord.temporary import private_folder

LOADING = 600.0
"""Seconds that a fork server may take to load its data."""


def page_store(publication: Publication) -> Store:
    """The statements of ontology and data, each in the graph of its file: what patterns are looked up in.

    Raises InputError when a file is not Turtle.
    """
    store = Store()
    for file in publication.with_role("ontology", "data"):
        file.load(store, publication.graph(file))
    return store


def query_store(publication: Publication, inferred: Path | None = None) -> Store:
    """What queries see: the default graph holds ontology, data and what follows from them; each file is a named graph.

    Inferred triples and the description of the endpoint are named graphs too; inferred triples are also written to the
    file ``inferred``, if it is given. Raises InputError when a file is not Turtle.
    """
    before = InferredBefore(publication) if inferred else None
    known = before.recall() if before else None
    if known and inferred:
        known.write(inferred)
    store = page_store(publication)
    triples = list(known or infer(store))
    if inferred and before and not known:
        known = InferredTriples.of(triples)
        known.write(inferred)
        before.keep(known)
    graph = NamedNode(publication.inferred)
    store.bulk_extend(Quad(one.subject, one.predicate, one.object, graph) for one in triples)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    for file in publication.with_role("shapes"):
        file.load(store, publication.graph(file))
    store.bulk_extend(list(described(publication, store)))
    return store


_lifelines: set[int] = set()
"""The writing ends of lifelines in this process. A child must not inherit them, or its siblings would never end."""


@dataclass(slots=True)
class Child:
    """A child process. It ends when its lifeline, the pipe whose other end it reads, is closed."""

    pid: int
    lifeline: int

    def end(self) -> None:
        """End it and wait for it."""
        self.let_go()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def kill(self) -> None:
        """Kill it and all that it started, if it was forked ``apart``, and wait for it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.end()

    def poll(self) -> int | None:
        """Its exit code, or minus the signal that ended it; ``None`` while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid:
            return None
        self.let_go()
        return os.waitstatus_to_exitcode(status)

    def let_go(self) -> None:
        """Close the lifeline."""
        if self.lifeline in _lifelines:
            _lifelines.remove(self.lifeline)
            os.close(self.lifeline)


def fork(run: Callable[[int], int], *, apart: bool = False) -> Child:
    """Run a function in a child process; it gets the reading end of its lifeline, and returns the exit code.

    A child that is forked ``apart`` has a process group of its own, so Ctrl-C in the terminal does not reach it.
    """
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        if apart:
            with contextlib.suppress(OSError):
                os.setpgid(pid, pid)
        os.close(reader)
        _lifelines.add(writer)
        return Child(pid, writer)
    code = 1
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if apart:
            os.setpgid(0, 0)
        for held in (writer, *_lifelines):
            os.close(held)
        _lifelines.clear()
        code = run(reader)
        sys.stdout.flush()
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:  # the child ends here, so nobody else would print it
        traceback.print_exc()
        raise
    finally:
        os._exit(code)


def start_fork_server(
    publication: Publication,
    address: Path,
    limits: EngineLimits,
    inferred: Path | None = None,
    answers: bool = True,
) -> Child:
    """Start the fork server of a publication. It listens when this returns, and answers when it has loaded.

    By then it has written the inferred triples to the file ``inferred``, if it is given, for :mod:`accord.engine
    .inferred` to read. One that never ``answers``, since another engine does, keeps no data.
    """
    listener = socket.socket(socket.AF_UNIX)
    with listener:
        with contextlib.suppress(FileNotFoundError):
            address.unlink()
        listener.bind(str(address))
        listener.listen(128)

        def run(lifeline: int) -> int:
            prefixes = dict(publication.settings.prefixes)
            with memory.much_stays():
                store = query_store(publication, inferred)
                store = store if answers else Store()
            memory.forget_old()
            dataset = QueryDataset(store, publication.inferred, prefixes, publication.described)
            ForkServer(
                listener, lifeline, lambda connection, files: worker.serve(connection, files, dataset, limits)
            ).run()
            return 0

        return fork(run, apart=True)


@contextlib.contextmanager
def local_engine(
    publication: Publication, limits: EngineLimits, services: frozenset[str] = frozenset()
) -> Iterator[LocalEngine]:
    """The whole local engine for one block: a fork server of its own, and the engine that talks to it.

    The values of a large publication that the store spells in another way are not looked for: that takes longer than
    to load it.
    """
    with private_folder() as folder:
        address = folder / "engine"
        child = start_fork_server(publication, address, limits)
        try:
            connect(address, LOADING).connection.close()
            prefixes = publication.settings.prefixes
            engine = LocalEngine(page_store(publication), address, limits, services, prefixes)
            if not is_large(publication):
                engine.respelled = RespelledValues.of(LoadedPublication.of(publication))
            with contextlib.closing(engine):
                yield engine
        finally:
            child.end()

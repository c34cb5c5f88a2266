"""Puts a publication into another SPARQL server: a graph for each file, one for what follows, and two merged ones.

One more graph (``graph/loaded``) has the digest of each graph that is complete. A graph with the right digest is not
sent again, so a load that was interrupted continues where it stopped, and one that is repeated sends nothing.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException
from itertools import islice
from typing import Protocol
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
)

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from accord import formats, queries
from accord.engine import Query
from accord.engine.processes import query_store
from accord.engine.remote import Credentials, ask, merged_graphs
from accord.errors import UpstreamError, UsageError
from accord.publication import Publication

CHECKSUM = "http://spdx.org/rdf/terms#checksumValue"
"""The property for the digest of a graph."""

_MARKED_AT_ONCE = 100
"""Graphs after which the digests are written: so many are sent again after a break. To write each takes as long."""

_BATCH = 1000
"""Triples of one update: 100 KB, which every server accepts."""

_SECONDS = 600
"""Seconds for one request: a server may need minutes for a large graph."""

Progress = Callable[[int, int], None]


class Target(Protocol):
    """A server that stores graphs."""

    @property
    def engine(self) -> str:
        """The address for queries."""

    def put(self, graph: str, triples: Callable[[], Iterator[Triple]]) -> None:
        """Replace a graph. Raises UpstreamError."""

    def delete(self, graph: str) -> None:
        """Remove a graph. Raises UpstreamError."""


def target(engine: str, store: str, update: str, credentials: Credentials) -> Target:
    """The server with these addresses. Raises UsageError unless there is one for the graph store or for updates."""
    if bool(store) == bool(update):
        raise UsageError("Give an address to write to: --store or --update.", remedy="See `accord load --help`.")
    opener = _opener(store or update, credentials)
    return GraphStore(engine, store, opener) if store else Updates(engine, update, opener)


@dataclass(frozen=True, slots=True)
class GraphStore:
    """A server by the SPARQL 1.1 Graph Store HTTP Protocol."""

    engine: str
    url: str
    opener: OpenerDirector

    def put(self, graph: str, triples: Callable[[], Iterator[Triple]]) -> None:
        """PUT (§5.3 of the protocol)."""
        body = io.BytesIO()
        serialize(triples(), body, RdfFormat.N_TRIPLES)
        self._send("PUT", graph, body.getvalue())

    def delete(self, graph: str) -> None:
        """DELETE (§5.4 of the protocol)."""
        self._send("DELETE", graph, None)

    def _send(self, method: str, graph: str, body: bytes | None) -> None:
        joint = "&" if "?" in self.url else "?"
        headers = {"Content-Type": formats.N_TRIPLES.media} if body is not None else {}
        _open(
            self.opener,
            Request(f"{self.url}{joint}graph={quote(graph, safe='')}", body, headers, method=method),
            allowed=(404,),
        )


@dataclass(frozen=True, slots=True)
class Updates:
    """A server by SPARQL 1.1 Update. Triples with anonymous nodes go in one batch, so that nodes are not split."""

    engine: str
    url: str
    opener: OpenerDirector

    def put(self, graph: str, triples: Callable[[], Iterator[Triple]]) -> None:
        """Clear the graph and insert the triples in batches."""
        self.delete(graph)
        ground = (one for one in triples() if not _is_anonymous(one))
        while batch := list(islice(ground, _BATCH)):
            self._insert(graph, batch)
        if anonymous := [one for one in triples() if _is_anonymous(one)]:
            self._insert(graph, anonymous)

    def delete(self, graph: str) -> None:
        """Drop the graph if it is there."""
        self._send(f"DROP SILENT GRAPH <{graph}>")

    def _insert(self, graph: str, triples: list[Triple]) -> None:
        body = "".join(f"{one} .\n" for one in triples)
        self._send(f"INSERT DATA {{ GRAPH <{graph}> {{ {body} }} }}")

    def _send(self, update: str) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        _open(self.opener, Request(self.url, urlencode({"update": update}).encode(), headers, method="POST"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many graphs were sent, had been loaded before, and were removed."""

    sent: int
    kept: int
    removed: int

    def __str__(self) -> str:
        return f"{self.sent} graphs loaded, {self.kept} were loaded already, {self.removed} removed."


def load(publication: Publication, target: Target, progress: Progress = lambda done, total: None) -> Loaded:
    """Make a server hold a publication and nothing that earlier loads put there. Raises UpstreamError.

    ``progress`` is called with the number of graphs that are done, and of all.
    """
    store = query_store(publication)
    log = log_of(publication)
    wanted, there = _digests(publication), _read(target.engine, log)
    kept = {graph: digest for graph, digest in there.items() if wanted.get(graph) == digest}
    total, gone = len(wanted), there.keys() - wanted.keys()
    if kept != there:
        target.put(log, lambda: _log(kept))
    for graph in gone:
        target.delete(graph)
    done = dict(kept)
    for graph in wanted.keys() - kept.keys():
        target.put(graph, lambda graph=graph: _triples(store, publication, graph))  # type: ignore[misc]
        done[graph] = wanted[graph]
        progress(len(done), total)
        if len(done) % _MARKED_AT_ONCE == 0:
            target.put(log, lambda: _log(done))
    if done != there:
        target.put(log, lambda: _log(done))
    progress(total, total)
    return Loaded(len(done) - len(kept), len(kept), len(gone))


def missing(publication: Publication, engine: str) -> int:
    """How many graphs of a publication a server does not hold as they are now. Raises EngineError."""
    there = _read(engine, log_of(publication))
    return sum(there.get(graph) != digest for graph, digest in _digests(publication).items())


def log_of(publication: Publication) -> str:
    """The graph of the digests."""
    return f"{publication.settings.base}graph/loaded"


def _digests(publication: Publication) -> dict[str, str]:
    """The digest of what each graph is made of: one file, or the whole publication."""
    files: dict[str, str] = {}
    for file in publication.with_role("ontology", "data", "shapes"):
        graph = publication.graph(file)
        files[graph] = hashlib.sha256(files.get(graph, "").encode() + file.data).hexdigest()
    graphs = (*sorted(publication.graphs()), *merged_graphs(publication))
    return {graph: files.get(graph, publication.digest) for graph in graphs}


def _triples(store: Store, publication: Publication, graph: str) -> Iterator[Triple]:
    """What a graph holds: that of the store, the default graph, or what is stated in all files of ontology and data."""
    whole, stated = merged_graphs(publication)
    if graph == stated:
        inferred = NamedNode(publication.inferred)
        triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph()))
        return (one for one in triples if Quad(one.subject, one.predicate, one.object, inferred) not in store)
    node = DefaultGraph() if graph == whole else NamedNode(graph)
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, node))


def _log(digests: dict[str, str]) -> Iterator[Triple]:
    """The digests as triples."""
    for graph, digest in digests.items():
        yield Triple(NamedNode(graph), NamedNode(CHECKSUM), Literal(digest))


def _read(engine: str, log: str) -> dict[str, str]:
    """The digests of what is loaded. Raises EngineError when the server does not answer."""
    query = Query(queries.load("loaded-graphs").text, formats.JSON, graphs=(log,))
    rows = json.loads(ask(engine, query).body)["results"]["bindings"]
    return {row["graph"]["value"]: row["digest"]["value"] for row in rows}


def _is_anonymous(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _opener(url: str, credentials: Credentials) -> OpenerDirector:
    if not credentials.user:
        return build_opener()
    passwords = HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url, credentials.user, credentials.password)
    return build_opener(HTTPBasicAuthHandler(passwords), HTTPDigestAuthHandler(passwords))


def _open(opener: OpenerDirector, request: Request, allowed: tuple[int, ...] = ()) -> None:
    try:
        with opener.open(request, timeout=_SECONDS) as response:
            response.read()
    except HTTPError as error:
        with error:
            words = error.read(500).decode("utf-8", "replace")
        if error.code in allowed and request.get_method() == "DELETE":
            return
        remedy = "Set ACCORD_ENGINE_USER and ACCORD_ENGINE_PASSWORD." if error.code in (401, 403) else ""
        raise UpstreamError(
            f"{request.full_url} refused: {error.code} {' '.join(words.split())}.", remedy=remedy
        ) from error
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise UpstreamError(f"{request.full_url} does not answer: {reason}.", remedy="Check the address.") from error

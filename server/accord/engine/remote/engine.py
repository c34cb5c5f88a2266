"""An engine that is another SPARQL 1.1 endpoint: a server or a cluster that holds what ``accord load`` put there.

Patterns, and so all pages, are answered from the statements in this process; only queries go to the endpoint. The
format of an answer does not depend on what the endpoint writes: where it differs, the answer is read and written again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode, Quad
from SPARQLWrapper import BASIC, DIGEST, POST, SPARQLWrapper

import accord
from accord.engine import Answer, Query, Subject, Term
from accord.engine.description import TERMS
from accord.engine.remote import Credentials, merged_graphs
from accord.engine.remote.answer import SentQuery
from accord.engine.respelled import NOTHING_RESPELLED
from accord.engine.tally import Counted, QueryTally, result_of
from accord.engine.workers.worker import selected
from accord.errors import ForbiddenError
from accord.formats import GRAPH_QUERIES
from accord.limits import EngineLimits, Limit, published
from accord.publication import Publication
from accord.publication.statements import Patterns, Row
from accord.sparql.prologue import with_prefixes
from accord.sparql.rewriting.columns import with_columns
from accord.sparql.syntax import syntax_error

_ROWS, _GRAPH = "application/sparql-results+json", "application/n-triples"
"""The format to request when the endpoint's own version of the wanted one may be missing or wrong."""

_LIMITS = ("deadline", "result")
"""The limits that hold for another endpoint; workers and their memory are its own."""


class RemoteEngine:
    """Implements :class:`accord.engine.Engine` over the SPARQL 1.1 Protocol, form POST.

    ``statements`` are those of the publication. The endpoint has what ``accord load`` put there: a graph for each file,
    one for what follows from the ontology, and the graphs that merge them. ``tally`` counts the queries.
    """

    services: frozenset[str] = frozenset()
    respelled = NOTHING_RESPELLED

    def __init__(
        self,
        publication: Publication,
        statements: Patterns,
        url: str,
        limits: EngineLimits,
        credentials: Credentials,
        tally: QueryTally | None = None,
    ) -> None:
        self._tally = tally or QueryTally()
        self._statements = statements
        self._url = url
        self._limits = limits
        self._credentials = credentials
        self._prefixes = publication.settings.prefixes
        self._inferred = publication.inferred
        self._described = publication.described
        self._graphs = tuple(sorted(publication.graphs()))
        self._merged = merged_graphs(publication)
        self._running = 0
        self._lock = threading.Lock()
        self._server: str | None = None

    @property
    def busy(self) -> bool:
        """Whether a query runs."""
        return self._running > 0

    def match(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, object: Term | None = None
    ) -> Iterator[Quad | Row]:
        """The statements that match a pattern, each with its graph."""
        return self._statements.quads_for_pattern(subject, predicate, object)

    def begin_at_once(self, query: Query, call: Callable[[], None]) -> None:
        """No query begins without a wait for the network."""

    def limits(self) -> list[Limit]:
        """Those that hold for another endpoint."""
        return [one for one in published(self._limits) if one.name in _LIMITS]

    def close(self) -> None:
        """Nothing is held between queries."""

    def query(self, query: Query) -> Answer:
        """Answer a query, returning once the first bytes are there. See :meth:`accord.engine.Engine.query`.

        Raises UpstreamError when the endpoint cannot be reached or fails, LimitError (504) when it takes too long, and
        ForbiddenError for any SERVICE: nothing here could stop the endpoint from calling an address of the asker.
        """
        if query.inspection.has_service:
            raise ForbiddenError(
                "This endpoint calls no other service, and passes no SERVICE to its engine, not even SERVICE SILENT.",
                remedy="Query the other service yourself and put its results into VALUES.",
            )
        asked = SentQuery(query, query.limit(self._limits.deadline), self._limits.result << 20, self._prefixes)
        with self._lock:
            self._running += 1
        counted = self._tally.begin(query)
        counted.start()
        asked.when_over(lambda: self._ended(asked, counted))
        try:
            if self._server is None:
                self._server = asked.open(self._wrapper("ASK {}", 1)).headers.get("Server", "")
            response = asked.open(self._request(query))
            return asked.answer(response, self._trusts(query))
        except BaseException as error:  # its connection and its count end, whatever happened
            asked.close(error)
            raise

    @property
    def _deviates(self) -> bool:
        """Whether the server is Virtuoso, which takes a ``timeout``, and whose CSV and TSV are not SPARQL's."""
        return "virtuoso" in (self._server or "").lower()

    def _trusts(self, query: Query) -> bool:
        """Whether the server writes the answer as it is written here; no standard says how to write ASK in CSV."""
        return not self._deviates and query.inspection.query_type != "ASK"

    def _ended(self, asked: SentQuery, counted: Counted) -> None:
        with self._lock:
            self._running -= 1
        counted.end(result_of(asked.error))

    def _wrapper(self, text: str, seconds: float) -> SPARQLWrapper:
        """A request with a query; its ``timeout`` is that of each step of the connection, in whole seconds."""
        wrapper = SPARQLWrapper(self._url, agent=f"accord/{accord.__version__}")
        wrapper.setQuery(text)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(max(1, round(seconds)))
        if self._credentials.user:
            wrapper.setHTTPAuth(DIGEST if self._deviates else BASIC)
            wrapper.setCredentials(self._credentials.user, self._credentials.password)
        return wrapper

    def _request(self, query: Query) -> SPARQLWrapper:
        seconds = query.limit(self._limits.deadline)
        wrapper = self._wrapper(with_prefixes(self._columns_named(query), self._prefixes), seconds)
        if self._deviates:
            wrapper.addParameter("timeout", str(round(seconds * 1000)))
        default, named = self._dataset(query)
        for graph in default:
            wrapper.addParameter("default-graph-uri", graph)
        for graph in named:
            wrapper.addParameter("named-graph-uri", graph)
        fallback = _GRAPH if query.inspection.query_type in GRAPH_QUERIES else _ROWS
        accepted = (
            fallback
            if self._deviates or query.inspection.query_type == "ASK"
            else f"{query.format.media}, {fallback};q=0.5"
        )
        wrapper.addCustomHttpHeader("Accept", accepted)
        return wrapper

    def _columns_named(self, query: Query) -> str:
        """The query with the columns of ``SELECT *`` in its own order.

        A store without data says what they are. VALUES would give it data, and the work that they make has no limit
        here, so such a query has the columns in the order of the server.
        """
        if query.inspection.query_type != "SELECT" or "VALUES" in query.text.upper():
            return query.text
        try:
            return with_columns(query.text, lambda: selected(query.text, self._prefixes))
        except SyntaxError as error:
            raise syntax_error(str(error), query.text, self._prefixes) from error

    def _dataset(self, query: Query) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The dataset of the protocol; none for a query that names its own.

        A server may hold more than the publication, so the graphs are named where GRAPH looks for them; Virtuoso writes
        a header for each, and clients read only a hundred, so it looks in all that it has.
        """
        if query.graphs or query.named_graphs:
            return (*query.graphs, *((self._inferred,) if query.infer else ())), query.named_graphs
        if query.inspection.from_graphs:
            return (), ()
        named = self._graphs if "GRAPH" in query.text.upper() and not self._deviates else ()
        described = () if TERMS.isdisjoint(query.inspection.iris) else (self._described,)
        return (self._merged[query.infer is False], *described), named

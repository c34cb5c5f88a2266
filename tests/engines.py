"""An engine for tests: one pyoxigraph store in this process, without workers, limits or deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

from pyoxigraph import NamedNode, Quad, Store

from accord.engine import Answer, Query, Subject, Term
from accord.engine.iterators import drops_its_rows
from accord.engine.respelled import NOTHING_RESPELLED
from accord.limits import Limit
from accord.publication import Publication
from accord.publication.statements import Patterns, Row
from accord.sparql.syntax import syntax_error


class StoreEngine:
    """Implements :class:`accord.engine.Engine` over a publication's ontology and data."""

    services: frozenset[str] = frozenset()
    respelled = NOTHING_RESPELLED
    busy = False

    def __init__(self, publication: Publication) -> None:
        self.store = Store()
        self.patterns: Patterns = self.store
        self.prefixes = dict(publication.settings.prefixes)
        self.store.bulk_extend(publication.quads("ontology", "data"))

    @drops_its_rows
    def query(self, query: Query) -> Answer:
        """Answer at once, in this thread."""
        try:
            found = self.store.query(query.text, prefixes=self.prefixes, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise syntax_error(str(error), query.text, self.prefixes) from error
        body = BytesIO()
        query.format.write(found, body)
        return Answer(iter((body.getvalue(),)), whole=True, close=self.close)

    def begin_at_once(self, query: Query, call: Callable[[], None]) -> None:
        """No query begins on the event loop."""

    def limits(self) -> list[Limit]:
        """It allows everything."""
        return []

    def match(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, object: Term | None = None
    ) -> Iterator[Quad | Row]:
        """The statements that fit."""
        return self.patterns.quads_for_pattern(subject, predicate, object)

    def close(self) -> None:
        """Nothing to free."""

"""Hints on a query that can be run: terms of the publication's vocabulary, and graphs, that do not exist.

Such a query is correct SPARQL with an empty answer, which is the hardest mistake to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pyoxigraph import NamedNode

from accord.engine import Engine, Query
from accord.meant import likeliest
from accord.publication import Publication
from accord.things.vocabulary import Vocabulary

MOST = 5
"""The most hints on terms, and on graphs, for one query: more would hide the answer."""

_CLOSENESS = 0.6


class QueryHints:
    """Hints on the terms and graphs that queries name."""

    def __init__(self, publication: Publication, vocabulary: Vocabulary, engine: Engine) -> None:
        settings = publication.settings
        self._prefixes = settings.prefixes
        self._graphs = publication.graphs()
        self._namespace = settings.vocabulary
        self._engine = engine
        self._vocabulary = vocabulary
        self._names = {iri.removeprefix(self._namespace): iri for iri in vocabulary if iri.startswith(self._namespace)}

    def of(self, query: Query) -> tuple[str, ...]:
        """A sentence for each term of the publication's own vocabulary, and for each graph, that does not exist.

        ``query`` has been inspected with the publication's prefixes.
        """
        inspection = query.inspection
        graphs = (*inspection.from_graphs, *query.graphs, *query.named_graphs)
        return (*self._on_terms(inspection.iris), *self._on_graphs(graphs))

    def _on_terms(self, iris: Iterable[str]) -> Iterator[str]:
        unknown = (iri for iri in iris if self._names and self._is_unknown(iri))
        return (self._hint(iri) for iri in islice(unknown, MOST))

    def _on_graphs(self, graphs: Iterable[str]) -> Iterator[str]:
        unknown = (graph for graph in dict.fromkeys(graphs) if graph not in self._graphs)
        return (f"There is no graph <{graph}> here, so it is empty." for graph in islice(unknown, MOST))

    def _is_unknown(self, iri: str) -> bool:
        if not iri.startswith(self._namespace) or iri == self._namespace or iri in self._vocabulary:
            return False
        return next(iter(self._engine.match(NamedNode(iri))), None) is None

    def _hint(self, iri: str) -> str:
        name = iri.removeprefix(self._namespace)
        likely = likeliest(name, self._names, closeness=_CLOSENESS)
        hint = f"{self._short(iri)} is not a term of the ontology"
        return f"{hint}; did you mean {self._short(self._names[likely])}?" if likely else f"{hint}."

    def _short(self, iri: str) -> str:
        return self._prefixes.shorten(iri) or f"<{iri}>"

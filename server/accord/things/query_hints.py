"""What a query that can be run may still get wrong: terms of the publication's vocabulary that do not exist.

Such a query is sound SPARQL with an empty answer, the hardest of mistakes to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from accord.did_you_mean import likeliest
from accord.engine import Engine
from accord.names import Prefixes
from accord.publication import Publication
from accord.sparql.tokens import tokens
from accord.things.vocabulary import Vocabulary

MOST = 5
"""How many hints one query gets."""


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

    def on(self, query: str) -> tuple[str, ...]:
        """A sentence for each term of the publication's own vocabulary that a query names and that does not exist."""
        if not self._names:
            return ()
        unknown = (iri for iri in dict.fromkeys(_iris(query, self._prefixes)) if self._is_unknown(iri))
        return tuple(self._hint(iri) for iri, _ in zip(unknown, range(MOST), strict=False))

    def on_graphs(self, named: Iterable[str]) -> tuple[str, ...]:
        """A sentence for each graph that a query or its dataset names and that is not here: nothing is fetched."""
        graphs = dict.fromkeys(self._prefixes.expand(name) or name for name in named)
        unknown = [graph for graph in graphs if graph not in self._graphs]
        return tuple(f"There is no graph <{graph}> here, so it is empty." for graph in unknown[:MOST])

    def _is_unknown(self, iri: str) -> bool:
        if not iri.startswith(self._namespace) or iri == self._namespace or iri in self._vocabulary:
            return False
        return next(iter(self._engine.match(NamedNode(iri))), None) is None

    def _hint(self, iri: str) -> str:
        name = iri.removeprefix(self._namespace)
        meant = likeliest(name, self._names)
        hint = f"{self._short(iri)} is not a term of the ontology"
        return f"{hint}; did you mean {self._short(self._names[meant])}?" if meant else f"{hint}."

    def _short(self, iri: str) -> str:
        return self._prefixes.shorten(iri) or f"<{iri}>"


def _iris(query: str, prefixes: Prefixes) -> Iterator[str]:
    """The IRIs that a query names in full or with a prefix, its own declarations before those of the publication."""
    known, declared, before = dict(prefixes), None, ""
    for token in tokens(query):
        if token.lastgroup == "iri":
            if declared is None:
                yield token[0][1:-1]
            else:
                known[declared], declared = token[0][1:-1], None
        elif token.lastgroup == "name":
            prefix, _, local = token[0].partition(":")
            if before == "PREFIX":
                declared = prefix
            elif prefix in known:
                yield known[prefix] + local.replace("\\", "")
        before = token[0].upper()

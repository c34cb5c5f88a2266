"""The stated and inferred statements about an IRI, looked up without a query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

from accord.engine import Engine, Subject
from accord.engine.inferred import InferredTriples
from accord.things.statements import Object, outgoing

_REMEMBERED = 1_024
"""Nodes whose statements are remembered, in a few MB: a page looks several times at its neighbours, many at one hub."""


@dataclass(frozen=True)
class KnownFacts:
    """The stated and the inferred statements of nodes."""

    engine: Engine
    inferred: InferredTriples

    def of(self, node: Subject) -> tuple[tuple[str, Object], ...]:
        """Pairs of property and value, the stated ones first; a value that is both comes twice."""
        return self._remembered(node)

    @cached_property
    def _remembered(self) -> Callable[[Subject], tuple[tuple[str, Object], ...]]:
        return lru_cache(_REMEMBERED)(lambda node: tuple(self._of(node)))

    def _of(self, node: Subject) -> Iterator[tuple[str, Object]]:
        for one in outgoing(self.engine, node):
            yield one.predicate, one.object
        if isinstance(node, NamedNode):
            for triple in self.inferred.about(node.value):
                if isinstance(triple.object, Literal | NamedNode | BlankNode):
                    yield triple.predicate.value, triple.object

    def linked(self, iri: str) -> Iterator[tuple[str, Literal | NamedNode]]:
        """Those of an IRI whose value is not anonymous."""
        for predicate, value in self.of(NamedNode(iri)):
            if not isinstance(value, BlankNode):
                yield predicate, value

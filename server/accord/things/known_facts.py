"""The stated and inferred statements about an IRI, looked up without a query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from accord.engine import Engine, Subject
from accord.engine.inferred import InferredTriples
from accord.things.statements import Object, outgoing


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """The stated and the inferred statements of nodes."""

    engine: Engine
    inferred: InferredTriples

    def of(self, node: Subject) -> Iterator[tuple[str, Object]]:
        """Pairs of property and value, the stated ones first; a value that is both comes twice."""
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

"""The triples of pySHACL's results, without the graph that pySHACL makes of them.

A result that is a detail of others comes again with the triples of each of them. In rdflib's graph a million triples
take about fifty seconds, and data with many mistakes have several million.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rdflib.term import Node


class ResultTriples:
    """What pySHACL says of results, looked up by subject and predicate; ``top`` are the results that are no details."""

    def __init__(self, results: Iterable[tuple[str, Node, list[Any]]]) -> None:
        self.top: dict[Node, None] = {}
        self._objects: dict[Node, dict[Node, dict[Node, None]]] = {}
        seen: set[int] = set()
        for _, node, triples in results:
            self.top[node] = None
            for triple in triples:
                if id(triple) not in seen:  # all are kept by the results, so no two have one identity
                    seen.add(id(triple))
                    subject, predicate, value = triple
                    found = value[1] if isinstance(value, tuple) else value  # with the graph that it is from
                    self._objects.setdefault(subject, {}).setdefault(predicate, {})[found] = None

    def objects(self, subject: Node, predicate: Node) -> Iterator[Node]:
        """The values of a property of a result."""
        return iter(self._objects.get(subject, {}).get(predicate, ()))

    def value(self, subject: Node, predicate: Node) -> Node | None:
        """Its first value."""
        return next(self.objects(subject, predicate), None)

"""Which constraints of the shapes matter: without one of those, some bad example would be told less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.publication import Publication, SourceFile
from accord.validation import Finding
from accord.validation.check_input import CheckInput, Statement
from accord.validation.loading import load_input
from accord.validation.shacl import shapes
from accord.validation.shacl.shapes import Shapes
from accord.validation.shacl.targets import flattened, targets
from accord.validation.stages import shacl

Constraint = tuple[Node, URIRef, Node]
COMPONENTS = {SH.sparql: "SH-SPARQL"} | {
    URIRef(SH[name]): f"SH-{name.upper()}"
    for name in (
        *("minCount", "maxCount", "datatype", "class", "nodeKind", "in", "hasValue", "pattern", "languageIn"),
        *("minLength", "maxLength", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "uniqueLang"),
        *("equals", "disjoint", "lessThan", "lessThanOrEquals", "qualifiedMinCount", "qualifiedMaxCount", "closed"),
        *("node", "not", "and", "or", "xone"),
    )
}
"""Each parameter that makes a constraint, and the code of its findings."""


class Bench:
    """The shapes of a publication, run on its bad examples with and without a constraint."""

    def __init__(self, publication: Publication, examples: Iterable[SourceFile]) -> None:
        self._publication = publication
        self._examples = {file.path: file for file in examples}
        self._shapes = shapes.load(tuple(file for file in publication.files if "shapes" in file.roles))
        self._flat = flattened(self._shapes.graph)

    def idle(self, told: dict[str, tuple[Finding, ...]]) -> Iterator[str]:
        """The constraints that no bad example needs; ``told`` are the findings of each example."""
        noticed = {(one.shape, one.code) for several in told.values() for one in several}
        for constraint, statement in self._constraints():
            shape, parameter, _ = constraint
            is_plain = isinstance(shape, URIRef) and len(list(self._shapes.graph.objects(shape, parameter))) == 1
            if is_plain and (str(shape), COMPONENTS[parameter]) in noticed:
                continue
            if not any(self._matters(constraint, path) for path in self._candidates(shape, told)):
                place = statement.place(statement.triple.predicate_span)
                yield f"{place} {statement.written(statement.triple.predicate_span)}"

    def _constraints(self) -> Iterator[tuple[Constraint, Statement]]:
        for statement in self._shapes.statements:
            shape, parameter, value = statement.triple[:3]
            if isinstance(parameter, URIRef) and parameter in COMPONENTS:
                yield (shape, parameter, value), statement

    def _candidates(self, shape: Node, told: dict[str, tuple[Finding, ...]]) -> list[str]:
        """The examples with a finding of a shape that has to do with this one."""
        names = {self._shapes.name(one) for one in self._around(shape).subjects()}
        return [path for path, findings in told.items() if any(one.shape in names for one in findings)]

    def _matters(self, constraint: Constraint, path: str) -> bool:
        """Whether an example gives other results without the constraint."""
        part = self._around(constraint[0])
        without = Graph(bind_namespaces="none")
        for triple in part:
            if triple != constraint:
                without.add(triple)
        return self._results(path, part) != self._results(path, without)

    def _results(self, path: str, part: Graph) -> set[object]:
        check_input, data = self._prepared(path)
        results = shacl.results(check_input, data, Shapes(part, self._shapes.statements))
        return {(one.focus, one.path, one.value, one.component) for one in results}

    @cache  # noqa: B019
    def _prepared(self, path: str) -> tuple[CheckInput, Graph]:
        check_input = load_input(self._publication, [self._examples[path]])
        return check_input, shacl.graph(check_input, self._shapes)

    @cache  # noqa: B019
    def _around(self, shape: Node) -> Graph:
        """The shapes with targets that hold this shape, and all that they hold."""
        outer = [one for one in self._flat.transitive_subjects(None, shape) if one and targets(self._flat, one)]
        inner = {one for each in outer for one in self._flat.transitive_objects(each, None)}
        part = Graph(bind_namespaces="none")
        for triple in self._flat:
            if triple[0] in inner:
                part.add(triple)
        return part

"""The source of an aggregate's values: the pattern that binds its variable, and the groups of the query."""

from __future__ import annotations

from dataclasses import dataclass

from accord.explanations.context import QueryContext
from accord.explanations.probes import Row, joined, names
from accord.explanations.query.model import Aggregate, Block, Element, GroupPattern, Path, TriplePattern, Variable


@dataclass(frozen=True, slots=True)
class Source:
    """Where an aggregate's values come from: ``body`` with its paths cut so that ``owner`` has ``property``."""

    aggregate: Aggregate
    body: GroupPattern
    owner: Variable
    predicate: str
    keys: tuple[str, ...]

    @property
    def what(self) -> str:
        """The aggregate as the query has it."""
        distinct = "DISTINCT " if self.aggregate.distinct else ""
        return f"{self.aggregate.function}({distinct}?{self.aggregate.variable})"

    def rows(self, context: QueryContext, what: str, having: str, *more: str, most: int = 1) -> list[Row]:
        """The groups of the query that meet a condition, over its pattern and more."""
        pattern = joined((*self.body.elements, *more, f"FILTER (BOUND(?{self.aggregate.variable}))"))
        by = f"GROUP BY {names(self.keys)} " if self.keys else ""
        return context.probes.select(f"{names(self.keys)} {what}", pattern, f"{by}HAVING ({having}) LIMIT {most}")

    def of_group(self, context: QueryContext, row: Row) -> str:
        """Words for the group of a row; nothing where there is one group."""
        shown = [f"?{key} {context.show(row[key])}" for key in self.keys if key in row]
        return f" for {', '.join(shown)}" if shown else ""


def source_of(context: QueryContext, aggregate: Aggregate) -> Source | None:
    """The triple pattern that binds the variable, or several of a UNION that end alike; None for anything else."""
    name = Variable(aggregate.variable)
    found = [triple for triple in context.query.where.triples() if triple.object == name]
    if not found or any(name.name in clause.binds for clause in context.query.where.clauses()):
        return None
    body = context.query.where
    last = _cut(found[0])[-1]
    for triple in found:
        steps = _cut(triple)
        if (steps[-1].subject, steps[-1].property) != (last.subject, last.property):
            return None
        body = _replaced(body, triple, steps)
    if not isinstance(last.subject, Variable) or not isinstance(last.path, Path):
        return None
    return Source(aggregate, body, last.subject, last.property, context.query.keys or ())


def anywhere(context: QueryContext, aggregate: Aggregate) -> Source:
    """The whole query as the source of values that no one property binds."""
    return Source(aggregate, context.query.where, Variable(aggregate.variable), "", context.query.keys or ())


def _cut(triple: TriplePattern) -> list[TriplePattern]:
    """``?x a/b ?y`` as two patterns, so that what has ``b`` has a name."""
    path = triple.path
    if not isinstance(path, Path) or path.operator != "/":
        return [triple]
    first = path.parts[0] if len(path.parts) == 2 else Path("/", parts=path.parts[:-1])
    node = Variable("_owner")
    return [
        TriplePattern(triple.subject, first, node, triple.place),
        TriplePattern(node, path.parts[-1], triple.object, triple.place),
    ]


def _replaced(group: GroupPattern, triple: TriplePattern, steps: list[TriplePattern]) -> GroupPattern:
    found: list[Element] = []
    for element in group.elements:
        if element == triple:
            found.extend(steps)
        elif isinstance(element, Block):
            inner = tuple(_replaced(one, triple, steps) for one in element.groups)
            found.append(Block(element.kind, inner, element.place, element.name))
        else:
            found.append(element)
    return GroupPattern(tuple(found))

"""Classes with more members than are stated: the members of narrower classes."""

from __future__ import annotations

from collections.abc import Iterator

from accord.explanations.context import TYPE, QueryContext, count
from accord.explanations.findings import Remark
from accord.explanations.query.model import Block, Element, GroupPattern, Iri, TriplePattern


def reasons(context: QueryContext) -> Iterator[Remark]:
    """Each ``?x a C`` of the query that leaves out what a narrower class would add to this very answer."""
    probes = context.probes
    if not (probes.can_infer or probes.graphs or probes.named_graphs):
        return
    for triple in context.query.where.triples():
        if triple.property == TYPE and isinstance(triple.object, Iri) and triple.variables():
            below = context.terms.below(triple.object.value)
            if below and (found := _narrower(context, triple, triple.object, below)):
                yield found


def _narrower(context: QueryContext, triple: TriplePattern, wide: Iri, below: list[str]) -> Remark | None:
    classes = " ".join(f"<{iri}>" for iri in below)
    subject = triple.subject
    more = f"VALUES ?_c {{ {classes} }} {subject} a ?_c . FILTER NOT EXISTS {{ {subject} a {wide} }}"
    body = str(_replaced(context.query.where, triple, more))
    rows = context.probes.select(f"?_c (COUNT(DISTINCT {subject}) AS ?_n)", body, "GROUP BY ?_c ORDER BY DESC(?_n) ?_c")
    rows = [row for row in rows if "_c" in row]
    if not rows:
        return None
    short = context.show(wide)
    listed = context.listed(f"{context.show(row['_c'])} ({count(row)})" for row in rows)
    message = f"{context.pattern(triple)} leaves out the members of narrower classes: {listed}."
    fix = f"Leave out infer=off, or write a/rdfs:subClassOf* {short}."
    if not context.probes.can_infer:
        fix = f"Add the graph <{context.inferred}> to those of the query."
    return Remark("narrower-classes", message, fix, triple.place)


class _Written:
    """A pattern as text in the place of an element."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text


def _replaced(group: GroupPattern, triple: TriplePattern, text: str) -> GroupPattern:
    found: list[Element] = []
    for element in group.elements:
        if element is triple:
            found.append(_Written(text))  # type: ignore[arg-type]
        elif isinstance(element, Block):
            inner = tuple(_replaced(one, triple, text) for one in element.groups)
            found.append(Block(element.kind, inner, element.place, element.name))
        else:
            found.append(element)
    return GroupPattern(tuple(found))

"""The part of a pattern that has no match: one triple, the smallest set without a common match, or a filter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from accord.explanations.context import QueryContext, Unit, removing, units, without
from accord.explanations.empty import filters, pairs, single
from accord.explanations.findings import Remark
from accord.explanations.probes import joined
from accord.explanations.query.model import (
    Block,
    Clause,
    GroupPattern,
    Iri,
    ParsedQuery,
    Path,
    Term,
    TriplePattern,
    Variable,
)

MOST = 5
"""The number of reasons that are given; after correcting five, ask again."""
_MOST_UNITS = 40
"""Patterns among which pairs are looked for: 40 have 780 pairs, each asked for in about 0.2 ms."""
_DEEPEST = 4
"""The levels of subqueries and UNION that are examined."""


def reasons(context: QueryContext, query: ParsedQuery, depth: int = 0) -> Iterator[Remark]:
    """Why the pattern of a query, or what its modifiers leave of it, is empty; nothing when it is not."""
    if query.limit == 0:
        yield Remark("limit-zero", "LIMIT 0 asks for no row.", "Write another LIMIT, or none.")
        return
    if query.form == "DESCRIBE" and not query.where.elements:
        return
    found = list(group_reasons(context, query.where, depth))
    yield from found
    if not found and context.probes.matches(str(query.where)):
        yield from _left_out(context, query)


def _left_out(context: QueryContext, query: ParsedQuery) -> Iterator[Remark]:
    """Why modifiers remove all matches of a pattern; only for an empty answer."""
    if query.offset and not query.aggregated:
        rows = context.probes.number("COUNT(*)", str(query.where))
        message = f"OFFSET {query.offset} leaves out all of the {rows:,} rows."
        yield Remark("offset-too-far", message, "Write a smaller OFFSET.")
    elif query.having and context.probes.asked.empty:
        message = "The pattern has matches, but no group fulfils the condition of HAVING."
        yield Remark("having-removes-all", message, "Leave HAVING out to see the groups.")
    elif query.form == "CONSTRUCT" and context.probes.asked.empty:
        message = "The pattern has matches, but the template makes no statement of them."
        fix = "Give it things as subjects, properties as predicates, and only variables that have a value."
        yield Remark("template-makes-nothing", message, fix)


def group_reasons(context: QueryContext, group: GroupPattern, depth: int = 0) -> Iterator[Remark]:
    """Why a group is empty; nothing when it is not."""
    clauses = removing(group)
    bare = without(group, clauses)
    found = _bound_once(units(bare), group)
    alone = [unit for unit in found if not context.probes.matches(joined((*_values(found, unit), unit)))]
    for unit in alone[:MOST]:
        yield from _alone(context, found, unit, depth)
    if alone or context.probes.matches(str(group)):
        return
    if clauses and context.probes.matches(str(bare)):
        yield from filters.reasons(context, group, bare, clauses)
    elif smallest := _smallest(context, found):
        yield _together(context, smallest)


def _bound_once(found: list[Unit], group: GroupPattern) -> list[Unit]:
    """The units with the constants of BIND, and of VALUES with a single value, in place of their variables."""
    constants: dict[str, Term] = {}
    for clause in group.clauses():
        if clause.kind in ("BIND", "VALUES") and len(clause.rows) == 1 and len(clause.binds) == 1:
            constants.update(dict.fromkeys(clause.binds, clause.rows[0]))
    kept = [unit for unit in found if not (isinstance(unit.element, Clause) and unit.variables <= constants.keys())]
    return [unit.put(constants) for unit in kept]


def _values(found: list[Unit], unit: Unit) -> list[Unit]:
    """The VALUES that say what a unit's variables may be."""
    return [
        one
        for one in found
        if one is not unit
        and isinstance(one.element, Clause)
        and one.element.kind == "VALUES"
        and one.variables & unit.variables
    ]


def _alone(context: QueryContext, found: list[Unit], unit: Unit, depth: int) -> Iterator[Remark]:
    """Why a part of a pattern has no match by itself: its graph, its VALUES, its terms, or a group inside it."""
    element = unit.element
    named = {
        *context.probes.graphs,
        *context.probes.named_graphs,
        *([unit.graph.value] if isinstance(unit.graph, Iri) else []),
    }
    if named - context.graphs:
        return  # said already
    if context.probes.matches_elsewhere(f"{{ {unit} }}"):
        shown = context.pattern(element) if isinstance(element, TriplePattern) else "The pattern"
        message = f"{shown} has no match in the graphs that the query names, but in others."
        yield Remark("other-graph", message, "Name others, or leave FROM out.", element.place)
    elif unit.graph and context.probes.matches(f"{{ {element} }}"):
        yield _other_graph(context, unit)
    elif isinstance(element, TriplePattern):
        values = _values(found, unit)
        rows = [clause for one in values if isinstance(clause := one.element, Clause)]
        if rows and context.probes.matches(f"{{ {unit} }}"):
            yield from _with_values(context, unit, rows)
        else:
            yield from triple_reasons(context, element)
    elif depth < _DEEPEST:
        groups = element.groups if isinstance(element, Block) else (element.query.where,) if element.query else ()
        for group in groups:
            yield from group_reasons(context, group, depth + 1)


def _with_values(context: QueryContext, unit: Unit, clauses: list[Clause]) -> Iterator[Remark]:
    """A triple pattern that matches, though for none of the values that its variable may have."""
    assert unit.triple
    for clause in clauses:
        for term in clause.rows[:3]:
            yield from triple_reasons(context, unit.triple.put(dict.fromkeys(clause.binds, term)))
        if not clause.rows:
            message = f"{context.pattern(unit.triple)} has no match for any row of VALUES."
            yield Remark("no-such-value", message, "", clause.place, (context.pattern(unit.triple),))


def triple_reasons(context: QueryContext, triple: TriplePattern) -> Iterator[Remark]:
    """Why a triple or path pattern has no match by itself."""
    triple = single.plain(triple)
    pattern = context.pattern(triple)
    if found := single.why(context, triple):
        yield found
    elif isinstance(triple.path, Path) and triple.path.operator == "/":
        steps = [Unit(step) for step in _steps(triple)]
        alone = [unit for unit in steps if not context.probes.matches(f"{{ {unit} }}")]
        inner = [one for unit in alone if unit.triple and (one := single.why(context, single.plain(unit.triple)))]
        if inner:
            yield from inner
        elif smallest := _smallest(context, steps):
            yield _together(context, smallest)
    else:
        yield Remark("no-match", f"Nothing in the data matches {pattern}.", "", triple.place, (pattern,))


def _steps(triple: TriplePattern) -> Iterator[TriplePattern]:
    """A sequence path as triple patterns with hidden variables between them."""
    assert isinstance(triple.path, Path)
    subject = triple.subject
    for number, part in enumerate(triple.path.parts):
        last = number == len(triple.path.parts) - 1
        object = triple.object if last else Variable(f"_step{triple.place[0]}x{triple.place[1]}x{number}")
        yield single.plain(TriplePattern(subject, part, object, triple.place))
        subject = object


def _smallest(context: QueryContext, found: list[Unit]) -> list[Unit]:
    """The smallest pair, or else a set from which nothing can be left out, that has no match together."""
    for one, other in combinations(found[:_MOST_UNITS], 2):
        if one.variables & other.variables and not context.probes.matches(joined((one, other))):
            return [one, other]
    kept = found
    if context.probes.matches(joined(kept)):
        return []
    for unit in list(found):
        fewer = [one for one in kept if one is not unit]
        if fewer and not context.probes.matches(joined(fewer)):
            kept = fewer
    return kept


def _together(context: QueryContext, smallest: list[Unit]) -> Remark:
    if len(smallest) == 2:
        return pairs.why(context, *smallest)
    shown = tuple(context.pattern(unit.triple) if unit.triple else str(unit.element)[:100] for unit in smallest)
    message = f"Any two of these match together, but never all of them: {' · '.join(shown)}."
    return Remark("never-together", message, "Leave one out to see what the others give.", None, shown)


def _other_graph(context: QueryContext, unit: Unit) -> Remark:
    element = unit.element
    found = context.probes.values("_g", f"{{ GRAPH ?_g {{ {element} }} }}", 3)
    shown = context.pattern(element) if isinstance(element, TriplePattern) else "The pattern"
    where = f"it is in {context.listed(f'<{graph.value}>' for graph in found if isinstance(graph, Iri))}"
    message = f"{shown} has no match in the graph {unit.graph}; {where if found else 'it spans several graphs'}."
    return Remark("other-graph", message, "Name that graph, or leave GRAPH out.", element.place)

"""Cross products: patterns without a common variable, and repeated rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from accord.explanations.context import QueryContext, Unit, count, units
from accord.explanations.empty.filters import variables_in
from accord.explanations.findings import Remark
from accord.explanations.probes import Row, joined, names
from accord.explanations.query.model import Block, Clause, Element, GroupPattern, ParsedQuery

_MOST_ROWS = 100_000
"""Rows that are counted: with more, counting takes longer than an explanation may."""

_MOST_VARIABLES = 16
"""Variables among which independent ones are looked for: each three of them are compared."""
_TWO_QUERIES = "Ask two queries, or join the values with GROUP_CONCAT."
_FEW = 2
"""Values up to which two columns are let pass: people see through two by two, and many right queries have it."""


def idle_minus(context: QueryContext) -> Iterator[Remark]:
    """Every MINUS that has no variable in common with what it is taken from, and so removes nothing."""
    yield from _idle(context.query.where)


def has_idle_minus(query: ParsedQuery) -> bool:
    """Whether a query has a MINUS that removes nothing."""
    return any(True for _ in _idle(query.where))


def _idle(group: GroupPattern) -> Iterator[Remark]:
    bound: set[str] = set()
    for element in group.elements:
        if not isinstance(element, Block):
            bound |= element.variables()
        elif element.kind == "MINUS":
            own = element.groups[0].variables()
            if own and not own & bound:
                message = f"MINUS removes nothing: its {_listed(own)} is not in the pattern before it."
                fix = "Use the same variable in both, or FILTER NOT EXISTS."
                yield Remark("shares-no-variable", message, fix, element.place)
        else:
            bound |= element.variables()
            for inner in element.groups:
                yield from _idle(inner)


def _listed(names: set[str]) -> str:
    return ", ".join(f"?{name}" for name in sorted(names) if not name.startswith("_")) or "pattern"


def reasons(context: QueryContext) -> Iterator[Remark]:
    """Cross products of unconnected patterns, and repeated rows of a SELECT without DISTINCT."""
    if context.query.form != "SELECT":
        return
    crossed = list(_crossed(context)) or list(_independent(context))
    yield from crossed
    if not crossed and not context.query.aggregated and not context.query.distinct and context.query.limit is None:
        yield from _repeated(context)


def _crossed(context: QueryContext) -> Iterator[Remark]:
    parts = _parts(context.query.where)
    for one, other in combinations(parts[:4], 2):
        sizes = [context.probes.number("COUNT(*)", joined(part)) for part in (one, other)]
        if min(sizes) > 1:
            left, right = (", ".join(f"?{name}" for name in _names(part)) for part in (one, other))
            message = f"The patterns of {left} and of {right} share no variable,"
            message += f" so each of {sizes[0]:,} rows is combined with each of {sizes[1]:,}."
            fix = "Connect them by a pattern, or ask two queries."
            yield Remark("cross-product", message, fix, other[0].element.place)
            return


def crosses(query: ParsedQuery) -> bool:
    """Whether a SELECT has patterns that share no variable."""
    return query.form == "SELECT" and len(_parts(query.where)) > 1


def _names(part: list[Unit]) -> list[str]:
    return sorted({name for unit in part for name in unit.variables if not name.startswith("_")})


def _parts(group: GroupPattern) -> list[list[Unit]]:
    """What must match, in sets that share variables; a condition over variables of two sets connects them."""
    sets: list[tuple[set[str], list[Unit]]] = [(set(unit.variables), [unit]) for unit in units(group) if unit.variables]
    links = [_linked(element) for element in group.elements]
    merged: list[tuple[set[str], list[Unit]]] = []
    for variables, members in [*sets, *((link, []) for link in links if link)]:
        touching = [one for one in merged if one[0] & variables]
        merged = [one for one in merged if not one[0] & variables]
        joint = set(variables).union(*(one[0] for one in touching))
        merged.append((joint, [*(unit for one in touching for unit in one[1]), *members]))
    return [members for _, members in merged if members]


def _linked(element: Element) -> set[str]:
    """The variables that a condition, a BIND or an OPTIONAL connects."""
    if isinstance(element, Clause):
        return variables_in(element)
    return element.variables() if isinstance(element, Block) else set()


def _independent(context: QueryContext) -> Iterator[Remark]:
    """Two columns that each have several values for one thing and nothing to do with one another."""
    query = context.query
    counted = query.counts_rows and not query.aggregates and query.keys == ()
    variables = query.where.variables()
    if len(variables) > _MOST_VARIABLES or not counted and (query.aggregated or query.named):
        return
    edges = _edges(query.where)
    selected = sorted(variables) if counted or not query.selected else query.selected
    for one, other in combinations([name for name in selected if not name.startswith("_")], 2):
        hubs = sorted(variables - {one, other}) if other in _reach(one, edges) else ()
        for hub in hubs:
            if other not in _reach(one, edges, without=hub) and (row := _crossing(context, hub, one, other)):
                fix = f"Count one thing, as in COUNT(DISTINCT ?{hub})." if counted else _TWO_QUERIES
                yield Remark("values-crossed", _crossed_words(context, row, hub, one, other), fix, None)
                return


def _crossing(context: QueryContext, hub: str, one: str, other: str) -> Row | None:
    """A value of a variable with several values of two others, and how many (``_n`` and ``_m``)."""
    rows = context.probes.select(
        f"?{hub} (COUNT(DISTINCT ?{one}) AS ?_n) (COUNT(DISTINCT ?{other}) AS ?_m)",
        str(context.query.where),
        f"GROUP BY ?{hub} HAVING (COUNT(DISTINCT ?{one}) > {_FEW} && COUNT(DISTINCT ?{other}) > {_FEW}) LIMIT 1",
    )
    return rows[0] if rows else None


def _crossed_words(context: QueryContext, row: Row, hub: str, one: str, other: str) -> str:
    thing = context.show(row[hub]) if hub in row else f"one ?{hub}"
    return (
        f"?{one} and ?{other} do not depend on one another: for {thing} each of {count(row)} ?{one}"
        f" is in a row with each of {count(row, '_m')} ?{other}."
    )


def _edges(group: GroupPattern) -> list[set[str]]:
    """The sets of variables that one pattern, condition or subquery ties to one another."""
    found: list[set[str]] = []
    for element in group.elements:
        if isinstance(element, Block):
            for inner in element.groups:
                found.extend(_edges(inner))
        elif isinstance(element, Clause):
            found.append(_linked(element))
        else:
            found.append(element.variables())
    return found


def _reach(start: str, edges: list[set[str]], without: str = "") -> set[str]:
    """The variables that are tied to one, over others but not over the one left out."""
    found = {start}
    while True:
        more = found.union(*(edge - {without} for edge in edges if edge & found))
        if more == found:
            return found
        found = more


def _repeated(context: QueryContext) -> Iterator[Remark]:
    query = context.query
    if not query.selected:
        return
    body = str(query.where)
    counted = f"{{ SELECT {names(query.selected)} WHERE {body} LIMIT {_MOST_ROWS} }}"
    different = f"{{ SELECT DISTINCT {names(query.selected)} WHERE {body} LIMIT {_MOST_ROWS} }}"
    if query.named:
        return
    rows = context.probes.number("COUNT(*)", f"{{ {counted} }}")
    distinct = context.probes.number("COUNT(*)", f"{{ {different} }}")
    if rows > distinct:
        causes = [f"?{name}" for name in sorted(query.where.variables() - set(query.selected)) if name[0] != "_"]
        message = f"{rows:,} rows, but only {distinct:,} distinct"
        message += f": there are several values of {' or '.join(causes)} for one row." if causes else "."
        yield Remark("repeated-rows", message, "Write SELECT DISTINCT.", None)

"""Why FILTER or MINUS removes every row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from accord.explanations.context import SHOWN, QueryContext, without
from accord.explanations.empty.comparisons import checks
from accord.explanations.findings import Remark
from accord.explanations.query.model import Clause, Element, GroupPattern


def reasons(context: QueryContext, group: GroupPattern, bare: GroupPattern, clauses: list[Element]) -> Iterator[Remark]:
    """Why ``group`` is empty where ``bare``, the same without FILTER and MINUS, is not."""
    guilty = [one for one in clauses if not context.probes.matches(str(without(group, _but(clauses, one))))]
    for one in guilty:
        yield from _one(context, bare, one)
    if not guilty:
        for pair in combinations(clauses, 2):
            if not context.probes.matches(str(without(group, _but(clauses, *pair)))):
                message = f"{_shown(pair[0])} and {_shown(pair[1])} together remove every row; each leaves some."
                yield Remark("filters-together", message, "Leave one of them out.", pair[1].place)
                return
        yield Remark("filters-together", "All conditions together remove every row; any two leave some.")


def variables_in(clause: Clause) -> set[str]:
    """The variables of a condition, those in the patterns of EXISTS included."""
    return clause.variables() | {word[1:].rstrip(".;,)}") for word in clause.text.split() if word[:1] in "?$"}


def _but(clauses: list[Element], *kept: Element) -> list[Element]:
    return [one for one in clauses if not any(one is other for other in kept)]


def _shown(element: Element) -> str:
    text = " ".join(str(element).split())
    return text if len(text) <= 80 else text[:80] + "…"


def _one(context: QueryContext, bare: GroupPattern, element: Element) -> Iterator[Remark]:
    if not isinstance(element, Clause):
        yield Remark("filter-removes-all", "MINUS removes every row.", "Check what it has in common.", element.place)
        return
    if element.uses - bare.variables():
        return  # said already of the query as a whole
    found = [one for check in checks(element) if (one := check.reason(context, bare))]
    yield from found or [_general(context, bare, element)]


def _general(context: QueryContext, bare: GroupPattern, clause: Clause) -> Remark:
    names = sorted(clause.uses)
    words = [word.text.upper() for word in clause.words]
    if not names or "EXISTS" in words:
        what = "FILTER NOT EXISTS" if "NOT" in words else "FILTER EXISTS" if "EXISTS" in words else "FILTER"
        if "EXISTS" in words and not (variables_in(clause) & bare.variables()):
            message = (
                f"{what} removes every row: its pattern shares no variable with the rest, so it is the same for all."
            )
            return Remark("shares-no-variable", message, "Use a variable of the rest in it.", clause.place)
        return Remark("filter-removes-all", f"{what} removes every row.", "Leave it out to see them.", clause.place)
    values = context.listed(context.probes.values(names[0], str(bare), SHOWN + 1))
    message = f"The condition removes every row; without it ?{names[0]} is {values}."
    return Remark("filter-removes-all", message, "Compare these with the condition.", clause.place)

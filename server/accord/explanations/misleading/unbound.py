"""Variables that a query uses and to which no pattern gives a value."""

from __future__ import annotations

from collections.abc import Iterator

from accord.did_you_mean import likeliest
from accord.explanations.context import QueryContext
from accord.explanations.findings import Remark
from accord.explanations.query.model import Block, Clause, Element, GroupPattern, Place, Variable


def unbound(context: QueryContext) -> Iterator[Remark]:
    """Every variable that FILTER, BIND or SELECT uses and that nothing binds, however its group is reached."""
    bound = {name for group in _groups(context.query.where) for name in group.variables()}
    bound |= context.query.named
    reported: set[str] = set()
    for clause in _clauses(context.query.where):
        if clause.kind in ("FILTER", "BIND") and not _may_be_unbound(clause):
            for name in sorted(clause.uses - bound - reported):
                reported.add(name)
                yield _unbound(name, bound, clause.place, clause.kind)
    if context.query.form == "SELECT":
        for word in context.query.used:
            if isinstance(word.term, Variable) and word.term.name not in bound | reported:
                reported.add(word.term.name)
                yield _unbound(word.term.name, bound, word.place, "The query")


def _may_be_unbound(clause: Clause) -> bool:
    """Whether a condition has a part in which a variable without a value is not a mistake, as ``!BOUND(?x)`` has."""
    words = [word.text.upper() for word in clause.words]
    return any(one in ("COALESCE", "EXISTS") for one in words) or ("!", "BOUND") in zip(words, words[1:], strict=False)


def _groups(group: GroupPattern) -> Iterator[GroupPattern]:
    yield group
    for clause in _clauses(group):
        if clause.query:
            yield from _groups(clause.query.where)


def _clauses(group: GroupPattern) -> Iterator[Clause]:
    for element in group.elements:
        yield from _inside(element)


def _inside(element: Element) -> Iterator[Clause]:
    if isinstance(element, Clause):
        yield element
        if element.query:
            yield from _clauses(element.query.where)
    elif isinstance(element, Block):
        for group in element.groups:
            yield from _clauses(group)


def _unbound(name: str, bound: set[str], place: Place, where: str) -> Remark:
    near = min((one for one in bound if one.lower() == name.lower()), default="") or _near(name, bound)
    fix = f"Did you mean ?{near}?" if near else "Use it in a triple pattern too, or leave it out."
    return Remark("unbound-variable", f"{where} uses ?{name}, to which no pattern gives a value.", fix, place)


def _near(name: str, bound: set[str]) -> str:
    return likeliest(name, (one for one in bound if not one.startswith("_")))

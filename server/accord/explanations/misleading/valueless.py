"""Columns of an answer whose expression has a value in no row: SPARQL leaves the cell of an error empty."""

from __future__ import annotations

from collections.abc import Iterator

from accord.explanations.context import QueryContext
from accord.explanations.findings import Remark
from accord.explanations.query.model import Clause, Place, Variable

KIND = "expression-fails"

_MOST = 4
"""Columns that are looked at: each takes one probe, which runs the whole query until its first row with a value."""
_WHY = "as for a division by zero, words in place of a number, a variable without a value, or an integer above 2^63 - 1"


def reasons(context: QueryContext) -> Iterator[Remark]:
    """Every column that is made by AS, in SELECT or BIND, and has no value in any row of the answer.

    A query with FROM cannot be put into another, so it is not looked at.
    """
    query = context.query
    if query.form != "SELECT" or query.graphs or query.named_graphs:
        return
    for name, place in list(_made(context).items())[:_MOST]:
        pattern = f"{{ {{ {query.body}\n}} FILTER (BOUND(?{name})) }}"
        text = f"{query.prologue} SELECT (1 AS ?_one) WHERE {pattern} LIMIT 1"
        if not context.probes.rows(text):
            message = f"?{name} has no value in any row: its expression fails in each, {_WHY}."
            yield Remark(KIND, message, "Select the values in the expression by themselves to see them.", place)


def _made(context: QueryContext) -> dict[str, Place]:
    """The columns that an expression makes, each with its place in the query."""
    query = context.query
    made = {
        word.term.name: word.place
        for word in query.used
        if isinstance(word.term, Variable) and word.term.name in query.named
    }
    for element in query.where.elements:
        if isinstance(element, Clause) and element.kind == "BIND":
            made |= dict.fromkeys(element.binds, element.place)
    return {name: place for name, place in made.items() if not query.selected or name in query.selected}

"""Literals that a store spells in another way than the file does: ``4.50`` becomes ``4.5``."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from accord.names import RDF, XSD
from accord.publication.statements.rows import StatementRows

_NODE = NamedNode("urn:any")
_NEVER_RESPELLED = (NamedNode(XSD + "string"), NamedNode(RDF + "langString"))


def as_held(literal: Literal, store: Store | None = None) -> Literal:
    """How a store spells a literal. An empty one is asked, so that none of its rules is repeated here.

    ``store`` is an empty one that nobody else uses; without it, one is made.
    """
    if literal.datatype in _NEVER_RESPELLED:
        return literal
    store = Store() if store is None else store
    asked = Quad(_NODE, _NODE, literal)
    store.add(asked)
    spelled = next(iter(store)).object
    store.remove(asked)
    assert isinstance(spelled, Literal)
    return spelled


class Respeller:
    """Spells the literals of rows as a store does."""

    def __init__(self, rows: StatementRows) -> None:
        self._rows = rows
        self._store = Store()
        self._looked_at = 0
        self._spelled: dict[int, int] = {}
        """The numbers of the literals that the files spell in another way, with those of the literals of a store."""

    def respell(self, first: int) -> Iterator[tuple[Quad, Literal]]:
        """Change the rows from one on. Gives the statements that are changed, each with the literal of its file."""
        self._look()
        if not self._spelled:
            return
        rows, terms = self._rows, self._rows.terms
        for row, number in enumerate(rows.objects[first:], first):
            if number in self._spelled:
                rows.objects[row] = held = self._spelled[number]
                columns = rows.subjects, rows.predicates, rows.graphs
                subject, predicate, graph = (terms[column[row]] for column in columns)
                yield Quad(subject, predicate, terms[held], graph), terms[number]

    def _look(self) -> None:
        """Look at the terms that have come since the last time."""
        terms = self._rows.terms
        for number in range(self._looked_at, len(terms)):
            literal = terms[number]
            if isinstance(literal, Literal) and (spelled := as_held(literal, self._store)) != literal:
                self._spelled[number] = self._rows.number(spelled)
        self._looked_at = len(terms)

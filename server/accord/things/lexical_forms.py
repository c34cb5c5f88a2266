"""How the source files spell literals, where the engine spells them in another way (``4.50`` becomes ``4.5``).

Pages and documents show what contributors wrote, so the few statements that an engine respells are remembered here.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, Quad

from accord.things.statements import Statement, statements


class LexicalForms:
    """Statement as the engine holds it -> literal as the source spells it.

    A statement that its file makes twice in two spellings of one value (``4.5 , 4.50``) keeps the last of them.
    """

    def __init__(self, respelled: Iterable[tuple[Quad, Literal]]) -> None:
        """``respelled`` are pairs of a statement as the engine holds it and the literal of its file."""
        self._sources: dict[Statement, Literal] = {}
        for quad, literal in respelled:
            self._sources |= dict.fromkeys(statements((quad,)), literal)

    def __len__(self) -> int:
        return len(self._sources)

    def restore(self, statement: Statement) -> Statement:
        """The statement as its file spells it."""
        source = self._sources.get(statement)
        return statement._replace(object=source) if source else statement

"""How the source files spell literals, where the engine spells them in another way (``4.50`` becomes ``4.5``).

Pages and documents show what contributors wrote, so the few statements that an engine respells are remembered here.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, Quad

from accord.publication.statements.hashes import Hashes
from accord.things.statements import Statement, statements


class LexicalForms:
    """Statement as the engine holds it -> literal as the source spells it.

    A statement that its file makes twice in two spellings of one value (``4.5 , 4.50``) keeps the last of them.
    """

    def __init__(self, respelled: Iterable[tuple[Quad, Literal]]) -> None:
        """``respelled`` are pairs of a statement as the engine holds it and the literal of its file."""
        every = {_hash(one): literal for quad, literal in respelled for one in statements((quad,))}
        self._literals = _shared(every.values())
        self._hashes = Hashes(every)

    def __len__(self) -> int:
        return len(self._literals)

    def restore(self, statement: Statement) -> Statement:
        """The statement as its file spells it."""
        if not isinstance(statement.object, Literal):
            return statement
        source = next((self._literals[place] for place in self._hashes.get(_hash(statement))), None)
        return statement._replace(object=source) if source else statement


def _hash(statement: Statement) -> int:
    """The hash of a statement as text: nobody outside knows how Python hashes text, so two never have the same."""
    return hash((str(statement.subject), statement.predicate, str(statement.object), statement.graph))


def _shared(literals: Iterable[Literal]) -> list[Literal]:
    """The literals, with one object for all that are equal."""
    known: dict[Literal, Literal] = {}
    return [known.setdefault(literal, literal) for literal in literals]

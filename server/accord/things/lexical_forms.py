"""How the source files spell literals, where the engine spells them otherwise (``4.50`` becomes ``4.5``).

Pages and documents show what contributors wrote, so the few statements that an engine respells are remembered here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Store

from accord.names import RDF, XSD
from accord.things.statements import Statement, statements

_NEVER_RESPELLED = (NamedNode(XSD + "string"), NamedNode(RDF + "langString"))
_ASKED = 65_536


class LexicalForms:
    """Statement as the engine holds it -> literal as the source spells it.

    A statement that its file makes twice in two spellings of one value (``4.5 , 4.50``) keeps the last of them.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        stored = lru_cache(_ASKED)(_Respeller().stored)
        self._sources: dict[Statement, Literal] = {}
        for quad in quads:
            literal = quad.object
            if isinstance(literal, Literal) and literal.datatype not in _NEVER_RESPELLED:
                held = stored(literal)
                if held != literal:
                    self._sources |= ((one._replace(object=held), literal) for one in statements((quad,)))

    def __len__(self) -> int:
        return len(self._sources)

    def restore(self, statement: Statement) -> Statement:
        """The statement as its file spells it."""
        source = self._sources.get(statement)
        return statement._replace(object=source) if source else statement


class _Respeller:
    """Asks the engine itself, by way of a store that is thrown away, so that no rule of its is repeated here."""

    def __init__(self) -> None:
        self._store = Store()
        self._node = NamedNode("urn:any")

    def stored(self, literal: Literal) -> Literal:
        """The literal after a stay in a store."""
        self._store.clear()
        self._store.add(Quad(self._node, self._node, literal))
        held = next(self._store.quads_for_pattern(None, None, None)).object
        assert isinstance(held, Literal)
        return held

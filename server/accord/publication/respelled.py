"""Literals that a store spells in another way than the file does: ``4.50`` becomes ``4.5``."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Store

from accord.names import RDF, XSD

_NEVER_RESPELLED = (NamedNode(XSD + "string"), NamedNode(RDF + "langString"))
_REMEMBERED = 65_536
"""How many literals are remembered: years and counts come back often, and asking the store takes about 10 µs."""


class Respeller:
    """Asks an empty store how it spells a literal, so that none of the store's rules is repeated here."""

    def __init__(self) -> None:
        self._store = Store()
        self._node = NamedNode("urn:any")
        self._spelled = lru_cache(_REMEMBERED)(self._ask)

    def respelled(self, quad: Quad) -> Quad | None:
        """The statement as a store holds it, when that is not how the file spells it."""
        literal = quad.object
        if not isinstance(literal, Literal) or literal.datatype in _NEVER_RESPELLED:
            return None
        spelled = self._spelled(literal)
        return None if spelled == literal else Quad(quad.subject, quad.predicate, spelled, quad.graph_name)

    def _ask(self, literal: Literal) -> Literal:
        asked = Quad(self._node, self._node, literal)
        self._store.add(asked)
        spelled = next(self._store.quads_for_pattern(None, None, None)).object
        self._store.remove(asked)
        assert isinstance(spelled, Literal)
        return spelled

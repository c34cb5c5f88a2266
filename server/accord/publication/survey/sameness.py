"""Whether two files make the same statements: the signature of a graph, whatever its blank nodes are called."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pyoxigraph import BlankNode, Quad

_ROUNDS = 64
"""Rounds after which blank nodes are taken as they are: the cost of a signature is the size of the graph times this.

A difference is seen within so many steps from blank node to blank node, as in a list of 64 items."""


def signature(quads: Iterable[Quad]) -> bytes:
    """A digest that files with the same statements share.

    Blank nodes are coloured by what is said with them, round by round, until no more of them differ. Graphs that
    differ only by how blank nodes of the same colour are joined to each other in circles count as the same.
    """
    colours: dict[str, bytes] = {}
    plain, mixed = [], []
    for quad in dict.fromkeys(quads):
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        nodes = [term.value for term in terms if isinstance(term, BlankNode)]
        if nodes:
            colours.update(dict.fromkeys(nodes, b""))
            mixed.append(tuple(term.value if isinstance(term, BlankNode) else (str(term),) for term in terms))
        else:
            plain.append(" ".join(map(str, terms)).encode())
    colours = _refined(colours, mixed)
    lines = [_line(terms, colours) for terms in mixed]
    return _digest([*plain, *lines])


def _refined(colours: dict[str, bytes], statements: list[tuple[str | tuple[str], ...]]) -> dict[str, bytes]:
    """The colours of blank nodes when a round distinguishes no more of them."""
    different = 0
    for _ in range(_ROUNDS):
        seen: dict[str, list[bytes]] = {node: [colour] for node, colour in colours.items()}
        for terms in statements:
            for node in {term for term in terms if isinstance(term, str)}:
                seen[node].append(_line(terms, colours, own=node))
        colours = {node: _digest(lines) for node, lines in seen.items()}
        if len(set(colours.values())) == different:
            break
        different = len(set(colours.values()))
    return colours


def _line(terms: tuple[str | tuple[str], ...], colours: dict[str, bytes], own: str = "") -> bytes:
    """A statement with colours in the place of blank nodes, and a mark in the place of the one looked at."""
    parts = [
        (b"_:own" if term == own else b"_:" + colours[term]) if isinstance(term, str) else term[0].encode()
        for term in terms
    ]
    return b" ".join(parts)


def _digest(lines: list[bytes]) -> bytes:
    total = hashlib.sha256()
    for line in sorted(lines):
        total.update(hashlib.sha256(line).digest())
    return total.digest()

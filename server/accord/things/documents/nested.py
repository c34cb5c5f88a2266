"""Turtle as people write it: an anonymous node is inside the statement that leads to it, and a list is a list.

``[ … ]`` and ``( … )`` say the same as labels that nobody chose (Turtle 1.1, sections 2.7 and 2.8). A label stays where
several statements lead to a node, or where it leads back to itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from accord.engine import Subject
from accord.names import LABELS, RDF, XSD, Prefixes

_FIRST, _REST, _NIL, _TYPE = (NamedNode(RDF + name) for name in ("first", "rest", "nil", "type"))
_BEGIN = (_TYPE.value, *LABELS)
_DEEPEST = 30
"""Brackets in each other; beyond that a node has a label again. Readers of Turtle allow 64 and more."""
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
"""Literals that Turtle writes without quotes (section 2.5)."""


def has_anonymous(triples: Iterable[Triple]) -> bool:
    """Whether any statement has an anonymous node."""
    return any(isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode) for triple in triples)


def nested_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Statements, each once, as Turtle. The subjects come in the order of their first statements."""
    return _Writing(triples, prefixes).text().encode()


def in_reading_order(triples: Iterable[Triple], place: Callable[[str], int]) -> list[Triple]:
    """Statements by subject, in the order of their first statements; of each its classes, its names, then its
    properties by their place in reading order.
    """
    known = list(dict.fromkeys(triples))
    first: dict[object, int] = {}
    for one in known:
        first.setdefault(one.subject, len(first))

    def position(one: Triple) -> tuple[int, int, int, str, str]:
        path = one.predicate.value
        begin = _BEGIN.index(path) if path in _BEGIN else len(_BEGIN)
        return first[one.subject], begin, place(path), path, str(one.object)

    return sorted(known, key=position)


class _Writing:
    """One text."""

    def __init__(self, triples: Iterable[Triple], prefixes: Mapping[str, str]) -> None:
        self._prefixes = Prefixes(prefixes)
        self._names: dict[str, str] = {}
        self._about: dict[Subject, list[Triple]] = {}
        self._uses: Counter[BlankNode] = Counter()
        self._user: dict[BlankNode, Subject] = {}
        for triple in triples:
            subject, value = triple.subject, triple.object
            assert not isinstance(subject, Triple), "statements about statements are of RDF 1.2, which is not read"
            self._about.setdefault(subject, []).append(triple)
            if isinstance(value, BlankNode):
                self._uses[value] += 1
                self._user[value] = subject
        self._lists: dict[BlankNode, list[Triple]] = {}
        """The items of each list, by its first node."""
        self._list_of: dict[BlankNode, BlankNode] = {}
        """The first node of the list that a node belongs to."""
        self._find_lists()
        self._depths: dict[BlankNode, int] = {}
        """How deep in brackets each node is; 0 for one with a label."""
        self._find_depths()

    def text(self) -> str:
        """The whole text."""
        lines = [f"@prefix {name}: <{space}> .\n" for name, space in self._prefixes.items()]
        for subject, stated in self._about.items():
            if isinstance(subject, BlankNode) and (self._depths.get(subject) or self._is_tail(subject)):
                continue
            lines.append(f"{self._subject(subject)} {self._stated(stated, ' ;' + chr(10) + chr(9))} .\n")
        return "".join(lines)

    # What is where.

    def _find_lists(self) -> None:
        for node in self._about:
            if isinstance(node, BlankNode) and self._is_cell(node) and not self._follows(node):
                self._take_list(node)

    def _is_cell(self, node: BlankNode) -> bool:
        """Whether a node is a part of a list and nothing else."""
        stated = self._about.get(node, ())
        return len(stated) == 2 and {one.predicate for one in stated} == {_FIRST, _REST}

    def _follows(self, node: BlankNode) -> bool:
        """Whether a node comes after another one in a list."""
        user = self._user.get(node)
        return (
            self._uses[node] == 1 and isinstance(user, BlankNode) and self._is_cell(user) and self._rest(user) == node
        )

    def _rest(self, cell: BlankNode) -> object:
        return next(one.object for one in self._about[cell] if one.predicate == _REST)

    def _take_list(self, head: BlankNode) -> None:
        """Note the list that begins at a node, if it ends as a list does."""
        cells, node = [head], self._rest(head)
        while isinstance(node, BlankNode) and self._is_cell(node) and self._uses[node] == 1:
            cells.append(node)
            node = self._rest(node)
        if node == _NIL:
            self._lists[head] = [one for cell in cells for one in self._about[cell] if one.predicate == _FIRST]
            self._list_of.update(dict.fromkeys(cells, head))

    def _is_tail(self, node: BlankNode) -> bool:
        return self._list_of.get(node, node) != node

    def _holder(self, node: BlankNode) -> BlankNode | None:
        """The anonymous node in whose brackets a node may be; None for an IRI."""
        user = self._user[node]
        return self._list_of.get(user, user) if isinstance(user, BlankNode) else None

    def _find_depths(self) -> None:
        """Every node that one statement leads to is inside; of a circle, one node has a label."""
        for start in self._uses:
            path: dict[BlankNode, None] = {}
            node: BlankNode | None = start
            while node is not None and node not in self._depths and node not in path:
                path[node] = None
                node = self._holder(node) if self._uses[node] == 1 and not self._is_tail(node) else None
            circle = node if node in path else None
            depth = self._depths.get(node, 0) if node is not None else 0
            for one in reversed(path):
                inside = self._uses[one] == 1 and not self._is_tail(one) and one != circle and depth < _DEEPEST
                depth = depth + 1 if inside else 0
                self._depths[one] = depth

    # What is written.

    def _subject(self, node: Subject) -> str:
        if isinstance(node, BlankNode):
            return str(node) if self._uses[node] else "[]"
        return self._name(node.value)

    def _stated(self, stated: Sequence[Triple], between: str) -> str:
        """Properties with their values. The rest of a list that has a label is in brackets."""
        values: dict[str, list[str]] = {}
        for one in stated:
            predicate = "a" if one.predicate == _TYPE else self._name(one.predicate.value)
            tail = one.predicate == _REST and isinstance(one.object, BlankNode) and self._is_tail(one.object)
            items = self._lists[self._list_of[one.object]][1:] if tail else None  # type: ignore[index]
            values.setdefault(predicate, []).append(self._value(one.object) if items is None else self._items(items))
        return between.join(f"{predicate} {' , '.join(several)}" for predicate, several in values.items())

    def _value(self, value: object) -> str:
        if value == _NIL:
            return "()"
        if isinstance(value, NamedNode):
            return self._name(value.value)
        if isinstance(value, BlankNode):
            return self._node(value)
        assert isinstance(value, Literal)
        return self._literal(value)

    def _node(self, node: BlankNode) -> str:
        if not self._depths[node]:
            return str(node)
        if node in self._lists:
            return self._items(self._lists[node])
        stated = self._about.get(node)
        return f"[ {self._stated(stated, ' ; ')} ]" if stated else "[]"

    def _items(self, items: Sequence[Triple]) -> str:
        return f"( {' '.join(self._value(one.object) for one in items)} )"

    def _literal(self, literal: Literal) -> str:
        datatype = literal.datatype.value
        if literal.language or datatype == XSD + "string":
            return str(literal)
        if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
            return literal.value
        return f"{Literal(literal.value)}^^{self._name(datatype)}"

    def _name(self, iri: str) -> str:
        if iri not in self._names:
            short = self._prefixes.shorten(iri)
            self._names[iri] = short if short and short.isascii() else str(NamedNode(iri))
        return self._names[iri]

"""Which focus nodes the statements of a contribution bear on, by the triple patterns of a ``sh:sparql`` constraint.

A query sees the data only through its patterns. A new statement alters what it says of a focus node only if a pattern
can match it, and if what the query asks beside that pattern (the patterns with ``$this`` that share a variable with it)
holds as well. Where a query cannot be read as plain patterns, every node is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rdflib import URIRef
from rdflib.term import Node

from accord.names import RDF
from accord.sparql.tokens import Token, tokens
from accord.validation.check_input import CheckInput

_THIS = "?this"
_UNREADABLE = {"MINUS", "VALUES", "GRAPH", "SERVICE"}
_VALUES = {"a", "true", "false"}
"""Words that are terms of patterns."""
_PARTS = 3


@dataclass(frozen=True, slots=True)
class QueryPattern:
    """A triple pattern, and the groups that it is in, the innermost last; a subquery begins a new row of them.

    Its terms are variables (``?name``), IRIs as they are, and ``""`` for literals.
    """

    terms: tuple[str, ...]
    groups: tuple[int, ...]

    def variables(self) -> set[str]:
        """Its variables, without that of the focus node."""
        return {one for one in self.terms if one.startswith("?") and one != _THIS}

    def matches(self, triple: Iterable[Node], focus: Node) -> dict[str, Node] | None:
        """The values of its variables where it matches a triple; ``None`` where it does not."""
        found: dict[str, Node] = {_THIS: focus}
        for term, node in zip(self.terms, triple, strict=True):
            if term.startswith("?"):
                if found.setdefault(term, node) != node:
                    return None
            elif term and not (isinstance(node, URIRef) and str(node) == term):
                return None
        return found


class _UnreadableError(Exception):
    """A query that has more than plain patterns."""


def affected_nodes(query: str, focus: Iterable[Node], check_input: CheckInput) -> set[Node]:
    """The focus nodes of which the query may say something else because of what is contributed."""
    found = _patterns(query)
    if found is None:
        return set(focus)
    new = [one.triple[:3] for one in check_input.statements]
    predicates = {one.terms[1] for one in found}
    if not any(one.startswith("?") for one in predicates):
        new = [one for one in new if str(one[1]) in predicates]
    return {one for one in focus if check_input.statements.about(one) or _is_affected(found, one, new, check_input)}


def _is_affected(
    patterns: tuple[QueryPattern, ...], focus: Node, new: Iterable[tuple[Node, Node, Node]], check_input: CheckInput
) -> bool:
    for triple in new:
        for pattern in patterns:
            values = pattern.matches(triple, focus)
            if values is not None and all(_holds(one, values, check_input) for one in _beside(pattern, patterns)):
                return True
    return False


def _beside(pattern: QueryPattern, patterns: Iterable[QueryPattern]) -> Iterator[QueryPattern]:
    """The patterns with the focus node that have to hold where another one matches."""
    for one in patterns:
        is_around = pattern.groups[: len(one.groups)] == one.groups
        if one != pattern and is_around and _THIS in one.terms and one.variables() & pattern.variables():
            yield one


def _holds(pattern: QueryPattern, values: dict[str, Node], check_input: CheckInput) -> bool:
    """Whether any statement matches a pattern with the values of some of its variables."""
    wanted = [values.get(one) if one.startswith("?") else URIRef(one) if one else None for one in pattern.terms]
    return next(check_input.triples(*wanted), None) is not None


def iris_in(query: str) -> frozenset[str]:
    """All IRIs in a query, among them those of the properties that it reads."""
    prefixes, found = dict[str, str](), set[str]()
    before: list[Token] = []
    for token in tokens(query):
        if token.lastgroup == "iri":
            found.add(token[0][1:-1])
            if before and before[-1].lastgroup == "name":
                prefixes[before[-1][0].rstrip(":")] = token[0][1:-1]
        elif token.lastgroup == "name":
            prefix, _, name = token[0].partition(":")
            if prefix in prefixes:
                found.add(prefixes[prefix] + name)
        before = [token]
    return frozenset(found)


@lru_cache(maxsize=256)
def _patterns(query: str) -> tuple[QueryPattern, ...] | None:
    """All triple patterns of a query; ``None`` where it has anything else that reads the data."""
    try:
        return tuple(_Reading(query).all())
    except _UnreadableError:
        return None


class _Reading:
    """One pass over the tokens of a query."""

    def __init__(self, query: str) -> None:
        self._tokens = list(tokens(query))
        self._prefixes: dict[str, str] = {}
        self._open: list[str] = []
        self._groups: tuple[int, ...] = ()
        self._outer: list[tuple[int, ...]] = []
        self._count = 0
        self._terms: list[str] = []
        self._found: list[QueryPattern] = []
        self._apart = True
        """Whether the tokens are not patterns: before the first group, in a projection, after a group."""

    def all(self) -> list[QueryPattern]:
        """The patterns. Raises _UnreadableError."""
        for place, token in enumerate(self._tokens):
            if token[0] in ("(", ")"):
                self._parenthesis(token[0])
            elif token[0] in ("{", "}"):
                self._brace(token[0], place)
            elif token.lastgroup == "word" and token[0] not in _VALUES:
                self._keyword(token[0].upper(), place)
            elif self._open and self._open[-1] == "{" and not self._apart:
                self._in_group(token)
        if self._open:
            raise _UnreadableError
        return self._found

    def _parenthesis(self, mark: str) -> None:
        if mark == ")":
            if self._open.pop() != "(":
                raise _UnreadableError
        else:
            if self._terms and not self._apart:
                raise _UnreadableError  # a list
            self._open.append("(")

    def _brace(self, mark: str, place: int) -> None:
        self._end()
        if mark == "}":
            if not self._open or self._open.pop() != "{":
                raise _UnreadableError
            self._groups, self._apart = self._outer.pop(), False
            return
        is_subquery = place + 1 < len(self._tokens) and self._tokens[place + 1][0].upper() == "SELECT"
        self._open.append("{")
        self._outer.append(self._groups)
        self._count += 1
        self._groups = (self._count,) if is_subquery else (*self._groups, self._count)
        self._apart = False

    def _keyword(self, word: str, place: int) -> None:
        if word in _UNREADABLE:
            raise _UnreadableError
        if word == "PREFIX":
            name, iri = (one[0] for one in self._tokens[place + 1 : place + _PARTS])
            self._prefixes[name[:-1]] = iri[1:-1]
        if word in ("SELECT", "GROUP", "ORDER", "HAVING"):
            self._apart = True
        if self._open[-1:] != ["("]:
            self._end()

    def _end(self) -> None:
        """The end of a pattern. Raises _UnreadableError when it lacks a term."""
        if len(self._terms) not in (0, _PARTS):
            raise _UnreadableError
        self._terms = []

    def _in_group(self, token: Token) -> None:
        """A term of a pattern, or the mark after it."""
        mark = token[0]
        if token.lastgroup == "point":
            if len(self._terms) not in (0, _PARTS):
                raise _UnreadableError
            self._terms = self._terms[: {".": 0, ";": 1, ",": 2}[mark]]
        elif token.lastgroup in ("iri", "name", "term") or mark in _VALUES:
            self._terms.append(self._term(token))
            if len(self._terms) == _PARTS:
                self._found.append(QueryPattern(tuple(self._terms), self._groups))
            elif len(self._terms) > _PARTS:
                raise _UnreadableError
        elif not (token.lastgroup == "operator" and not self._terms):  # the ! of a filter
            raise _UnreadableError

    def _term(self, token: Token) -> str:
        text = token[0]
        if token.lastgroup == "iri":
            return text[1:-1]
        if text in _VALUES:
            return f"{RDF}type" if text == "a" else ""
        if token.lastgroup == "name":
            prefix, _, name = text.partition(":")
            return self._prefixes[prefix] + name
        return f"?{text[1:]}" if text[0] in "?$" else ""

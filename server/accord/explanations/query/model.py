"""A query as far as explanations read it: terms, property paths, and group graph patterns that can be written again.

Everything is written with full IRIs, so that any part of a query is a pattern of its own without its prologue.
Blank nodes of a query are variables here: in a pattern they mean the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from accord.names import XSD


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI in full."""

    value: str

    def __str__(self) -> str:
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True)
class Value:
    """A literal: its lexical form, and its language (in lower case) or the IRI of its datatype."""

    lexical: str
    language: str = ""
    datatype: str = XSD + "string"

    def __str__(self) -> str:
        escaped = self.lexical.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        if self.language:
            return f'"{escaped}"@{self.language}'
        return f'"{escaped}"' if self.datatype == XSD + "string" else f'"{escaped}"^^<{self.datatype}>'


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable without its question mark. The names of former blank nodes begin with ``_``."""

    name: str

    def __str__(self) -> str:
        return f"?{self.name}"

    @property
    def hidden(self) -> bool:
        """Whether the query has a blank node here, or nothing at all, as between two steps of a path."""
        return self.name.startswith("_")


Term = Iri | Value | Variable


@dataclass(frozen=True, slots=True)
class Path:
    """A property path; ``operator`` is one of ``/ | ^ * + ? !``, or empty for a plain property."""

    operator: str
    iri: Iri | None = None
    parts: tuple[Path, ...] = ()

    def __str__(self) -> str:
        if self.iri:
            return str(self.iri)
        inner = [str(part) for part in self.parts]
        if self.operator in "/|":
            return f"({self.operator.join(inner)})"
        return f"({self.operator}{inner[0]})" if self.operator in "^!" else f"({inner[0]}{self.operator})"

    def iris(self) -> Iterator[Iri]:
        """The properties that it names, in the order of writing."""
        if self.iri:
            yield self.iri
        for part in self.parts:
            yield from part.iris()


Place = tuple[int, int]
"""Line and column in the text of the query, from 1."""


@dataclass(frozen=True, slots=True)
class TriplePattern:
    """A triple pattern, or a path pattern."""

    subject: Term
    path: Path | Variable
    object: Term
    place: Place

    def __str__(self) -> str:
        return f"{self.subject} {self.path} {self.object} ."

    @property
    def property(self) -> str:
        """The IRI of the property, or nothing where a path or a variable is in its place."""
        return self.path.iri.value if isinstance(self.path, Path) and self.path.iri else ""

    def variables(self) -> set[str]:
        """The names of its variables."""
        return {term.name for term in (self.subject, self.path, self.object) if isinstance(term, Variable)}

    def put(self, values: dict[str, Term]) -> TriplePattern:
        """The same with terms in place of variables."""

        def one(term: Term) -> Term:
            return values.get(term.name, term) if isinstance(term, Variable) else term

        path = self.path
        if isinstance(path, Variable) and isinstance(iri := values.get(path.name), Iri):
            path = Path("", iri)
        return TriplePattern(one(self.subject), path, one(self.object), self.place)


@dataclass(frozen=True, slots=True)
class Clause:
    """FILTER, BIND, VALUES, a subquery (SELECT) or a SERVICE, kept as text.

    ``uses`` are all its variables outside of patterns of its own, ``binds`` those to which it gives values. ``rows``
    are the terms of a VALUES with a single variable, or the constant of a BIND.
    """

    kind: str
    text: str
    place: Place
    uses: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    rows: tuple[Term, ...] = ()
    words: tuple[Word, ...] = ()
    query: ParsedQuery | None = None

    def __str__(self) -> str:
        return self.text

    def variables(self) -> set[str]:
        """The names of its variables."""
        return set(self.uses | self.binds)


@dataclass(frozen=True, slots=True)
class Word:
    """A token of an expression; ``term`` is what it means where it is an IRI, a literal or a variable."""

    text: str
    term: Term | None
    place: Place


@dataclass(frozen=True, slots=True)
class Block:
    """OPTIONAL, MINUS, GRAPH, UNION (several groups) or a plain group in braces (no kind)."""

    kind: str
    groups: tuple[GroupPattern, ...]
    place: Place
    name: Term | None = None

    def __str__(self) -> str:
        if self.kind in ("UNION", ""):
            return " UNION ".join(map(str, self.groups))
        return f"{self.kind} {self.name or ''} {self.groups[0]}"

    def variables(self) -> set[str]:
        """The names of all variables in it; MINUS binds none."""
        found = {self.name.name} if isinstance(self.name, Variable) else set()
        return found.union(*(group.variables() for group in self.groups))


Element = TriplePattern | Clause | Block


@dataclass(frozen=True, slots=True)
class GroupPattern:
    """A group graph pattern: its elements in order."""

    elements: tuple[Element, ...]

    def __str__(self) -> str:
        return "{ " + " ".join(map(str, self.elements)) + " }"

    def variables(self) -> set[str]:
        """The names of the variables to which it can give values."""
        found: set[str] = set()
        for element in self.elements:
            if isinstance(element, Clause):
                found |= element.binds
            elif not (isinstance(element, Block) and element.kind == "MINUS"):
                found |= element.variables()
        return found

    def triples(self) -> Iterator[TriplePattern]:
        """Every triple pattern in it and in the groups inside it, EXISTS and subqueries excepted."""
        for element in self.elements:
            if isinstance(element, TriplePattern):
                yield element
            elif isinstance(element, Block):
                for group in element.groups:
                    yield from group.triples()

    def clauses(self) -> Iterator[Clause]:
        """Every clause in it and in the groups inside it."""
        for element in self.elements:
            if isinstance(element, Clause):
                yield element
            elif isinstance(element, Block):
                for group in element.groups:
                    yield from group.clauses()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregate over one variable in what is selected: ``SUM``, ``?v``, and whether DISTINCT is before it."""

    function: str
    variable: str
    distinct: bool
    place: Place


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query, or a subquery: its form, what it selects, its dataset, its pattern and its modifiers.

    ``keys`` are the variables of GROUP BY; None where it groups by an expression. ``asked`` are the terms of DESCRIBE.
    ``selected`` are the variables of SELECT; none means ``*``. ``named`` get their value by AS, there or in GROUP BY.
    ``prologue`` and ``body`` are the text of a whole query.
    """

    form: str
    where: GroupPattern
    selected: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    used: tuple[Word, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    counts_rows: bool = False
    distinct: bool = False
    keys: tuple[str, ...] | None = ()
    having: bool = False
    limit: int | None = None
    offset: int = 0
    graphs: tuple[Iri, ...] = ()
    named_graphs: tuple[Iri, ...] = ()
    asked: tuple[Term, ...] = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    prologue: str = ""
    body: str = ""

    @property
    def aggregated(self) -> bool:
        """Whether it makes one row of many, or one of each group."""
        return bool(self.aggregates or self.counts_rows or self.keys or self.keys is None)

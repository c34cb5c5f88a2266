"""The context that the analyses of one query share: the query, the probes, the terms and names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accord.explanations.identifiers import NamedThings
from accord.explanations.probes import Probes, Row, joined
from accord.explanations.query.model import (
    Block,
    Clause,
    Element,
    GroupPattern,
    Iri,
    ParsedQuery,
    Path,
    Term,
    TriplePattern,
    Value,
    Variable,
)
from accord.explanations.terms import OntologyTerms
from accord.names import RDF, VOID, XSD, local_name
from accord.publication.settings.measures import Measures

TYPE = RDF + "type"
SHOWN = 4
"""How many values or classes a sentence lists: more would hide what it says."""
_MOST_TERMS = 2_000
"""Terms in use that are read to find one that is spelled alike: more than the largest vocabularies in use have."""
_LONGEST = 60
"""Characters of a literal that a sentence shows."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a pattern that every solution must match, with the graph in which it is looked up, if it is said."""

    element: Element
    graph: Term | None = None

    def __str__(self) -> str:
        return f"GRAPH {self.graph} {{ {self.element} }}" if self.graph else str(self.element)

    @property
    def triple(self) -> TriplePattern | None:
        """The triple pattern, if it is one."""
        return self.element if isinstance(self.element, TriplePattern) else None

    @property
    def variables(self) -> set[str]:
        """The names of the variables that join it with others."""
        found = {self.graph.name} if isinstance(self.graph, Variable) else set()
        element = self.element
        return found | (set(element.binds) if isinstance(element, Clause) else element.variables())

    def put(self, values: dict[str, Term]) -> Unit:
        """The same with terms in place of variables."""
        return Unit(self.element.put(values), self.graph) if isinstance(self.element, TriplePattern) else self


def units(group: GroupPattern, graph: Term | None = None) -> list[Unit]:
    """What every solution of a group must match; FILTER, MINUS, OPTIONAL and BIND are not among it."""
    found: list[Unit] = []
    for element in group.elements:
        if isinstance(element, Block) and element.kind in ("", "GRAPH"):
            found.extend(units(element.groups[0], element.name or graph))
        elif isinstance(element, TriplePattern) or _kind(element) in ("UNION", "VALUES", "SELECT"):
            found.append(Unit(element, graph))
    return found


def _kind(element: Element) -> str:
    return "" if isinstance(element, TriplePattern) else element.kind


def removing(group: GroupPattern) -> list[Element]:
    """The FILTER and MINUS of a group, those in its plain groups and GRAPH included."""
    found: list[Element] = []
    for element in group.elements:
        if isinstance(element, Block) and element.kind in ("", "GRAPH"):
            found.extend(removing(element.groups[0]))
        elif _kind(element) in ("FILTER", "MINUS"):
            found.append(element)
    return found


def without(group: GroupPattern, left_out: Iterable[Element]) -> GroupPattern:
    """The group without some of its FILTER and MINUS."""
    gone = list(left_out)
    kept: list[Element] = []
    for element in group.elements:
        if isinstance(element, Block) and element.kind in ("", "GRAPH"):
            inner = without(element.groups[0], gone)
            kept.append(Block(element.kind, (inner,), element.place, element.name))
        elif not any(element is one for one in gone):
            kept.append(element)
    return GroupPattern(tuple(kept))


@dataclass(slots=True)
class QueryContext:
    """One query and the tools to analyse it.

    ``graphs`` are the IRIs of the publication's graphs, ``inferred`` is that of the graph of inferred statements, and
    ``described`` that of the description of the endpoint.
    """

    query: ParsedQuery
    probes: Probes
    terms: OntologyTerms
    identifiers: NamedThings
    measures: Measures
    graphs: frozenset[str]
    base: str
    inferred: str
    described: str = ""

    def show(self, term: Term | Path) -> str:
        """A term or path as people write it."""
        if isinstance(term, Iri):
            return self.terms.short(term.value) if term.value != TYPE else "rdf:type"
        if isinstance(term, Variable):
            return "[]" if term.hidden else str(term)
        if isinstance(term, Value):
            return self._literal(term)
        if term.iri:
            return "a" if term.iri.value == TYPE else self.terms.short(term.iri.value)
        inner = [self.show(part) for part in term.parts]
        if term.operator in "/|":
            return term.operator.join(inner)
        one = f"({inner[0]})" if term.parts[0].parts else inner[0]
        return term.operator + one if term.operator in "^!" else one + term.operator

    def _literal(self, value: Value) -> str:
        cut = value.lexical if len(value.lexical) <= _LONGEST else value.lexical[:_LONGEST] + "…"
        if value.language:
            return f'"{cut}"@{value.language}'
        if value.datatype in (XSD + "integer", XSD + "decimal", XSD + "boolean"):
            return cut
        return f'"{cut}"' if value.datatype == XSD + "string" else f'"{cut}"^^{self.terms.short(value.datatype)}'

    def pattern(self, triple: TriplePattern) -> str:
        """A triple pattern as people write it."""
        return " ".join(self.show(term) for term in (triple.subject, triple.path, triple.object))

    def listed(self, terms: Iterable[Term | str]) -> str:
        """Terms as a list in words, a few of them."""
        shown = [term if isinstance(term, str) else self.show(term) for term in terms]
        more = ["and others"] if len(shown) > SHOWN else []
        return ", ".join([*shown[:SHOWN], *more]) or "none"

    def used(self, iri: str) -> bool:
        """Whether any statement of the data has this property."""
        return self.probes.matches_anywhere(f"{{ ?s <{iri}> ?o }}")

    def in_use(self, role: str) -> dict[str, str]:
        """The classes or the properties (``role``) that the data use, declared or not, each with its local name."""
        pattern = f"{{ GRAPH <{self.described}> {{ ?_part <{VOID}{role}> ?_term }} }}"
        rows = self.probes.rows(f"SELECT DISTINCT ?_term WHERE {pattern} LIMIT {_MOST_TERMS}", all_graphs=True)
        return {term.value: local_name(term.value) for row in rows if isinstance(term := row.get("_term"), Iri)}

    def names(self, iri: str) -> bool:
        """Whether any statement has this IRI as its subject or object."""
        return self.probes.matches_anywhere(f"{{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }}")

    def classes_of(self, variable: str, pattern: str) -> list[str]:
        """The classes that are stated about what a variable is bound to, each with how many, the largest first."""
        inferred = f"FILTER NOT EXISTS {{ GRAPH <{self.inferred}> {{ ?{variable} a ?_c }} }}"
        rows = self.probes.select(
            f"?_c (COUNT(DISTINCT ?{variable}) AS ?_n)",
            joined((pattern, f"?{variable} a ?_c .", inferred)),
            f"GROUP BY ?_c ORDER BY DESC(?_n) ?_c LIMIT {SHOWN + 1}",
        )
        return [f"{self.show(row['_c'])} ({count(row)})" for row in rows if "_c" in row]


def count(row: Row, name: str = "_n") -> int:
    """A count in a row."""
    cell = row.get(name)
    return int(cell.lexical) if isinstance(cell, Value) else 0


def class_of(triple: TriplePattern) -> Iri | None:
    """The class of a pattern ``?x a C`` or ``?x a/rdfs:subClassOf* C``."""
    path = triple.path
    if not isinstance(path, Path) or not isinstance(triple.object, Iri):
        return None
    first = path.parts[0] if path.operator == "/" else path
    return triple.object if first.iri and first.iri.value == TYPE else None

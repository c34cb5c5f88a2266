"""The input of a check: the checked statements with their places, and a store of all statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store, Variable
from rdflib import Literal
from rdflib.term import Node

from accord.errors import Place
from accord.publication import Publication, Role, SourceFile
from accord.turtle import Document, Span, Triple
from accord.validation.exchange import iri, to_rdflib, to_store
from accord.validation.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple with the document that makes it."""

    document: Document
    triple: Triple

    def place(self, span: Span) -> Place:
        """The place of a part of the statement."""
        return self.document.place(span)

    def written(self, span: Span) -> str:
        """A part of the statement as written; empty in a file whose parser gives no places."""
        return self.document.text[span[0] : span[1]]

    def words(self, term: Node, span: Span) -> str:
        """A term of the statement as written, or as Turtle writes it in full."""
        return self.written(span) or term.n3()

    def finding(self, code: str, severity: Severity, message: str, span: Span, remedy: str = "") -> Finding:
        """A finding about a part of the statement."""
        focus, predicate = iri(self.triple.subject), iri(self.triple.predicate)
        return Finding(code, severity, message, self.place(span), focus, predicate, self.written(span), remedy)


class Statements:
    """The checked statements, found by subject and by object, each in the order of the files."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._about: dict[Node, list[Statement]] = defaultdict(list)
        self._naming: dict[Node, list[Statement]] = defaultdict(list)
        for document in documents:
            for triple in document.triples:
                statement = Statement(document, triple)
                self._about[triple.subject].append(statement)
                self._naming[triple.object].append(statement)

    def about(self, subject: Node) -> Sequence[Statement]:
        """The statements with this subject."""
        return self._about.get(subject, ())

    def naming(self, term: Node) -> Sequence[Statement]:
        """The statements with this object."""
        return self._naming.get(term, ())

    def matching(self, subject: Node, predicate: Node) -> list[Statement]:
        """The statements with this subject and predicate."""
        return [one for one in self.about(subject) if one.triple.predicate == predicate]

    def exactly(self, subject: Node, predicate: Node, object: Node) -> Statement | None:
        """The first statement of this triple."""
        about, naming = self.about(subject), self.naming(object)
        triple = (subject, predicate, object)
        fewer = about if len(about) < len(naming) else naming
        return next((one for one in fewer if one.triple[:3] == triple), None)

    def terms(self) -> set[Node]:
        """All subjects and objects."""
        return self._about.keys() | self._naming.keys()

    def __iter__(self) -> Iterator[Statement]:
        return (one for several in self._about.values() for one in several)


@dataclass(frozen=True)
class CheckedFile:
    """One file to check: its roles, the graph of its statements, and its text as read."""

    roles: tuple[Role, ...]
    graph: NamedNode
    document: Document


@dataclass(frozen=True)
class CheckInput:
    """The checked files, and a store with all statements.

    The default graph of ``store`` holds every statement of ontology and data once. Contributed files have graphs of
    their own besides, and where the rules of the house apply, all checked files have; no other file has. ``added`` are
    the statements of the default graph that only contributions make, ``None`` when the whole publication is checked.
    ``kinds`` are the terms that the ontology declares, its own and foreign ones, each as a ``property``, a ``class`` or
    another ``term``. ``unread`` are findings about files that are not text. ``led_to`` has the statements of some
    predicates by their objects in a publication that is kept ready: the store looks through all of a hub for each.
    """

    publication: Publication
    checked: tuple[CheckedFile, ...]
    store: Store
    statements: Statements
    shapes: tuple[SourceFile, ...]
    kinds: Mapping[str, str]
    added: frozenset[Quad] | None
    unread: tuple[Finding, ...]
    led_to: Mapping[str, Mapping[str, Sequence[Quad]]] = field(default_factory=dict)

    @property
    def documents(self) -> list[Document]:
        """The texts of the checked files."""
        return [one.document for one in self.checked]

    @property
    def file_count(self) -> int:
        """How many files were looked at, with those that could not be read."""
        unread = {one.place.file for one in self.unread if one.place}
        return len(unread.union(one.document.file for one in self.checked))

    @property
    def is_contributed(self) -> bool:
        """Whether only some files are checked, the others being their context."""
        return self.added is not None

    def rows(self, query: str, bound: dict[Variable, Any] | None = None) -> Iterator[dict[str, Node]]:
        """The rows of a SELECT: variable -> term; ``bound`` are the variables that have a value beforehand."""
        solutions = self.store.query(query, base_iri=self.publication.settings.base, substitutions=bound)
        assert isinstance(solutions, QuerySolutions), "rules and constraints were seen to be SELECTs"
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {name: to_rdflib(solution[name]) for name in names if solution[name] is not None}

    @contextmanager
    def without_contribution(self) -> Iterator[None]:
        """While this lasts, the default graph is as if nothing had been contributed."""
        for quad in self.added or ():
            self.store.remove(quad)
        try:
            yield
        finally:
            self.store.extend(self.added or ())

    def is_context(self, node: Node) -> bool:
        """Whether the files that are not checked have a statement about a node."""
        return not isinstance(node, Literal) and any(True for _ in self.context(subject=node))

    def context(
        self, subject: Node | None = None, predicate: Node | None = None, object: Node | None = None
    ) -> Iterator[tuple[Node, Node, Node]]:
        """The triples of the files that are not checked, by any of their terms."""
        added = self.added or frozenset()
        quads = (quad for quad in self._quads(subject, predicate, object) if quad not in added)
        return (_triple(quad) for quad in quads)

    def leading_to(self, predicate: Node, object: Node) -> Iterator[tuple[Node, Node, Node]]:
        """The triples of the context with this predicate and object."""
        known = self.led_to.get(str(predicate))
        if known is None:
            return self.context(predicate=predicate, object=object)
        kept = (quad for quad in known.get(str(object), ()) if quad in self.store and quad not in (self.added or ()))
        return (triple for triple in map(_triple, kept) if triple[2] == object)

    def triples(
        self, subject: Node | None = None, predicate: Node | None = None, object: Node | None = None
    ) -> Iterator[tuple[Node, Node, Node]]:
        """The triples of all files, by any of their terms."""
        return map(_triple, self._quads(subject, predicate, object))

    def _quads(self, *terms: Node | None) -> Iterator[Quad]:
        try:
            pattern: list[Any] = [to_store(term) if term is not None else None for term in terms]
        except ValueError:  # the store holds no statement with a term that it cannot hold, such as a relative IRI
            return iter(())
        return self.store.quads_for_pattern(pattern[0], pattern[1], pattern[2], DefaultGraph())


def _triple(quad: Quad) -> tuple[Node, Node, Node]:
    return to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)

"""The publication's shapes as one graph, with what messages, places and neighbourhoods need to know of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from accord.errors import Place, UsageError
from accord.parsing import FileFault
from accord.publication import SourceFile
from accord.turtle import Document
from accord.validation.check_input import Statements
from accord.validation.exchange import plain
from accord.validation.findings import Severity
from accord.validation.reading import read
from accord.validation.shacl import inverse_paths

SHAPES_REMEDY = "Correct the shapes first: nothing can be checked against broken shapes."

_NESTING = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape)
_NESTING_LISTS = (SH["and"], SH["or"], SH.xone)
_TARGETS = (SH.target, SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_CLASSES = (OWL.Class, RDFS.Class)
"""A shape that is a class has its things as targets (SHACL §2.1.3.3)."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """The shapes graph and the place of each of its statements. Equal only to itself, so that results can be cached."""

    graph: Graph
    statements: Statements

    def place(self, node: Node) -> Place | None:
        """Where a node of the shapes graph is described first."""
        return next((one.place(one.triple.subject_span) for one in self.statements.about(node)), None)

    def value(self, shape: Node, parameter: Node | None) -> Node | None:
        """The value of a parameter of a shape, of any when none is named, or ``None``."""
        return next(self.graph.objects(shape, parameter), None)

    def members(self, shape: Node, parameter: Node) -> list[Node]:
        """The members of a list-taking parameter (``sh:in``, ``sh:languageIn``)."""
        head = self.value(shape, parameter)
        return self.list(head) if head is not None else []

    def heads(self, shape: Node, *parameters: Node) -> list[Node]:
        """The lists that are the values of these parameters of a shape."""
        return [head for parameter in parameters for head in self.graph.objects(shape, parameter)]

    def list(self, head: Node) -> list[Node]:
        """The members of a list, none when the node is not a list."""
        return list(Collection(self.graph, head)) if self.value(head, RDF.first) is not None else []

    def text(self, node: Node, predicate: Node) -> str:
        """The words of a node in English, else in any language, or nothing."""
        words = [one for one in self.graph.objects(node, predicate) if isinstance(one, Literal)]
        return str(min(words, key=lambda one: ((one.language or "en")[:2] != "en", str(one)))) if words else ""

    def name(self, shape: Node) -> str:
        """The IRI of a shape, or of the nearest one around a shape without a name of its own."""
        seen: set[Node] = set()
        while not isinstance(shape, URIRef):
            seen.add(shape)
            outer = next((one for one in self.graph.subjects(None, shape) if one not in seen), None)
            if outer is None:
                return ""
            shape = outer
        return str(shape)

    def called(self, shape: Node) -> str:
        """What to call a shape in a sentence: its IRI, or that of the nearest around it, and where it is."""
        place = self.place(shape)
        return f"the shape {self.name(shape)}{f' ({place})' if place else ''}".replace("shape  ", "shape ")

    def nested(self, shape: Node) -> Iterator[Node]:
        """The shapes that a shape applies to its values."""
        for parameter in _NESTING:
            yield from self.graph.objects(shape, parameter)
        for parameter in _NESTING_LISTS:
            for head in self.graph.objects(shape, parameter):
                yield from Collection(self.graph, head)

    def severity(self, shape: Node) -> Severity:
        """The severity of a shape: a violation, unless ``sh:severity`` is a warning or an info."""
        known: dict[Node | None, Severity] = {SH.Warning: "warning", SH.Info: "info"}
        return known.get(self.value(shape, SH.severity), "violation")

    def alone(self, chosen: Iterable[str]) -> Shapes:
        """Only these shapes, with all that they lead to; of the other shapes no target is left."""
        kept = Graph(bind_namespaces="none")
        roots: set[Node] = {URIRef(one) for one in chosen}
        waiting = [*roots, *self.graph.subjects(RDF.type, SH.ConstraintComponent)]
        seen: set[Node] = set(waiting)
        while waiting:
            node = waiting.pop()
            for triple in self.graph.triples((node, None, None)):
                if node not in roots and (triple[1] in _TARGETS or triple[2] in _CLASSES):
                    continue
                kept.add(triple)
                if triple[2] not in seen:
                    seen.add(triple[2])
                    waiting.append(triple[2])
        return Shapes(kept, self.statements)

    def is_active(self, shape: Node) -> bool:
        """Whether a shape is not switched off by ``sh:deactivated``."""
        value = self.value(shape, SH.deactivated)
        return value is None or str(value) not in ("true", "1")


@lru_cache(maxsize=2)
def load(files: tuple[SourceFile, ...], *, partly: bool = False) -> Shapes:
    """The shapes of these files, remembered. Raises UsageError at the first mistake of one of them.

    With ``partly`` the statements that can be read are taken; the mistakes are :func:`faults`.
    """
    documents = [_read(file, partly) for file in files]
    graph = Graph(bind_namespaces="none")
    for document in documents:
        for triple in document.triples:
            graph.add((triple.subject, triple.predicate, plain(triple.object)))
    inverse_paths.simplify(graph)
    return Shapes(graph, Statements(documents))


def faults(files: Iterable[SourceFile]) -> Iterator[FileFault]:
    """The mistakes in the syntax of these files."""
    for file in files:
        document, others = read(file)
        for one in document.faults:
            yield FileFault(one.code, one.message, document.place(one.span), one.remedy)
        yield from others


def _read(file: SourceFile, partly: bool) -> Document:
    for fault in () if partly else faults([file]):
        raise UsageError(fault.message, place=fault.place, remedy=fault.remedy or SHAPES_REMEDY)
    return read(file)[0]

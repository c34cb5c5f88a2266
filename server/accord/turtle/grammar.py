"""The grammar of Turtle as an automaton: each state reads one token and says which state reads the next.

There is no recursion: brackets are a stack of frames, so no nesting can exhaust the interpreter. What to do with a
token that does not fit is left to whoever builds on this (``no_...``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from rdflib.namespace import RDF
from rdflib.term import Node

from accord.turtle.document import Block, Fault, Limits, Span, Triple
from accord.turtle.terms import TermReader
from accord.turtle.tokens import CLOSING, OPENING, RESOURCES, VALUES, VERBS

State: TypeAlias = "Callable[[str, int, int], State | None]"
"""Takes the kind, the start and the end of a token; None ends the reading."""

Fact = tuple[Node, Span, Node | None, Span]
"""A predicate and an object with their spans. The object is None only in a collection, for an item with a fault."""

_FIRST, _REST, _NIL = RDF.first, RDF.rest, RDF.nil


@dataclass(slots=True)
class OpenNode:
    """What is open: a statement (``mark`` is empty) or a bracket, with what was said of its node so far.

    ``role`` tells what a bracket is to the frame around it: ``subject``, ``object`` or, wrongly, ``predicate``.
    """

    mark: str
    start: int
    role: str
    node: Node | None
    span: Span
    predicate: Node | None = None
    predicate_span: Span | None = None
    facts: list[Fact] = field(default_factory=list)


class Grammar(ABC):
    """Reads tokens that are in order, and hands each one that is not to one of the ``no_...`` methods."""

    def __init__(self, text: str, base: str | None, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.triples: list[Triple] = []
        self.blocks: list[Block] = []
        self.faults: list[Fault] = []
        self.terms = TermReader(text, base, limits.literal, self.faults.append)
        self.before, self.start, self.end = "", 0, 0
        """The kind of the token before this one, and where it began and ended."""
        self.frames: list[OpenNode] = []
        self.top = OpenNode("", 0, "", None, (0, 0))

    # The states of a statement.

    def statement(self, kind: str, start: int, end: int) -> State | None:
        """Between two statements."""
        if kind in RESOURCES:
            self.begin(self.terms.term(kind, start, end), start, end)
            return self.verb
        if kind in OPENING:
            self.begin(None, start, end)
            return self.open(kind, start, "subject")
        if kind == "directive":
            return self.declaration(start, end)
        return None if kind == "end" else self.no_subject(kind, start, end)

    def verb(self, kind: str, start: int, end: int) -> State | None:
        """Where a predicate has to come."""
        if kind not in VERBS or self.interrupts(kind, start, end):
            return self.no_verb(kind, start, end)
        top = self.top
        top.predicate = self.terms.term(kind, start, end)
        top.predicate_span = (start, end)
        return self.object

    def object(self, kind: str, start: int, end: int) -> State | None:
        """Where an object has to come."""
        if kind in VALUES and not self.interrupts(kind, start, end):
            self.add(self.terms.term(kind, start, end), (start, end))
            return self.after
        return self.open(kind, start, "object") if kind in OPENING else self.no_object(kind, start, end)

    def after(self, kind: str, start: int, end: int) -> State | None:
        """After an object."""
        if kind == ";":
            return self.more
        if kind == ",":
            return self.object
        if kind == "." and not self.top.mark:
            return self.finish()
        return self.close(end) if CLOSING.get(kind) == self.top.mark else self.no_separator(kind, start, end)

    def more(self, kind: str, start: int, end: int) -> State | None:
        """After a semicolon, where a predicate may come."""
        if kind == ";":
            return self.more
        return self.after(kind, start, end) if kind in (".", "]") else self.verb(kind, start, end)

    def inside(self, kind: str, start: int, end: int) -> State | None:
        """After ``[``, which may be closed again at once."""
        return self.close(end) if kind == "]" else self.verb(kind, start, end)

    def item(self, kind: str, start: int, end: int) -> State | None:
        """In a collection."""
        if kind in VALUES:
            span = (start, end)
            self.top.facts.append((_FIRST, span, self.terms.term(kind, start, end), span))
            return self.item
        if kind in OPENING:
            return self.open(kind, start, "object")
        return self.close(end) if kind == ")" else self.no_item(kind, start, end)

    def alone(self, kind: str, start: int, end: int) -> State | None:
        """After ``[ ... ]`` as a subject, which may be the whole statement."""
        return self.finish() if kind == "." else self.verb(kind, start, end)

    def after_wrong_verb(self, kind: str, start: int, end: int) -> State | None:
        """After something that is not a predicate: an object, unless it was the object itself."""
        return self.object(kind, start, end) if kind in VALUES or kind in OPENING else self.after(kind, start, end)

    # What the states do.

    def begin(self, subject: Node | None, start: int, end: int) -> None:
        """Begin a statement about ``subject``."""
        self.top = OpenNode("", start, "", subject, (start, end))
        self.frames = [self.top]

    def add(self, term: Node | None, span: Span) -> None:
        """Note an object, unless a part of the fact is missing."""
        top = self.top
        if term is not None and top.predicate is not None and top.node is not None and top.predicate_span is not None:
            top.facts.append((top.predicate, top.predicate_span, term, span))

    def open(self, mark: str, start: int, role: str) -> State | None:
        """Open a bracket."""
        if len(self.frames) > self.limits.depth:
            return self.too_deep(mark, start)
        node = self.terms.blank() if mark == "[" else None
        self.top = OpenNode(mark, start, role, node, (start, start))
        self.frames.append(self.top)
        return self.inside if mark == "[" else self.item

    def close(self, end: int) -> State:
        """Close the bracket on top and make its node a part of the frame around it."""
        frame = self.frames.pop()
        self.top = self.frames[-1]
        span = (frame.start, end)
        node = self._settle(frame, span) if frame.mark == "[" else self._settle_collection(frame, span)
        if frame.role == "predicate":
            return self.after_wrong_verb
        if frame.role == "subject":
            self.top.node, self.top.span = node, span
            return self.alone if frame.mark == "[" and frame.predicate_span else self.verb
        if self.top.mark == "(":
            self.top.facts.append((_FIRST, span, node, span))
            return self.item
        self.add(node, span)
        return self.after

    def finish(self) -> State | None:
        """End the statement."""
        self._settle(self.top, self.top.span)
        return self.statement if len(self.triples) <= self.limits.triples else self.too_many()

    def _settle(self, frame: OpenNode, span: Span) -> Node | None:
        node = frame.node
        if node is not None:
            self.triples += [Triple.at((node, p, o), span, ps, os) for p, ps, o, os in frame.facts if o is not None]
        return node

    def _settle_collection(self, frame: OpenNode, span: Span) -> Node | None:
        """The list as triples; None when an item had a fault, for a list with a gap would say something else."""
        items = [(item, place) for _, _, item, place in frame.facts if item is not None]
        if len(items) < len(frame.facts):
            return None
        nodes = [self.terms.blank() for _ in items] + [_NIL]
        for node, rest, (item, place) in zip(nodes, nodes[1:], items, strict=False):
            self.triples.append(Triple.at((node, _FIRST, item), span, place, place))
            self.triples.append(Triple.at((node, _REST, rest), span, place, span))
        return nodes[0]

    # What is left open: how to go on where the text is not in order.

    @abstractmethod
    def declaration(self, start: int, end: int) -> State | None:
        """The word that begins the declaration of a prefix or of the base."""

    @abstractmethod
    def interrupts(self, kind: str, start: int, end: int) -> bool:
        """Whether a new statement begins here although the one before is not complete."""

    @abstractmethod
    def no_subject(self, kind: str, start: int, end: int) -> State | None:
        """Something else than the beginning of a statement."""

    @abstractmethod
    def no_verb(self, kind: str, start: int, end: int) -> State | None:
        """Something else than a predicate."""

    @abstractmethod
    def no_object(self, kind: str, start: int, end: int) -> State | None:
        """Something else than an object."""

    @abstractmethod
    def no_separator(self, kind: str, start: int, end: int) -> State | None:
        """Something else than a mark that ends an object, or the wrong one."""

    @abstractmethod
    def no_item(self, kind: str, start: int, end: int) -> State | None:
        """Something that cannot be in a collection."""

    @abstractmethod
    def too_deep(self, mark: str, start: int) -> State | None:
        """A bracket over the limit."""

    @abstractmethod
    def too_many(self) -> State | None:
        """More triples than the limit."""

"""The result of reading Turtle: triples with the place of each term, and all mistakes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from struct import Struct
from typing import NamedTuple, Self

from rdflib.term import Node

from accord.errors import Place

Span = tuple[int, int]
"""Half-open offsets into the characters of a file, in code points."""

_SPANS = Struct("=6I")
"""Three spans in 24 bytes; as tuples of numbers they would take two hundred, in each of a million statements."""
_LINE_END = re.compile(r"\r\n|\n|\r")


class Triple(NamedTuple):
    """A statement with the place of each of its terms, so that a finding can point at the very word.

    A blank node written ``[ ... ]`` or ``( ... )`` has the span of its brackets, also as the subject of what is inside.
    In the triples of a collection the predicate has the span of the item. ``places`` are the spans as bytes.
    """

    subject: Node
    predicate: Node
    object: Node
    places: bytes

    @classmethod
    def at(cls, terms: tuple[Node, Node, Node], subject: Span, predicate: Span, object: Span) -> Self:
        """The statement of three terms, each with its span."""
        return cls(*terms, _SPANS.pack(*subject, *predicate, *object))

    @property
    def spans(self) -> tuple[Span, Span, Span]:
        """The spans of its terms, in their order."""
        numbers = _SPANS.unpack(self.places)
        return numbers[:2], numbers[2:4], numbers[4:]

    @property
    def subject_span(self) -> Span:
        """Where the subject is."""
        return self.spans[0]

    @property
    def predicate_span(self) -> Span:
        """Where the predicate is."""
        return self.spans[1]

    @property
    def object_span(self) -> Span:
        """Where the object is."""
        return self.spans[2]


class Block(NamedTuple):
    """A run of statements in one graph: its name (None for the default graph), where the name is, the first statement.

    ``first`` is the index of its first triple; the block goes up to the first one of the next.
    """

    name: Node | None
    span: Span | None
    first: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in the syntax: a stable ``code`` (``TTL-...``), a sentence, its span, and a likely fix or ``""``.

    The span is empty where something is missing; it is then where the missing thing belongs.
    """

    code: str
    message: str
    span: Span
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one text, so that no contribution can exhaust the reader or the code after it.

    ``depth`` counts open brackets, ``literal`` the code points of one literal, ``triples`` those of the whole text.
    ``faults`` counts mistakes: nobody corrects more in one go, and for some the reader looks at the rest of the text.
    """

    depth: int = 64
    literal: int = 1_000_000
    triples: int = 5_000_000
    faults: int = 1_000


@dataclass
class Document:
    """What was read: its good statements, its faults in the order of the text, its prefixes (without colon).

    ``blocks`` says which graphs the statements are in; it is empty where all are in the default graph.
    """

    file: str
    text: str
    triples: list[Triple]
    faults: list[Fault]
    prefixes: dict[str, str]
    blocks: list[Block] = field(default_factory=list)

    def block(self, index: int) -> Block:
        """The graph that the triple with this index is in."""
        at = bisect_right(self.blocks, index, key=lambda block: block.first)
        return self.blocks[at - 1] if at else Block(None, None, 0)

    def place(self, span: Span) -> Place:
        """Lines and columns of ``span``; a line ends with CR LF, LF or CR."""
        return Place(self.file, *self._position(span[0]), *self._position(span[1]))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

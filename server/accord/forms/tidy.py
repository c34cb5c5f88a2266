"""Turtle in the house style: prefixes in the order of the publication, one predicate a line, no line too wide.

:mod:`accord.validation.stages.style` checks that style; what is written here has nothing to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from pyoxigraph import Literal, NamedNode

from accord.names import INTEGERS, RDF, XSD, Prefixes
from accord.things.statements import Object

WIDEST = 120
"""Columns of a line."""
_BARE = frozenset({*INTEGERS, XSD + "decimal"})
_STRINGS = (XSD + "string", RDF + "langString")


@dataclass(frozen=True, slots=True)
class Block:
    """What is stated about one subject (an IRI): properties in their order, each with its values."""

    subject: str
    properties: Sequence[tuple[str, Sequence[Object]]]


class Writer:
    """Writes blocks as a file. ``base`` is what the IRIs of things begin with; ``order`` are prefixes without colon."""

    def __init__(self, prefixes: Mapping[str, str], base: str, order: Sequence[str]) -> None:
        self._prefixes = Prefixes(prefixes)
        self._base = base
        self._order = order
        self._used: set[str] = set()

    @property
    def used(self) -> frozenset[str]:
        """The prefixes of the terms that were written so far."""
        return frozenset(self._used)

    def file(self, comment: str, blocks: Iterable[Block]) -> str:
        """The text of a file that begins with a comment."""
        self._used = set()
        body = "\n\n".join(map(self.block, blocks))
        lines = wrap(comment, WIDEST, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
        places = {name: place for place, name in enumerate(self._order)}
        names = sorted(self._used, key=lambda name: (places.get(name, len(places)), name))
        heading = [f"@prefix {name}: <{self._prefixes[name]}> ." for name in names]
        relative = [f"@base <{self._base.removesuffix('#')}> ."] if "<" in body.replace("<http", "") else []
        return "\n".join([*lines, "", *heading, *relative, "", body, ""])

    def block(self, block: Block) -> str:
        """The lines of one subject."""
        return "\n".join(self._block(block))

    def term(self, term: Object) -> str:
        """A term as the file writes it."""
        if isinstance(term, NamedNode):
            return self._iri(term.value)
        if isinstance(term, Literal) and term.datatype.value in _BARE and _is_plain(term.value):
            return term.value
        if isinstance(term, Literal) and term.datatype.value not in _STRINGS:
            return f"{Literal(term.value)}^^{self._iri(term.datatype.value)}"
        return str(term)

    def _iri(self, iri: str) -> str:
        if short := self._prefixes.shorten(iri):
            self._used.add(short.partition(":")[0])
            return short
        return f"<{relative(iri, self._base)}>"

    def _block(self, block: Block) -> Iterator[str]:
        """The lines of a subject; the last one ends with a dot."""
        yield self._iri(block.subject)
        last = len(block.properties) - 1
        for place, (path, values) in enumerate(block.properties):
            name = "a" if path == RDF + "type" else self._iri(path)
            yield from self._property(name, [self.term(value) for value in values], "." if place == last else ";")

    def _property(self, name: str, values: Sequence[str], mark: str) -> Iterator[str]:
        """A property with its values, broken before the line is too wide."""
        line = f"    {name}"
        for place, value in enumerate(values):
            after = f" {mark}" if place == len(values) - 1 else " ,"
            if place and len(line) + 1 + len(value) + len(after) > WIDEST:
                yield line
                line = "       "
            line += f" {value}{after}"
        yield line


def relative(iri: str, base: str) -> str:
    """An IRI as a file with ``@base <base>`` writes it; the base of a file ends before a ``#`` (RFC 3986, 5.2.2)."""
    if not iri.startswith(base) or not base.endswith(("/", "#")):
        return iri
    return iri.removeprefix(base.removesuffix("#"))


def _is_plain(number: str) -> bool:
    """Whether a number may be written without quotes; what is not a number is written as a literal with its type."""
    digits = number.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit() and not number.endswith(".")

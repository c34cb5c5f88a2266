"""The statements about things as cells of a table: to add columns to somebody's table, and to compare rows with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

from accord.engine import Engine, Subject, Term
from accord.names import LABELS, RDF, XSD, is_part
from accord.publication import Settings
from accord.search.codes import bare
from accord.search.folding import folded, folded_once
from accord.search.likeness import likeness
from accord.search.reading import Thing
from accord.things.documents.lexical_forms import LexicalForms
from accord.things.names.labels import Labels
from accord.things.natural_order import natural
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Object, Statement, outgoing

_KINDS = 256
_DATATYPES = ("anyURI", "boolean", "date", "dateTime", "decimal", "double", "gYear", "gYearMonth", "integer")


@dataclass(frozen=True, slots=True)
class CellColumn:
    """A property, or the codes that one register gives (``scheme``)."""

    property: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class ThingCell:
    """One value: its words, and the literal or the thing that it is, where it is one."""

    text: str
    literal: Literal | None = None
    thing: Thing | None = None


class CellReader:
    """Reads cells out of the engine."""

    def __init__(
        self,
        things: Mapping[str, Thing],
        settings: Settings,
        engine: Engine,
        vocabulary: Vocabulary,
        labels: Labels,
        spellings: LexicalForms,
    ) -> None:
        self._things = things
        self._settings = settings
        self._engine = engine
        self._vocabulary = vocabulary
        self._labels = labels
        self._spellings = spellings
        self._remembered = lru_cache(_KINDS)(self._columns)
        self._kinds = frozenset(kind for thing in things.values() for kind in thing.classes)

    def holds_codes(self, column: CellColumn) -> bool:
        """Whether the cells of a column are codes of registers, or IRIs that others have for the same thing."""
        terms = self._settings.identifiers
        return bool(column.scheme) or (terms is not None and column.property == terms.property)

    def columns(self, kind: str) -> tuple[CellColumn, ...]:
        """The columns that things of a class (of any without one) can fill, in reading order, registers last."""
        return self._remembered(kind) if not kind or kind in self._kinds else ()

    def _columns(self, kind: str) -> tuple[CellColumn, ...]:
        things = [thing for thing in self._things.values() if not kind or kind in thing.classes]
        found = {one.predicate for thing in things for one in outgoing(self._engine, NamedNode(thing.iri))}
        schemes = {code.scheme for thing in things for code in thing.identifiers if code.scheme}
        ordered = sorted(found - {RDF + "type", *LABELS}, key=lambda iri: (self._vocabulary.place(iri), iri))
        terms = self._settings.identifiers
        registers = [CellColumn(terms.property, scheme) for scheme in sorted(schemes, key=natural)] if terms else []
        return (*map(CellColumn, ordered), *registers)

    def of(self, thing: Thing, column: CellColumn) -> list[ThingCell]:
        """The cells of a thing in a column."""
        if self.holds_codes(column):
            codes = (code for code in thing.identifiers if code.value and column.scheme in ("", code.scheme))
            return [ThingCell(code.value if column.scheme else code.text) for code in codes]
        stated = (one.object for one in self._about(NamedNode(thing.iri)) if one.predicate == column.property)
        cells = (self._cell(value, thing.iri) for value in dict.fromkeys(stated))
        return sorted(cells, key=lambda cell: natural(cell.text))

    def holders(self, property: str, words: Iterable[str], things: Iterable[str]) -> Iterator[str]:
        """The IRIs of things with one of these words as a literal of a property, or one of these things (IRIs) as its
        value, by the index of the engine. Raises ValueError for a property that is not an IRI.
        """
        predicate, languages = NamedNode(property), self._labels.languages
        values: list[Term] = [
            *map(NamedNode, things),
            *(literal for word in words for literal in _readings(word, languages)),
        ]
        for value in values:
            found = (quad.subject for quad in self._engine.match(predicate=predicate, object=value))
            yield from (node.value for node in found if isinstance(node, NamedNode) and node.value in self._things)

    def fit(self, thing: Thing, column: CellColumn, wanted: Iterable[str]) -> float | None:
        """How like the cells of a thing are to any that are wanted (words, codes or IRIs); ``None`` without cells."""
        cells = self.of(thing, column)
        pairs = ((cell, word) for cell in cells for word in wanted)
        return max((_alike(cell, word) for cell, word in pairs), default=None) if cells else None

    def _about(self, node: Subject) -> Iterator[Statement]:
        return map(self._spellings.restore, outgoing(self._engine, node))

    def _cell(self, value: Object, iri: str) -> ThingCell:
        if isinstance(value, Literal):
            return ThingCell(value.value, literal=value)
        if isinstance(value, BlankNode) or is_part(value.value, iri):
            return ThingCell(self.part(value))
        other = self._things.get(value.value)
        return ThingCell(other.name.text, thing=other) if other else ThingCell(value.value)

    def part(self, node: NamedNode | BlankNode) -> str:
        """A part of a thing in one line: what is stated about it, without its classes."""
        stated = (one for one in self._about(node) if one.predicate != RDF + "type")
        ordered = sorted(stated, key=lambda one: (self._vocabulary.place(one.predicate), natural(one.object.value)))
        pairs = ((self._labels.of(one.predicate).text, self._labels.word(one.object).text) for one in ordered)
        return "; ".join(f"{label}: {value}" for label, value in pairs)


def _readings(word: str, languages: Sequence[str]) -> Iterator[Literal]:
    """The literals that a word may be."""
    yield Literal(word)
    yield from (Literal(word, language=language) for language in languages)
    yield from (Literal(word, datatype=NamedNode(XSD + name)) for name in _DATATYPES)


def _alike(cell: ThingCell, wanted: str) -> float:
    """1 for the same thing, code or words, less for words that differ a little."""
    if cell.thing and bare(wanted) in (bare(cell.thing.iri), bare(cell.thing.iri).rpartition("/")[2]):
        return 1.0
    names = cell.thing.names if cell.thing else [cell.text]
    return max(likeness(folded(wanted), folded_once(name), len) for name in names)

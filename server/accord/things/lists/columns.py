"""The columns of a list for people: what tells the things of a class apart, and what to write in each cell.

A publication declares the columns of a class (``accord:column``); narrower classes have those of the nearest wider one.
Without that they are the properties that the shapes of the class demand or put in order, and then those that most of
the things have, with short values that differ.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

from accord.names import LABELS, NUMERIC, RDF, is_administrative, owner
from accord.publication import Presentation
from accord.things.known_facts import KnownFacts
from accord.things.lists.index import NOT_COMPARED
from accord.things.lists.query import DATES, WHEN, Path
from accord.things.lists.shaped_columns import ShapedColumn
from accord.things.names.labels import Labels, Name, Reference
from accord.things.natural_order import natural
from accord.things.ontology.class_index import ClassIndex
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.places.nearest import nearest
from accord.things.statements import Object

COLUMNS = 4
"""Columns beside the name where a publication declares none: they fit on a page of 1,280 pixels."""
_TRIED = 200
"""Things that are read to choose columns: the first in the list, so that a large class costs no more."""
_LONGEST_CELL = 60
"""Characters of values, on average, up to which they make a column; longer ones are prose, which is on the pages."""
_PARTS_SHOWN = 3
_TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One or several properties in one column; several dates share one. ``unit`` is that of its numbers (``£``)."""

    properties: tuple[Reference, ...]
    title: Name
    dates: bool = False
    number: bool = False
    unit: str = ""

    @property
    def path(self) -> Path:
        """The path by which the column could sort the list: several dates by the first; none for other properties."""
        if len(self.properties) == 1:
            return (self.properties[0].iri,)
        return (WHEN,) if self.dates else ()


@dataclass(frozen=True, slots=True)
class CellValue:
    """A value in a cell: a link, a literal, or words. ``label`` says which of the column's properties it is of,
    ``until`` is the end of a period that begins with ``literal``, ``latest`` says that ``literal`` is only the last
    possible date.
    """

    link: Reference | None = None
    literal: Literal | None = None
    words: Name | None = None
    label: Name | None = None
    until: Literal | None = None
    latest: bool = False


Cell = tuple[CellValue, ...]

_NEARLY_ALL = 0.9
"""The share of cells from which on a column says only what another one says."""


class ListColumns:
    """Chooses columns and reads cells."""

    def __init__(
        self,
        hints: Presentation,
        index: ClassIndex,
        vocabulary: Vocabulary,
        labels: Labels,
        facts: KnownFacts,
        shaped: Callable[[], Mapping[str, Sequence[ShapedColumn]]],
    ) -> None:
        """``shaped`` gives the columns by the shapes; it is called when the first list without declared ones is asked
        for.
        """
        self._hints = hints
        self._index = index
        self._vocabulary = vocabulary
        self._labels = labels
        self._facts = facts
        self._shaped = cache(shaped)
        self.of = lru_cache(32)(self._of)

    def narrowing(self, kind: str) -> tuple[str, ...]:
        """The properties of the columns of a class."""
        return tuple(property.iri for column in self.of(kind) for property in column.properties)

    def dated(self, kind: str) -> tuple[str, ...]:
        """The properties of a class whose dates share a column."""
        return tuple(property.iri for one in self.of(kind) if one.path == (WHEN,) for property in one.properties)

    def declared(self, kind: str) -> tuple[ListColumn, ...]:
        """Those columns of a class that the publication declares."""
        declared = self._declared(kind)
        return tuple(one for one in self.of(kind) if all(property.iri in declared for property in one.properties))

    def _of(self, kind: str) -> tuple[ListColumn, ...]:
        """The columns of a class, those without any value left out."""
        about = {iri: self._values(iri) for iri in self._index.members(kind)[:_TRIED]}
        tried = list(about.values())
        declared = self._declared(kind)
        found = [values for iri in declared if (values := _of_property(tried, iri))]
        chosen = [iri for iri in declared if _of_property(tried, iri)] if found else self._by_shapes(kind, about)
        columns = [self._column(iri, _of_property(tried, iri)) for iri in chosen]
        return tuple(_together(columns, self._hints.money.receiver, self._hints.places.at))

    def _declared(self, kind: str) -> tuple[str, ...]:
        """The columns that the publication declares for a class, or else for the nearest wider one."""
        return next((self._hints.columns[one] for one in self._wider(kind) if one in self._hints.columns), ())

    def _wider(self, kind: str) -> Iterator[str]:
        """A class and those above it, the nearest first."""
        waiting, seen = [kind], {kind}
        while waiting:
            here = waiting.pop(0)
            yield here
            term = self._vocabulary.get(here)
            fresh = [parent for parent in (term.parents if term else ()) if parent not in seen]
            seen.update(fresh)
            waiting += fresh

    def _by_shapes(self, kind: str, about: Mapping[str, dict[str, list[Object]]]) -> list[str]:
        """The properties that the shapes of the class, or of wider ones, demand or put in order, as these have it; the
        columns that are left are guessed.
        """
        tried = about.values()
        shaped = dict.fromkeys(column for one in self._wider(kind) for column in self._shaped().get(one, ()))
        cells = {one: [values[one.property] for values in tried if one.property in values] for one in shaped}
        fitting = [one for one in shaped if one.property not in NOT_COMPARED and self._is_short(cells[one])][:COLUMNS]
        chosen = dict.fromkeys(one.property for one in sorted(fitting, key=lambda one: one.place))
        return list(dict.fromkeys((*chosen, *self._guessed(about))))[:COLUMNS]

    def _guessed(self, about: Mapping[str, dict[str, list[Object]]]) -> list[str]:
        """The properties that most things have, with short values that differ and repeat no other, in reading order."""
        tried = list(about.values())
        properties = dict.fromkeys(property for values in tried for property in values)
        telling = [one for one in properties if one not in NOT_COMPARED and self._tells_apart(one, tried)]
        telling.sort(key=lambda one: (is_administrative(one), -sum(one in values for values in tried)))
        chosen: list[str] = []
        for one in telling:
            if len(chosen) < COLUMNS and not _repeats(one, chosen, about):
                chosen.append(one)
        return sorted(chosen, key=lambda one: (self._vocabulary.place(one), one))

    def _tells_apart(self, property: str, tried: Sequence[dict[str, list[Object]]]) -> bool:
        cells = [values[property] for values in tried if property in values]
        differ = len({value for cell in cells for value in cell}) > 1
        return 2 * len(cells) >= len(tried) and differ and self._is_short(cells)

    def _is_short(self, cells: Sequence[Sequence[Object]]) -> bool:
        """Whether there are values, few in a cell, that are named in few words."""
        values = [value for cell in cells for value in cell]
        short = sum(len(self._labels.word(value).text) for value in values) <= _LONGEST_CELL * len(values)
        few = len(values) <= _PARTS_SHOWN * len(cells)
        return bool(values) and short and few and all(map(self._has_words, values))

    def _has_words(self, value: Object) -> bool:
        """Whether a cell says something of a value: an anonymous one and some parts have no words."""
        if not isinstance(value, NamedNode):
            return isinstance(value, Literal)
        whole = owner(value.value)
        named = whole == value.value or any(predicate in LABELS for predicate, _ in self._facts.of(value))
        return named or bool(self._in_words(value, whole).text)

    def _column(self, iri: str, values: Sequence[Object]) -> ListColumn:
        property = self._labels.reference(iri)
        literals = [value for value in values if isinstance(value, Literal)]
        whole = len(literals) == len(values)
        money = self._hints.money
        return ListColumn(
            properties=(property,),
            title=property.name,
            dates=whole and all(value.datatype.value in DATES for value in literals),
            number=whole and all(value.datatype.value in NUMERIC for value in literals),
            unit=money.unit if iri == money.comparable else "",
        )

    def _values(self, iri: str) -> dict[str, list[Object]]:
        """The values of a thing by property, each once."""
        values: dict[str, dict[Object, None]] = {}
        for predicate, value in self._facts.of(NamedNode(iri)):
            values.setdefault(predicate, {})[value] = None
        return {predicate: list(found) for predicate, found in values.items()}

    def cells(self, iri: str, columns: Iterable[ListColumn]) -> tuple[Cell, ...]:
        """The cells of a thing."""
        values = self._values(iri)
        return tuple(tuple(self._cell(iri, values, column)) for column in columns)

    def _cell(self, iri: str, values: dict[str, list[Object]], column: ListColumn) -> Iterator[CellValue]:
        shown = [(one, value) for one in column.properties for value in self._shown(one.iri, values)]
        period = self._period(shown)
        if period:
            yield period
        for property, value in shown:
            if period and property.iri in (*self._hints.money.start, *self._hints.money.end):
                continue
            latest = property.iri in self._hints.latest
            label = property.name if column.title in (_WHEN, _WHERE) and not latest else None
            yield replace(self.value(value, iri), label=label, latest=latest)

    def _shown(self, property: str, values: Mapping[str, Sequence[Object]]) -> list[Object]:
        """The values of a property in the order of their names; of those that a place is within, the nearest."""
        every = sorted(values.get(property, ()), key=lambda one: (natural(self._labels.word(one).text), str(one)))
        return nearest(self._facts, property, every) if property in self._hints.places.within else every

    def _period(self, shown: Sequence[tuple[Reference, Object]]) -> CellValue | None:
        """The beginning and the end of a period, when there is one of each."""
        ends = [
            [value for one, value in shown if one.iri in properties and isinstance(value, Literal)]
            for properties in (self._hints.money.start, self._hints.money.end)
        ]
        return CellValue(literal=ends[0][0], until=ends[1][0]) if all(len(one) == 1 for one in ends) else None

    def value(self, value: Object, thing: str) -> CellValue:
        """What to write for a value of a thing: a part of it is written in words."""
        if isinstance(value, Literal):
            return CellValue(literal=value)
        name = self._labels.word(value)
        own = isinstance(value, BlankNode) or value.value.startswith(f"{thing}#")
        named = any(predicate in LABELS for predicate, _ in self._facts.of(value))
        if own and not named:
            return CellValue(words=self._in_words(value, thing))
        return CellValue(link=Reference(value.value, name))

    def _in_words(self, part: NamedNode | BlankNode, thing: str) -> Name:
        """A part of a thing in words: as the source has it, or its number and unit, or its first values.

        That it leads back to the thing says nothing; it may have no words then.
        """
        money = self._hints.money
        known = [(predicate, value) for predicate, value in self._facts.of(part) if value != NamedNode(thing)]
        for properties in (money.words, (*money.values, *money.units)):
            found = [self._labels.word(value) for predicate, value in known if predicate in properties]
            if found:
                return Name(" ".join(name.text for name in found), found[0].language)
        others = sorted((value for predicate, value in known if predicate != _TYPE), key=self._telling)
        words = [name.text for value in others if (name := self._labels.word(value)).text]
        short = [one for one in words if len(one) <= _LONGEST_CELL]
        return Name(", ".join((short or words)[:_PARTS_SHOWN]))

    def _telling(self, value: Object) -> int:
        """The order of the values of a part in words: words first, then links, then dates and numbers."""
        if not isinstance(value, Literal):
            return 1
        return 2 if value.datatype.value in (*DATES, *NUMERIC) else 0


def _repeats(property: str, chosen: Iterable[str], about: Mapping[str, dict[str, list[Object]]]) -> bool:
    """Whether nearly all values of a property are those of a chosen one, or a name or the IRI of the thing."""
    having = {iri: values for iri, values in about.items() if property in values}

    def same(others: Sequence[str]) -> bool:
        repeated = 0
        for iri, values in having.items():
            known = {iri, *(value.value for other in others for value in values.get(other, ()))}
            repeated += {value.value for value in values[property]} <= known
        return repeated >= _NEARLY_ALL * len(having)

    return same(LABELS) or any(same((other,)) for other in chosen)


def _of_property(tried: Iterable[dict[str, list[Object]]], property: str) -> list[Object]:
    return [value for values in tried for value in values.get(property, ())]


def _together(columns: Iterable[ListColumn], receiver: Container[str], at: Container[str]) -> list[ListColumn]:
    """Neighbouring columns as one, where all are dates, or places, or all say who or what receives."""
    found: list[ListColumn] = []
    for column in columns:
        before = found[-1] if found else column
        both = (*before.properties, *column.properties)
        title = _WHEN if before.dates and column.dates else _WHERE if all(one.iri in at for one in both) else None
        if title is None and all(one.iri in receiver for one in both):
            title = Name(f"{before.title.text} or {column.title.text}", column.title.language)
        if before is column or title is None:
            found.append(column)
        else:
            found[-1] = replace(before, properties=both, title=title)
    return found


_WHEN, _WHERE = Name("when", "en"), Name("where", "en")

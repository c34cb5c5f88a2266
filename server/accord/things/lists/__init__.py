"""The things of a class as a list: narrowed by the values they have, put in order, and the query that does the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from accord.names import NUMERIC
from accord.things.lists.columns import ListColumns
from accord.things.lists.facets import CHOICES, Choice, Facet, tree
from accord.things.lists.index import IndexReader, ListIndex
from accord.things.lists.query import (
    PLACE,
    WHEN,
    YEAR,
    Filter,
    FilterPatterns,
    ListQuery,
    Path,
    kind_of,
    split,
    write_query,
)
from accord.things.names.labels import Labels, Name, Reference
from accord.things.ontology.class_index import ClassIndex
from accord.things.ontology.vocabulary import Vocabulary

__all__ = ["Choice", "Facet", "ListQuery", "ListResult", "Lists", "Path"]

_REMEMBERED = 32
_NAMES = {PLACE: Name("place", "en"), YEAR: Name("year", "en"), WHEN: Name("when", "en")}
"""The words for the filters and the order that are not properties."""


@dataclass(frozen=True, slots=True)
class ListResult:
    """The IRIs of the things that a query names, in order, and how else they can be narrowed and sorted.

    ``sorted`` holds the values that things are sorted by, ``query`` is SPARQL that gives the same things in the same
    order.
    """

    asked: ListQuery
    things: tuple[str, ...]
    sorted: Mapping[str, Literal]
    facets: tuple[Facet, ...]
    sorts: tuple[tuple[Reference, ...], ...]
    query: str

    @property
    def without(self) -> int:
        """How many of the things have no value to sort by; these are the last."""
        return sum(iri not in self.sorted for iri in self.things)

    @property
    def first_without(self) -> str:
        """The first thing that has no value to sort by; empty where all have one."""
        return next((iri for iri in self.things if iri not in self.sorted), "")


class Lists:
    """Lists over the classes of a publication; what their things have is remembered for the classes asked for last."""

    def __init__(
        self,
        catalogue: ClassIndex,
        vocabulary: Vocabulary,
        labels: Labels,
        thing_base: str,
        reader: IndexReader,
        columns: ListColumns,
    ) -> None:
        self._catalogue = catalogue
        self._vocabulary = vocabulary
        self._labels = labels
        self._thing_base = thing_base
        self._columns = columns
        self._concerns = reader.concerns
        self._patterns = FilterPatterns(reader.concerns.path(), reader.money.start, reader.money.end)
        self._index = lru_cache(_REMEMBERED)(lambda kind: self._read(reader, kind))
        self.read = lru_cache(_REMEMBERED)(self._listing)

    def _read(self, reader: IndexReader, kind: str) -> ListIndex:
        columns = self._columns
        return reader.read(self._catalogue.members(kind), columns.dated(kind), columns.narrowing(kind))

    def values(self, kind: str, property: str) -> Iterable[str]:
        """The values by which the things of a class can be narrowed by a property."""
        return self._index(kind).links.get(property, ()) if self._catalogue.size(kind) else ()

    def preferring(self, catalogue: ClassIndex, vocabulary: Vocabulary, labels: Labels, columns: ListColumns) -> Lists:
        """The same lists with other names, and in the order of these; the indexes of classes are shared."""
        other = copy(self)
        other._catalogue, other._vocabulary, other._labels, other._columns = catalogue, vocabulary, labels, columns
        other.read = lru_cache(_REMEMBERED)(other._listing)
        return other

    def _listing(self, asked: ListQuery) -> ListResult | None:
        """The list, or ``None`` when no thing of the class has the property or the value that the query names."""
        if not self._catalogue.size(asked.kind):
            return None
        index = self._index(asked.kind)
        known = all(value in index.links.get(property, ()) for property, value in (*asked.having, *asked.lacking))
        if not known or (asked.sort and asked.sort not in index.literals):
            return None
        values = index.literals[asked.sort] if asked.sort else {}
        kept = set(index.things).intersection(*(index.links[property][value] for property, value in asked.having))
        kept -= set[str]().union(*(index.links[property][value] for property, value in asked.lacking))
        patterns = replace(self._patterns, dated=self._columns.dated(asked.kind))
        named = [iri for iri in self._catalogue.members(asked.kind) if iri in kept]
        return ListResult(
            asked=asked,
            things=tuple(_sorted(named, values, asked.descending)),
            sorted=values,
            facets=tuple(self._facets(asked, index, kept)),
            sorts=tuple(tuple(map(self._reference, path)) for path in self.sorts(asked.kind)),
            query=write_query(asked, self._condition(index.things), patterns, self._labels.languages[0]),
        )

    def _condition(self, things: Iterable[str]) -> str:
        """What tells the things of a class from their parts, in SPARQL, and the end of their IRIs as ``?end``."""
        if all(iri.startswith(self._thing_base) and "#" not in iri for iri in things):
            base = f"STR({NamedNode(self._thing_base)})"
            return f"""\
    BIND(REPLACE(STRAFTER(STR(?thing), {base}), "[-_]", " ") AS ?end)
    FILTER(STRSTARTS(STR(?thing), {base}) && !CONTAINS(STR(?thing), "#"))"""
        whole = "" if any("#" in iri for iri in things) else ' && !CONTAINS(STR(?thing), "#")'
        return f"""\
    BIND(REPLACE(REPLACE(STR(?thing), "^.*[/#](.)", "$1"), "[-_]", " ") AS ?end)
    FILTER(isIRI(?thing){whole})"""

    def narrower(self, kind: str) -> tuple[Reference, ...]:
        """The classes directly below a class that have things."""
        below = (one for one in self._catalogue.kinds() if one.iri in self._vocabulary)
        return tuple(one for one in below if kind in self._vocabulary[one.iri].parents)

    def sorts(self, kind: str) -> tuple[Path, ...]:
        """The paths by which the things of a class can be sorted, in reading order."""
        place = self._vocabulary.place
        if not self._catalogue.size(kind):
            return ()
        return tuple(sorted(self._index(kind).literals, key=lambda path: [(place(iri), iri) for iri in path]))

    def _facets(self, asked: ListQuery, index: ListIndex, kept: set[str]) -> Iterable[Facet]:
        """The ways to narrow a list, the main ones first. Of the others only those are of use of which things share a
        value; a value each to itself narrows to one thing. The places of all properties are one way together.
        """
        columns = [by for one in self._columns.narrowing(asked.kind) for by in (kind_of(one), one)]
        main = [one for one in (PLACE, YEAR, *columns) if one in index.links]
        others = [one for one in self._in_order(index.links) if one not in main]
        for property in (*main, *others):
            values = index.links[property]
            if kinds := len(split(property)) > 1:
                values = self._telling(values, index.links[split(property)[0]])
            counts = {value: len(things & kept) for value, things in values.items()}
            choices = tuple(self._choices(property, counts, asked, len(kept)))
            shared = max(counts.values(), default=0) > 1
            facet = Facet(
                self._reference(property), choices, property in main, not kinds, self._tree(property, kinds, choices)
            )
            covered = PLACE in main and split(property)[0] in (*self._concerns.terms.at, *self._concerns.terms.within)
            several = len(choices if kinds else counts) > 1 if facet.main else shared
            if facet.chosen or choices and several and not covered:
                yield facet

    def _tree(self, property: str, kinds: bool, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        if kinds:
            return tree(choices, self._vocabulary.ancestors)
        return tree(choices, self._concerns.around) if property == PLACE else ()

    def _telling(self, kinds: Mapping[str, set[str]], values: Mapping[str, set[str]]) -> dict[str, set[str]]:
        """The kinds of values that tell something: those of the own ontology where there are any, else all known; and
        not those that a value of each thing is of.
        """
        every = len(set[str]().union(*values.values()))
        known = {iri: things for iri, things in kinds.items() if iri in self._vocabulary and len(things) < every}
        return {iri: things for iri, things in known.items() if self._vocabulary[iri].own} or known

    def _reference(self, property: str) -> Reference:
        first, *kinds = split(property)
        name = _NAMES.get(property) or self._labels.of(first)
        return Reference(property, Name(f"kind of {name.text}", "en") if kinds else name)

    def _choices(self, property: str, counts: Mapping[str, int], asked: ListQuery, size: int) -> Iterable[Choice]:
        """The values, those that were chosen first; what all things of the list have narrows nothing and comes last."""
        having, lacking = (_values(filters, property) for filters in (asked.having, asked.lacking))
        choices = [
            Choice(self._value(property, value), count, value in having, value in lacking)
            for value, count in counts.items()
            if count or value in having or value in lacking
        ]
        choices.sort(key=lambda one: (not (one.chosen or one.excluded), one.count == size, *_order(property, one)))
        return choices[:CHOICES]

    def _value(self, property: str, value: str) -> Reference:
        return Reference(value, Name(value)) if property == YEAR else self._labels.reference(value)

    def _in_order(self, properties: Iterable[str]) -> list[str]:
        return sorted(properties, key=lambda iri: (self._vocabulary.place(iri), iri))


def _values(filters: Iterable[Filter], property: str) -> set[str]:
    return {value for one, value in filters if one == property}


def _order(property: str, choice: Choice) -> tuple[int, str, str]:
    """Years from the latest to the first, other values by how many things have them."""
    iri = choice.value.iri
    return (-int(iri), "", iri) if property == YEAR else (-choice.count, choice.value.name.text.lower(), iri)


def _sorted(things: list[str], values: Mapping[str, Literal], descending: bool) -> list[str]:
    """The things by their value, those that are equal in the order given, those without a value last."""
    valued = [iri for iri in things if iri in values]
    valued.sort(key=lambda iri: _key(values[iri]), reverse=descending)
    return valued + [iri for iri in things if iri not in values]


def _key(value: Literal) -> tuple[float, str]:
    """Numbers by what they are worth, before text by its letters, as the query has it."""
    try:
        return (float(value.value) if value.datatype.value in NUMERIC else 0.0, value.value)
    except ValueError:
        return (0.0, value.value)

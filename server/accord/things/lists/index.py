"""What the things of a class have in common: by which values they can be narrowed, and by which they have an order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Literal, NamedNode

from accord.names import ALIASES, DEFINITIONS, LABELS, RDF, SAME_AS, SKOS, XSD
from accord.publication.settings.presentation import Money
from accord.things.known_facts import KnownFacts
from accord.things.lists.query import DATES, PLACE, WHEN, YEAR, Path, kind_of
from accord.things.places.concerns import Concerns

NOT_COMPARED = frozenset((*LABELS, *ALIASES, *DEFINITIONS, *SAME_AS, SKOS + "closeMatch", RDF + "type"))
"""Properties that neither narrow nor sort a list: names have an order of their own, classes lists of their own."""

LONGEST_PERIOD = 200
"""Years of a period by which a list can be narrowed; a longer one is taken for a mistake, and only its dates count."""

Fact = tuple[str, Literal | NamedNode]
"""A property of a thing and its value."""

_TYPE = RDF + "type"
_WORDS = frozenset((XSD + "string", RDF + "langString"))
_YEAR = re.compile(r"(\d{4})(?:-|\Z)", re.ASCII)


@dataclass(slots=True)
class ListIndex:
    """What the things of a class have: the things by property and value, and the literals of things by path.

    ``literals`` holds only what gives an order: paths that lead no thing to two values, and more than one thing to any,
    and numbers only where all have one unit.
    """

    things: tuple[str, ...]
    links: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    literals: dict[Path, dict[str, Literal]] = field(default_factory=dict)

    def link(self, property: str, value: str, thing: str) -> None:
        """Note that a thing has a value."""
        self.links.setdefault(property, {}).setdefault(value, set()).add(thing)


@dataclass(frozen=True, slots=True)
class IndexReader:
    """Reads the things of a class."""

    facts: KnownFacts
    concerns: Concerns
    money: Money

    def read(self, things: tuple[str, ...], dated: Container[str] = (), kinds: Container[str] = ()) -> ListIndex:
        """The index of these things, in their order. ``dated`` are the properties whose first date is an order,
        ``kinds`` those whose values narrow by their classes too.
        """
        index, classes = ListIndex(things), cache(self._classes)
        unordered: set[Path] = set()
        units: defaultdict[str, set[str]] = defaultdict(set)
        for iri in things:
            facts = list(self.facts.linked(iri))
            values = list(self._values(iri, facts))
            self._years(index, iri, facts)
            dates = [value.value for path, value in values if path[0] in dated and _is_date(value)]
            if dates:
                index.literals.setdefault((WHEN,), {})[iri] = Literal(min(dates))
            for place in self.concerns.of(iri) if self.concerns else ():
                index.link(PLACE, place, iri)
            for path, value in values:
                if path[-1] in self.money.units:
                    units[path[0]].add(value.value)
                if isinstance(value, Literal):
                    if index.literals.setdefault(path, {}).setdefault(iri, value) != value:
                        unordered.add(path)
                elif len(path) == 1:
                    index.link(path[0], value.value, iri)
                    for kind in classes(value.value) if path[0] in kinds else ():
                        index.link(kind_of(path[0]), kind, iri)
        for place, found in index.links.get(PLACE, {}).items():
            found |= {place} & set(things)
        self._drop(index, unordered, {property for property, found in units.items() if len(found) > 1})
        return index

    def _classes(self, iri: str) -> frozenset[str]:
        found = (value for predicate, value in self.facts.linked(iri) if predicate == _TYPE)
        return frozenset(value.value for value in found if isinstance(value, NamedNode))

    def _drop(self, index: ListIndex, unordered: set[Path], mixed: set[str]) -> None:
        """Leave out the paths that give no order. ``mixed`` leads to amounts of several units."""
        for path, values in list(index.literals.items()):
            parts_and_things = len(path) > 1 and path[0] in index.links
            other_units = path[0] in mixed and path[-1] in self.money.values
            words_of_part = len(path) > 1 and any(one.datatype.value in _WORDS for one in values.values())
            if path in unordered or parts_and_things or other_units or words_of_part or len(values) == 1:
                del index.literals[path]

    def _values(self, iri: str, facts: Iterable[Fact]) -> Iterator[tuple[Path, Literal | NamedNode]]:
        """What a thing has: the literals and IRIs that are stated about it or follow, and the values of its parts."""
        for predicate, value in facts:
            if predicate in NOT_COMPARED:
                continue
            if isinstance(value, Literal) or not value.value.startswith(f"{iri}#"):
                yield (predicate,), value
                continue
            for inner, end in self.facts.linked(value.value):
                if inner in self.money.units or (isinstance(end, Literal) and end.datatype.value not in _WORDS):
                    yield (predicate, inner), end

    def _years(self, index: ListIndex, iri: str, facts: Iterable[Fact]) -> None:
        """Note the years of a thing's dates, and those from the beginning to the end of its period."""
        dated = [
            (property, int(found[1]))
            for property, value in facts
            if _is_date(value) and (found := _YEAR.match(value.value))
        ]
        years = {year for _, year in dated}
        starts, ends = (self._of(dated, properties) for properties in (self.money.start, self.money.end))
        for start in starts:
            years.update(year for end in ends if end - start <= LONGEST_PERIOD for year in range(start, end + 1))
        for year in years:
            index.link(YEAR, f"{year:04}", iri)

    def _of(self, dated: Iterable[tuple[str, int]], properties: tuple[str, ...]) -> list[int]:
        return [year for property, year in dated if property in properties]


def _is_date(value: Literal | NamedNode) -> bool:
    return isinstance(value, Literal) and value.datatype.value in DATES

"""The classes, years and facet values of things, by which a search counts and filters.

A hundred thousand things have some hundred different profiles, so a search looks at each of these once.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from accord.search.reading import Thing

Counts = tuple[tuple[str, int], ...]
"""Each value with how often it comes, the most frequent first."""


class Profiles:
    """The profiles of numbered things. Of each, a thing that has it tells what it is."""

    def __init__(self, things: Iterable[Thing]) -> None:
        known: dict[object, int] = {}
        self._examples: list[Thing] = []
        self._of = array("I")
        for thing in things:
            key = (thing.kinds, thing.classes, thing.years, tuple(thing.facets.items()))
            number = known.setdefault(key, len(known))
            if number == len(self._examples):
                self._examples.append(thing)
            self._of.append(number)

    def of(self, number: int) -> int:
        """The profile of a thing."""
        return self._of[number]

    def counted(self, numbers: Iterable[int]) -> Mapping[int, int]:
        """The profiles of some things, in the order in which they come, with how many have each."""
        return Counter(map(self._of.__getitem__, numbers))

    def example(self, profile: int) -> Thing:
        """A thing with a profile."""
        return self._examples[profile]

    def kinds(self, counted: Mapping[int, int]) -> Counts:
        """How many things are of each of their most specific classes."""
        return _sums((kind, count) for one, count in counted.items() for kind in self._examples[one].kinds)

    def years(self, counted: Mapping[int, int]) -> Counts:
        """How many things have a date in each year."""
        return _sums((year, count) for one, count in counted.items() for year in self._examples[one].years)

    def facets(self, counted: Mapping[int, int]) -> dict[str, Counts]:
        """How many things have each value of each facet."""
        every = dict.fromkeys(facet for one in counted for facet in self._examples[one].facets)
        return {facet: _sums(self._values(facet, counted)) for facet in every}

    def _values(self, facet: str, counted: Mapping[int, int]) -> Iterator[tuple[str, int]]:
        for one, count in counted.items():
            yield from ((value, count) for value in self._examples[one].facets.get(facet, ()))


def _sums(values: Iterable[tuple[str, int]]) -> Counts:
    sums: Counter[str] = Counter()
    for value, count in values:
        sums[value] += count
    return tuple(sorted(sums.items(), key=lambda item: (-item[1], item[0])))

"""The sum of the amounts of a list, with what has to be read beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from accord.names import XSD
from accord.publication.presentation import Money
from accord.things.known_facts import KnownFacts
from accord.things.labels import Labels, Name

_REMEMBERED = 200_000
"""Things whose numbers are remembered: 50 MB where all of them have one. Beyond it they are read for each view."""


Values = dict[str, set[Literal | NamedNode]]
"""The values of a thing by property."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of the things that have a number to compare.

    ``added`` of ``size`` things have one; ``included`` more have one too, but another thing's includes it.
    ``exactness`` says how many of the sums are approximate and so on, each in the words of the publication.
    """

    value: Literal
    unit: str
    added: int
    included: int
    size: int
    exactness: tuple[tuple[Name, int], ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """The number of a thing that is compared. ``included`` says that the number of another thing includes it, and
    ``qualifiers`` how exact its amount is.
    """

    number: Decimal
    included: bool
    qualifiers: frozenset[Literal | NamedNode]


@dataclass(frozen=True, slots=True)
class Sums:
    """Reads the comparable numbers of things (``accord:comparableProperty``), each once."""

    money: Money
    facts: KnownFacts
    _known: dict[str, Sum | None] = field(default_factory=dict)

    def of(self, iri: str) -> Sum | None:
        """The number of a thing; ``None`` where it has none to compare."""
        if iri in self._known:
            return self._known[iri]
        found = self._read(iri)
        if len(self._known) < _REMEMBERED:
            self._known[iri] = found
        return found

    def _read(self, iri: str) -> Sum | None:
        values: Values = {}
        for predicate, value in self.facts.linked(iri):
            values.setdefault(predicate, set()).add(value)
        numbers = (_number(value.value) for value in values.get(self.money.comparable, ()))
        number = next((number for number in numbers if number is not None), None)
        if number is None:
            return None
        included = any(property in values for property in self.money.counted_in)
        return Sum(number, included, frozenset(() if included else self._qualifiers(values, number)))

    def _qualifiers(self, values: Values, number: Decimal) -> Iterator[Literal | NamedNode]:
        """How exact the amount with this number is."""
        for part in {value for several in values.values() for value in several if isinstance(value, NamedNode)}:
            known = list(self.facts.linked(part.value)) if "#" in part.value else []
            stated = {value.value for predicate, value in known if predicate in self.money.values}
            if number in map(_number, stated):
                yield from (value for predicate, value in known if predicate in self.money.qualifier)


@dataclass(frozen=True, slots=True)
class Totals:
    """Adds up the comparable numbers of things, in the words of the readers of ``labels``."""

    sums: Sums
    labels: Labels

    def preferring(self, labels: Labels) -> Totals:
        """The same in other words; what was read is shared."""
        return Totals(self.sums, labels)

    def of(self, things: Iterable[str]) -> Total | None:
        """The sum; ``None`` where fewer than two things have a number to compare."""
        if not self.sums.money.comparable:
            return None
        every = [self.sums.of(iri) for iri in things]
        known = [one for one in every if one]
        added = [one for one in known if not one.included]
        if len(added) < 2:
            return None
        value = Literal(f"{sum(one.number for one in added):f}", datatype=NamedNode(XSD + "decimal"))
        included, unit = len(known) - len(added), self.sums.money.unit
        return Total(value, unit, len(added), included, len(every), self._exactness(added))

    def _exactness(self, added: Iterable[Sum]) -> tuple[tuple[Name, int], ...]:
        """What the qualifiers are called, and how many of the sums have each; the most common first."""
        words: Counter[Name] = Counter()
        for qualifiers, number in Counter(one.qualifiers for one in added).items():
            for word in {self.labels.word(value) for value in qualifiers}:
                words[word] += number
        return tuple(sorted(words.items(), key=lambda pair: (-pair[1], pair[0])))


def _number(text: str) -> Decimal | None:
    """The number that a string is; ``None`` for what is no finite number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

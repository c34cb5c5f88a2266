"""The sum of the amounts of a list, with what has to be read beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from accord.names import XSD
from accord.publication.presentation import Money
from accord.things.known_facts import KnownFacts
from accord.things.labels import Labels, Name


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
class Totals:
    """Adds up the comparable numbers of things (``accord:comparableProperty``)."""

    money: Money
    facts: KnownFacts
    labels: Labels

    def of(self, things: Iterable[str]) -> Total | None:
        """The sum; ``None`` where fewer than two things have a number to compare."""
        if not self.money.comparable:
            return None
        added: list[Decimal] = []
        exactness: Counter[Name] = Counter()
        size = included = 0
        for iri in things:
            size += 1
            values = self._values(iri)
            number = next(self._numbers(values), None)
            if number is None:
                continue
            if any(property in values for property in self.money.counted_in):
                included += 1
                continue
            added.append(number)
            exactness.update(self._exactness(values, number))
        if len(added) < 2:
            return None
        ranked = sorted(exactness.items(), key=lambda pair: (-pair[1], pair[0]))
        value = Literal(f"{sum(added):f}", datatype=NamedNode(XSD + "decimal"))
        return Total(value, self.money.unit, len(added), included, size, tuple(ranked))

    def _values(self, iri: str) -> dict[str, set[Literal | NamedNode]]:
        values: dict[str, set[Literal | NamedNode]] = {}
        for predicate, value in self.facts.linked(iri):
            values.setdefault(predicate, set()).add(value)
        return values

    def _numbers(self, values: Mapping[str, set[Literal | NamedNode]]) -> Iterator[Decimal]:
        numbers = (_number(value.value) for value in values.get(self.money.comparable, ()))
        yield from (number for number in numbers if number is not None)

    def _exactness(self, values: Mapping[str, set[Literal | NamedNode]], number: Decimal) -> set[Name]:
        """How exact the amount with this number is: what its qualifiers are called."""
        found: set[Name] = set()
        for part in {value for several in values.values() for value in several if isinstance(value, NamedNode)}:
            known = list(self.facts.linked(part.value)) if "#" in part.value else []
            stated = {value.value for predicate, value in known if predicate in self.money.values}
            if number in map(_number, stated):
                found |= {self.labels.word(value) for predicate, value in known if predicate in self.money.qualifier}
        return found


def _number(text: str) -> Decimal | None:
    """The number that a string is; ``None`` for what is no finite number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

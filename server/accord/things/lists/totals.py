"""The sum of the amounts of a list, with the remarks that belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from accord.names import SKOS, XSD
from accord.publication.settings.presentation import Money
from accord.things.known_facts import KnownFacts
from accord.things.names.labels import Labels, Name

NOTE = SKOS + "note"
"""The property whose values are remarks."""

_REMEMBERED = 200_000
"""Things whose numbers are remembered: 50 MB where all of them have one. Beyond it they are read for each view."""


Values = dict[str, set[Literal | NamedNode]]
"""The values of a thing by property."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of the things that have a number to compare.

    ``added`` of ``size`` things have one; ``included`` more have one too, but another thing's includes it.
    ``exactness`` says how many of the sums are approximate and so on, each in the words of the publication;
    ``at_least``: one of them is a lower bound; ``about``: one is inexact in another way. ``remarked`` of the sums have
    a remark about the same money.
    """

    value: Literal
    unit: str
    added: int
    included: int
    size: int
    exactness: tuple[tuple[Name, int], ...]
    at_least: bool = False
    about: bool = False
    remarked: int = 0

    def sentence(self, noun: str) -> str:
        """What is in the sum and how exact that is, in English; ``noun`` is the plural of what is counted."""
        marks = [f"{count} {_are(count)} marked “{name.text}”" for name, count in self.exactness]
        exact = f" Of the sums, {' and '.join(marks)}." if marks else ""
        where = f"{self.added} of these {self.size} {noun}" if self.size > 1 else "this one"
        return f"in {where}.{exact}"

    @property
    def left_out(self) -> str:
        """What is not in the sum and why, and what to read with it, in English; empty where all is in it."""
        without = self.size - self.added - self.included
        sentences = (
            (self.included, f"{_are(self.included)} part of another one here and not added twice."),
            (without, f"{_have(without)} no total to add: none is stated, or only a sum for each year."),
            (self.remarked, f"of the sums {_have(self.remarked)} a note on other money that may be the same."),
        )
        return " ".join(f"{size} {words}" for size, words in sentences if size)


@dataclass(frozen=True, slots=True)
class Sum:
    """The number of a thing that is compared. ``included`` says that the number of another thing includes it, and
    ``qualifiers`` how exact its amount is; ``remarked`` that something else has to do with the same money.
    """

    number: Decimal
    included: bool
    qualifiers: frozenset[Literal | NamedNode]
    remarked: bool


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
        qualifiers = frozenset(() if included else self._qualifiers(values, number))
        return Sum(number, included, qualifiers, self._is_remarked(values))

    def _is_remarked(self, values: Values) -> bool:
        """Whether there is a remark about a thing with an amount, as :class:`Standings` has it."""
        noted = any(one in values for one in (NOTE, *self.money.counted_in, *self.money.contributes_to))
        ends = (self.money.giver, self.money.receiver)
        return noted or any(sum(len(values.get(one, ())) for one in properties) > 1 for properties in ends)

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
        qualifiers = {value.value for one in added for value in one.qualifiers}
        bounds = qualifiers.intersection(self.sums.money.at_least)
        return Total(
            value,
            unit,
            len(added),
            included,
            len(every),
            self._exactness(added),
            at_least=bool(bounds),
            about=bool(qualifiers - bounds),
            remarked=sum(one.remarked for one in added),
        )

    def _exactness(self, added: Iterable[Sum]) -> tuple[tuple[Name, int], ...]:
        """The qualifiers by name, with the number of sums that have each; the most common first."""
        words: Counter[Name] = Counter()
        for qualifiers, number in Counter(one.qualifiers for one in added).items():
            for word in {self.labels.word(value) for value in qualifiers}:
                words[word] += number
        return tuple(sorted(words.items(), key=lambda pair: (-pair[1], pair[0])))


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def _number(text: str) -> Decimal | None:
    """The number that a string is; ``None`` for what is not a finite number."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

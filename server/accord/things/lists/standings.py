"""How a thing is counted in a sum, and other things about the same money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from accord.publication.settings.presentation import Money
from accord.things.known_facts import KnownFacts
from accord.things.lists.totals import NOTE, Sums
from accord.things.names.labels import Labels, Name, Reference

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_Values = Mapping[str, Iterable[Literal | NamedNode]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing is counted: whether it has a number to compare, how exact that is, and what includes it.

    ``shared`` are English sentences about what else has to do with the same money, ``notes`` those that the data have.
    """

    has_number: bool
    exactness: tuple[Name, ...]
    within: tuple[Reference, ...]
    shared: tuple[Name, ...]
    notes: tuple[Name, ...]

    @property
    def remarks(self) -> tuple[Name, ...]:
        """All sentences to read with its number."""
        return self.shared + self.notes

    @property
    def counted(self) -> str:
        """Whether a sum has its number and, if not, why, in English."""
        if self.within:
            return f"no: it is part of “{self.within[0].name.text}”"
        return "yes" if self.has_number else "no: there is no sum to compare"


@dataclass(frozen=True, slots=True)
class Standings:
    """Reads how things are counted, by the hints of a publication about money."""

    sums: Sums
    labels: Labels

    @property
    def money(self) -> Money:
        """The properties of amounts and of those who give and get them."""
        return self.sums.money

    @property
    def facts(self) -> KnownFacts:
        """What is known of things."""
        return self.sums.facts

    def of(self, iri: str) -> Standing:
        """How one thing is counted."""
        values: dict[str, dict[Literal | NamedNode, None]] = {}
        for predicate, value in self.facts.linked(iri):
            values.setdefault(predicate, {})[value] = None
        known = self.sums.of(iri)
        exactness = tuple(sorted({self.labels.word(value) for value in known.qualifiers})) if known else ()
        within = self._linked(values, self.money.counted_in)
        notes = tuple(self.labels.word(value) for value in values.get(NOTE, ()))
        return Standing(known is not None, exactness, within, tuple(self._shared(values, within)), notes)

    def _shared(self, values: _Values, within: Sequence[Reference]) -> Iterable[Name]:
        """Other things about the same money."""
        for whole in within:
            yield Name(f"Part of “{whole.name.text}”, and not added to it.", "en")
        for whole in self._linked(values, self.money.contributes_to):
            words = [value.value for predicate, value in self.facts.linked(whole.iri) if predicate in self.money.words]
            yield Name(f"Part of “{whole.name.text}”{f' ({words[0]})' if words else ''}.", "en")
        givers, receivers = (self._linked(values, one) for one in (self.money.giver, self.money.receiver))
        ends = [(givers, "from {} givers"), (receivers, "for {} receivers")]
        joint = [words.format(_count(len(several))) for several, words in ends if len(several) > 1]
        if joint and any(one in values for one in self.money.amounts):
            yield Name(f"One sum {' '.join(joint)} together.", "en")

    def _linked(self, values: _Values, properties: Iterable[str]) -> tuple[Reference, ...]:
        iris = (value.value for one in properties for value in values.get(one, ()) if isinstance(value, NamedNode))
        return tuple(self.labels.reference(iri) for iri in dict.fromkeys(iris))


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)

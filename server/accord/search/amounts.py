"""The amounts of a thing in words, so that a search finds a thing by its sum and shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from accord.publication.settings.measures import Measures
from accord.things.names.labels import Labels
from accord.things.statements import Statement


class Amounts:
    """Reads amounts as a publication declares them. ``words`` are the properties that give the words of the source."""

    def __init__(self, measures: Measures, words: Sequence[str], labels: Labels) -> None:
        self._measures = measures
        self._leading = frozenset((*measures.amounts, *measures.equivalents))
        self._words = frozenset(words)
        self._labels = labels

    def of(self, stated: Sequence[Statement], parts: Mapping[str, Sequence[Statement]]) -> Iterator[tuple[str, str]]:
        """The label of each amount of a thing, and the amount: ``total amount``, ``300,000,000 GBP (£300m)``."""
        for one in stated:
            leads = one.predicate in self._leading and not isinstance(one.object, Literal)
            if leads and (amount := self._amount(parts.get(one.object.value, ()))):
                yield self._labels.of(one.predicate).text, amount

    def _amount(self, part: Sequence[Statement]) -> str:
        value = next((one.object for one in part if one.predicate in self._measures.values), None)
        if not isinstance(value, Literal):
            return ""
        units = [self._unit(one.object) for one in part if one.predicate in self._measures.units]
        phrases = [one.object.value for one in part if one.predicate in self._words and isinstance(one.object, Literal)]
        number = f"{int(value.value):,}" if value.value.lstrip("-").isdecimal() else value.value
        return " ".join((number, *units, *(f"({words})" for words in phrases)))

    def _unit(self, unit: NamedNode | BlankNode | Literal) -> str:
        return unit.value if isinstance(unit, Literal) else self._labels.word(unit).text

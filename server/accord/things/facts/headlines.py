"""The headline of a thing's page: its amounts, who gives and gets them, its parties, its dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from accord.names import LABELS, XSD
from accord.publication import Presentation
from accord.things.facts.evidence import Certainty
from accord.things.facts.resources import Fact, Resource, Value
from accord.things.lists.query import DATES
from accord.things.names.labels import Labels, Name, Reference


@dataclass(frozen=True, slots=True)
class HeadlineAmount:
    """An amount of a thing: ``words`` as the source has them or its number and unit, ``property`` what sort it is of,
    ``certainties`` how sure the evidence for it is where it is not plainly stated.
    """

    words: Name
    property: Name
    certainties: tuple[Certainty, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """What goes to the top of a page; any of it may be empty. ``since`` and ``until`` are a period."""

    amounts: tuple[HeadlineAmount, ...]
    givers: tuple[Reference, ...]
    receivers: tuple[Reference, ...]
    parties: tuple[Reference, ...]
    since: Literal | None
    until: Literal | None
    dates: tuple[tuple[Name, Literal], ...]

    def __bool__(self) -> bool:
        return bool(self.amounts or self.parties or self.givers or self.receivers)


def headline(thing: Resource, hints: Presentation, labels: Labels) -> Headline:
    """The headline of a thing by what the publication declares of its properties."""
    money = hints.money
    dated = [
        (fact, value.term)
        for fact in thing.facts
        for value in fact.values
        if isinstance(value.term, Literal) and value.term.datatype.value in DATES
    ]
    ends = (*money.start, *money.end)
    return Headline(
        amounts=tuple(_amounts(thing.facts, hints, labels)),
        givers=_linked(thing.facts, money.giver),
        receivers=_linked(thing.facts, money.receiver),
        parties=_linked(thing.facts, hints.parties),
        since=next((date for fact, date in dated if fact.property.iri in money.start), None),
        until=next((date for fact, date in dated if fact.property.iri in money.end), None),
        dates=tuple((_before(fact.property.name, date), date) for fact, date in dated if fact.property.iri not in ends),
    )


def _before(name: Name, date: Literal) -> Name:
    """The words before a date: \"signed on\" is before a day, \"signed\" before a year or a month."""
    return name if date.datatype.value == XSD + "date" else Name(name.text.removesuffix(" on"), name.language)


def _linked(facts: Iterable[Fact], properties: Sequence[str]) -> tuple[Reference, ...]:
    """The values of these properties that are things."""
    return tuple(
        Reference(value.term.value, value.name)
        for fact in facts
        if fact.property.iri in properties
        for value in fact.values
        if isinstance(value.term, NamedNode) and not value.facts
    )


def _amounts(facts: Iterable[Fact], hints: Presentation, labels: Labels) -> Iterable[HeadlineAmount]:
    for fact in facts:
        for value in fact.values if fact.property.iri in hints.money.amounts else ():
            if words := _words(value, hints, labels):
                evidence = (*fact.evidence, *value.evidence)
                certainties = dict.fromkeys(one.certainty for one in evidence if one.certainty)
                yield HeadlineAmount(words, fact.property.name, tuple(certainties))


def _words(value: Value, hints: Presentation, labels: Labels) -> Name | None:
    """An amount in the words of the source, else by its name, else as its number and unit."""
    if isinstance(value.term, Literal):
        return labels.word(value.term)
    found = {fact.property.iri: fact.values for fact in value.facts}
    for properties in (hints.money.words, LABELS):
        if stated := [one for iri in properties for one in found.get(iri, ())]:
            return stated[0].name
    parts = [one.name for iri in (*hints.money.values, *hints.money.units) for one in found.get(iri, ())]
    return Name(" ".join(part.text for part in parts)) if parts else None

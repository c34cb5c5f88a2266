"""Things related to a thing, in groups: first what people look for, such as agreements, money and parts.

A group is the things that point at the thing by one property, in the words of the property read from its value. Beside
these there are the things that have to do with it by way of others: a grant to a centre of a university.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from accord.engine import Engine
from accord.publication import Presentation
from accord.things.facts.backlinks import Backlink
from accord.things.facts.resources import Resource
from accord.things.lists.columns import CellValue, ListColumns
from accord.things.lists.totals import Total, Totals
from accord.things.names.labels import Labels, Name, Reference
from accord.things.names.wording import Wording
from accord.things.natural_order import natural
from accord.things.ontology.class_index import ClassIndex
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Object, incoming

REACHED = 300
"""Things that are visited for what has to do with a thing by way of others: a hub would cost seconds otherwise."""


@dataclass(frozen=True, slots=True)
class Related:
    """A thing that relates to another: its kind, what its list says of it in short, and by way of what it relates."""

    thing: Reference
    kind: Name | None
    values: tuple[CellValue, ...]
    way: Reference | None = None


@dataclass(frozen=True, slots=True)
class RelatedThings:
    """Related things under a heading, by one property or by many, with the sum of their amounts.

    ``others`` counts those that are not named, and ``more`` says that there are still others.
    """

    heading: Name
    property: Reference | None
    things: tuple[Related, ...]
    total: Total | None
    others: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Relations:
    """Reads the groups of a thing. Properties of evidence (``hidden``) say nothing new of what they lead to."""

    hidden: frozenset[str]
    hints: Presentation
    engine: Engine
    inventory: Inventory
    index: ClassIndex
    vocabulary: Vocabulary
    labels: Labels
    wording: Wording
    columns: ListColumns
    totals: Totals

    def not_stated(self, thing: Resource) -> tuple[Backlink, ...]:
        """What points at a thing, without what its own facts state the other way round, as narrower for broader."""
        stated = {(fact.property.iri, _iri(value.term)) for fact in thing.facts for value in fact.values}
        found = (self._without(one, stated) for one in thing.mentions)
        return tuple(one for one in found if one.total)

    def groups(self, mentions: Iterable[Backlink]) -> tuple[RelatedThings, ...]:
        """The things that point at a thing, by property: those of the kinds at the top of each page first."""
        shown = (one for one in mentions if one.property.iri not in self.hidden)
        ordered = sorted(enumerate(shown), key=lambda pair: (self._rank(pair[1]), pair[0]))
        return tuple(self._group(mention) for _, mention in ordered)

    def by_way(self, iri: str, near: Iterable[Backlink]) -> tuple[RelatedThings, ...]:
        """The things that have to do with a thing only by way of others, by the kinds at the top of each page."""
        direct = {thing.iri for mention in near for thing, _ in mention.things} | {iri}
        found = self._reached(iri)
        groups = []
        for kind in self.hints.navigation:
            members = set(self.index.members(kind)) - direct
            things = [self.related(self.labels.reference(one), way) for one, way in found.items() if one in members]
            things.sort(key=lambda one: natural(one.thing.name.text))
            if things:
                total = self.totals.of(one.thing.iri for one in things)
                groups.append(RelatedThings(self.wording.plural(kind), None, tuple(things), total))
        return tuple(groups)

    def _reached(self, iri: str) -> dict[str, Reference]:
        """The things that lead to a thing by the properties that the publication declares, each with the next thing on
        the way; those that lead to it directly have none on the way and are left out.
        """
        ways: dict[str, str] = {}
        waiting = [iri]
        while waiting and len(ways) < REACHED:
            here = waiting.pop(0)
            for other in self._leading(here):
                if other != iri and other not in ways:
                    ways[other] = here
                    waiting.append(other)
        return {one: self.labels.reference(way) for one, way in ways.items() if way != iri}

    def _leading(self, iri: str) -> Iterator[str]:
        for property in self.hints.places.through:
            for one in incoming(self.engine, NamedNode(iri), property):
                if isinstance(one.subject, NamedNode) and one.subject.value in self.inventory:
                    yield one.subject.value

    def _without(self, mention: Backlink, stated: Set[tuple[str, str]]) -> Backlink:
        other = self.wording.converse_of(mention.property.iri)
        things = tuple(pair for pair in mention.things if (other, pair[0].iri) not in stated)
        return replace(mention, things=things, total=mention.total - (len(mention.things) - len(things)))

    def _group(self, mention: Backlink) -> RelatedThings:
        things = tuple(self.related(thing, None, kind) for thing, kind in mention.things)
        total = self.totals.of(one.thing.iri for one in things)
        heading = self.wording.inverse(mention.property)
        return RelatedThings(heading, mention.property, things, total, mention.total - len(things), mention.more)

    def related(self, thing: Reference, way: Reference | None = None, kind: Name | None = None) -> Related:
        """A thing in short, as it is named on the pages of others."""
        kinds = self.index.entry(thing.iri).kinds
        name = kind or (kinds[0].name if kinds else None)
        columns = [one for one in self.columns.declared(kinds[0].iri) if not one.unit] if kinds else []
        values = tuple(value for cell in self.columns.cells(thing.iri, columns) for value in cell if not value.link)
        return Related(thing, name, values, way)

    def _rank(self, mention: Backlink) -> int:
        """The place among the kinds at the top of each page of the kind that most of the things have."""
        ranks = Counter(self._place(thing.iri) for thing, _ in mention.things[:20])
        return min(ranks, key=lambda rank: (-ranks[rank], rank)) if ranks else len(self.hints.navigation)

    def _place(self, iri: str) -> int:
        kinds = {kind.iri for kind in self.index.entry(iri).kinds}
        kinds |= {above for kind in kinds for above in self.vocabulary.ancestors(kind)}
        return next(
            (place for place, kind in enumerate(self.hints.navigation) if kind in kinds), len(self.hints.navigation)
        )


def _iri(term: Object) -> str:
    return term.value if isinstance(term, NamedNode) else ""

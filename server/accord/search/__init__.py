"""Finds things by words and identifiers: one index for the search page, the sameAs look-up and reconciliation."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from pyoxigraph import NamedNode

from accord.search.cells import Cell, Cells, Column
from accord.search.codes import bare
from accord.search.identifiers import Identifier, Identifiers
from accord.search.likeness import likeness
from accord.search.matching import Candidate, Matcher
from accord.search.reading import Details, Text, Thing, ThingReader
from accord.search.snippets import Snippet, snippet
from accord.search.sums import searchable, searchable_once
from accord.search.words import LONGEST, Words
from accord.things.documents import natural
from accord.things.redirects import Redirects

__all__ = [
    "Candidate", "Cell", "Cells", "Column", "Filters", "Found", "Hit", "Identifier", "Search", "Thing",
    "ThingReader",
]  # fmt: skip

_RANKED = 200
"""How many of the things found are put in order by likeness, which is slow; nobody reads more pages than that."""
_FEATURED, _BEGUN = 0.1, 0.3
"""What is added to a likeness (0 to 1) for a featured class, and for a name that begins with the query, by the share of
it that is typed. The first only decides between names that are nearly alike; the second makes completion work."""
_MOST = 0.75
"""The share of the best match of words that another thing needs to be shown: three of four words of equal rarity."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to: a class, a year, and a value (an IRI) for each of some facets."""

    kind: str = ""
    year: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)

    def accept(self, thing: Thing) -> bool:
        """Whether a thing is within them."""
        return (
            (not self.kind or self.kind in thing.classes)
            and (not self.year or self.year in thing.years)
            and all(value in thing.facets.get(facet, ()) for facet, value in self.facets.items())
        )

    def chosen(self, by: str) -> str:
        """The value asked for: ``by`` is ``kind``, ``year`` or a facet's IRI."""
        return {"kind": self.kind, "year": self.year, **self.facets}.get(by, "")

    def toggled(self, by: str, value: str) -> Filters:
        """The filters with a value asked for, or without it where it is asked for already."""
        asked = {"kind": self.kind, "year": self.year, **self.facets}
        asked[by] = "" if asked.get(by) == value else value
        return Filters(asked.pop("kind"), asked.pop("year"), {facet: value for facet, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and its words that match the query (``None`` for an empty query), in full and in part."""

    thing: Thing
    why: Text | None
    snippet: Snippet = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the total, and the counts of each class, year and facet value over all of it."""

    hits: tuple[Hit, ...]
    total: int
    kinds: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class Search:
    """The index over a publication's things. Immutable; safe between threads."""

    def __init__(
        self,
        things: Iterable[tuple[Thing, Details]],
        former: Iterable[tuple[str, str]],
        featured: Iterable[str],
        background: Iterable[str] = (),
    ) -> None:
        self.things: dict[str, Thing] = {}
        owners, weights = array("I"), array("d")
        self._words = Words(self._texts(things, owners, weights), searchable_once)
        addresses = [(iri, iri) for iri in self.things] + [pair for pair in former if pair[1] in self.things]
        codes = (one for thing in self.things.values() for one in thing.identifiers)
        self.identifiers = Identifiers(codes, addresses)
        self._close: dict[str, list[str]] = {}
        for thing in self.things.values():
            for triple in thing.close:
                if isinstance(triple.object, NamedNode):
                    self._close.setdefault(bare(triple.object.value), []).append(thing.iri)
        self.matcher = Matcher(self.things, self.identifiers)
        self._by_name = sorted(self.things.values(), key=lambda thing: (natural(thing.name.text), thing.iri))
        places = {thing.iri: place for place, thing in enumerate(self._by_name)}
        by_number = array("I", (places[iri] for iri in self.things))
        self._owners = array("I", (by_number[number] for number in owners))
        self._weights = weights
        self._featured = frozenset(featured)
        self._background = frozenset(background)

    @classmethod
    def of(
        cls,
        things: Iterable[tuple[Thing, Details]],
        redirects: Redirects,
        featured: Iterable[str],
        background: Iterable[str] = (),
    ) -> Search:
        """The index of things as a ThingReader reads them.

        Things of the classes that are ``featured`` come a little before others, and those of ``background`` after all.
        """
        return cls(things, _former(redirects), featured, background)

    def _texts(
        self, things: Iterable[tuple[Thing, Details]], owners: array[int], weights: array[float]
    ) -> Iterator[str]:
        """The words about each thing, while the thing itself is kept, and whose the words are and what they weigh."""
        for number, (thing, details) in enumerate(things):
            self.things[thing.iri] = thing
            for text in details.texts:
                owners.append(number)
                weights.append(text.weight)
                yield text.text

    def close(self, iri: str) -> tuple[Thing, ...]:
        """The things that are nearly the same as an IRI (skos:closeMatch)."""
        return tuple(self.things[thing] for thing in self._close.get(bare(iri), ()))

    def find(self, query: str, filters: Filters, start: int, count: int) -> Found:
        """What a query finds within the filters, the best first; everything by name when it has no words."""
        asked = searchable(query)[:LONGEST]
        ranked = self._ranked(query, asked) if asked else self._by_name
        things = sorted(filter(filters.accept, ranked), key=self._is_background)
        facets = dict.fromkeys(facet for thing in things for facet in thing.facets)
        return Found(
            hits=tuple(self._hits(things[start : start + count], query, asked)),
            total=len(things),
            kinds=_counted(kind for thing in things for kind in thing.kinds),
            years=_counted(year for thing in things for year in thing.years),
            facets={facet: _counted(v for thing in things for v in thing.facets.get(facet, ())) for facet in facets},
        )

    def _is_background(self, thing: Thing) -> bool:
        """Whether a thing only serves others, as a term of a list does."""
        return bool(self._background.intersection(thing.classes))

    def _ranked(self, query: str, asked: tuple[str, ...]) -> list[Thing]:
        """The carriers of a code, or else the things with the most of the words, by what the words are worth there."""
        if carriers := self.identifiers.find(query):
            return [self.things[one.thing] for one in carriers]
        worth = self._worth(asked)
        kept = sorted(worth, key=lambda place: (-worth[place], place))
        first = [(worth[place] + self._liking(self._by_name[place], asked), -place) for place in kept[:_RANKED]]
        best = [-place for _, place in sorted(first, reverse=True)]
        return [self._by_name[place] for place in (*best, *kept[_RANKED:])]

    def _worth(self, asked: Iterable[str]) -> dict[int, float]:
        """What the words of a query are worth in each thing (its place) that has nearly as much of it as any has.

        A word counts where it is worth most. A common word adds to what the rarer ones found, and finds nothing itself.
        """
        each = self._words.rarest_first(asked)
        total = sum(self._words.rarity(word) for word, _ in each) or 1.0  # there may be no names at all
        shares: dict[int, float] = {}
        worth: dict[int, float] = {}
        for word, others in each:
            share = self._words.rarity(word) / total if total else 1 / len(each)
            best = self._best(others, shares if shares and share < 1 / len(each) else None)
            for place, near in best.items():
                shares[place] = shares.get(place, 0.0) + share
                worth[place] = worth.get(place, 0.0) + share * near
        enough = _MOST * max(shares.values(), default=0.0)
        return {place: worth[place] for place, share in shares.items() if share >= enough}

    def _best(self, others: Mapping[str, float], among: Mapping[int, float] | None) -> dict[int, float]:
        """The things (among some) that hold a word or one like it, with how much it is worth there at most."""
        best: dict[int, float] = {}
        for other, near in others.items():
            for number in self._words.texts(other):
                place = self._owners[number]
                if among is None or place in among:
                    best[place] = max(best.get(place, 0.0), near * self._weights[number])
        return best

    def _liking(self, thing: Thing, asked: tuple[str, ...]) -> float:
        """What the whole of a query adds: how like a name it is, and whether people look for such things most."""
        names = [searchable_once(name) for name in thing.names]
        near = max((likeness(asked, name, self._words.rarity) for name in names), default=0.0)
        typed = " ".join(asked)
        begun = max((len(typed) / len(name) for name in map(" ".join, names) if name.startswith(typed)), default=0.0)
        return near + _BEGUN * begun + _FEATURED * bool(self._featured & thing.classes)

    def _hits(self, things: Iterable[Thing], query: str, asked: tuple[str, ...]) -> Iterator[Hit]:
        """Things with the words of them that answer to a query."""
        codes = {one.thing: one for one in self.identifiers.find(query)}
        words = self._words.rarest_first(asked)
        for thing in things:
            code = codes.get(thing.iri)
            why = Text(thing.iri, code.scheme, code.value or code.iri, 0.0) if code else self._why(thing, words)
            yield Hit(thing, why, snippet(why.text, partial(_is_asked, words)) if why else ())

    def _why(self, thing: Thing, asked: Sequence[tuple[str, Mapping[str, float]]]) -> Text | None:
        """The words of a thing that answer best to the words of a query."""

        def worth(text: Text) -> tuple[float, float, int]:
            """How much of the query is in it, in tenths; then where it is; then how short it is."""
            held = searchable_once(text.text)
            each = (self._words.rarity(word) * max(others.get(one, 0.0) for one in held) for word, others in asked)
            return round(sum(each) / total, 1), text.weight, -len(held)

        total = sum(self._words.rarity(word) for word, _ in asked) or 1.0

        texts = [text for text in thing.texts if searchable_once(text.text)] if asked else []
        return max(texts, key=worth, default=None)


def _is_asked(asked: Sequence[tuple[str, Mapping[str, float]]], word: str) -> bool:
    """Whether a word answers to one of a query."""
    return any(part in others for part in searchable(word) for _, others in asked)


def _former(redirects: Redirects) -> Iterator[tuple[str, str]]:
    """The IRIs that were given up, with those in their place today."""
    for former in redirects.values():
        for iri in former.successors:
            last = redirects.final(redirects[iri]) if iri in redirects else iri
            if last:
                yield former.iri, last


def _counted(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Each value with how often it comes, the most frequent first."""
    return tuple(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))

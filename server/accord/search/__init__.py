"""Finds things by words and identifiers: one index for the search page, the sameAs look-up and reconciliation."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from pyoxigraph import NamedNode

from accord.search.cells import CellColumn, CellReader, ThingCell
from accord.search.codes import bare
from accord.search.folding import folded, folded_once
from accord.search.identifiers import Identifier, Identifiers
from accord.search.likeness import in_full, likeness
from accord.search.matching import Candidate, Matcher
from accord.search.plain_questions import telling, wanted
from accord.search.profiles import Profiles
from accord.search.reading import Details, Text, Thing, ThingReader
from accord.search.snippets import Snippet, snippet
from accord.search.sums import searchable, searchable_once
from accord.search.weighed_words import WeighedWords
from accord.search.words import LONGEST
from accord.things.natural_order import natural
from accord.things.redirects import Redirects

__all__ = [
    "Candidate", "CellColumn", "CellReader", "Filters", "Hit", "Identifier", "Search", "SearchResult", "Thing",
    "ThingCell", "ThingReader",
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
    """The filters of a search: a class, a year, and a value (an IRI) for each of some facets."""

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
class SearchResult:
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
        things: Mapping[str, Thing],
        words: WeighedWords,
        redirects: Redirects,
        featured: Iterable[str],
        background: Iterable[str] = (),
    ) -> None:
        """``words`` are those of the ``things``, numbered in their order."""
        self.things = things
        self.words = words
        self._numbered = list(self.things.values())
        addresses = chain(
            zip(self.things, self.things, strict=True), (one for one in _former(redirects) if one[1] in self.things)
        )
        codes = (one for thing in self._numbered for one in thing.identifiers)
        self.identifiers = Identifiers(codes, addresses)
        self._close: dict[str, list[str]] = {}
        for thing in self._numbered:
            for triple in thing.close:
                if isinstance(triple.object, NamedNode):
                    self._close.setdefault(bare(triple.object.value), []).append(thing.iri)
        self.matcher = Matcher(self.things, self.identifiers)
        self._profiles = Profiles(self._numbered)
        names = [(natural(thing.name.text), thing.iri) for thing in self._numbered]
        self._by_name = array("I", sorted(range(len(names)), key=names.__getitem__))
        self._places = array("I", bytes(4 * len(names)))
        for place, number in enumerate(self._by_name):
            self._places[number] = place
        searchable_once.cache_clear()  # what repeats in all names does not repeat in searches
        folded_once.cache_clear()
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
        known: dict[str, Thing] = {}
        words = WeighedWords(_texts(things, known), searchable_once)
        return cls(known, words, redirects, featured, background)

    def close(self, iri: str) -> tuple[Thing, ...]:
        """The things that are nearly the same as an IRI (skos:closeMatch)."""
        return tuple(self.things[thing] for thing in self._close.get(bare(iri), ()))

    def named(self, query: str) -> tuple[str, ...]:
        """The things whose whole name is more than half of a longer query: ``partners of University of Oxford``."""
        words = query.split()[:LONGEST]
        most = len(telling(folded(query)))
        for size in range(len(words) - 1, 0, -1):
            runs = (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
            long = [run for run in runs if 2 * len(telling(folded(run))) > most]
            if found := {iri for run in long for iri in self.matcher.called(run)}:
                return tuple(sorted(found))
        return ()

    def find(self, query: str, filters: Filters, start: int, count: int, ahead: Iterable[str] = ()) -> SearchResult:
        """The results of a query within the filters, the best first; all things by name if it has no words.

        The things ``ahead`` are meant by more than their words, and come before all others.
        """
        asked = wanted(searchable(query)[:LONGEST])
        found, counted = self._narrowed(self._ordered(query, asked, ahead), filters)
        things = (self._numbered[number] for number in found[start : start + count])
        return SearchResult(
            hits=tuple(self._hits(things, query, asked)),
            total=len(found),
            kinds=self._profiles.kinds(counted),
            years=self._profiles.years(counted),
            facets=self._profiles.facets(counted),
        )

    def _ordered(self, query: str, asked: tuple[str, ...], ahead: Iterable[str]) -> Sequence[int]:
        """The numbers of all things that a query finds, in order."""
        ranked = self._ranked(query, asked) if asked else self._by_name
        chosen = set(ahead)
        if not chosen:
            return ranked
        numbers = (number for number, iri in enumerate(self.things) if iri in chosen)
        best = [number for number in ranked[:1] if self._holds(number, asked)]
        first = dict.fromkeys((*best, *sorted(numbers, key=self._places.__getitem__)))
        return [*first, *(number for number in ranked if number not in first)]

    def _holds(self, number: int, asked: tuple[str, ...]) -> bool:
        """Whether a name of a thing has all words of a query."""
        return any(set(asked) <= set(searchable_once(name)) for name in self._numbered[number].names)

    def _narrowed(self, ranked: Sequence[int], filters: Filters) -> tuple[Sequence[int], Mapping[int, int]]:
        """The things within the filters, those after the others that only serve them, and the counts of profiles."""
        every = self._profiles.counted(ranked)
        counted = {one: count for one, count in every.items() if filters.accept(self._profiles.example(one))}
        if len(counted) < len(every):
            ranked = [number for number in ranked if self._profiles.of(number) in counted]
        serving = {one for one in counted if self._is_background(self._profiles.example(one))}
        if serving:
            ranked = sorted(ranked, key=lambda number: self._profiles.of(number) in serving)
            counted = dict(sorted(counted.items(), key=lambda item: item[0] in serving))
        return ranked, counted

    def _is_background(self, thing: Thing) -> bool:
        """Whether a thing only serves others, as a term of a list does."""
        return bool(self._background.intersection(thing.classes))

    def _ranked(self, query: str, asked: tuple[str, ...]) -> list[int]:
        """The carriers of a code, or else the things with the most of the words, by what the words are worth there."""
        if carriers := self.identifiers.find(query):
            wanted = {one.thing for one in carriers}
            numbers = {iri: number for number, iri in enumerate(self.things) if iri in wanted}
            return [numbers[one.thing] for one in carriers]
        worth = self._worth(asked)
        kept = sorted(worth, key=self._places.__getitem__)
        kept.sort(key=worth.__getitem__, reverse=True)
        first = [
            (worth[number] + self._liking(self._numbered[number], asked), -self._places[number], number)
            for number in kept[:_RANKED]
        ]
        return [*(number for *_, number in sorted(first, reverse=True)), *kept[_RANKED:]]

    def _worth(self, asked: Iterable[str]) -> dict[int, float]:
        """What the words of a query are worth in each thing (its number) that has nearly as much of it as any has.

        A word counts where it is worth most. A common word adds to what the rarer ones found, and finds nothing itself.
        """
        each = self.words.rarest_first(asked)
        total = sum(self.words.rarity(word) for word, _ in each) or 1.0  # there may be no names at all
        shares: dict[int, float] = {}
        worth: dict[int, float] = {}
        for word, others in each:
            share = self.words.rarity(word) / total if total else 1 / len(each)
            best = self.words.worth(others, shares if shares and share < 1 / len(each) else None)
            if not shares:
                shares = dict.fromkeys(best, share)
                worth = {number: share * near for number, near in best.items()}
                continue
            for number, near in best.items():
                shares[number] = shares.get(number, 0.0) + share
                worth[number] = worth.get(number, 0.0) + share * near
        enough = _MOST * max(shares.values(), default=0.0)
        return {number: worth[number] for number, share in shares.items() if share >= enough}

    def _liking(self, thing: Thing, asked: tuple[str, ...]) -> float:
        """The score for the whole query: similarity to a name, and then whether the class is featured."""
        every = [searchable_once(name) for name in thing.names]
        names = [in_full(asked, name, every) for name in every]
        near = max((likeness(asked, name, self.words.rarity) for name in names), default=0.0)
        typed = " ".join(asked)
        begun = max((len(typed) / len(name) for name in map(" ".join, names) if name.startswith(typed)), default=0.0)
        return near + _BEGUN * begun + _FEATURED * bool(near and self._featured & thing.classes)

    def _hits(self, things: Iterable[Thing], query: str, asked: tuple[str, ...]) -> Iterator[Hit]:
        """Things with the words of them that answer to a query."""
        codes = {one.thing: one for one in self.identifiers.find(query)}
        words = self.words.rarest_first(asked)
        for thing in things:
            code = codes.get(thing.iri)
            why = Text(thing.iri, code.scheme, code.value or code.iri, 0.0) if code else self._why(thing, words)
            yield Hit(thing, why, snippet(why.text, partial(_is_asked, words)) if why else ())

    def _why(self, thing: Thing, asked: Sequence[tuple[str, Mapping[str, float]]]) -> Text | None:
        """The words of a thing that answer best to the words of a query."""

        def worth(text: Text) -> tuple[float, float, int]:
            """How much of the query is in it, in tenths; then where it is; then how short it is."""
            held = searchable_once(text.text)
            each = [rare * max(map(others.__getitem__, others.keys() & held), default=0.0) for rare, others in weighed]
            return round(sum(each) / total, 1), text.weight, -len(held)

        weighed = [(self.words.rarity(word), others) for word, others in asked]
        total = sum(rare for rare, _ in weighed) or 1.0
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


def _texts(things: Iterable[tuple[Thing, Details]], known: dict[str, Thing]) -> Iterator[Iterator[tuple[str, float]]]:
    """The words about each thing and what they weigh, while the thing itself is kept."""
    for thing, details in things:
        known[thing.iri] = thing
        yield ((text.text, text.weight) for text in details.texts)

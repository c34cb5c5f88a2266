"""Reconciliation: the things that a table cell may mean, each with a score up to 100, and whether one is certain."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz, process

from accord.publication.statements.hashes import Hashes
from accord.search.folding import folded, folded_once, initials, leading_initials, same_letters
from accord.search.identifiers import Identifiers
from accord.search.likeness import in_full, likeness
from accord.search.numbered import Numbered
from accord.search.reading import Thing
from accord.search.words import LONGEST, Words

LEAST = 40.0
"""Candidates with a lower score are left out: they share less than half of the words by weight."""

_TRIED = 100
"""How many names are compared in full, and how many candidates by their properties: clients show about ten."""
_COMMON = 4.0
"""Words of a lower rarity (``log(1 + names / names with it)``, so in more than one of 54) do not add names of their own
once there are enough to try; they only add to names that rarer words found."""
_CODE, _NAME, _OTHER_NAME, _SAME_WORDS, _NEAR, _SHORTENED, _INITIALS, _LEADING = (
    100.0, 100.0, 97.0, 96.0, 95.0, 85.0, 80.0, 70.0
)  # fmt: skip
"""The highest score by what matches. Only codes and the name itself have 100. Another name comes before any name with
the same words but other characters (``C#``, ``C++``), that before one that is nearly right, and initials last, since
many names share them; those of the first words of a name only are shared by more."""
_SHORT_FORM, _LETTERS = 5, 6
"""Capitals of at most five letters are a short form that others may have too; up to six words make initials."""
_FITTING = 0.9
"""How well the other cells of a row must fit for a full name to be certain; a slip in ten letters is let pass."""
_MANY = 65_535
"""Names with more words count as if they had as many: the number only lowers what a long name shares with a query."""
_ALIKE = 80.0
"""From this score on a name is taken to confirm the code in the same row. It is the score of initials."""
_JOINED_ALIKE, _JOINED_TRIED = 80, 20
"""How alike (of 100) all letters of a name and the query must be to try it without a common word, and how many."""


class Score(NamedTuple):
    """How well a thing answers (at most 100), and what matched: one of :data:`REASONS`.

    ``exact`` is a code or a full name, so that the thing is beyond question if nothing else is.
    """

    value: float
    exact: bool = False
    reason: str = ""


REASONS = {
    "code": "The query, or a cell of the row, is a code of the thing.",
    "name": "The query is its name.",
    "other_name": "The query is another name of it.",
    "same_words": "A name of it has the same words, but not the same characters or order.",
    "similar_name": "A name of it is similar.",
    "abbreviated": "A name of it is similar when words of the query are abbreviated.",
    "initials": "The query is the initials of a name of it, or of the first words of one.",
    "row": "Only the other cells of the row fit.",
}
"""Why a thing is a candidate."""

_NOTHING = Score(0.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a query may mean. ``certain`` says that it is this one and no other.

    ``by_name`` is the score before the row counts, ``reason`` one of :data:`REASONS`, ``fit`` how well the other cells
    of the row agree, from 0 to 1 (``None`` without any).
    """

    thing: Thing
    score: float
    certain: bool
    by_name: float
    reason: str
    fit: float | None


@dataclass(frozen=True, slots=True)
class _Likely:
    """A thing with its score, and how well its properties fit."""

    thing: Thing
    score: Score
    fit: float | None

    @property
    def total(self) -> float:
        """The score with what the properties say: they are a third of it."""
        return self.score.value if self.fit is None else (2 * self.score.value + 100 * self.fit) / 3


class Matcher:
    """Finds candidates by codes, names, initials and spellings."""

    def __init__(self, things: Mapping[str, Thing], identifiers: Identifiers) -> None:
        self._things = things
        self._identifiers = identifiers
        pairs = [(name, thing.iri) for thing in things.values() for name in thing.names]
        self._names = [name for name, _ in pairs]
        self._owners = [iri for _, iri in pairs]
        self._words = Words(self._names)
        self._joined = ["".join(folded_once(name)) for name in self._names]
        self._lengths = array("H", (min(len(folded_once(name)), _MANY) for name in self._names))
        self._called = Hashes(hash(folded_once(name)) for name in self._names)
        self._exact = Hashes(hash(same_letters(name)) for name in self._names)
        self._initials: Numbered[str] = Numbered()
        self._leading: Numbered[str] = Numbered()
        for number, name in enumerate(self._names):
            for short in initials(name):
                self._initials.add(short, number)
            for short in leading_initials(name):
                self._leading.add(short, number)

    def _owners_of(self, numbers: Iterable[int]) -> set[str]:
        """The IRIs of the things that have these names."""
        return {self._owners[number] for number in numbers}

    def _names_of(self, iri: str) -> Iterator[tuple[str, ...]]:
        return map(folded, self._things[iri].names)

    def candidates(
        self,
        query: str,
        codes: Sequence[str],
        accepts: Callable[[Thing], bool],
        fit: Callable[[Thing], float | None],
        others: Iterable[str] = (),
        check: Callable[[], None] = lambda: None,
    ) -> list[Candidate]:
        """The things that a query may mean, the likeliest first, of those that are accepted.

        ``codes`` are identifiers in the same row, and ``fit`` says how well what is known of a thing agrees
        with its other cells, from 0 to 1, or ``None`` when there are none; it is asked for the 100 best by name. A row
        without a name takes what fits best of ``others``, the IRIs of things that have such cells. ``check`` is called
        between the steps, and may raise to end them.
        """
        scores = self._scores(query, check) if query.strip() else {}
        scores = _agreed(scores, {one.thing for code in codes for one in self._identifiers.find(code)})
        if not scores and not query.strip():
            some = (self._things[iri] for iri in islice(others, _TRIED))
            scores = {thing.iri: Score(100 * (fit(thing) or 0.0), reason="row") for thing in some}
        accepted = (thing for iri in scores if accepts(thing := self._things[iri]))
        best = nlargest(_TRIED, accepted, key=lambda thing: scores[thing.iri])
        likely = [_Likely(thing, scores[thing.iri], fit(thing)) for thing in best]
        likely = [one for one in likely if one.total >= LEAST]
        likely.sort(key=lambda one: (-one.total, one.thing.name.text, one.thing.iri))
        sure = self._certain(likely)
        return [
            Candidate(one.thing, round(one.total, 1), one is sure, round(one.score.value, 1), one.score.reason, one.fit)
            for one in likely
        ]

    def called(self, text: str) -> set[str]:
        """The IRIs of the things that have a string as a name (folded) or a code."""
        words = folded(text)
        numbers = (number for number in self._called.get(hash(words)) if folded(self._names[number]) == words)
        return {one.thing for one in self._identifiers.find(text)} | self._owners_of(numbers)

    def _scores(self, query: str, check: Callable[[], None]) -> dict[str, Score]:
        """Thing -> score. Where the query is a code, names count only if they are exactly the query."""
        exact = self._by_exact_name(query)
        if carriers := self._identifiers.find(query):
            return exact | {one.thing: Score(_CODE, exact=True, reason="code") for one in carriers}
        asked = folded(query)[:LONGEST]
        scores = self._by_initials("".join(asked))
        for words in (asked, *self._abbreviated(asked)):
            check()
            for number in self._near(words):
                iri = self._owners[number]
                score = self._score(words, in_full(words, folded(self._names[number]), self._names_of(iri)))
                if words is not asked:
                    score = Score(min(score.value, _SHORTENED), reason="abbreviated")
                scores[iri] = max(score, scores.get(iri, _NOTHING))
        return scores | exact

    def _by_exact_name(self, query: str) -> dict[str, Score]:
        """The things with a name of the same characters; a short form is a name, but others may have the same."""
        scores: dict[str, Score] = {}
        asked = same_letters(query)
        for number in self._exact.get(hash(asked)):
            name, iri = self._names[number], self._owners[number]
            if same_letters(name) != asked:
                continue
            shown = name == self._things[iri].name.text
            short = not shown and len(name) <= _SHORT_FORM and name.isupper()
            score = (
                Score(_NAME, exact=True, reason="name")
                if shown
                else Score(_OTHER_NAME, exact=not short, reason="other_name")
            )
            scores[iri] = max(score, scores.get(iri, _NOTHING))
        return scores

    def _by_initials(self, letters: str) -> dict[str, Score]:
        leading = dict.fromkeys(self._owners_of(self._leading.get(letters)), Score(_LEADING, reason="initials"))
        full = self._owners_of(self._initials.get(letters))
        return leading | dict.fromkeys(full, Score(_INITIALS, reason="initials"))

    def _abbreviated(self, asked: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The query with words in a row given by their initials (``lep``), where any name has these."""
        for start in range(len(asked)):
            for end in range(start + 3, min(start + _LETTERS, len(asked) - (start == 0)) + 1):
                short = "".join(word[0] for word in asked[start:end])
                if self._words.texts(short):
                    yield (*asked[:start], short, *asked[end:])

    def _score(self, asked: Sequence[str], name: Sequence[str]) -> Score:
        """The score of a name by its words."""
        near = likeness(asked, name, self._words.rarity)
        return Score(_NEAR * near, reason="similar_name") if near < 1 else Score(_SAME_WORDS, reason="same_words")

    def _near(self, asked: Sequence[str]) -> set[int]:
        """The names worth a closer look: those that share the most with the query, by word or by letter."""
        shares: dict[int, float] = {}
        for word, others in self._words.rarest_first(asked):
            common = len(shares) > _TRIED and self._words.rarity(word) < _COMMON
            for other, near in others.items():
                worth = near * self._words.rarity(other)
                for number in self._words.texts(other):
                    if not common or number in shares:
                        shares[number] = shares.get(number, 0.0) + worth
        best = nlargest(_TRIED, shares, key=lambda number: shares[number] / (1 + self._lengths[number]))
        joined = process.extract(
            "".join(asked), self._joined, scorer=fuzz.ratio, score_cutoff=_JOINED_ALIKE, limit=_JOINED_TRIED
        )
        return {*best, *(number for _, _, number in joined)}

    def _certain(self, likely: Sequence[_Likely]) -> _Likely | None:
        """The one that is meant, if no other bears the code or name, or no other fits the row."""
        exact = [one for one in likely if one.score.exact and (one.fit is None or one.fit >= _FITTING)]
        return exact[0] if len(exact) == 1 else None


def _agreed(scores: Mapping[str, Score], carriers: set[str]) -> dict[str, Score]:
    """The scores of names with those of codes; where both say the same, the names of others are in doubt."""
    agreed = any(scores.get(iri, _NOTHING).value >= _ALIKE for iri in carriers)
    weaker = {iri: Score(min(one.value, _NEAR), reason=one.reason) for iri, one in scores.items()} if agreed else scores
    return {**weaker, **dict.fromkeys(carriers, Score(_CODE, exact=True, reason="code"))}

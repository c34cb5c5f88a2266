"""The existing things that a new one may be, by the index that reconciles names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from accord.duplicates.named import NamedThing, Subclasses, as_thing, described
from accord.publication import Publication
from accord.search.folding import folded
from accord.search.identifiers import Identifiers
from accord.search.likeness import abbreviates, alike
from accord.search.matching import Candidate, Matcher
from accord.search.reading import Thing

ALIKE = 80.0
"""The score (of 100) from which a thing is named: that of a name by its initials, the weakest sort of match."""
_SHOWN = 3
_SHORT_FORM = re.compile(r"[A-Z]{2,6}")
_LONGEST_BEGINNING = 5
"""Letters of a word that is the beginning of another and means it: ``univ``, but not ``oxford`` for ``oxfordshire``."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A thing that a new one may be: its IRI, its name, and the score by which it is alike (of 100)."""

    iri: str
    name: str
    score: float


class Lookalikes:
    """Finds things by their names and other names, as a reconciliation does."""

    def __init__(self, publication: Publication, known: Mapping[str, NamedThing] | None = None) -> None:
        """``known`` are all things, where they have been read already."""
        self.kinds = Subclasses(publication)
        known = described(publication.quads("data"), publication) if known is None else known
        things = (as_thing(iri, one, self.kinds) for iri, one in known.items())
        self._things = {thing.iri: thing for thing in things if thing}
        self.matcher = Matcher(self._things, Identifiers((), ()))
        self._left_out: Collection[str] = ()

    def without(self, iris: Collection[str]) -> Lookalikes:
        """The same without some things, because they are the new ones."""
        found = copy(self)
        found._left_out = iris
        return found

    def of(self, names: Iterable[str], kinds: Iterable[str] = (), *, least: float = ALIKE) -> list[Likely]:
        """The things that names may mean, the likeliest first; of ``kinds`` or kinds with a class in common."""
        classes = self.kinds.with_ancestors(kinds)

        def accepts(thing: Thing) -> bool:
            return thing.iri not in self._left_out and (not classes or bool(classes & thing.classes))

        best: dict[str, Candidate] = {}
        for name in names:
            for candidate in (*self._candidates(name, accepts), *self._by_short_form(name, accepts)):
                known = best.get(candidate.thing.iri)
                if known is None or candidate.score > known.score:
                    best[candidate.thing.iri] = candidate
        found = sorted(best.values(), key=lambda one: (-one.score, one.thing.iri))
        return [Likely(one.thing.iri, one.thing.name.text, one.score) for one in found if one.score >= least][:_SHOWN]

    def _by_short_form(self, name: str, accepts: Callable[[Thing], bool]) -> Iterator[Candidate]:
        """The things with a short form that is a word of a name, if they have all its other words (``OUH Trust``)."""
        words = name.split()
        for short in words if len(words) > 1 else ():
            if _SHORT_FORM.fullmatch(short):
                others = {word.casefold() for word in words if word != short}
                for one in self._candidates(short, accepts):
                    held = {word for name in one.thing.names for word in name.casefold().split()}
                    if one.reason in ("name", "other_name", "initials") and others <= held:
                        yield one

    def _candidates(self, name: str, accepts: Callable[[Thing], bool]) -> list[Candidate]:
        found = self.matcher.candidates(name, (), accepts, lambda _: None)
        return [one for one in found if may_be_same(name, one)]


def likely_duplicates(publication: Publication, name: str, kinds: Iterable[str] = ()) -> list[Likely]:
    """The things of a publication that a name may mean, three at most, the likeliest first."""
    return Lookalikes(publication).of([name], kinds)


def may_be_same(name: str, one: Candidate) -> bool:
    """Whether a name differs from those of a candidate only by slips, and by words that one of the two has more.

    Where each has a word of its own they name two things: ``University of Leeds`` and ``University of Leicester``.
    """
    if one.reason != "similar_name":
        return True
    words = _joined(name)
    return any(
        abbreviates(words, other) or _is_within(words, other) or _is_within(other, words)
        for other in map(_joined, one.thing.names)
    )


def _joined(name: str) -> tuple[str, ...]:
    """The words of a name, those with a hyphen as one: ``Co-operative`` is ``cooperative``."""
    return folded(name.replace("-", ""))


def _is_within(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether each of some words is among others, perhaps abbreviated or with a slip."""
    return all(any(_is_meant(word, other) or _is_meant(other, word) for other in others) for word in words)


def _is_meant(word: str, other: str) -> bool:
    """Whether a word is another, or short for it, or it with a slip; nobody slips in the first letter."""
    is_beginning = other.startswith(word) and len(other) > len(word) + 1
    return word[0] == other[0] and bool(alike(word, other)) and not (is_beginning and len(word) > _LONGEST_BEGINNING)

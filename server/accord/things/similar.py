"""Suggestions for a slug that no thing has: the things with a similar slug or name."""

from __future__ import annotations

from functools import cached_property

from rapidfuzz import fuzz, process

from accord.publication.history import History
from accord.things.labels import Labels, Reference
from accord.things.redirects import Redirects

ALIKE = 75
"""How like a slug or a name must be, of 100."""

LONGEST = 200
"""Characters of a slug that are compared."""


class SimilarThings:
    """Finds things by what their slugs and names look like; both are read when somebody first asks."""

    def __init__(self, things: str, history: History, redirects: Redirects, labels: Labels) -> None:
        self._things = things
        self._history = history
        self._redirects = redirects
        self._labels = labels

    @cached_property
    def things(self) -> tuple[str, ...]:
        """The IRIs of all things that there are today."""
        known = self._history.things
        return tuple(iri for iri in known if iri.startswith(self._things) and iri not in self._redirects)

    @cached_property
    def _spellings(self) -> list[tuple[str, str]]:
        """Each thing's slug and name, as words in small letters, beside its IRI."""
        return [
            (_words(text), iri)
            for iri in self.things
            for text in (iri.removeprefix(self._things), self._labels.of(iri).text)
        ]

    def to(self, slug: str, most: int = 5) -> tuple[Reference, ...]:
        """The things nearest to a slug, the nearest first; none when nothing comes near."""
        choices = [words for words, _ in self._spellings]
        found = process.extract(
            _words(slug[:LONGEST]), choices, scorer=fuzz.token_sort_ratio, limit=2 * most, score_cutoff=ALIKE
        )
        iris = dict.fromkeys(self._spellings[place][1] for _, _, place in found)
        return tuple(self._labels.reference(iri) for iri in list(iris)[:most])


def _words(text: str) -> str:
    return text.replace("-", " ").replace("_", " ").casefold()

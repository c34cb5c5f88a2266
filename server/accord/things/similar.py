"""Suggestions for a slug that no thing has: the things with a similar slug or name."""

from __future__ import annotations

from copy import copy
from functools import cached_property

from rapidfuzz import fuzz, process

from accord.names import local_name
from accord.things.names.labels import Labels, Reference
from accord.things.ontology.inventory import Inventory

ALIKE = 75
"""How like a slug or a name must be, of 100."""

LONGEST = 200
"""Characters of a slug that are compared."""


class SimilarThings:
    """Finds things by what their slugs and names look like; both are read when somebody first asks."""

    def __init__(self, base: str, inventory: Inventory, labels: Labels) -> None:
        self._base = base
        self._inventory = inventory
        self._labels = labels
        self._first = self

    def preferring(self, labels: Labels) -> SimilarThings:
        """The same suggestions with other names; what is compared is shared."""
        other = copy(self)
        other._labels = labels
        return other

    @cached_property
    def _spellings(self) -> list[tuple[str, str]]:
        """Each thing's slug and name, as words in small letters, beside its IRI."""
        return [
            (_words(text), iri)
            for iri in self._inventory.things
            for text in (self._slug(iri), self._labels.of(iri).text)
        ]

    def _slug(self, iri: str) -> str:
        return iri.removeprefix(self._base) if iri.startswith(self._base) else local_name(iri)

    def to(self, slug: str, most: int = 5) -> tuple[Reference, ...]:
        """The things nearest to a slug, the nearest first; none when nothing comes near."""
        spellings = self._first._spellings
        choices = [words for words, _ in spellings]
        found = process.extract(
            _words(slug[:LONGEST]), choices, scorer=fuzz.token_sort_ratio, limit=2 * most, score_cutoff=ALIKE
        )
        iris = dict.fromkeys(spellings[place][1] for _, _, place in found)
        return tuple(self._labels.reference(iri) for iri in list(iris)[:most])


def _words(text: str) -> str:
    return text.replace("-", " ").replace("_", " ").casefold()

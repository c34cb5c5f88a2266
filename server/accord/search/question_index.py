"""Questions of a publication, its example queries, found by the words of their titles and caveats."""

from __future__ import annotations

from collections.abc import Iterable

from accord.publication.examples import Example
from accord.search.plain_questions import telling
from accord.search.sums import searchable, searchable_once
from accord.search.words import LONGEST, Words

_TITLE, _DESCRIPTION = 1.0, 0.5
"""The weight of a word in the title of a question, and in its description."""
_LEAST = 0.5
"""The share of a search, by the rarity of its words, that a question needs to be shown: half of it by the title."""


class QuestionIndex:
    """An index over example queries. Immutable; safe between threads."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self.all = tuple(examples)
        self._words = Words(
            (text for one in self.all for text in (one.title, f"{one.group} {one.picture} {one.description}")),
            searchable_once,
        )

    def find(self, query: str, most: int) -> tuple[Example, ...]:
        """The questions that a search may mean, the likeliest first; half of its words must be in one.

        One of them is in its title: what only the caveats name, the question is not about.
        """
        asked = searchable(query)[:LONGEST]
        every = self._words.rarest_first(asked)
        each = [(word, others) for word, others in every if others]
        if 2 * len(each) < len(every):
            return ()
        total = sum(self._words.rarity(word) for word, _ in each)
        worth: dict[int, float] = {}
        titled: set[int] = set()
        named = set(telling(asked)) or set(asked)
        for word, others in each:
            best: dict[int, float] = {}
            for other, near in others.items():
                for number in self._words.texts(other):
                    if number % 2 == 0 and word in named:
                        titled.add(number // 2)
                    value = near * (_DESCRIPTION if number % 2 else _TITLE)
                    best[number // 2] = max(best.get(number // 2, 0.0), value)
            for place, value in best.items():
                worth[place] = worth.get(place, 0.0) + value * self._words.rarity(word) / total
        enough = (place for place, value in worth.items() if value >= _LEAST and place in titled)
        found = sorted(enough, key=lambda place: -worth[place])
        return tuple(self.all[place] for place in found[:most])

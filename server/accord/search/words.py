"""The strings that contain a word, a word that begins with it, or a similarly spelled word."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from accord.search.folding import folded_once
from accord.search.numbered import Numbered

COMPLETIONS = 200
"""How many words a beginning may stand for, the shortest first: two letters may begin thousands."""

LONGEST = 24
"""How many words of a query count. Names have fewer, and the time of a search grows with the words."""

_BEGUN = 0.75
"""The likeness of a beginning of no length to the whole word; it rises to 1 with the share that is typed. No
word with as many slips as are allowed (one in four letters, two in eight) is below it."""
_PLURAL, _SHORTEST_PLURAL = 0.97, 4
"""The likeness of an English plural with s to its singular, and the letters from which a word is taken to have one. It
is above that of any slip (13/14 at most in words of up to 14 letters) and of any beginning."""
_REMEMBERED, _LONGEST_REMEMBERED = 256, 64
"""Of how many words, and of how many characters at most, the likes are remembered: rows of one table repeat words.
Each takes 15 KB at most (200 completions), so 4 MB in all."""


class WordIndex:
    """The words that texts have, and how rare they are. A class below it says which numbers a word has."""

    def __init__(self) -> None:
        self._numbers: Numbered[str] = Numbered()
        self._count = 0

    def _complete(self) -> None:
        """All words have been added, and all texts counted."""
        self._sorted = sorted(self._numbers)
        self._unheard = log(1 + self._count)
        self._remembered = lru_cache(_REMEMBERED)(self._alike)

    def _held(self, word: str) -> int:
        """The number of texts with a word."""
        return len(self._numbers.get(word))

    def rarity(self, word: str) -> float:
        """The weight of a word: the logarithm of its rarity; unknown words weigh most."""
        held = self._held(word)
        return log(1 + self._count / held) if held else self._unheard

    def rarest_first(self, asked: Iterable[str]) -> list[tuple[str, Mapping[str, float]]]:
        """Each word once, with the known words that it may mean."""
        return [(word, self.alike(word)) for word in sorted(dict.fromkeys(asked), key=lambda word: -self.rarity(word))]

    def alike(self, word: str) -> Mapping[str, float]:
        """The known words that a word may mean, with how like they are (up to 1, itself)."""
        return self._remembered(word) if len(word) <= _LONGEST_REMEMBERED else self._alike(word)

    def _alike(self, word: str) -> dict[str, float]:
        found = dict.fromkeys(self._completions(word), 0.0)
        found = {other: _BEGUN + (1 - _BEGUN) * len(word) / len(other) for other in found}
        other = word[:-1] if word.endswith("s") else f"{word}s"
        if len(word) > _SHORTEST_PLURAL and other in self._numbers:
            found[other] = _PLURAL
        if word in self._numbers:
            return found | {word: 1.0}
        if most := allowed_slips(word):
            near = process.extract(word, self._sorted, scorer=OSA.distance, score_cutoff=most, limit=20)
            found |= {other: max(closeness(word, other), found.get(other, 0.0)) for other, _, _ in near}
        return found

    def _completions(self, word: str) -> list[str]:
        start = bisect_left(self._sorted, word)
        end = bisect_left(self._sorted, word + "\U0010ffff")
        return sorted(self._sorted[start:end], key=len)[:COMPLETIONS] if len(word) > 1 else []


class Words(WordIndex):
    """The words of numbered texts, which ``read`` gives."""

    def __init__(self, texts: Iterable[str], read: Callable[[str], tuple[str, ...]] = folded_once) -> None:
        super().__init__()
        for number, text in enumerate(texts):
            self._count = number + 1
            for word in set(read(text)):
                self._numbers.add(sys.intern(word), number)
        self._complete()

    def texts(self, word: str) -> Sequence[int]:
        """The numbers of the texts that hold a word."""
        return self._numbers.get(word)


def allowed_slips(word: str) -> int:
    """How many letters of a word may be wrong: none of three, one of four to seven, two of more."""
    return 0 if len(word) < 4 or word.isdecimal() else 1 if len(word) < 8 else 2


def closeness(word: str, other: str) -> float:
    """The similarity of two words, from 1 (the same) to 0 (different, or too many mistakes)."""
    if word == other:
        return 1.0
    most = min(allowed_slips(word), allowed_slips(other))
    slips = OSA.distance(word, other, score_cutoff=most)
    return 1 - slips / max(len(word), len(other)) if slips <= most else 0.0

"""The known word that somebody probably meant: one comparison for every message that says "did you mean"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from os.path import commonprefix

from rapidfuzz import fuzz, process

MAX_CHARACTERS = 100
"""Characters of a word that is compared. Names of terms, prefixes and keywords are shorter, and the time that a
comparison takes grows with the length of both words."""

CUTOFF = 66
"""How alike two words must be, of 100: twice the letters that they share in order, divided by the letters of both. The
shortest words asked about are prefixes of three letters, and two of three right is 66.7: ``rfd`` means ``rdf``."""

_EQUALS = 10
"""So many words that are equally alike are compared by how they begin."""

NEARLY_EQUAL = 85
"""The cutoff for a word that may well be right: only one that differs in a letter of seven or so is called a slip."""


def likeliest(word: str, known: Iterable[str], *, cutoff: int = CUTOFF) -> str:
    """The known word most like this one; capitals do not matter. Among equals, the one that begins like it.

    An empty string when none is alike, or when the word is longer than ``MAX_CHARACTERS``. Only a message that says
    that a word is wrong because it looks like another asks for ``NEARLY_EQUAL``.
    """
    if len(word) > MAX_CHARACTERS:
        return ""
    choices = sorted(one for one in known if 0 < len(one) <= MAX_CHARACTERS)
    if word.endswith("ies") and (one := next((one for one in choices if one == f"{word[:-3]}y"), "")):
        return one
    found = process.extract(
        word, choices, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=cutoff, limit=_EQUALS
    )
    best = [one for one, score, _ in found if score == found[0][1]]
    return max(best, key=lambda one: len(commonprefix((one.casefold(), word.casefold()))), default="")


class KnownWords:
    """Many known words, indexed: the time of a look-up does not grow with their number."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        if len(self._words) > _COMPARED:
            for place, word in enumerate(self._words):
                for part in _parts(word):
                    self._places[part].append(place)

    def likeliest(self, word: str) -> str:
        """As :func:`likeliest`, among the words that have the rarest parts of this one if there are very many words."""
        return likeliest(word, self._words if len(self._words) <= _COMPARED else self._similar(word))

    def _similar(self, word: str) -> list[str]:
        """The words that share three letters in a row with this one, those with the rarest of its parts first."""
        if len(word) > MAX_CHARACTERS:
            return []
        found: dict[int, None] = {}
        for places in sorted((self._places.get(part, []) for part in _parts(word)), key=len):
            found.update(dict.fromkeys(places[: _COMPARED - len(found)]))
            if len(found) >= _COMPARED:
                break
        return [self._words[place] for place in found]


_COMPARED = 1_000
"""Words that are compared for one question, which takes about 1 ms."""


def _parts(word: str) -> set[str]:
    """Each three letters in a row, and the beginning."""
    folded = f" {word.casefold()}"
    return {folded[start : start + 3] for start in range(max(1, len(folded) - 2))}

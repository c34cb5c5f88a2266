"""Which of the known words somebody meant who wrote another, found in a time that no word can stretch."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from rapidfuzz import fuzz, process

LONGEST = 100
"""Characters of a word that is compared: names of terms are shorter, and difflib takes the square of the length."""

_LIKELY = 8
"""How many of the known words difflib compares; rapidfuzz, which never rates lower, chooses them first."""


def likeliest(word: str, known: Iterable[str], *, closeness: float) -> str:
    """The known word that is most like this one, or nothing when none is, or when the word is too long to compare.

    ``closeness`` is the least share of like letters (difflib's ratio, 0 to 1).
    """
    if len(word) > LONGEST:
        return ""
    short = [one for one in known if len(one) <= LONGEST]
    likely = process.extract(word, short, scorer=fuzz.ratio, score_cutoff=100 * closeness, limit=_LIKELY)
    return next(iter(get_close_matches(word, [one for one, _, _ in likely], n=1, cutoff=closeness)), "")

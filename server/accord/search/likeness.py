"""How alike a query and a name are: rare words count more, words with slips and short forms count less."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from accord.search.words import closeness

_BEGUN, _SHORTENED = 0.85, 0.75
"""The likeness of a word to one that it begins (``univ``), and to one of which it leaves out letters (``dept``). Both
are below a slip in a word of seven letters (6/7), since they fit more words; the second fits the most."""
_JOINED = 0.88
"""The likeness of all letters in a row from which the spaces are taken to be the only difference: one slip in eight."""
_JOINED_WORTH = 0.99
"""So that a name with the same words always comes before one with other spaces."""
_FULL = 4
"""Letters from which a word has its full weight; shorter ones are mostly articles, prepositions and initials."""


def likeness(query: Sequence[str], name: Sequence[str], rarity: Callable[[str], float]) -> float:
    """From 0 to 1: twice what two lists of folded words share, by weight, over all they have (Dice).

    Words of one to three letters weigh less. Where the one joins what the other writes apart (``bio escalator``), the
    letters decide; a name that the query is the beginning of is half meant already.
    """
    if sorted(query) == sorted(name):
        return 1.0
    shared = missed = 0.0
    free = list(name)
    for word in query:
        near, best = max(((alike(word, other), other) for other in free), default=(0.0, ""))
        if near:
            free.remove(best)
            shared += near * _weight(best, rarity)
        elif meant := _spelled_out(word, free):
            for one in meant:
                free.remove(one)
                shared += _SHORTENED * _weight(one, rarity)
        else:
            missed += _weight(word, rarity)
    whole = sum(_weight(word, rarity) for word in name) + shared + missed
    dice = 2 * shared / whole if whole else 0.0
    begun = len(query) > 1 and tuple(name[: len(query)]) == tuple(query)
    return max((1 + dice) / 2 if begun else dice, _joined(query, name))


def _spelled_out(word: str, name: Sequence[str]) -> Sequence[str]:
    """The words beside each other whose initials a word has: ``county council`` for ``cc``; none for none."""
    if not 2 <= len(word) <= _FULL:
        return ()
    starts = range(len(name) - len(word) + 1)
    runs = (name[start : start + len(word)] for start in starts)
    return next((run for run in runs if "".join(one[:1] for one in run) == word), ())


def _weight(word: str, rarity: Callable[[str], float]) -> float:
    return rarity(word) * min(len(word), _FULL) / _FULL


def alike(word: str, other: str) -> float:
    """How like two words are; ``univ`` and ``dept`` are like what they stand for."""
    near = closeness(word, other)
    if not near and len(word) > 2:
        if other.startswith(word):
            return _BEGUN
        if len(word) > 3 and (word[0], word[-1]) == (other[0], other[-1]) and _within(word, other):
            return _SHORTENED
    return near


def _within(word: str, other: str) -> bool:
    """Whether the letters of a word are in another in the same order."""
    letters = iter(other)
    return len(word) < len(other) - 2 and all(letter in letters for letter in word)


def _joined(query: Sequence[str], name: Sequence[str]) -> float:
    if len(query) == len(name):
        return 0.0
    ratio = fuzz.ratio("".join(query), "".join(name), score_cutoff=100 * _JOINED) / 100
    return ratio * _JOINED_WORTH

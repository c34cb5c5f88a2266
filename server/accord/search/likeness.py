"""The similarity of a query and a name: rare words count more, misspelt words and short forms less."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

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
    letters decide; a name that the query is the beginning of is half meant already, and of several such names the
    shortest is meant most: how rare the words are that are left out says nothing.
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
    if len(query) > 1 and tuple(name[: len(query)]) == tuple(query):
        dice = (1 + _share_of_letters(query, name)) / 2
    return max(dice, _joined(query, name))


def _share_of_letters(query: Sequence[str], name: Sequence[str]) -> float:
    """Twice the letters of a query over those of both, for a name that begins with the query."""
    asked = sum(map(len, query))
    return 2 * asked / (asked + sum(map(len, name)))


def _spelled_out(word: str, name: Sequence[str]) -> Sequence[str]:
    """The words beside each other whose initials a word has: ``county council`` for ``cc``; none for none."""
    if not 2 <= len(word) <= _FULL:
        return ()
    starts = range(len(name) - len(word) + 1)
    runs = (name[start : start + len(word)] for start in starts)
    return next((run for run in runs if "".join(one[:1] for one in run) == word), ())


def in_full(query: Sequence[str], name: tuple[str, ...], names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The name, or for a short form that begins with the query the one among ``names`` that it is short for.

    So ``Oxford Health BRC`` is no shorter than it is in full.
    """
    if len(name) <= len(query) or name[: len(query)] != tuple(query):
        return name
    return max((one for one in names if abbreviates(name, one)), key=len, default=name)


def abbreviates(short: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a name is another with initials for words beside each other: ``oxford brc``."""
    place = 0
    for word in short:
        run = name[place : place + len(word)]
        if name[place : place + 1] == (word,):
            place += 1
        elif len(word) > 1 and "".join(one[:1] for one in run) == word:
            place += len(word)
        else:
            return False
    return len(short) < len(name) == place


def _weight(word: str, rarity: Callable[[str], float]) -> float:
    return rarity(word) * min(len(word), _FULL) / _FULL


def alike(word: str, other: str) -> float:
    """The similarity of two words; ``univ`` and ``dept`` are like the words that they shorten."""
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

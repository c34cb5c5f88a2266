"""The words of things with their weights, found in one step however many things have the word."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Self

from accord.search.numbered import Numbered
from accord.search.words import WordIndex

_BITS = 8
"""For the weight, beside the number of a thing: there are about ten weights, and room for 16 million things."""
_MASK = (1 << _BITS) - 1


class WeighedWords(WordIndex):
    """The words of numbered things. Each thing has strings, with what their words are worth.

    ``read`` gives the words of a string. A word is as rare as the strings that hold it.
    """

    def __init__(self, things: Iterable[Iterable[tuple[str, float]]], read: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._weights: dict[float, int] = {}
        self._more: dict[str, int] = {}
        for number, texts in enumerate(things):
            self._add(number, texts, read)
        self._values = tuple(self._weights)
        assert len(self._values) <= _MASK, "more weights than there is room for"
        self._complete()

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """All of it as named parts, of which :meth:`again` makes it."""
        counts, numbers = self._numbers.columns()
        about = {"texts": self._count, "weights": list(self._weights), "more": self._more, "words": list(self._numbers)}
        yield "words.json", json.dumps(about).encode()
        yield "counts", counts.tobytes()
        yield "numbers", numbers.tobytes()

    @classmethod
    def again(cls, part: Callable[[str], bytes]) -> Self:
        """The words of which ``part`` gives the parts."""
        about = json.loads(part("words.json"))
        made = cls((), lambda _: ())
        words = map(sys.intern, about["words"])
        made._numbers = Numbered.of(words, array("I", part("counts")), array("I", part("numbers")))
        made._count, made._more, made._values = about["texts"], about["more"], tuple(about["weights"])
        made._complete()
        return made

    def _add(self, number: int, texts: Iterable[tuple[str, float]], read: Callable[[str], tuple[str, ...]]) -> None:
        """Add the words of a thing, each with what it is worth where it counts most."""
        best: dict[str, float] = {}
        for text, weight in texts:
            self._count += 1
            for word in set(read(text)):
                if word in best:
                    self._more[word] = self._more.get(word, 0) + 1
                    best[word] = max(best[word], weight)
                else:
                    best[sys.intern(word)] = weight
        for word, weight in best.items():
            self._numbers.add(word, number << _BITS | self._weights.setdefault(weight, len(self._weights)))

    def _held(self, word: str) -> int:
        return super()._held(word) + self._more.get(word, 0)

    def worth(self, likes: Mapping[str, float], among: Container[int] | None = None) -> dict[int, float]:
        """The things (among some) that hold one of some words, with how much it is worth there at most.

        ``likes`` are the words, each with how like it is to the one that is asked for.
        """
        best: dict[int, float] = {}
        for word, near in likes.items():
            values = [near * value for value in self._values]
            numbers = self._numbers.get(word)
            if among is not None:
                found = {one >> _BITS: values[one & _MASK] for one in numbers if one >> _BITS in among}
            else:
                found = {one >> _BITS: values[one & _MASK] for one in numbers}
            if not best:
                best = found
                continue
            for number, value in found.items():
                if value > best.get(number, 0.0):
                    best[number] = value
        return best

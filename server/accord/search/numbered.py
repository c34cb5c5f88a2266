"""A compact index from keys to numbers: that of a large publication has a million keys."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, Self, TypeVar

_Key = TypeVar("_Key", bound=Hashable)


class Numbered(Generic[_Key]):
    """Key -> numbers, in the order in which they were added. Most keys have one."""

    def __init__(self) -> None:
        self._found: dict[_Key, int | array[int]] = {}

    def add(self, key: _Key, number: int) -> None:
        """Add a number to those of a key."""
        known = self._found.setdefault(key, number)
        if isinstance(known, array):
            known.append(number)
        elif known != number:
            self._found[key] = array("I", (known, number))

    def get(self, key: _Key) -> Sequence[int]:
        """The numbers of a key, each once if the same one was not added again after another."""
        known = self._found.get(key, ())
        return (known,) if isinstance(known, int) else known

    def columns(self) -> tuple[array[int], array[int]]:
        """How many numbers each key has, in the order of the keys, and the numbers of all."""
        counts, numbers = array("I"), array("I")
        for known in self._found.values():
            counts.append(1 if isinstance(known, int) else len(known))
            numbers.extend((known,) if isinstance(known, int) else known)
        return counts, numbers

    @classmethod
    def of(cls, keys: Iterable[_Key], counts: Iterable[int], numbers: array[int]) -> Self:
        """The numbers of keys as :meth:`columns` gave them."""
        made, first = cls(), 0
        for key, count in zip(keys, counts, strict=True):
            made._found[key] = numbers[first] if count == 1 else numbers[first : first + count]
            first += count
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._found

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._found)

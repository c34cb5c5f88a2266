"""Keys with the numbers of what they are for, in little memory: the index of a large publication has a million."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterator, Sequence
from typing import Generic, TypeVar

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

    def __contains__(self, key: object) -> bool:
        return key in self._found

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._found)

"""A compact index from hashes to numbers: 12 bytes for each, a tenth of what a dictionary needs."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator


class Hashes:
    """Hash -> the places that it had in the order given, the first place first.

    Two keys may have one hash, so whoever asks compares what is at the place with the key.
    """

    def __init__(self, hashes: Iterable[int]) -> None:
        given = array("q", hashes)
        order = sorted(range(len(given)), key=given.__getitem__)
        self._hashes = array("q", map(given.__getitem__, order))
        self._places = array("I", order)

    def get(self, hash: int) -> Iterator[int]:
        """The places of a hash; none where it was not given."""
        at = bisect_left(self._hashes, hash)
        while at < len(self._hashes) and self._hashes[at] == hash:
            yield self._places[at]
            at += 1

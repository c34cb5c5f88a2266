"""The inferred triples of a publication, by subject: a sorted N-Triples file that is searched where it is.

The engine infers once and writes the file; the web server reads it. Triples with a literal or an anonymous node are
left out: nothing shows them, and anonymous nodes have other names in each process.
"""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse


class InferredTriples:
    """Looks up what was inferred of an IRI, in the bytes of the file; no triple is kept as an object."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        self._data = data

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> InferredTriples:
        """Without a file, for triples that were inferred in this process."""
        return cls(_lines(triples))

    @classmethod
    def read(cls, path: Path) -> InferredTriples:
        """Those of a file that :func:`write` wrote. Raises FileNotFoundError when it is not there yet."""
        with open(path, "rb") as file:
            empty = os.fstat(file.fileno()).st_size == 0  # which mmap cannot map
            return cls(b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def about(self, iri: str) -> list[Triple]:
        """The triples with this subject, in the order of their text; none for an IRI of which nothing was inferred.

        Raises ValueError for what is no IRI.
        """
        first, after = (self._place(f"{NamedNode(iri)}{end}".encode()) for end in (" ", "!"))
        return [quad.triple for quad in parse(self._data[first:after], RdfFormat.N_TRIPLES)]

    def _place(self, prefix: bytes) -> int:
        """Where the first line begins that is not before this prefix in the order of bytes."""
        return bisect_left(range(len(self._data)), prefix, key=self._line)

    def _line(self, place: int) -> bytes:
        """The line around a byte."""
        return self._data[self._data.rfind(b"\n", 0, place) + 1 : self._data.find(b"\n", place) + 1]


def write(triples: Iterable[Triple], path: Path) -> None:
    """Write the file in one step, so that nobody reads half of it."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(_lines(triples))
    fresh.replace(path)


def _lines(triples: Iterable[Triple]) -> bytes:
    named = (one for one in triples if isinstance(one.subject, NamedNode) and isinstance(one.object, NamedNode))
    return b"".join(sorted(f"{one} .\n".encode() for one in named))

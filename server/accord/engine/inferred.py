"""The inferred triples of a publication, by subject: a sorted N-Triples file, searched on disk.

The engine infers once and writes the file; the web server reads it, and so does the next start of a large publication.
Triples with an anonymous node are left out: they have other names in each process. The first line, a comment, says how
many triples there are with them.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from accord import caches
from accord.publication import Publication
from accord.publication.statements.load_cache import digest_of, is_large

_NAME = "inferred.nt"
_TOTAL = b"# "
"""Before the number in the first line; it sorts before all triples."""


class InferredTriples:
    """Looks up what was inferred about an IRI, in the bytes of the file; no triple is kept as an object."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        self._data = data

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> InferredTriples:
        """Without a file, for triples that were inferred in this process."""
        return cls(_lines(triples))

    @classmethod
    def read(cls, path: Path) -> InferredTriples:
        """Those of a file that :meth:`write` wrote. Raises FileNotFoundError when it is not there yet."""
        with open(path, "rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    @property
    def total(self) -> int:
        """The number of inferred triples, including those with anonymous nodes."""
        return int(self._data[len(_TOTAL) : self._data.find(b"\n")])

    def __iter__(self) -> Iterator[Triple]:
        """All of them, sorted by their text."""
        return (quad.triple for quad in parse(self._data[:], RdfFormat.N_TRIPLES))

    @property
    def is_whole(self) -> bool:
        """Whether no triple is left out."""
        return self.total == self.data.count(b"\n") - 1

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self._data[:]

    def write(self, path: Path) -> None:
        """Write the file in one step, so that nobody reads half of it."""
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_bytes(self.data)
        fresh.replace(path)

    def about(self, iri: str) -> list[Triple]:
        """The triples with this subject, in the order of their text; none for an IRI of which nothing was inferred.

        Raises ValueError for what is not an IRI.
        """
        prefix = f"{NamedNode(iri)} ".encode()
        first = after = self._place(prefix)
        while self._data[after : after + len(prefix)] == prefix:
            after = self._data.find(b"\n", after) + 1
        return [quad.triple for quad in parse(self._data[first:after], RdfFormat.N_TRIPLES)] if after > first else []

    def _place(self, prefix: bytes) -> int:
        """The start of the first line that does not sort before this prefix."""
        return bisect_left(range(len(self._data)), prefix, key=self._line)

    def _line(self, place: int) -> bytes:
        """The line around a byte."""
        return self._data[self._data.rfind(b"\n", 0, place) + 1 : self._data.find(b"\n", place) + 1]


class InferredBefore:
    """What was inferred about a large publication at an earlier start, cached by its content."""

    def __init__(self, publication: Publication) -> None:
        self._entry = caches.CacheEntry("inferred", digest_of(publication)) if is_large(publication) else None

    def recall(self) -> InferredTriples | None:
        """The triples, if they were kept."""
        data = self._entry.recall(lambda file: file.read(_NAME)) if self._entry else None
        return InferredTriples(data) if data else None

    def keep(self, triples: InferredTriples) -> None:
        """Keep them for the next start, unless some are left out."""
        if self._entry and triples.is_whole:
            self._entry.remember([(_NAME, triples.data)])


def _lines(triples: Iterable[Triple]) -> bytes:
    every = list(triples)
    named = (one for one in every if not isinstance(one.subject, BlankNode) and not isinstance(one.object, BlankNode))
    return _TOTAL + f"{len(every)}\n".encode() + b"".join(sorted(f"{one} .\n".encode() for one in named))

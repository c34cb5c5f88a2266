"""The whole of a publication in one file, in every format: made when first asked for, then kept on disk.

A dump holds the statements of the ontology and the data as their files spell them, with the version; it can be read
without this software. The same publication gives the same bytes in every process.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import IO
from weakref import finalize

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from accord.formats import GRAPH_RESULT_FORMATS, N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from accord.names import DCAT
from accord.publication import CONFIGURATION, Publication

DUMPS = GRAPH_RESULT_FORMATS
"""What the whole is written in; N-Quads and TriG keep apart which file says what."""

_COMMENTED = (TURTLE, N_TRIPLES, N_QUADS, TRIG)
_CHUNK = 256 * 1024


class Kept:
    """What was written to a file without a name, which goes with this object; ``size`` is its bytes."""

    def __init__(self, file: IO[bytes]) -> None:
        file.flush()
        self.size = file.tell()
        self._file = file
        finalize(self, file.close)

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces; many may read at once."""
        for start in range(0, self.size, _CHUNK):
            yield os.pread(self._file.fileno(), _CHUNK, start)


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of the whole: its format, its bytes and their SHA-256 in hexadecimal."""

    format: Format
    plain: Kept
    checksum: str


class Dumps:
    """The dumps of a publication. Safe between threads; each is made once."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._lock = Lock()
        self._made: dict[Format, Dump] = {}

    def of(self, format: Format) -> Dump:
        """The dump in a format. The first time it takes about a second for 100,000 statements."""
        with self._lock:
            if format not in self._made:
                self._made[format] = self._make(format)
            return self._made[format]

    def _make(self, format: Format) -> Dump:
        file = _scratch()
        if format in _COMMENTED:
            file.write(self._heading())
        quads = self._quads()
        whole = quads if format in (N_QUADS, TRIG) else dict.fromkeys(quad.triple for quad in quads)
        format.write(whole, file, self._publication.settings.prefixes)
        plain = Kept(file)
        digest = hashlib.sha256()
        for chunk in plain.chunks():
            digest.update(chunk)
        return Dump(format, plain, digest.hexdigest())

    def _heading(self) -> bytes:
        settings = self._publication.settings
        lines = (
            f"{settings.title}: {settings.base}",
            f"Licence: {settings.license}",
            f"Version: {self._publication.version}",
        )
        return "".join(f"# {' '.join(line.split())}\n" for line in lines).encode()

    def _quads(self) -> Iterator[Quad]:
        """All statements, with anonymous nodes named in their order, since the reader names them by chance."""
        publication = self._publication
        names: dict[BlankNode, BlankNode] = {}

        def named(node: BlankNode) -> BlankNode:
            return names.setdefault(node, BlankNode(f"b{len(names)}"))

        for quad in publication.quads("ontology", "data"):
            subject = named(quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject
            value = named(quad.object) if isinstance(quad.object, BlankNode) else quad.object
            yield Quad(subject, quad.predicate, value, quad.graph_name)
        yield Quad(
            NamedNode(publication.settings.dataset),
            NamedNode(DCAT + "version"),
            Literal(publication.version),
            NamedNode(f"{publication.settings.base}graph/{CONFIGURATION.removesuffix('.ttl')}"),
        )


def _scratch() -> IO[bytes]:
    """A file that stays open as long as somebody keeps it."""
    return tempfile.TemporaryFile()

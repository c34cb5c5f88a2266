"""The whole of a publication in one file, in every format: made when first requested, then kept on disk.

A dump holds the statements of the ontology and the data as their files spell them, with the version; it can be read
without this software. The same publication gives the same bytes in every process.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import IO
from weakref import finalize

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from accord.formats import GRAPH_RESULT_FORMATS, N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from accord.names import DCAT
from accord.publication import Publication
from accord.publication.addresses import graph_address
from accord.publication.layout import CONFIGURATION_NAME

DUMPS = GRAPH_RESULT_FORMATS
"""The formats of dumps. In N-Quads and TriG each file is a graph of its own."""

_COMMENTED = (TURTLE, N_TRIPLES, N_QUADS, TRIG)
_CHUNK = 256 * 1024


class SpooledFile:
    """The content of a file without a name, which is closed with this object; ``size`` is in bytes."""

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
    plain: SpooledFile
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
                self._made[format] = self._make(format, self._quads())
            return self._made[format]

    def all(self) -> list[Dump]:
        """The dumps in all formats; those that are not made yet are made of statements that are parsed once."""
        with self._lock:
            missing = [format for format in DUMPS if format not in self._made]
            quads = tuple(self._quads()) if missing else ()
            self._made |= {format: self._make(format, quads) for format in missing}
            return [self._made[format] for format in DUMPS]

    def _make(self, format: Format, quads: Iterable[Quad]) -> Dump:
        file = _scratch()
        if format in _COMMENTED:
            file.write(self._heading())
        whole = quads if format in (N_QUADS, TRIG) else dict.fromkeys(quad.triple for quad in quads)
        format.write(whole, file, self._publication.settings.prefixes)
        plain = SpooledFile(file)
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
        """All statements; anonymous nodes are numbered in their order, since the parser gives them random names."""
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
            NamedNode(graph_address(publication.settings.base, publication.configuration or CONFIGURATION_NAME)),
        )


def _scratch() -> IO[bytes]:
    """A file without a name, which the system deletes when it is closed."""
    return tempfile.TemporaryFile()

"""The dump: a whole publication in one file, in every format. It is made at the first request, then kept on disk.

A dump holds the statements of the ontology and the data as their files spell them, with the version; it can be read
without this software. The same publication gives the same bytes in every process.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import IO
from weakref import finalize

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from accord import memory
from accord.formats import GRAPH_RESULT_FORMATS, JSON_LD, N_QUADS, N_TRIPLES, TRIG, TURTLE, Format
from accord.names import DCAT
from accord.publication import Publication
from accord.publication.files.addresses import graph_address
from accord.publication.files.layout import CONFIGURATION_NAME
from accord.serialization import Unwritable
from accord.things.documents.json_ld import Context
from accord.things.documents.nested import has_anonymous, nested_turtle

DUMPS = GRAPH_RESULT_FORMATS
"""The formats of dumps. In N-Quads and TriG each file is a graph of its own."""

_COMMENTED = (TURTLE, N_TRIPLES, N_QUADS, TRIG)
_CHUNK = 256 * 1024
_SMALL = 4 << 20
"""Bytes of a publication whose dumps are all made for its catalogue: that takes about a second, for 50,000 statements.
Those of a larger one are each made for the first who asks for it, and a catalogue does not wait for them."""


class SpooledFile:
    """The content of a file without a name, which is closed with this object; ``size`` is in bytes."""

    def __init__(self, file: IO[bytes]) -> None:
        file.flush()
        self.size = file.tell()
        self._file = file
        finalize(self, file.close)

    def chunks(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from a place up to another, in pieces; many may read at once."""
        end = self.size if end is None else end
        for place in range(start, end, _CHUNK):
            yield os.pread(self._file.fileno(), min(_CHUNK, end - place), place)


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump file: its format, its bytes and their SHA-256 in hexadecimal."""

    format: Format
    plain: SpooledFile
    checksum: str


class Dumps:
    """The dumps of a publication. Safe between threads; each is made once.

    JSON-LD has the names of ``context``, as documents do, but the whole of it; without one, it has prefixes only.
    """

    def __init__(self, publication: Publication, context: Context | None = None) -> None:
        self._publication = publication
        self._context = context or Context(publication.settings.prefixes)
        self._lock = Lock()
        self._made: dict[Format, Dump] = {}
        self._refused: dict[Format, str] = {}

    def of(self, format: Format) -> Dump:
        """The dump in a format. The first time it takes about a second for 100,000 statements.

        Raises Unwritable when the format cannot write a statement.
        """
        with self._lock:
            if format in self._refused:
                raise Unwritable(self._refused[format])
            if format not in self._made:
                self._make(format, self._quads())
            return self._made[format]

    @property
    def is_small(self) -> bool:
        """Whether a catalogue describes all dumps, so that all are made for it."""
        return self._publication.size <= _SMALL

    @property
    def known(self) -> list[tuple[Format, Dump | None]]:
        """The result of :meth:`all` without the dumps that do not exist yet; it makes none."""
        return [(format, self._made.get(format)) for format in DUMPS if format not in self._refused]

    def all(self) -> list[tuple[Format, Dump | None]]:
        """All formats that can write the statements, with their dumps.

        Those of a small publication are made from one parse; of a large one, there are those that were asked for.
        """
        if self.is_small:
            with self._lock:
                self._make_missing()
        return self.known

    def _make_missing(self) -> None:
        missing = [format for format in DUMPS if format not in self._made and format not in self._refused]
        quads = tuple(self._quads()) if missing else ()
        for format in missing:
            try:
                self._make(format, quads)
            except Unwritable as error:
                self._refused[format] = str(error)

    @property
    def refused(self) -> Mapping[Format, str]:
        """The formats found to be unable to write the statements, each with the reason."""
        return self._refused

    def _make(self, format: Format, quads: Iterable[Quad]) -> None:
        file = _scratch()
        if format in _COMMENTED:
            file.write(self._heading())
        try:
            self._write(format, quads, file)
        except Unwritable:
            file.close()
            raise
        plain = SpooledFile(file)
        digest = hashlib.sha256()
        for chunk in plain.chunks():
            digest.update(chunk)
        self._made[format] = Dump(format, plain, digest.hexdigest())
        memory.give_back()  # all triples were in it

    def _write(self, format: Format, quads: Iterable[Quad], file: IO[bytes]) -> None:
        prefixes = self._publication.settings.prefixes
        if format in (N_QUADS, TRIG):
            format.write(quads, file, prefixes)
            return
        triples = dict.fromkeys(quad.triple for quad in quads)
        if format is TURTLE and has_anonymous(triples):
            file.write(nested_turtle(triples, prefixes))
        elif format is JSON_LD:
            self._context.write_long(triples, file)
        else:
            format.write(triples, file, prefixes)

    def _heading(self) -> bytes:
        settings = self._publication.settings
        lines = (
            f"{settings.title}: {settings.base}",
            f"Licence: {settings.license}",
            f"Version: {self._publication.version}",
            "This is what is stated, and the version of it.",
            f"What follows from the ontology is in {self._publication.inferred}",
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

"""The cache of a loaded large publication, keyed by its content: a restart parses nothing."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any
from zipfile import ZipFile

from pyoxigraph import Literal, Quad, RdfFormat, parse, serialize

from accord import caches
from accord.publication.folder import Publication
from accord.publication.statements import Statements
from accord.publication.statements.loading import LoadedPublication

_COLUMNS = ("subjects", "predicates", "objects", "graphs")
_AROUND = "<a:> <a:> "
"""Before a term, to make a triple of it."""
_STEP = 10_000
"""Terms that are written at a time: another thread waits for this for a few milliseconds."""


def load(publication: Publication) -> tuple[LoadedPublication, bool]:
    """Load a publication, and say whether it is new: whether :func:`keep` would keep it.

    Raises InputError with the place of the first mistake when a file is not Turtle.
    """
    if not is_large(publication):
        return LoadedPublication.of(publication), False
    known = _entry(publication).recall(lambda file: _recalled(publication, file))
    return known or LoadedPublication.of(publication), known is None


def keep(loaded: LoadedPublication) -> None:
    """Keep a publication for the next start."""
    _entry(loaded.publication).remember(_parts(loaded))


def is_large(publication: Publication) -> bool:
    """Whether it pays to keep what was read of a publication."""
    return publication.size >= caches.LARGE


def _entry(publication: Publication) -> caches.CacheEntry:
    return caches.CacheEntry("loaded", digest_of(publication))


def digest_of(publication: Publication) -> str:
    """A digest of what the statements of a publication depend on, and what follows from them."""
    evidence = publication.settings.evidence
    total = hashlib.sha256(f"{publication.digest}\0{publication.inferred}\0{evidence and evidence.about}".encode())
    for file in publication.files:
        about = f"\0{file.path}\0{file.roles}\0{file.base}\0{file.partly}\0{file.statements is None}"
        total.update(about.encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _parts(loaded: LoadedPublication) -> Iterator[tuple[str, bytes]]:
    statements = loaded.statements
    yield "terms.nt", b"".join(_triples(statements.terms))
    for name, column in zip(_COLUMNS, statements.columns, strict=True):
        yield name, column.tobytes()
    documents = {path: len(quads) for path, quads in loaded.documents.items()}
    yield "documents.nq", _n_quads(chain.from_iterable(loaded.documents.values()))
    written = (Quad(held.subject, held.predicate, literal, held.graph_name) for held, literal in loaded.respelled)
    yield "held.nq", _n_quads(held for held, _ in loaded.respelled)
    yield "written.nq", _n_quads(written)
    more = {path: iris[len(loaded.described[path]) :] for path, iris in loaded.concerned.items()}
    beside = {"documents": documents, "described": loaded.described, "supported": more}
    yield "beside.json", json.dumps(beside).encode()


def _triples(terms: Sequence[Any]) -> Iterator[bytes]:
    for first in range(0, len(terms), _STEP):
        yield "".join(f"{_AROUND}{term} .\n" for term in terms[first : first + _STEP]).encode()


def _n_quads(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def _recalled(publication: Publication, file: ZipFile) -> LoadedPublication:
    terms = [quad.object for quad in parse(file.read("terms.nt"), RdfFormat.N_TRIPLES)]
    columns = tuple(array("I", file.read(name)) for name in _COLUMNS)
    beside = json.loads(file.read("beside.json"))
    described = {path: tuple(iris) for path, iris in beside["described"].items()}
    documents = _quads(file, "documents.nq")
    return LoadedPublication(
        publication,
        Statements(terms, columns),
        documents={path: tuple(islice(documents, count)) for path, count in beside["documents"].items()},
        respelled=tuple(_pairs(_quads(file, "held.nq"), _quads(file, "written.nq"))),
        described=described,
        concerned={path: described[path] + tuple(iris) for path, iris in beside["supported"].items()},
    )


def _quads(file: ZipFile, name: str) -> Iterator[Quad]:
    return parse(file.read(name), RdfFormat.N_QUADS)


def _pairs(held: Iterable[Quad], written: Iterable[Quad]) -> Iterator[tuple[Quad, Literal]]:
    """The statements as a store holds them, each with the literal of its file."""
    for one, other in zip(held, written, strict=True):
        if isinstance(other.object, Literal):
            yield one, other.object

"""One file as statements with places, whatever its syntax."""

from __future__ import annotations

from accord import turtle
from accord.parsing import FileFault, Parsed, is_gzipped
from accord.parsing.syntaxes import TURTLE
from accord.publication import SourceFile
from accord.turtle import Document, Triple
from accord.validation.exchange import plain, to_rdflib


def read(file: SourceFile) -> tuple[Document, tuple[FileFault, ...]]:
    """A file as statements with places, each ``xsd:string`` in its plain form, and the faults that it does not have.

    What has no places (RDF/XML, JSON-LD, and what cannot be decoded) has its statements at the start of the file.
    """
    document, faults = _read(file)
    document.triples = [
        triple if (as_plain := plain(triple.object)) is triple.object else triple._replace(object=as_plain)
        for triple in document.triples
    ]
    return document, faults


def _read(file: SourceFile) -> tuple[Document, tuple[FileFault, ...]]:
    if file.syntax is TURTLE and not is_gzipped(file.path):
        document = turtle.read(turtle.decode(file.data, file=file.path), base=file.base or None, file=file.path)
        if not document.faults or not _misnamed(file.parsed()):
            return document, ()
    parsed = file.parsed(places=True)
    if parsed.document is None:
        return _placeless(parsed), parsed.faults
    return parsed.document, _misnamed(parsed)


def _misnamed(parsed: Parsed) -> tuple[FileFault, ...]:
    """The fault of a file that was read in another syntax than its name says."""
    return tuple(fault for fault in parsed.faults if fault.code == "RDF-FORMAT")


def _placeless(parsed: Parsed) -> Document:
    """The statements of a file whose parser gives no places."""
    here = (0, 0)
    quads = dict.fromkeys(quad.triple for quad in parsed.quads)
    triples = [Triple.at((to_rdflib(s), to_rdflib(p), to_rdflib(o)), here, here, here) for s, p, o in quads]
    return Document(parsed.file, "", triples, [], {})

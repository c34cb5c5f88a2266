"""One file as statements with places, whatever its syntax."""

from __future__ import annotations

from accord import turtle
from accord.parsing import Fault, Parsed, is_gzipped
from accord.parsing.syntaxes import TURTLE
from accord.publication import SourceFile
from accord.turtle import Document, Triple
from accord.validation.exchange import plain, to_rdflib


def read(file: SourceFile) -> tuple[Document, tuple[Fault, ...]]:
    """A file as statements with places, each ``xsd:string`` in its plain form, and the faults that it does not have.

    What has no places (RDF/XML, JSON-LD, and what cannot be decoded) has its statements at the start of the file.
    """
    faults: tuple[Fault, ...] = ()
    if file.syntax is TURTLE and not is_gzipped(file.path):
        document = turtle.read(turtle.decode(file.data, file=file.path), base=file.base or None, file=file.path)
    else:
        parsed = file.parsed(places=True)
        document = parsed.document or _placeless(parsed)
        faults = () if parsed.document else parsed.faults
    document.triples = [
        triple if (as_plain := plain(triple.object)) is triple.object else triple._replace(object=as_plain)
        for triple in document.triples
    ]
    return document, faults


def _placeless(parsed: Parsed) -> Document:
    """The statements of a file whose parser gives no places."""
    here = (0, 0)
    quads = dict.fromkeys(quad.triple for quad in parsed.quads)
    triples = [Triple.at((to_rdflib(s), to_rdflib(p), to_rdflib(o)), here, here, here) for s, p, o in quads]
    return Document(parsed.file, "", triples, [], {})

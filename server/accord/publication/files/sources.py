"""The files of a publication as they were read, each with what it is for."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from accord import parsing
from accord.errors import InputError, Place
from accord.parsing import FolderContexts, Parsed, Syntax, is_gzipped, syntax_of
from accord.parsing.syntaxes import JSON_LD, N3, N_TRIPLES, RDF_XML, TURTLE
from accord.publication.files.addresses import UNKNOWN_BASE, file_address

Role = OneOf["ontology", "data", "shapes", "queries"]

FOLDERS: tuple[Role, ...] = ("ontology", "data", "shapes")
"""The roles of files of statements, in reading order."""
REDIRECTS = ("data/redirects.ttl", "redirects.ttl")
"""The possible paths of the file that redirects former IRIs."""


def is_plain(path: str, syntax: Syntax) -> bool:
    """Whether a store reads the bytes of such a file as they are, unless there is a mistake in it."""
    return syntax in (TURTLE, N3, N_TRIPLES) and not is_gzipped(path)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the folder: its path (relative to the folder, with ``/``), its roles, and its bytes.

    ``base`` is what its relative IRIs refer to; where it is empty, Turtle must have none. Of a file that is read
    ``partly`` the statements with mistakes are left out, while any other with a mistake is an error. ``statements`` are
    its statements as N-Quads, where a confined process has read it and no store reads its bytes as they are; then
    nothing else parses it again, except to find the places of mistakes. ``contexts`` are those of the folder, for
    JSON-LD.
    """

    path: str
    roles: tuple[Role, ...]
    data: bytes
    base: str = ""
    partly: bool = False
    statements: bytes | None = None
    contexts: FolderContexts = FolderContexts()

    @property
    def syntax(self) -> Syntax:
        """The syntax that its name says; Turtle where that says nothing."""
        return syntax_of(self.path) or TURTLE

    @property
    def address(self) -> str:
        """The base of its relative IRIs."""
        return self.base or file_address(UNKNOWN_BASE, self.path)

    def parsed(self, places: bool = False) -> Parsed:
        """The parsed file, with the place of every term if ``places`` are wanted."""
        return parsing.parse(
            self.data, self.path, base=self.address, syntax=self.syntax, places=places, folder=self.contexts
        )

    def quads(self, graph: str = "") -> Iterator[Quad]:
        """Its statements, spelled as in the file: in the graphs that the file names, else in the graph given.

        Without a ``graph`` these are in the default graph. Raises InputError with the place of the first mistake,
        unless it is read ``partly``.
        """
        return _moved(self._quads(), NamedNode(graph)) if graph else self._quads()

    def load(self, store: Store, graph: str) -> None:
        """Add its statements to a store as :meth:`quads` gives them, several times faster where it is Turtle.

        Raises InputError with the place of the first mistake, unless it is read ``partly``.
        """
        if (format := self._plain()) is None:
            store.bulk_extend(self.quads(graph))
            return
        try:
            base = self.base if format == RdfFormat.TURTLE else ""
            store.load(self._text, format, base_iri=base or None, to_graph=NamedNode(graph))
        except SyntaxError as error:
            raise self._not_turtle(error) from error

    def prefixes(self) -> dict[str, str]:
        """The prefixes that it declares, with their namespaces. The file is known to be Turtle."""
        parser = parse(self._text, RdfFormat.TURTLE, base_iri=self.base or None)
        for _ in parser:
            pass
        return parser.prefixes

    @property
    def _text(self) -> bytes:
        """The bytes without a byte order mark, which the parsers of Turtle take for a part of the first name."""
        return self.data.removeprefix(BOM_UTF8)

    def _plain(self) -> RdfFormat | None:
        """The format in which the store reads the bytes as they are; None for those that need the guarded reading."""
        return self.syntax.parser if is_plain(self.path, self.syntax) and not self.partly else None

    def _quads(self) -> Iterator[Quad]:
        if self.statements is not None:
            yield from parse(self.statements, RdfFormat.N_QUADS, rename_blank_nodes=True)
            return
        if self._plain() != RdfFormat.TURTLE:
            parsed = self.parsed()
            quads = parsed.quads if self.partly else parsed.require()
            # The parsers of these give a statement as often as the file makes it.
            yield from dict.fromkeys(quads) if parsed.syntax in (RDF_XML, JSON_LD) else quads
            return
        try:
            yield from parse(self._text, RdfFormat.TURTLE, base_iri=self.base or None, rename_blank_nodes=True)
        except SyntaxError as error:
            raise self._not_turtle(error) from error

    def _not_turtle(self, error: SyntaxError) -> InputError:
        """The first mistake as Accord's own reader describes it, or as the parser does where that sees none."""
        remedy = "`accord check` lists every mistake of every file."
        parsed = self.parsed()
        if parsed.faults:
            fault = parsed.faults[0]
            return InputError(fault.message, place=fault.place, remedy=fault.remedy or remedy)
        _, line, column, _, end_line, end_column = error.args[1] if len(error.args) > 1 else (0, 1, 1, 0, 1, 1)
        return InputError(str(error.args[0]), place=Place(self.path, line, column, end_line, end_column), remedy=remedy)


def _moved(quads: Iterator[Quad], graph: NamedNode) -> Iterator[Quad]:
    """The statements, those of the default graph in another one."""
    for quad in quads:
        if quad.graph_name == DefaultGraph():
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
        else:
            yield quad

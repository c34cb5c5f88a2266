"""The files of a publication as they were read, and where in the folder each kind of file is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneOf

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from accord.errors import InputError, Place

Role = OneOf["ontology", "data", "shapes", "queries"]

CONFIGURATION = "data/publication.ttl"
"""The description of the dataset and the settings of the software."""
REDIRECTS = "data/redirects.ttl"
"""What became of IRIs that are no longer used."""
FOLDERS: tuple[Role, ...] = ("ontology", "data", "shapes")
"""The folders of Turtle files, in reading order; only ``data`` may have folders inside."""
QUERIES = "data/queries"
"""The folder of example queries."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the folder: its path (relative to the folder, with ``/``), its role, and its bytes."""

    path: str
    role: Role
    data: bytes

    def quads(self, graph: str) -> Iterator[Quad]:
        """Its statements in the graph named, spelled as in the file.

        Raises InputError with the place of the first mistake when the file is not Turtle.
        """
        node = NamedNode(graph)
        try:
            for quad in parse(self.data, RdfFormat.TURTLE, rename_blank_nodes=True):
                yield Quad(quad.subject, quad.predicate, quad.object, node)
        except SyntaxError as error:
            raise self._not_turtle(error) from error

    def load(self, store: Store, graph: str) -> None:
        """Add its statements to the graph named in a store, several times faster than by :meth:`quads`.

        Raises InputError with the place of the first mistake when the file is not Turtle.
        """
        try:
            store.load(self.data, RdfFormat.TURTLE, to_graph=NamedNode(graph))
        except SyntaxError as error:
            raise self._not_turtle(error) from error

    def prefixes(self) -> dict[str, str]:
        """The prefixes that it declares, with their namespaces. The file is known to be Turtle."""
        parser = parse(self.data, RdfFormat.TURTLE)
        for _ in parser:
            pass
        return parser.prefixes

    def _not_turtle(self, error: SyntaxError) -> InputError:
        """The first mistake as Accord's own Turtle reader describes it, or as the parser does where that sees none."""
        from accord import turtle  # imports rdflib, which takes too long for a start without mistakes

        document = turtle.read(turtle.decode(self.data, file=self.path), file=self.path)
        remedy = "`accord check` lists every mistake of every file."
        if document.faults:
            fault = document.faults[0]
            return InputError(fault.message, place=document.place(fault.span), remedy=fault.remedy or remedy)
        _, line, column, _, end_line, end_column = error.args[1] if len(error.args) > 1 else (0, 1, 1, 0, 1, 1)
        return InputError(str(error.args[0]), place=Place(self.path, line, column, end_line, end_column), remedy=remedy)

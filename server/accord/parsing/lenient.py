"""RDF/XML and JSON-LD: their parser gives no places, so lines come from how far it has read.

In JSON-LD the standard lets what is wrong be left out silently; a lenient parser is used instead, and what it let
pass is looked at here, so that everything that is left out is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from pyoxigraph import Quad, RdfFormat, parse

from accord.errors import Place
from accord.parsing.limits import ParsingLimits
from accord.parsing.model import FileFault
from accord.parsing.terms import is_rdf_12, tidied, wrong_in

_TERM = ("error while parsing IRI", "error while parsing language tag")
"""The beginnings of the parser's messages about a single wrong term."""


class _Lines:
    """A file that is read line by line, so that one knows where a parser is."""

    def __init__(self, data: bytes) -> None:
        self._lines: Iterator[bytes] = iter(data.splitlines(keepends=True))
        self._rest = b""
        self.line = 0

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size`` and never of two lines."""
        if not self._rest:
            self._rest = next(self._lines, b"")
            self.line += 1
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


class Reading:
    """One reading of one file; ``quads``, ``faults`` and ``unknown`` keys are what it gives."""

    def __init__(self, data: bytes, syntax: RdfFormat, base: str, file: str, limits: ParsingLimits) -> None:
        self.data = data
        self.syntax = syntax
        self.base = base
        self.file = file
        self.limits = limits
        self.quads: list[Quad] = []
        self.faults: list[FileFault] = []
        self.unknown: set[str] = set()
        """Keys of JSON-LD that no context explains."""

    def run(self) -> None:
        """Read the file: quickly if all is well, else with a line for each fault."""
        json = self.syntax == RdfFormat.JSON_LD
        try:
            self.quads = self._read(self.data, lenient=json)
        except SyntaxError as error:
            if not str(error.args[0]).startswith(_TERM):
                self._broken(error)
                return
            self._slowly()
            return
        known: dict[str, str] = {}
        doubtful = self.quads if json else ()
        if any(is_rdf_12(quad) for quad in self.quads) or any(wrong_in(quad, known) for quad in doubtful):
            self._slowly()
        elif json:
            self.quads = [tidied(quad) for quad in self.quads]

    def _read(self, source: bytes | _Lines, lenient: bool) -> list[Quad]:
        return list(islice(self._parse(source, lenient), self.limits.statements + 1))

    def _parse(self, source: bytes | _Lines, lenient: bool) -> Iterator[Quad]:
        reader: Callable[..., Iterator[Quad]] = parse
        return reader(source, self.syntax, base_iri=self.base, rename_blank_nodes=True, lenient=lenient)

    def _slowly(self) -> None:
        """Read line by line, and leave out what is wrong."""
        lines = _Lines(self.data)
        known: dict[str, str] = {}
        reported: set[tuple[str, int]] = set()
        self.quads = []
        try:
            for quad in self._parse(lines, lenient=True):
                wrong = self._wrong(quad, known)
                if wrong is None:
                    self.quads.append(tidied(quad))
                elif wrong and (wrong, lines.line) not in reported:
                    reported.add((wrong, lines.line))
                    self._tell("RDF-TERM", wrong, lines.line, "Correct it; statements with it are left out.")
                if len(self.quads) > self.limits.statements:
                    return
        except SyntaxError as error:
            self._broken(error)

    def _wrong(self, quad: Quad, known: dict[str, str]) -> str | None:
        """What is wrong with a quad; None if nothing is, "" if it was noted already."""
        if is_rdf_12(quad):
            return "A triple as a term, or a string with a direction, is of RDF 1.2, which is not read."
        key = quad.predicate.value
        if self.syntax == RdfFormat.JSON_LD and ":" not in key:
            self.unknown.add(key)
            return ""
        return wrong_in(quad, known) or None

    def _broken(self, error: SyntaxError) -> None:
        """A file that is not in the syntax at all: what came before the mistake is not read either."""
        self.quads = []
        line = error.args[1][1] if len(error.args) > 1 else None
        words = str(error.args[0])
        column = None
        if line is None:
            line = self._line_of_error()
        else:
            column = error.args[1][2]
            words = words.partition(": ")[2] or words
        self._tell("RDF-SYNTAX", f"{words[:1].upper()}{words[1:]}.", line, "Correct the first mistake.", column or 1)

    def _line_of_error(self) -> int:
        lines = _Lines(self.data)
        try:
            for _ in self._parse(lines, lenient=self.syntax == RdfFormat.JSON_LD):
                pass
        except SyntaxError:
            return max(1, min(lines.line, self.data.count(b"\n") + 1))
        return 1

    def _tell(self, code: str, message: str, line: int, remedy: str, column: int = 1) -> None:
        if len(self.faults) <= self.limits.faults:
            self.faults.append(FileFault(code, message, Place(self.file, line, column, line, column), remedy))

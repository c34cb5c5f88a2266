"""The result of parsing: the statements of a file, everything that is wrong with it, and what was ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Quad

from accord.errors import InputError, Place
from accord.parsing.syntaxes import Syntax

if TYPE_CHECKING:
    from accord.turtle import Document


@dataclass(frozen=True, slots=True)
class FileFault:
    """One mistake: a stable ``code``, a sentence, its place (line 1 of the file where no better is known), a remedy."""

    code: str
    message: str
    place: Place
    remedy: str = ""

    def error(self) -> InputError:
        """The fault as an error."""
        return InputError(self.message, place=self.place, remedy=self.remedy)


class Unreadable(InputError):
    """A file that no parser should see, or that none can read; ``code`` is that of the fault it becomes."""

    def __init__(self, code: str, message: str, *, place: Place, remedy: str = "") -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.code = code
        self.where = place

    def fault(self) -> FileFault:
        """The error as a fault."""
        return FileFault(self.code, self.message, self.where, self.remedy)


@dataclass(frozen=True)
class Parsed:
    """A file that was read.

    ``syntax`` is None for a ``.json`` or ``.xml`` file that holds no RDF. ``quads`` are the good statements, in the
    default graph or in the graph that the file names; no blank node is in another file too. ``notes`` are sentences on
    what was not obeyed or not read, though nothing is wrong with it. ``document`` knows the place of every term; the
    statement at an index there is the quad at that index here. It is there for Turtle, TriG, N-Triples and N-Quads
    if places were asked for, and if there are faults. ``instead`` is the syntax of the content where the name says
    another one and nothing was read yet.
    """

    file: str
    syntax: Syntax | None
    quads: tuple[Quad, ...]
    faults: tuple[FileFault, ...] = ()
    notes: tuple[str, ...] = ()
    document: Document | None = None
    instead: Syntax | None = None

    def require(self) -> tuple[Quad, ...]:
        """The quads of a file without any fault. Raises InputError with the first fault."""
        if self.faults:
            raise self.faults[0].error()
        return self.quads


def start_of(file: str) -> Place:
    """The first character of a file: the place of what is wrong with the whole of it."""
    return Place(file, 1, 1, 1, 1)


def place_in(file: str, text: str, start: int, end: int) -> Place:
    """The lines and columns of two offsets in a string whose lines end with LF."""
    return Place(file, *_position(text, start), *_position(text, end))


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)

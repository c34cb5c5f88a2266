"""Fixes that need no decision: what can only have been meant in one way, each as a change of some characters.

A file is read again after each kind of fix. A fix of the layout is only kept when the file makes the same statements as
before; a fix of the syntax only when it leaves fewer faults.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accord import turtle
from accord.errors import InputError
from accord.parsing import is_gzipped
from accord.parsing.syntaxes import TURTLE
from accord.publication import Publication, SourceFile
from accord.turtle import Document
from accord.turtle.decoding import marked_encoding
from accord.validation.fixing import layout, line_ends, syntax, values
from accord.validation.fixing.edits import Edit, applied
from accord.validation.stages.style import house_order

_ROUNDS = 50
"""How often a file is read again, beside once for each fault, since a fault may show only when another is fixed. No fix
can be found for ever, but a file is not read more often than that; :attr:`Fixed.is_finished` says when it would be."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with its fixes: the bytes after them, and what was changed, with how often.

    ``is_finished`` is false where more can be fixed than one run does.
    """

    file: SourceFile
    data: bytes
    changes: Counter[str]
    is_finished: bool = True

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to write."""
        return self.data != self.file.data

    def diff(self) -> str:
        """The change as a unified diff; line ends that are not LF are shown as ``\\r``."""
        before, after = (_lines(data) for data in (self.file.data, self.data))
        lines = difflib.unified_diff(before, after, f"a/{self.file.path}", f"b/{self.file.path}", lineterm="")
        return "\n".join(lines)


def fixed(publication: Publication, file: SourceFile, *, style: bool = True) -> Fixed:
    """A file with all fixes that need no decision; with ``style`` the layout too.

    A file that is not Turtle, or that cannot be decoded, is left as it is. One in UTF-16 or UTF-32 becomes UTF-8.
    """
    changes: Counter[str] = Counter()
    if file.syntax is not TURTLE or is_gzipped(file.path):
        return Fixed(file, file.data, changes)
    encoding = marked_encoding(file.data)
    try:
        text = file.data.decode(encoding) if encoding else turtle.decode(file.data, file=file.path)
    except (InputError, UnicodeDecodeError):
        return Fixed(file, file.data, changes)
    known = publication.settings.prefixes
    text = _tidied(file, text, changes)
    kinds: list[tuple[Callable[[Document], Iterable[Edit]], Accepts]] = [
        (lambda document: syntax.edits(document, known), _fewer_faults),
        (lambda document: values.edits(document, publication), _no_more_faults),
    ]
    if style:
        order = house_order(publication)
        kinds.append((lambda document: layout.edits(document, order, file.path), _same_statements))
    endings = []
    for find, accepts in kinds:
        text, is_finished = _repeated(text, find, changes, accepts)
        endings.append(is_finished)
    return Fixed(file, text.encode("utf-8"), changes, all(endings))


def _tidied(file: SourceFile, text: str, changes: Counter[str]) -> str:
    """The text with the line ends and the encoding of Unix."""
    tidy, names = line_ends.tidied(text, file.data)
    changes.update(names)
    return tidy


Accepts = Callable[[Document, Document], bool]
"""Whether a file after some edits is kept, by the file before them and the file after them."""


def _repeated(
    text: str, find: Callable[[Document], Iterable[Edit]], changes: Counter[str], accepts: Accepts
) -> tuple[str, bool]:
    """The text with the edits of one kind, found again until there are none, and whether there are none.

    An edit that makes it worse is dropped.
    """
    document = turtle.read(text)
    refused: set[Edit] = set()
    for _ in range(_ROUNDS + len(document.faults)):
        edits = [edit for edit in find(document) if edit not in refused]
        if not edits:
            return document.text, True
        again = turtle.read(applied(document.text, edits))
        if accepts(document, again):
            document = again
            changes.update(edit.what for edit in edits)
        elif len(edits) == 1:
            refused.update(edits)
        else:
            document, refused = _one_by_one(document, edits, changes, accepts, refused)
    return document.text, False


def _one_by_one(
    document: Document, edits: list[Edit], changes: Counter[str], accepts: Accepts, refused: set[Edit]
) -> tuple[Document, set[Edit]]:
    """The first edit that is accepted alone, made; those before it are refused."""
    for edit in edits:
        again = turtle.read(applied(document.text, [edit]))
        if accepts(document, again):
            changes[edit.what] += 1
            return again, refused
        refused.add(edit)
    return document, refused


def _fewer_faults(before: Document, after: Document) -> bool:
    return len(after.faults) < len(before.faults) and len(after.triples) >= len(before.triples)


def _no_more_faults(before: Document, after: Document) -> bool:
    return len(after.faults) <= len(before.faults)


def _same_statements(before: Document, after: Document) -> bool:
    return not after.faults and _statements(before) == _statements(after)


def _statements(document: Document) -> list[tuple[str, ...]]:
    """The triples in their order, blank nodes by where they come first."""
    names: dict[object, str] = {}
    return [tuple(_name(term, names) for term in triple[:3]) for triple in document.triples]


def _name(term: object, names: dict[object, str]) -> str:
    from rdflib import BNode, Literal

    if isinstance(term, BNode):
        return names.setdefault(term, f"_:{len(names)}")
    return term.n3() if isinstance(term, Literal) else f"<{term}>"


def _lines(data: bytes) -> list[str]:
    text = data.decode(marked_encoding(data) or "utf-8", "backslashreplace")
    return [line.replace("\r", "\\r") for line in text.split("\n")]

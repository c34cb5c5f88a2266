"""The house style of Turtle: one way to lay a file out, so that a change shows nothing but what was changed.

A comment says what the file is for; prefixes are in the order of the publication's settings, none idle; a subject
is after an empty line, below it one predicate a line after four spaces, ``a`` first; marks are after one space;
lines have 120 columns at most where they can be broken. Blank nodes in data are refused by a rule, not by taste.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from accord import turtle
from accord.errors import InputError
from accord.publication import Publication, SourceFile
from accord.publication.files.layout import CONFIGURATION_NAME
from accord.turtle import Document, Span
from accord.turtle.tokens import CLOSING, OPENING, scan
from accord.validation.findings import Finding

WIDEST = 120
"""Columns of a line, in code points."""

_COLON = re.compile(r"(?<![\w.-])([\w.-]*):")
_BREAK = r"(?: #[^\n]*)?\n(?: *#[^\n]*\n|\n)*"
_GAPS = {
    "directive": (r"(?:[^\n]*\n)+", "Begin a line."),
    "subject": (r"(?: #[^\n]*)?\n(?:#[^\n]*\n|\n)*\n(?:#[^\n]*\n)*", "Start a new line, after an empty line."),
    "predicate": (rf"{_BREAK} {{4}}", "Put this predicate on a line of its own, after four spaces."),
    "object": (rf" |{_BREAK} {{8}}", "Write one space before it, or start a new line with eight spaces."),
    "mark": (r" ", "Write one space before it."),
    "term": (
        rf" |{_BREAK}(?: {{4}})+",
        "Write one space before it, or start a new line with four spaces for each open bracket.",
    ),
}
"""What may come before each part of a statement, and the remedy for anything else."""
_FITS = {name: re.compile(gap) for name, (gap, _) in _GAPS.items()}

_NEXT = {".": "subject", ";": "predicate", "subject": "predicate"}
"""What follows a mark or a part; after all else follows an object."""

_LOOSE = {
    "TAB": (r"\t+", "The width of a tab differs from screen to screen.", "Write spaces."),
    "LINE-END": (r"\r\n?", "The line does not end with LF alone.", "Save the file with Unix line ends (LF)."),
    "BLANKS": (r"(?<! ) +(?=\r?\n|\Z)", "The line ends with spaces.", "Remove them."),
    "FILE-END": (r"[^\n]\Z|(?<!\n)\n{2,}\Z", "The file does not end with one line end.", "End it with exactly one."),
    "WIDTH": (rf"(?m)^(?= *#).{{{WIDEST}}}.+$", "The comment is too wide.", f"Break it at {WIDEST} columns."),
}
"""What can be wrong with the text whatever it says: pattern, sentence and remedy by code."""
_SPOTS = {code: re.compile(pattern) for code, (pattern, _, _) in _LOOSE.items()}


class Part(NamedTuple):
    """A token: its part in a statement, its kind, where the token before it ends, and where it is itself."""

    name: str
    kind: str
    before: int
    start: int
    end: int


def check(publication: Publication, files: Iterable[SourceFile]) -> list[Finding]:
    """Where these files depart from the house style, as warnings.

    Files that cannot be read as Turtle are passed over: how they look does not matter yet.
    """
    order = house_order(publication)
    return [finding for file in files for finding in _file(file, order)]


def house_order(publication: Publication) -> tuple[str, ...]:
    """The prefixes (without colon) as the publication's settings declare them, one after the other."""
    file = next((file for file in publication.files if file.path == publication.configuration), None)
    return tuple(turtle.read(turtle.decode(file.data)).prefixes) if file else ()


def ordered(prefixes: Iterable[str], order: Sequence[str]) -> list[str]:
    """Prefixes in the order of the house; those it does not know join the last that it has by the alphabet."""
    last = max((place for place, (one, two) in enumerate(pairwise(order), 1) if two < one), default=0)
    return sorted(prefixes, key=lambda one: (order.index(one) if one in order[:last] else last, one))


def _file(file: SourceFile, order: Sequence[str]) -> Iterator[Finding]:
    try:
        document = turtle.read(turtle.decode(file.data, file=file.path), file=file.path)
    except InputError:
        return
    if document.faults:
        return
    pieces = list(parts(document.text))
    yield from _loose(document, pieces)
    yield from _layout(document, pieces)
    yield from _prefixes(document, pieces, order, may_idle=file.path.endswith(CONFIGURATION_NAME))


def parts(text: str) -> Iterator[Part]:
    """The tokens of Turtle without faults; whatever is inside brackets is a ``term``."""
    before = depth = 0
    name = "subject"
    for kind, start, end in scan(text):
        name = kind if kind == "directive" else name
        is_inner = depth or kind in CLOSING
        yield Part("term" if is_inner else "mark" if kind in ".;," else name, kind, before, start, end)
        depth += (kind in OPENING) - (kind in CLOSING)
        before = end
        if not depth:
            name = _NEXT.get(kind) or _NEXT.get(name, "object")


def _loose(document: Document, parts: Iterable[Part]) -> Iterator[Finding]:
    """What is wrong outside of literals."""
    if not document.text.startswith("#"):
        yield _finding(
            document, "COMMENT", "The file does not say what it is for.", (0, 0), "Begin the file with a comment."
        )
    for code, span in loose_places(document.text, parts):
        _, message, remedy = _LOOSE[code]
        yield _finding(document, code, message, span, remedy)


def loose_places(text: str, parts: Iterable[Part]) -> Iterator[tuple[str, Span]]:
    """Where a file has what is wrong whatever it says, outside of literals, by the codes of ``_LOOSE``."""
    literals = [(part.start, part.end) for part in parts if part.kind == "literal"]
    for code, spot in _SPOTS.items():
        for match in spot.finditer(text):
            if not _is_within(match.start(), literals):
                yield code, match.span()


def _is_within(position: int, spans: Sequence[Span]) -> bool:
    """Whether a position is inside one of the spans, which are sorted and apart, and not where it starts."""
    place = bisect_left(spans, position, key=lambda span: span[0]) - 1
    return place >= 0 and position < spans[place][1]


def _layout(document: Document, parts: Sequence[Part]) -> Iterator[Finding]:
    """What is in the wrong place, too far to the right, or before the class of a thing."""
    last = ""
    for part in parts[:-1]:
        span = part.start, part.end
        remedy = _GAPS[part.name][1]
        written = document.text[part.before : part.start].replace("\r\n", "\n")
        if not fits(part, written):
            yield _finding(document, "LAYOUT", f"The {part.name} is in the wrong place.", span, remedy)
        elif written == " " and is_too_wide(document, part, last):
            yield _finding(document, "WIDTH", "The line is too wide.", span, "Start a new line before this.")
        if part.kind == "a" and part.name == "predicate" and last == ";":
            yield _finding(document, "CLASS", "The class is not the first predicate.", span, "Put it first.")
        last = part.kind


def fits(part: Part, written: str) -> bool:
    """Whether what is written before a part is what may be there."""
    return bool(_FITS[part.name].fullmatch(written if part.before else f"\n\n{written}"))


def is_too_wide(document: Document, part: Part, last: str) -> bool:
    """Whether a part, after a token of the kind ``last``, has to begin a line because it reaches too far."""
    return (last == "," or part.name == "term") and _reaches(document, part) > WIDEST


def _reaches(document: Document, part: Part) -> int:
    """The last column of a term on its first line, with the mark after it."""
    first_line = document.text[part.start : part.end].partition("\n")[0]
    return document.place((part.start, part.start)).column + len(first_line) + 1


def _prefixes(document: Document, parts: Sequence[Part], order: Sequence[str], *, may_idle: bool) -> Iterator[Finding]:
    """Prefixes out of order, and those that neither a statement nor a comment writes."""
    declared = dict(declarations(document.text, parts))
    for name, right in zip(declared, ordered(declared, order), strict=True):
        if name != right:
            message = f"The prefix {name}: is where {right}: belongs."
            yield _finding(document, "PREFIX-ORDER", message, declared[name], "Sort the prefixes.")
            break
    for name in () if may_idle else idle_prefixes(document.text, declared):
        message = f"Nothing uses the prefix {name}:."
        yield _finding(document, "PREFIX-IDLE", message, declared[name], "Remove its line.")


def idle_prefixes(text: str, declared: Iterable[str]) -> list[str]:
    """The prefixes that neither a statement nor a comment writes."""
    written = Counter(_COLON.findall(text))
    return [name for name in declared if written[name] == 1]


def declarations(text: str, parts: Sequence[Part]) -> Iterator[tuple[str, Span]]:
    """The prefixes that a file declares, and where."""
    for directive, part in pairwise(parts):
        if directive.kind == "directive" and part.kind == "name":
            yield text[part.start : part.end - 1], (part.start, part.end)


def _finding(document: Document, code: str, message: str, span: Span, remedy: str) -> Finding:
    written = document.text[slice(*span)].strip()
    return Finding(f"STYLE-{code}", "warning", message, document.place(span), value=written, remedy=remedy)

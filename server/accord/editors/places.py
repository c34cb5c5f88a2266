"""Places as editors count them: lines and columns from 0, columns in units of UTF-16."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from accord.errors import Place

_LINE_END = re.compile(r"\r\n|\n|\r")
_TERM = re.compile(r"<[^<>\s]*>|[^\s<>\"'(),;\[\]#]+")
"""A piece of a line that may be an IRI or a name with a prefix."""


def lines_of(text: str) -> list[str]:
    """The lines of a file."""
    return _LINE_END.split(text)


def units(line: str, characters: int) -> int:
    """So many characters of a line, in units of UTF-16."""
    return len(line[:characters].encode("utf-16-le", "surrogatepass")) // 2


def characters(line: str, units: int) -> int:
    """So many units of UTF-16 of a line, in characters."""
    return len(line.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace"))


def range_of(place: Place, lines: Sequence[str]) -> dict[str, Any]:
    """A place of a finding as a range."""

    def position(line: int, column: int) -> dict[str, int]:
        text = lines[line - 1] if 0 < line <= len(lines) else ""
        return {"line": max(0, line - 1), "character": units(text, max(0, column - 1))}

    return {"start": position(place.line, place.column), "end": position(place.end_line, place.end_column)}


def term_at(line: str, column: int) -> str:
    """The IRI in angle brackets or the name at a column (in characters); empty where there is none."""
    found = next((one for one in _TERM.finditer(line) if one.start() <= column <= one.end()), None)
    return found[0].rstrip(".") if found else ""


def word_before(line: str, column: int) -> tuple[str, str]:
    """The part of a term before a column, and the word before the term."""
    before = line[:column]
    word = max(before.rfind(mark) for mark in " \t\"'(),;[]") + 1
    return before[word:], next(iter(before[:word].split()[-1:]), "")

"""The query parser's complaints in plain words, placed in the user's own text."""

from __future__ import annotations

import re

from accord.errors import Place, QueryError

_AT = re.compile(r"^error at (\d+):(\d+): ")
_TOKEN = re.compile(r"[\w:.?$@-]+|\S")
_PREFIXED = re.compile(r"([\w.-]*):[\w.%:-]*")
_WORD = re.compile(r'[A-Z]{2,}|"[^\s"]"')
_SENTENCE = re.compile(r"[A-Z]\w* [a-z]")
_MOST = 8


def syntax_error(message: str, text: str) -> QueryError:
    """A QueryError for pyoxigraph's message (``error at LINE:COLUMN: expected one of ...``) about a query."""
    found = _AT.match(message)
    if not found:
        return QueryError(f"Not SPARQL 1.1: {message}")
    line, column, complaint = int(found[1]), int(found[2]), message[found.end() :]
    lines = text.splitlines() or [""]
    line = min(line, len(lines))
    if "Prefix not found" in complaint:
        return _undeclared(line, column, lines[line - 1])
    token = _token(lines[line - 1], column)
    if token is None:
        return QueryError(f"Not SPARQL 1.1: {_expected(complaint)}", place=Place("", line, column, line, column))
    place = Place("", line, token.start() + 1, line, token.end() + 1)
    return QueryError(f"Not SPARQL 1.1 near “{token[0]}”: {_expected(complaint)}", place=place, token=token[0])


def _token(row: str, column: int) -> re.Match[str] | None:
    """The token at a column, or the last before it: the parser may stop behind what it stumbled over."""
    before = list(_TOKEN.finditer(row, 0, column - 1))
    return _TOKEN.search(row, column - 1) or (before[-1] if before else None)


def _undeclared(line: int, column: int, row: str) -> QueryError:
    """The parser stops behind the name whose prefix nobody declared."""
    names = list(_PREFIXED.finditer(row, 0, column - 1)) or list(_PREFIXED.finditer(row))
    if not names:
        return QueryError("A prefix is not declared.", place=Place("", line, column, line, column))
    name = names[-1]
    place = Place("", line, name.start() + 1, line, name.end() + 1)
    remedy = f"Write PREFIX {name[1]}: <...> before the query."
    return QueryError(f"The prefix {name[1]}: is not declared.", place=place, token=name[0], remedy=remedy)


def _expected(complaint: str) -> str:
    """The parser's sentence if it wrote one, or the keywords and signs that could stand here."""
    parts = complaint.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    sentence = next((part for part in parts if _SENTENCE.match(part)), None)
    words = [part.strip('"') for part in parts if _WORD.fullmatch(part)][:_MOST]
    if sentence:
        return sentence[0].lower() + sentence[1:] + "."
    return f"it could go on with {' or '.join(words)}." if words else "something else belongs here."

"""The query parser's complaints in plain words, placed in the user's own text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from accord.did_you_mean import likeliest
from accord.errors import Place, QueryError
from accord.names import WELL_KNOWN
from accord.sparql import clauses, mistakes, selections, triples
from accord.sparql.mistakes import Mistake, Reading
from accord.sparql.tokens import place_of

_AT = re.compile(r"^error at (\d+):(\d+): ")
_TOKEN = re.compile(r"[\w:.?$@-]+|\S")
_PREFIXED = re.compile(r"([\w.-]*):[\w.%:-]*")
_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_IRI = re.compile(r"<[^<>]*>")
_WORD = re.compile(r'[A-Z]{2,}|"[^\s"]"')
_MOST = 8


def syntax_error(message: str, text: str, prefixes: Iterable[str] = ()) -> QueryError:
    """A QueryError for pyoxigraph's message (``error at LINE:COLUMN: expected one of ...``) about a query.

    ``prefixes`` are those that need no declaration: one of them may have been meant by a prefix that is unknown.
    """
    found = _AT.match(message)
    if not found:
        return QueryError(f"Not SPARQL 1.1: {message}")
    line, column, complaint = int(found[1]), int(found[2]), message[found.end() :]
    lines = text.split("\n")
    line = min(line, len(lines))
    row = lines[line - 1]
    if "Prefix not found" in complaint:
        return _undeclared(line, column, row, {*prefixes, *_DECLARED.findall(text)})
    if "IRI parsing failed" in complaint:
        return _no_iri(line, column, row)
    mistake = _mistake(text, complaint)
    return _error(mistake) if mistake else _stopped(line, column, row, complaint)


def _mistake(text: str, complaint: str) -> Mistake | None:
    """The likeliest mistake: a bracket or a word spoils all that follows, so these come before the others."""
    reading = Reading(text)
    if found := mistakes.bracket(reading):
        return found if found.token.lastgroup == "opening" else next(clauses.brace(reading), found)
    if found := mistakes.word(reading):
        return found
    if "overrides an existing variable" in complaint:
        return next(selections.overridden(reading), None)
    every: Iterator[Mistake] = chain(
        clauses.clause(reading), selections.selection(reading), triples.triple(reading), _blank(reading, complaint)
    )
    return min(every, key=lambda one: one.token.start(), default=None)


def _blank(reading: Reading, complaint: str) -> Iterator[Mistake]:
    """The parser has no word for a blank node that is used in two groups."""
    labels = [one for one in reading.tokens if one[0].startswith("_:")]
    again = [one for place, one in enumerate(labels) if one[0] in (two[0] for two in labels[:place])]
    if again and "<unreported>" in complaint:
        message = f"{again[-1][0]} is used in two groups; a blank node belongs to one."
        yield Mistake(again[-1], message, f"Write a variable, as in ?{again[-1][0][2:]}.")


def _error(mistake: Mistake) -> QueryError:
    token = mistake.token
    return QueryError(mistake.message, place=place_of(token), token=token[0], remedy=mistake.remedy)


def _stopped(line: int, column: int, row: str, complaint: str) -> QueryError:
    """All that is known is where the parser stopped."""
    token = _token(row, column)
    if token is None:
        return QueryError(f"Not SPARQL 1.1: {_expected(complaint)}", place=Place("", line, column, line, column))
    place = Place("", line, token.start() + 1, line, token.end() + 1)
    return QueryError(f"Not SPARQL 1.1 near “{token[0]}”: {_expected(complaint)}", place=place, token=token[0])


def _token(row: str, column: int) -> re.Match[str] | None:
    """The token at a column, or the last before it: the parser may stop behind what it stumbled over."""
    before = list(_TOKEN.finditer(row, 0, column - 1))
    return _TOKEN.search(row, column - 1) or (before[-1] if before else None)


def _undeclared(line: int, column: int, row: str, declared: set[str]) -> QueryError:
    """The parser stops behind the name whose prefix nobody declared."""
    names = list(_PREFIXED.finditer(row, 0, column - 1)) or list(_PREFIXED.finditer(row))
    if not names:
        return QueryError("A prefix is not declared.", place=Place("", line, column, line, column))
    name = names[-1]
    place = Place("", line, name.start() + 1, line, name.end() + 1)
    remedy = _declaration(name[1], declared)
    return QueryError(f"The prefix {name[1]}: is not declared.", place=place, token=name[0], remedy=remedy)


def _declaration(prefix: str, declared: set[str]) -> str:
    """How to declare a prefix, or the declared one that was probably meant."""
    if prefix in WELL_KNOWN:
        return f"Write PREFIX {prefix}: <{WELL_KNOWN[prefix]}> before the query."
    if meant := likeliest(prefix, declared):
        return f"Did you mean {meant}:? Otherwise write PREFIX {prefix}: <...> before the query."
    return f"Write PREFIX {prefix}: <...> before the query."


def _no_iri(line: int, column: int, row: str) -> QueryError:
    found = [one for one in _IRI.finditer(row) if one.start() < column]
    if not found:
        return QueryError("This is not an IRI.", place=Place("", line, column, line, column))
    place = Place("", line, found[-1].start() + 1, line, found[-1].end() + 1)
    remedy = "Write it in full, from http: or https: on, without spaces."
    return QueryError(f"{found[-1][0]} is not an absolute IRI.", place=place, token=found[-1][0], remedy=remedy)


def _expected(complaint: str) -> str:
    """The keywords and signs that could stand here, as far as a person can use them."""
    parts = complaint.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    found = [part.strip('"') for part in parts if _WORD.fullmatch(part)][:_MOST]
    return f"it could go on with {' or '.join(found)}." if found else "something else belongs here."

"""The query parser's error messages in plain words, with the place in the query.

The web process works them out while other clients wait, so only a bounded part of a query is read for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from accord.did_you_mean import likeliest
from accord.errors import Place, QueryError
from accord.names import WELL_KNOWN
from accord.sparql import mistakes
from accord.sparql.mistakes import Mistake, clauses, selections, triples
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.tokens import place_of

_AT = re.compile(r"^error at (\d+):(\d+): ")
_TOKEN = re.compile(r"[\w:.?$@-]+|\S")
_PREFIXED = re.compile(r"(?<![\w.-])([\w.-]*):[\w.%:-]*")
_IRI = re.compile(r"<[^<>]*>")
_WORD = re.compile(r'[A-Z]{2,}|"[^\s"]"')
_MOST = 8

EXPLAINED = 10_000
"""Characters of a query whose mistake is looked for: the longest that takes some tens of ms at worst to explain.

The longest query of the publication that this was written for has 2,000. For a longer query, the words and
the place are the parser's own.
"""
_AROUND = 2_000
"""Characters of a line that are read on each side of the place where the parser stopped: a token hardly has more."""


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
    spot = _Spot.of(lines[line - 1], line, column)
    if "Prefix not found" in complaint:
        return _undeclared(spot, {*prefixes, *QueryTokens(text[:EXPLAINED]).declared})
    if "IRI parsing failed" in complaint:
        return _no_iri(spot)
    if len(text) > EXPLAINED:
        remedy = f"Mistakes are located in queries of up to {EXPLAINED:,} characters. Try a shorter query."
        return _stopped(spot, complaint, remedy)
    reading = QueryTokens(text)
    mistake = _mistake(reading, complaint) or _no_prefix(reading, {*prefixes, *reading.declared})
    return _error(mistake) if mistake else _stopped(spot, complaint)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the parser stopped: its line and column, and what of the line is near; ``skipped`` characters are not.

    ``end`` is the offset in ``row`` at which the parser stopped.
    """

    line: int
    column: int
    row: str
    skipped: int

    @classmethod
    def of(cls, row: str, line: int, column: int) -> _Spot:
        skipped = max(0, min(column, len(row)) - _AROUND)
        return cls(line, column, row[skipped : column + _AROUND], skipped)

    @property
    def end(self) -> int:
        return max(0, self.column - 1 - self.skipped)

    def place(self, found: re.Match[str] | None) -> Place:
        """The place of something in the row; the column itself for nothing."""
        first, last = (one + self.skipped + 1 for one in found.span()) if found else (self.column, self.column)
        return Place("", self.line, first, self.line, last)

    def whole(self, found: Iterable[re.Match[str]]) -> list[re.Match[str]]:
        """What was found, without a first one that may have begun before the row."""
        return [one for one in found if one.start() or not self.skipped]


def _mistake(reading: QueryTokens, complaint: str) -> Mistake | None:
    """The likeliest error: a wrong bracket or keyword affects all that follows, so these are checked first."""
    if found := next(mistakes.comment(reading.tokens), None):
        return found
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


def _blank(reading: QueryTokens, complaint: str) -> Iterator[Mistake]:
    """The parser has no message for a blank node that is used in two groups."""
    seen: set[str] = set()
    again = None
    for token, label in zip(reading.tokens, reading.texts, strict=True):
        if label.startswith("_:"):
            again = token if label in seen else again
            seen.add(label)
    if again and "<unreported>" in complaint:
        message = f"{again[0]} is used in two groups; a blank node belongs to one."
        yield Mistake(again, message, f"Write a variable, as in ?{again[0][2:]}.")


def _error(mistake: Mistake) -> QueryError:
    token = mistake.token
    return QueryError(mistake.message, place=place_of(token), token=token[0], remedy=mistake.remedy)


def _stopped(spot: _Spot, complaint: str, remedy: str = "") -> QueryError:
    """All that is known is where the parser stopped."""
    token = _token(spot)
    place, near = spot.place(token), f" near “{token[0]}”" if token else ""
    message = f"Not SPARQL 1.1{near}: {_expected(complaint)}"
    if token and token[0] == ";" and not remedy and not spot.row[token.end() :].strip():
        remedy = "Leave the semicolon out: a query does not end with one."
    return QueryError(message, place=place, token=token[0] if token else "", remedy=remedy)


def _token(spot: _Spot) -> re.Match[str] | None:
    """The token at a column, or the last before it: the parser may stop after the wrong token."""
    before = spot.whole(_TOKEN.finditer(spot.row, 0, spot.end))
    return _TOKEN.search(spot.row, spot.end) or (before[-1] if before else None)


def _undeclared(spot: _Spot, declared: set[str]) -> QueryError:
    """The parser stops after the name with the undeclared prefix."""
    names = spot.whole(_PREFIXED.finditer(spot.row, 0, spot.end)) or spot.whole(_PREFIXED.finditer(spot.row))
    if not names:
        return QueryError("A prefix is not declared.", place=spot.place(None))
    name = names[-1]
    message = f"The prefix {name[1]}: is not declared."
    return QueryError(message, place=spot.place(name), token=name[0], remedy=_declaration(name[1], declared))


def _no_prefix(reading: QueryTokens, declared: set[str]) -> Mistake | None:
    """The first undeclared prefix: of one before a bracket, as in ``xsd:integer(?x)``, the parser says nothing."""
    for token in reading.tokens:
        prefix = token[0].partition(":")[0]
        if token.lastgroup == "name" and prefix not in declared:
            return Mistake(token, f"The prefix {prefix}: is not declared.", _declaration(prefix, declared))
    return None


def _declaration(prefix: str, declared: set[str]) -> str:
    """How to declare a prefix, or the declared one that was probably meant."""
    if prefix in WELL_KNOWN:
        return f"Write PREFIX {prefix}: <{WELL_KNOWN[prefix]}> before the query."
    if meant := likeliest(prefix, declared):
        return f"Did you mean {meant}:? Otherwise write PREFIX {prefix}: <...> before the query."
    return f"Write PREFIX {prefix}: <...> before the query."


def _no_iri(spot: _Spot) -> QueryError:
    found = [one for one in spot.whole(_IRI.finditer(spot.row)) if one.start() < spot.column - spot.skipped]
    if not found:
        return QueryError("This is not an IRI.", place=spot.place(None))
    iri = found[-1]
    remedy = "Write it in full, beginning with http: or https:, without spaces."
    return QueryError(f"{iri[0]} is not an absolute IRI.", place=spot.place(iri), token=iri[0], remedy=remedy)


def _expected(complaint: str) -> str:
    """The keywords and characters that are possible here, if they help a person."""
    parts = complaint.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    found = [part.strip('"') for part in parts if _WORD.fullmatch(part)][:_MOST]
    return f"expected {' or '.join(found)}." if found else "something else is expected here."

"""Common errors in a query, found from its tokens and named with the token that is wrong.

The engine's parser says where it gave up, often far after the error, and what it expected there, which may be
anything. So a query that the parser has refused is searched for common errors: brackets and unknown words here, the
others in ``clauses``, ``selections`` and ``triples``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accord.sparql import words
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.tokens import CLOSERS, Token

_JOINT = re.compile("[.-]")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A token that is wrong, or where something is missing: what is wrong, and how to fix it."""

    token: Token
    message: str
    remedy: str = ""


def comment(found: Iterable[Token]) -> Iterator[Mistake]:
    """Each prefixed name right before ``#`` and a letter or digit: the rest of its line is a comment."""
    for token in found:
        rest = token.string[token.end() : token.end() + 2]
        if token.lastgroup == "name" and rest[:1] == "#" and rest[1:].isalnum():
            fragment = token.string[token.end() :].split(None, 1)[0]
            message = f"The # after {token[0]} begins a comment, so {fragment} and the rest of the line are not read."
            yield Mistake(token, message, f"Write the IRI in full, <…{fragment}>, or {token[0]}\\{fragment}.")


def bracket(reading: QueryTokens) -> Mistake | None:
    """A bracket without its partner; of two that do not match, the opening one is reported."""
    open_: list[Token] = []
    for token, kind in zip(reading.tokens, reading.kinds, strict=True):
        if kind == "opening":
            open_.append(token)
        elif kind == "closing" and not open_:
            return Mistake(token, f"This {token[0]} closes nothing.", "Remove it, or write the opening one before it.")
        elif kind == "closing" and CLOSERS[open_[-1][0]] != token[0]:
            return _not_closed(open_[-1], f" before {token[0]} comes")
        elif kind == "closing":
            open_.pop()
    return _not_closed(open_[-1], "") if open_ else None


def _not_closed(token: Token, why: str) -> Mistake:
    return Mistake(token, f"This {token[0]} is not closed{why}.", f"Write {CLOSERS[token[0]]} where it ends.")


def word(reading: QueryTokens) -> Mistake | None:
    """A word that SPARQL does not have; every name has a colon and every variable a question mark."""
    for token, kind in zip(reading.tokens, reading.kinds, strict=True):
        if kind != "word":
            continue
        for part in filter(None, _JOINT.split(token[0])):
            if not words.known(part):
                return _unknown(token, part)
    return None


def _unknown(token: Token, part: str) -> Mistake:
    meant = words.meant(part)
    remedy = (
        f"Did you mean {meant}?" if meant else "Variables begin with ?, names have a prefix, strings are in quotes."
    )
    return Mistake(token, f"Unknown keyword {part}.", remedy)

"""A cursor over the tokens of a query: words, terms and property paths."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self
from urllib.parse import urljoin

from accord.explanations.query.model import Iri, Path, Place, Term, Value, Variable, Word
from accord.names import RDF, XSD
from accord.sparql.tokens import CLOSERS, Token, tokens

_NO_LETTER = re.compile(r"\W")

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_NUMBER = re.compile(r"(?P<integer>[0-9]+)|(?P<decimal>[0-9]*\.[0-9]+|[0-9]+\.)|(?P<double>[0-9.]+[eE][+-]?[0-9]+)")
_LINE_BREAK = re.compile("\n")
_NEWER = ("<<", ">>", "{|", "|}")
DEEPEST = 30
"""Brackets in brackets that are read: each takes up to six frames of the stack, and Python has a thousand."""


class NotUnderstood(Exception):
    """The query has a part that explanations do not support; the message names it."""


def unescaped(text: str) -> str:
    """A string without its escapes (SPARQL 1.1, section 19.2 and ECHAR)."""
    return _ESCAPE.sub(lambda one: chr(int(one[1] or one[2], 16)) if not one[3] else _PLAIN.get(one[3], one[3]), text)


class Cursor:
    """The tokens from ``place`` on, with the prefixes and the base that hold."""

    def __init__(self, found: list[Token], prefixes: Mapping[str, str]) -> None:
        self.tokens = found
        self.prefixes = dict(prefixes)
        self.base = ""
        self.index = 0
        self.blanks = 0
        self.depth = 0
        self._lines = _lines(found[0].string) if found else [0]
        self._partners = _partners(found)

    @classmethod
    def over(cls, text: str, prefixes: Mapping[str, str]) -> Self:
        """At the first token of a query. Raises NotUnderstood for tokens that SPARQL 1.1 does not have."""
        found = list(tokens(text))
        if any(token.lastgroup == "stray" or token[0] in _NEWER for token in found):
            raise NotUnderstood("tokens that are not of SPARQL 1.1")
        return cls(found, prefixes)

    @property
    def ended(self) -> bool:
        """Whether no token is left."""
        return self.index >= len(self.tokens)

    @property
    def text(self) -> str:
        """The token here as it is written; nothing at the end."""
        return "" if self.ended else self.tokens[self.index][0]

    @property
    def kind(self) -> str:
        """The kind of the token here."""
        return "" if self.ended else str(self.tokens[self.index].lastgroup)

    @property
    def place(self) -> Place:
        """Line and column of the token here."""
        return self.place_of(self.tokens[min(self.index, len(self.tokens) - 1)])

    def place_of(self, token: Token) -> Place:
        """Line and column of a token."""
        offset = token.start()
        low, high = 0, len(self._lines)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._lines[middle] <= offset else (low, middle)
        return low + 1, offset - self._lines[low] + 1

    def at(self, *texts: str) -> bool:
        """Whether the token here is one of these; capitals do not matter."""
        return self.text.upper() in texts

    def take(self) -> str:
        """The token here, and on to the next."""
        text = self.text
        self.index += 1
        return text

    def accept(self, *texts: str) -> str:
        """The token here in capitals, taken, if it is one of these; else nothing."""
        return self.take().upper() if self.at(*texts) else ""

    def expect(self, text: str) -> None:
        """Take this token. Raises NotUnderstood when another is here."""
        if not self.accept(text):
            raise NotUnderstood(f"“{self.text}”, where {text} was expected")

    def skip(self) -> None:
        """Go on after the bracket that closes the one here."""
        self.index = self.closing + 1

    @property
    def closing(self) -> int:
        """The index of the bracket that closes the one here."""
        return self._partners[self.index]

    def blank(self) -> Variable:
        """A variable in place of a blank node that has no name."""
        self.blanks += 1
        return Variable(f"_b{self.blanks}")

    def prologue(self) -> None:
        """Take the declarations of the base and of prefixes."""
        while self.at("BASE", "PREFIX"):
            if self.take().upper() == "BASE":
                self.base = urljoin(self.base, unescaped(self.take()[1:-1]))
            else:
                prefix = self.take().removesuffix(":")
                self.prefixes[prefix] = urljoin(self.base, unescaped(self.take()[1:-1]))

    def words_until(self, *ends: str) -> list[Word]:
        """The tokens up to one of these outside of brackets."""
        stop = self.index
        while stop < len(self.tokens) and self.tokens[stop][0].upper() not in ends:
            stop = self._partners[stop] + 1 if stop in self._partners else stop + 1
        return self.words(stop)

    def words(self, stop: int) -> list[Word]:
        """The tokens before an index, literals with their language or datatype as one."""
        found: list[Word] = []
        while self.index < stop:
            place, start = self.place, self.index
            term = self.term() if self.kind in ("iri", "name") or self._literal or self._variable else None
            text = self.take() if term is None else "".join(token[0] for token in self.tokens[start : self.index])
            found.append(Word(text, term, place))
        return found

    def written(self, start: int, stop: int) -> str:
        """The tokens between two indices as text, their IRIs in full, with space where there is some in the query."""
        parts: list[str] = []
        here, end = self.index, 0
        for self.index in range(start, stop):
            token = self.tokens[self.index]
            if token.start() > end or token.lastgroup in ("iri", "name"):
                parts.append(" ")
            parts.append(str(self._resolved()) if token.lastgroup in ("iri", "name") else token[0])
            end = token.end()
        self.index = here
        return "".join(parts)

    @property
    def _variable(self) -> bool:
        return self.kind == "term" and self.text[0] in "?$" and len(self.text) > 1

    @property
    def _literal(self) -> bool:
        return (self.kind == "term" and self.text[0] in "\"'0123456789.") or self.at("TRUE", "FALSE")

    def term(self) -> Term:
        """An IRI, a literal, a variable or a labelled blank node, taken. Raises NotUnderstood for anything else."""
        if self.kind in ("iri", "name"):
            iri = self._resolved()
            self.index += 1
            return iri
        if self._variable:
            return Variable(self.take()[1:])
        if self.text.startswith("_:"):
            return Variable("_l" + _NO_LETTER.sub("_", self.take()[2:]))
        operator = self.take() if self.at("-", "+") else ""
        if self._literal:
            return self._value(operator)
        raise NotUnderstood(f"“{self.text}”, where a term was expected")

    def _resolved(self) -> Iri:
        if self.kind == "iri":
            value = unescaped(self.text[1:-1])
            return Iri(urljoin(self.base, value) if self.base else value)
        prefix, _, local = self.text.partition(":")
        if prefix not in self.prefixes:
            raise NotUnderstood(f"the prefix {prefix}:")
        return Iri(self.prefixes[prefix] + local.replace("\\", ""))

    def _value(self, operator: str) -> Value:
        text = self.take()
        if text.upper() in ("TRUE", "FALSE"):
            return Value(text.lower(), datatype=XSD + "boolean")
        if text[0] not in "\"'":
            match = _NUMBER.fullmatch(text)
            return Value(operator + text, datatype=XSD + str(match.lastgroup if match else "double"))
        quotes = 3 if text[:3] in ('"""', "'''") else 1
        lexical = unescaped(text[quotes:-quotes])
        if self.text.startswith("@"):
            return Value(lexical, language=self.take()[1:].lower())
        if self.accept("^^"):
            datatype = self._resolved()
            self.index += 1
            return Value(lexical, datatype=datatype.value)
        return Value(lexical)

    def path(self, depth: int = 0) -> Path | Variable:
        """A property path (SPARQL 1.1, section 9), or a variable in its place."""
        if self._variable:
            return Variable(self.take()[1:])
        return self._several("|", depth)

    def _several(self, operator: str, depth: int) -> Path:
        parts = [self._several("/", depth) if operator == "|" else self._step(depth)]
        while self.at(operator):
            self.take()
            parts.append(self._several("/", depth) if operator == "|" else self._step(depth))
        return parts[0] if len(parts) == 1 else Path(operator, parts=tuple(parts))

    def _step(self, depth: int) -> Path:
        if self.accept("^"):
            return Path("^", parts=(self._repeated(depth),))
        return self._repeated(depth)

    def _repeated(self, depth: int) -> Path:
        found = self._primary(depth)
        if self.at("*", "+", "?"):
            return Path(self.take(), parts=(found,))
        return found

    def _primary(self, depth: int) -> Path:
        if depth > DEEPEST:
            raise NotUnderstood("the depth of a path")
        if self.accept("!"):
            return Path("!", parts=(self._step(depth + 1),))
        if self.accept("("):
            inner = self.path(depth + 1)
            self.expect(")")
            if isinstance(inner, Path):
                return inner
        elif self.at("A") and self.kind == "word":
            self.take()
            return Path("", Iri(RDF + "type"))
        elif self.kind in ("iri", "name"):
            return Path("", _named(self.term()))
        raise NotUnderstood(f"“{self.text}” in a path")


def _named(term: Term) -> Iri:
    assert isinstance(term, Iri)
    return term


def _lines(text: str) -> list[int]:
    return [0, *(one.end() for one in _LINE_BREAK.finditer(text))]


def _partners(found: list[Token]) -> dict[int, int]:
    """Opening bracket -> the one that closes it, by index; in valid queries each has one."""
    partners: dict[int, int] = {}
    open: list[int] = []
    for index, token in enumerate(found):
        if token.lastgroup == "opening":
            open.append(index)
        elif token.lastgroup == "closing":
            if not open or CLOSERS[found[open[-1]][0]] != token[0]:
                raise NotUnderstood("brackets that do not match")
            partners[open.pop()] = index
    if open:
        raise NotUnderstood("a bracket that is not closed")
    return partners

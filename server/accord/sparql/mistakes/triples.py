"""Errors in triple patterns: a missing dot, a missing object, a literal as predicate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from accord.sparql.mistakes import Mistake
from accord.sparql.query_tokens import QueryTokens

_SUBJECT, _PREDICATE, _OBJECT, _COMPLETE = range(4)
_LACKS = {_PREDICATE: "a predicate and an object", _OBJECT: "an object"}
_JOINS = ("/", "|", "^", "!")
_VALUES = ("A", "TRUE", "FALSE")
_NAMING = ("SELECT", "VALUES", "GRAPH", "SERVICE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
"""Keywords before terms that are not part of triples."""
_FOREIGN = ("<<", "{|", "~")
"""Tokens of SPARQL 1.2; in a query that has one, triples are not checked."""


def triple(reading: QueryTokens) -> Iterator[Mistake]:
    """Every error in the triples of a query's groups."""
    if not any(text in _FOREIGN for text in reading.texts):
        yield from _Walk(reading).all()


@dataclass(slots=True)
class _Walk:
    """One pass over the tokens; ``state`` is the part of the triple that comes next in the innermost bracket."""

    reading: QueryTokens
    state: int = _SUBJECT
    open: list[int] = field(default_factory=list)
    place: int = 0

    def all(self) -> Iterator[Mistake]:
        """Read every token that belongs to triples, and skip what does not."""
        reading = self.reading
        while self.place < len(reading):
            text, kind = reading.text(self.place), reading.kind(self.place)
            if text in ("{", "["):
                yield from self._open(text)
            elif text in ("}", "]"):
                yield from self._close()
            elif text == "(":
                yield from self._list()
            elif self.open and kind == "point":
                yield from self._point(text)
            elif kind == "word" and text not in _VALUES:
                yield from self._keyword(text)
            elif self.open and (kind in ("iri", "name", "term") or text in _VALUES):
                yield from self._term()
            self.place += 1

    def _open(self, text: str) -> Iterator[Mistake]:
        if text == "{":
            yield from self._end()
            self.open.append(_SUBJECT)
            self.state = _SUBJECT
        else:
            self.open.append(min(self.state + 1, _COMPLETE))
            self.state = _PREDICATE

    def _close(self) -> Iterator[Mistake]:
        if self.reading.text(self.place) == "}" or self.state == _OBJECT:
            yield from self._end()
        self.state = self.open.pop() if self.open else _SUBJECT
        if self.state == _PREDICATE and self.reading.text(self.place) == "]":
            self.state = _PREDICATE if self.reading.text(self.place + 1) not in (".", "}") else _COMPLETE

    def _list(self) -> Iterator[Mistake]:
        """A collection is one term; parentheses of a path are a predicate, and those of an expression are skipped."""
        end = self.reading.partners[self.place]
        if self.open and self.reading.kind(self.place - 1) != "word":
            yield from self._advance()
        self.place = end

    def _term(self) -> Iterator[Mistake]:
        before = self.reading.text(self.place - 1)
        if before == "^^" or (before in _JOINS and self.state == _OBJECT):
            return
        literal = self.reading.text(self.place)[0] in "\"'0123456789" or self.reading.text(self.place) in _VALUES[1:]
        if self.state == _PREDICATE and literal:
            message = "A literal cannot be a predicate."
            yield Mistake(self.reading.at(self.place), message, "Write a name, an IRI or a variable.")
        yield from self._advance()

    def _advance(self) -> Iterator[Mistake]:
        if self.state == _COMPLETE:
            message = f"The triple before {self.reading.text(self.place)} is complete."
            yield Mistake(self.reading.at(self.place), message, "Write a dot, a semicolon or a comma before it.")
            self.state = _SUBJECT
        self.state += 1

    def _point(self, text: str) -> Iterator[Mistake]:
        if text == ".":
            if self.reading.text(self.place - 1) == ".":
                yield Mistake(self.reading.at(self.place), "This dot ends no triple.", "Remove it.")
            yield from self._end()
            self.state = _SUBJECT
        elif self.state == _COMPLETE:
            self.state = _PREDICATE if text == ";" else _OBJECT

    def _end(self) -> Iterator[Mistake]:
        """A triple ends here; one that ends after a semicolon is complete."""
        before = self.reading.text(self.place - 1)
        if self.state in _LACKS and before not in (";", "]"):
            yield Mistake(self.reading.at(self.place), f"The triple before lacks {_LACKS[self.state]}.")
        self.state = _SUBJECT

    def _keyword(self, text: str) -> Iterator[Mistake]:
        if self.open:
            yield from self._end()
        if text in _NAMING:
            self._skip(text)
        elif text == "FILTER" and self.reading.text(self.place + 2) == "(" and self._called():
            self.place = self.reading.partners[self.place + 2]

    def _called(self) -> bool:
        return self.reading.kind(self.place + 1) in ("iri", "name")

    def _skip(self, text: str) -> None:
        """Skip to the brace after what a keyword names; VALUES does not contain triples either."""
        reading = self.reading
        while self.place + 1 < len(reading) and reading.text(self.place + 1) not in ("{", "}"):
            self.place += 1
        if text == "VALUES" and reading.text(self.place + 1) == "{":
            self.place = reading.partners[self.place + 1]

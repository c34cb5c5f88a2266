"""Values for the variables of a query, as VALUES clauses: a value is always one term, whatever characters it has.

The query stays the query of its author: where it has a VALUES clause of its own for the variable alone, the terms in it
are replaced; otherwise each group that uses the variable begins with such a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from accord.names import XSD, Prefixes
from accord.replacing import Replacement, replaced
from accord.sparql.query_tokens import QueryTokens
from accord.turtle.iris import absolute

Value = NamedNode | Literal
"""A term that a variable can be bound to."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LINE = re.compile(r"\r?\n[ \t]*")


def bind(text: str, values: Mapping[str, Value], prefixes: Prefixes) -> str:
    """The query with each of these variables (without the question mark) bound to its value.

    Terms are written with the prefixes, which need no declaration here. Raises ValueError for a term that SPARQL cannot
    write.
    """
    edits: list[Replacement] = []
    reading = QueryTokens(text)
    for variable, value in values.items():
        edits += _edits(reading, variable, written(value, prefixes, reading.declared))
    return replaced(text, edits)


def written(value: Value, prefixes: Prefixes, declared: Iterable[str] = ()) -> str:
    """A term as SPARQL writes it. A prefix that the query itself declares, perhaps otherwise, is not used."""
    if isinstance(value, NamedNode):
        return _iri(value.value, prefixes, declared)
    if value.datatype.value == XSD + "integer" and value.value.isascii() and value.value.isdecimal():
        return value.value
    quoted = '"' + "".join(_ESCAPES.get(one, one) for one in value.value) + '"'
    if value.language:
        return f"{quoted}@{value.language}"
    plain = value.datatype.value == XSD + "string"
    return quoted if plain else f"{quoted}^^{_iri(value.datatype.value, prefixes, declared)}"


def breaks_iri(iri: str) -> bool:
    """Whether a string is not an absolute IRI, which SPARQL and every store require."""
    return not absolute(iri)


def _iri(iri: str, prefixes: Prefixes, declared: Iterable[str]) -> str:
    short = prefixes.shorten(iri)
    if short and short.partition(":")[0] not in declared:
        return short
    if breaks_iri(iri):
        raise ValueError(f"{iri!r} is not an IRI.")
    return f"<{iri}>"


def _edits(reading: QueryTokens, variable: str, term: str) -> Iterator[Replacement]:
    names = (f"?{variable}", f"${variable}")
    own = [place for place in reading.words("VALUES") if _is_own(reading, place, names)]
    for place in own:
        opening = place + 2
        closing = reading.partners[opening]
        yield reading.at(opening).end(), reading.at(closing).start(), f" {term} "
    if not own:
        for place in _groups(reading, names):
            end = reading.at(place).end()
            line = _LINE.match(reading.at(place).string, end)
            yield end, end, f"{line[0] if line else ' '}VALUES ?{variable} {{ {term} }}"


def _is_own(reading: QueryTokens, place: int, names: tuple[str, str]) -> bool:
    """Whether VALUES at a place is for this variable alone, as in ``VALUES ?x { … }``."""
    return reading.text(place + 1) in names and reading.text(place + 2) == "{"


def _groups(reading: QueryTokens, names: tuple[str, str]) -> list[int]:
    """The opening braces of the groups that use the variable, and of the WHERE of the query where nothing else does."""
    outermost = _outermost(reading)
    used: dict[int, None] = {}
    open_: list[int] = []
    for place, text in enumerate(reading.texts):
        if text == "{":
            open_.append(place)
        elif text == "}" and open_:
            open_.pop()
        elif text in names:
            used[open_[-1] if open_ else outermost] = None
    groups = [place for place in used if reading.text(place - 1) != "CONSTRUCT" and reading.text(place + 1) != "SELECT"]
    return groups or [outermost]


def _outermost(reading: QueryTokens) -> int:
    """The brace that opens the WHERE of the query: the first that is in no other bracket and opens no template."""
    for place, (text, depth) in enumerate(zip(reading.texts, reading.depths, strict=True)):
        if text == "{" and depth == 0 and reading.text(place - 1) != "CONSTRUCT":
            return place
    raise ValueError("The query has no WHERE, so no variable in it can have a value.")

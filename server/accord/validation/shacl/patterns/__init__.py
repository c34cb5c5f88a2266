"""Which strings match a ``sh:pattern``: the store is asked, whose engine takes linear time for any pattern.

``xpath_regex`` translates a pattern for that engine; ``unicode_blocks`` are the blocks that patterns may name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from accord.queries import load
from accord.validation.shacl.patterns.xpath_regex import PatternError, translated

_ANY = NamedNode("urn:accord:string")
_QUERY = load("pattern-matches").text
_BEYOND_PYTHON = re.compile(r"\\[pP]\{|--|\[\[|\)[*+?{]|\\\\")
_END = re.compile(r"(?<!\\)\$")
_VARIABLE = re.compile(r"(?<!\\)(?:[*+?]|\{[0-9]+,[0-9]*\})")

MOST_BACKTRACKING = 2
"""Variable repetitions of a pattern that Python may match: each one multiplies the steps by the length of the string,
so that two take no more than a second for the strings of 10,000 characters."""


@lru_cache(maxsize=256)
def problem(pattern: str, flags: str = "") -> str:
    """Why a pattern cannot be used, as a sentence without its full stop; empty when it can."""
    try:
        engine, rest = translated(pattern, flags)
    except PatternError as error:
        return str(error)
    if _is_usable(engine, rest) or _in_python(engine, rest):
        return ""
    return "it is too large to be checked; repeat fewer characters"


def matching(pattern: str, flags: str, strings: Iterable[str]) -> set[str]:
    """The strings in which a pattern has a match. Raises PatternError for one that has a :func:`problem`."""
    if wrong := problem(pattern, flags):
        raise PatternError(wrong)
    engine, rest = translated(pattern, flags)
    if not _is_usable(engine, rest) and (compiled := _in_python(engine, rest)):
        return {one for one in strings if compiled.search(one)}
    return {one for one, is_match in _asked(engine, rest, strings) if is_match}


def _asked(engine: str, flags: str, strings: Iterable[str]) -> Iterator[tuple[str, bool | None]]:
    """Each string with whether it matches; with ``None`` when the store cannot compile the pattern."""
    store = Store()
    store.extend(Quad(_ANY, _ANY, Literal(one)) for one in strings)
    values: dict[Variable, Any] = {Variable("pattern"): Literal(engine), Variable("flags"): Literal(flags)}
    found = store.query(_QUERY, substitutions=values)
    assert isinstance(found, QuerySolutions), "the query is a SELECT"
    for solution in found:
        matches = solution["matches"]
        yield solution["string"].value, None if matches is None else matches.value == "true"


@lru_cache(maxsize=256)
def _is_usable(engine: str, flags: str) -> bool:
    """Whether the store can compile a pattern: it has a limit on the size, and gives no reason."""
    return all(is_match is not None for _, is_match in _asked(engine, flags, [""]))


@lru_cache(maxsize=256)
def _in_python(engine: str, flags: str) -> re.Pattern[str] | None:
    """A pattern for Python, when it is too large for the store and so plain that Python is quick too, else ``None``."""
    repetitions = len(_VARIABLE.findall(engine)) + (not engine.startswith("^"))
    if _BEYOND_PYTHON.search(engine) or "|" in engine or repetitions > MOST_BACKTRACKING:
        return None
    ends = _END.sub(r"\\Z" if "m" not in flags else "$", engine)
    return re.compile(ends, sum(getattr(re, one.upper()) for one in flags))

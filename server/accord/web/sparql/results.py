"""The first rows of an answer as a table, read as they come: a page never loads a whole large answer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from accord.engine import Answer, Term


@dataclass(frozen=True, slots=True)
class Table:
    """Variables (without the question mark) and rows of terms, ``None`` where unbound; ``more``: not all rows."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    more: bool


def table(answer: Answer, most: int) -> Table | bool:
    """The first rows of a SELECT, or the truth of an ASK, from an answer in SPARQL 1.1 results JSON."""
    try:
        results = parse_query_results(io.BufferedReader(_Chunks(answer.chunks)), QueryResultsFormat.JSON)
        if isinstance(results, QueryBoolean):
            return bool(results)
        assert isinstance(results, QuerySolutions)
        variables = tuple(variable.value for variable in results.variables)
        rows = tuple(tuple(row[name] for name in variables) for row in islice(results, most + 1))
        return Table(variables, rows[:most], more=len(rows) > most)
    finally:
        answer.close()


def beginning(answer: Answer, most: int) -> tuple[str, bool]:
    """The beginning of an answer as a string, up to the end of a line, and whether there is more."""
    try:
        data = io.BufferedReader(_Chunks(answer.chunks)).read(most + 1)
    finally:
        answer.close()
    if len(data) <= most:
        return data.decode(), False
    return data[: data.rindex(b"\n") + 1].decode(), True


class _Chunks(io.RawIOBase):
    """An iterator of bytes as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        part = self._rest[: len(buffer)]
        buffer[: len(part)] = part
        self._rest = self._rest[len(part) :]
        return len(part)

"""A part of an answer as a table, read as it comes: a page never loads a whole large answer."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from accord.engine import Answer, Term
from accord.engine.iterators import drops_its_rows
from accord.names import NUMERIC
from accord.pictures.scales import LEADING
from accord.publication.examples.columns import ColumnWords
from accord.web.literal_format import variable

ROWS_PER_PAGE = 100
"""Rows in a page for a browser; the downloads have all."""
ROWS_COUNTED = 2_000
"""Rows up to which a page says how many there are. Reading them takes some 20 ms."""

_VARIABLE = re.compile(r"[?$](\w+)")

Words = Mapping[str, ColumnWords]
"""Words for columns, by their variables."""

Row = tuple[Term | None, ...]
"""The terms of a row, ``None`` where unbound."""


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A variable (without the question mark) as a column: its title, and whether all its values are numbers.

    ``words`` and ``unit`` are the title in two parts, for a place that has the unit beside the number.
    """

    name: str
    title: str
    is_number: bool
    words: str
    unit: str = ""

    @property
    def before(self) -> str:
        """What is written before each number: ``£``."""
        return self.unit if self.unit in LEADING else ""

    @property
    def after(self) -> str:
        """What is written after each number: ``m``."""
        return self.unit if self.unit not in LEADING else ""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A page of rows. ``total`` is how many rows there are; with ``more`` there are more than that."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[Row, ...]
    total: int
    more: bool
    page: int = 1

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def pages(self) -> int:
        """How many pages there are of the rows that were counted."""
        return max(1, -(-self.total // ROWS_PER_PAGE))

    @property
    def first(self) -> int:
        """The number of the first row, from 1."""
        return (self.page - 1) * ROWS_PER_PAGE + 1


def solutions(answer: Answer) -> QuerySolutions | QueryBoolean:
    """The rows of a SELECT, or the truth of an ASK, from an answer in SPARQL 1.1 results JSON, read as it comes."""
    return parse_query_results(io.BufferedReader(_Chunks(answer.chunks)), QueryResultsFormat.JSON)


@drops_its_rows
def table(answer: Answer, page: int = 1, text: str = "", words: Words | None = None) -> ResultTable | bool:
    """A page of the rows of a SELECT, or the truth of an ASK. ``text`` is the query: its variables come in its order.

    ``words`` are those for columns, where a question has them. A page after the last has no rows.
    """
    try:
        results = solutions(answer)
        if isinstance(results, QueryBoolean):
            return bool(results)
        names = in_order([variable.value for variable in results.variables], text)
        start = (page - 1) * ROWS_PER_PAGE
        rows: list[Row] = []
        total = 0
        for solution in islice(results, max(ROWS_COUNTED, start + ROWS_PER_PAGE) + 1):
            if start <= total < start + ROWS_PER_PAGE:
                rows.append(tuple(solution[name] for name in names))
            total += 1
        counted = max(ROWS_COUNTED, start + ROWS_PER_PAGE)
        columns = tuple(_column(name, [row[at] for row in rows], words) for at, name in enumerate(names))
        return ResultTable(columns, tuple(rows), min(total, counted), total > counted, page)
    finally:
        answer.close()


def in_order(names: Sequence[str], text: str) -> list[str]:
    """Variables in the order in which a query first has them: for ``SELECT *`` the engine sorts them."""
    places = {name: place for place, name in reversed(list(enumerate(_VARIABLE.findall(text))))}
    return sorted(names, key=lambda name: places.get(name, len(places)))


def title(name: str, words: Words | None) -> str:
    """What people read above a column: the words that a question has for it, or those of the variable."""
    return str(words[name]) if words and name in words else variable(name)


def _column(name: str, values: Sequence[Term | None], words: Words | None) -> ResultColumn:
    bound = [value for value in values if value is not None]
    numbers = all(isinstance(value, Literal) and value.datatype.value in NUMERIC for value in bound)
    own = words.get(name) if words else None
    return ResultColumn(
        name,
        title(name, words),
        bool(bound) and numbers,
        own.title if own else variable(name),
        own.unit if own else "",
    )


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

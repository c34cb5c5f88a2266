"""What an example query says of the columns of its answer: ``# @column total: "Total" "£"``, the words and the unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accord.errors import QueryError

_COLUMN = re.compile(r'(\w+)[ \t]*:[ \t]*"([^"]*)"(?:[ \t]+"([^"]*)")?[ \t]*')


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The words for a column, and the unit of its numbers, which may be empty."""

    title: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.title} ({self.unit})" if self.unit else self.title


def column_words(annotations: Sequence[str], variables: Sequence[str]) -> dict[str, ColumnWords]:
    """Variable (without the question mark) -> its words. ``annotations`` are what follows ``@column``.

    Raises QueryError for what cannot be read, or is about a variable that the query does not have.
    """
    found: dict[str, ColumnWords] = {}
    for line in annotations:
        match = _COLUMN.fullmatch(line)
        if match is None:
            remedy = 'Write it as in: # @column total: "Total" "£".'
            raise QueryError(f"This describes no column: @column {line[:80]}", remedy=remedy)
        if match[1] not in variables:
            raise QueryError(f"The query has no variable ?{match[1]}, which @column describes.")
        found[match[1]] = ColumnWords(match[2], match[3] or "")
    return found

"""The one number of an answer, in words that are as exact as it is."""

from __future__ import annotations

from collections.abc import Callable

from accord.pictures.model import Rows
from accord.pictures.requested import Requested
from accord.pictures.scales import amount, numeric


def figure(rows: Rows, asked: Requested, expand: Callable[[str], str]) -> str:
    """The number of a single row: ``at least about £474m``; empty where there are other rows, or no number.

    ``expand`` makes an IRI of a prefixed name. Raises Unfit for a column that the rows do not have.
    """
    column = asked.column("y", rows)
    if not column or len(rows.rows) != 1:
        return ""
    (cell,), (certainty,) = rows.column(column), asked.certainty(rows, expand)
    value = numeric(cell.term) if cell else None
    return certainty.words(amount(value, asked.options.get("unit", ""))) if value is not None else ""

"""How many fields a query string or a form may have: each costs a hundred times the two bytes that it takes to send."""

from __future__ import annotations

from flask import request

from accord.errors import LimitError

MOST_FIELDS = 1000
"""Fields of a query string or of a form: ten times the graphs that a query may name, the most that anybody needs."""

_FORM = "application/x-www-form-urlencoded"


def bounded() -> None:
    """Refuse a request with more fields before any of them is read. Raises LimitError (413)."""
    fields = request.query_string.count(b"&")
    if request.mimetype == _FORM:
        fields = max(fields, request.get_data().count(b"&"))
    if fields >= MOST_FIELDS:
        raise LimitError(
            f"A request of {fields + 1:,} fields is too large.",
            limit="fields",
            value=MOST_FIELDS,
            status=413,
            remedy=f"Send {MOST_FIELDS:,} at most.",
        )

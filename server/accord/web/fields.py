"""How many parameters an address or a form may have: each costs a hundred times the two bytes that it takes to send."""

from __future__ import annotations

from flask import request

from accord.web.limits import within

_FORM = "application/x-www-form-urlencoded"


def bounded() -> None:
    """Refuse a request with more parameters before any of them is read. Raises LimitError (400, 413)."""
    within("parameters", request.query_string.count(b"&") + 1, "The address", 400)
    if request.mimetype == _FORM:
        within("parameters", request.get_data().count(b"&") + 1, "The form")

"""The limit on parameters of an address or a form: reading one costs a hundred times what sending it does."""

from __future__ import annotations

from flask import request

from accord.web.limits import within

_FORM = "application/x-www-form-urlencoded"


def limit_parameters() -> None:
    """Refuse a request with too many parameters before any is read. Raises LimitError (400, 413)."""
    within("parameters", request.query_string.count(b"&") + 1, "The address", 400)
    if request.mimetype == _FORM:
        within("parameters", request.get_data().count(b"&") + 1, "The form")

"""Sentences for the errors that the framework raises by itself: its own are for programmers, and name no way on."""

from __future__ import annotations

from werkzeug.exceptions import HTTPException, MethodNotAllowed

_SENTENCES = {
    400: ("The request has a mistake and cannot be read.", "Check the address and what was sent with it."),
    404: ("There is nothing at this address.", "Search for it, or begin at the home page."),
    408: ("The request took too long to arrive.", "Send it again."),
    411: ("The request does not say how long its body is.", "Send the header Content-Length."),
    413: ("The request is too large.", "Send less, or see the limits at /limits."),
    414: ("The address is too long.", "Send the parameters in the body of a POST."),
    415: ("This address does not accept that type of data.", "See /openapi.json for the types that it accepts."),
    429: ("There were too many requests in a short time.", "Wait a moment, then try again."),
    431: ("The headers of the request are too large.", "Send fewer or shorter headers."),
    503: ("The service is busy.", "Wait a moment, then try again."),
}
"""Status -> what is wrong, and what to do."""


def in_plain_words(error: HTTPException) -> tuple[str, str]:
    """What is wrong and what to do. A sentence of this software stays; one of the framework is put in plain words."""
    description = error.description or ""
    if description != (type(error).description or "") or error.code is None:
        return description, ""
    if isinstance(error, MethodNotAllowed):
        methods = ", ".join(sorted(error.valid_methods or ()))
        return "This address does not accept that method.", f"It takes {methods}." if methods else ""
    return _SENTENCES.get(error.code, (description, ""))

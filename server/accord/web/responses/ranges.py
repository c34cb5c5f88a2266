"""Parts of an answer (RFC 9110 §14): a client can resume a download, or read a table piece by piece."""

from __future__ import annotations

import re

from flask import Response, request

_ONE_RANGE = re.compile(r"bytes=(?:[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18})")


def partial(response: Response, size: int) -> Response:
    """The answer cut to the range that is asked for (206), or the whole: for no range, several, or an old ``If-Range``.

    ``size`` is the length of the whole in bytes. Raises RequestedRangeNotSatisfiable (416) for a range beyond it.
    """
    response.headers["Accept-Ranges"] = "bytes"
    if request.method == "GET" and _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip()):
        response.make_conditional(request.environ, accept_ranges=True, complete_length=size)
        response.headers.pop("Date", None)
    return response

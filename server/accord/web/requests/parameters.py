"""What a request has: its path as it was sent, and a limit on its parameters.

Reading a parameter costs a hundred times what sending it does.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from urllib.parse import quote

from flask import request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import PathConverter

from accord.web.requests.languages import PARAMETER
from accord.web.requests.limits import within

_ADDED = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id")
"""What others add to addresses to follow people; nothing here reads it."""


class AnyPath(PathConverter):
    """A part of an address that may hold slashes, and line breaks too, since an IRI may have ``%0A``."""

    regex = r"[^/](?s:.)*?"


_FORM = "application/x-www-form-urlencoded"


def limit_parameters() -> None:
    """Refuse a request with too many parameters before any is read. Raises LimitError (400, 413)."""
    within("parameters", request.query_string.count(b"&") + 1, "The address", 400)
    if request.mimetype == _FORM:
        within("parameters", request.get_data().count(b"&") + 1, "The form")


def refuse_unknown(known: Collection[str], words: str, marked: str = "") -> None:
    """Refuse a request with a parameter that nothing here reads (400), so that none is ignored silently.

    ``known`` are the names that are read, and all with the mark in them; ``words`` say so to people. What mail programs
    and social sites add to each link is let pass.
    """
    for name in request.args:
        read = name in known or name == PARAMETER or (marked and marked in name) or _ADDED.fullmatch(name)
        if not read:
            raise BadRequest(f"There is no parameter {name[:50]!r} here. The parameters are {words}.")


def whole_number(name: str, default: int) -> int:
    """A parameter that is a whole number of 0 or more; 400 for anything else."""
    value = request.args.get(name, "")
    if value and not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise BadRequest(f"The parameter {name} is a whole number of 0 or more, not {value[:50]!r}.")
    return int(value) if value else default


def sent_path(folder: str = "") -> str:
    """The path of this request as it was sent, without the first ``/``, the folder and the query.

    Percent-encoding is as in the request: ``a%2Fb`` and ``a/b`` are two paths. Without ``RAW_URI`` the path is encoded
    again.
    """
    raw = request.environ.get("RAW_URI", "")
    path = raw.partition("?")[0] if raw.startswith("/") else quote(request.path)
    with suppress(UnicodeError):  # raised for letters beyond ASCII that were decoded before
        path = path.encode("latin-1").decode("utf-8")
    root = request.script_root
    path = path.removeprefix(root) if root and path.startswith(f"{root}/") else path
    return path.removeprefix(f"/{folder}/" if folder else "/")


def no_page(what: str, pages: int, number: int) -> str:
    """The sentence for a page that something has not."""
    return f"{what} has {pages} page{'' if pages == 1 else 's'}, and no page {number}."

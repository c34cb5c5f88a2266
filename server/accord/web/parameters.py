"""What a request has: its path as it was sent, and a limit on its parameters.

Reading a parameter costs a hundred times what sending it does.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote

from flask import request

from accord.web.limits import within

_FORM = "application/x-www-form-urlencoded"


def limit_parameters() -> None:
    """Refuse a request with too many parameters before any is read. Raises LimitError (400, 413)."""
    within("parameters", request.query_string.count(b"&") + 1, "The address", 400)
    if request.mimetype == _FORM:
        within("parameters", request.get_data().count(b"&") + 1, "The form")


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

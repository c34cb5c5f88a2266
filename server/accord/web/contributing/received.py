"""The files that a request sends: as its body, as uploads, or pasted into a form."""

from __future__ import annotations

import re

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from accord.parsing import syntax_of
from accord.parsing.syntaxes import SYNTAXES, TURTLE, Syntax
from accord.proposals.contributions import require_small
from accord.publication import SourceFile

PASTED = "contribution"
"""The name of a file that has none, without its ending."""

_SAYS_NOTHING = ("", "text/plain")
"""No media type, and one that a form of any site can send, which older clients use for N-Triples."""

_SAFE = re.compile(r"[\w.-][\w .-]{0,99}")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_TABLES = (".csv", ".xlsx")
_LINE_END = re.compile(r"\r\n?")


def received_files() -> list[SourceFile]:
    """The files of this request, one or more.

    Raises BadRequest (400) without any, UnsupportedMediaType (415) for a body that is not RDF, LimitError (413) for
    more than a contribution may have.
    """
    files = _of_form() if request.mimetype in _FORMS else [_of_body()]
    require_small(files)
    return files


def _of_form() -> list[SourceFile]:
    """The uploads of a form, or what was pasted into it."""
    uploads = [one for one in request.files.getlist("file") if one.filename]
    if any((one.filename or "").lower().endswith(_TABLES) for one in uploads):
        raise UnsupportedMediaType(
            "A table is checked at /contribute/KIND, with the form of its kind; /contribute lists the kinds."
        )
    if uploads:
        return [SourceFile(safe_path(one.filename or ""), ("data",), one.read()) for one in uploads]
    pasted = request.form.get("text", "")
    if not pasted.strip():
        raise BadRequest(
            "There is nothing to check. Paste some Turtle or choose a file; a program sends the file as"
            " the body, with its Content-Type (curl: -F file=@my.ttl)."
        )
    path = request.form.get("path", "").strip()
    return [SourceFile(safe_path(path or f"{PASTED}.ttl"), ("data",), _LINE_END.sub("\n", pasted).encode())]


def _of_body() -> SourceFile:
    """The body, whose media type names its syntax."""
    syntax = syntax_of(request.mimetype)
    if syntax is None or request.mimetype in _SAYS_NOTHING:
        known = ", ".join(one.media[0] for one in SYNTAXES)
        raise UnsupportedMediaType(
            f"The Content-Type {request.mimetype[:80]!r} is not one of RDF. Send one of {known}."
        )
    if not request.get_data():
        raise BadRequest("The body is empty. Send the file as the body of the request.")
    return SourceFile(safe_path(request.args.get("path", "")) or _named(syntax), ("data",), request.get_data())


def _named(syntax: Syntax) -> str:
    return f"{PASTED}{syntax.endings[0]}"


def safe_path(name: str) -> str:
    """A path of a file as it may be shown and compared: relative, of plain segments; else only its ending counts."""
    parts = name.replace("\\", "/").strip("/").split("/")
    if len(parts) <= 6 and all(_SAFE.fullmatch(part) and part not in (".", "..") for part in parts):
        return "/".join(parts)
    return _named(syntax_of(name) or TURTLE) if name else ""

"""The files that a request sends: as its body, as uploads, or pasted into a form."""

from __future__ import annotations

import re

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from accord.formats import XLSX
from accord.parsing import syntax_of
from accord.parsing.syntaxes import SYNTAXES, TURTLE
from accord.proposals.checking.contributions import require_small
from accord.publication import SourceFile

PASTED = "contribution"
"""The name of a file that has none, without its ending."""

_SAYS_NOTHING = ("", "text/plain")
"""No media type, and one that a form of any site can send, which older clients use for N-Triples."""

_SAFE = re.compile(r"[\w.-][\w .-]{0,99}")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_TABLES = {"text/csv": ".csv", XLSX.media: ".xlsx"}
"""The media types of tables, and how their names end."""
_LINE_END = re.compile(r"\r\n?")


def received_files(*, tables: bool = False) -> list[SourceFile]:
    """The files of this request, one or more; whether they may be tables is said, and then all or none of them are.

    Raises BadRequest (400) without any, UnsupportedMediaType (415) for a body that is not RDF, LimitError (413) for
    more than a contribution may have.
    """
    files = _of_form() if request.mimetype in _FORMS else [_of_body(tables)]
    found = [file for file in files if is_table(file.path)]
    if found and not tables:
        raise UnsupportedMediaType(
            "A table is not RDF. Check it at /check, or with the form of its kind at /contribute."
        )
    if found and len(found) < len(files):
        raise BadRequest(f"Tables are checked apart from other files. Send {found[0].path} alone.")
    require_small(files)
    return files


def is_table(path: str) -> bool:
    """Whether a file is a table to fill in, by its name."""
    return path.lower().endswith(tuple(_TABLES.values()))


def _of_form() -> list[SourceFile]:
    """The uploads of a form, or what was pasted into it."""
    uploads = [one for one in request.files.getlist("file") if one.filename]
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


def _of_body(tables: bool) -> SourceFile:
    """The body, whose media type names its syntax, or says that it is a table."""
    syntax, ending = syntax_of(request.mimetype), _TABLES.get(request.mimetype, "")
    if not ending and (syntax is None or request.mimetype in _SAYS_NOTHING):
        known = ", ".join((*(one.media[0] for one in SYNTAXES), *(_TABLES if tables else ())))
        raise UnsupportedMediaType(
            f"The Content-Type {request.mimetype[:80]!r} is not one of RDF. Send one of {known}."
        )
    if not request.get_data():
        raise BadRequest("The body is empty. Send the file as the body of the request.")
    path = safe_path(request.args.get("path", "")) or f"{PASTED}{ending or (syntax or TURTLE).endings[0]}"
    if ending and not is_table(path):
        path += ending
    return SourceFile(path, ("data",), request.get_data())


def safe_path(name: str) -> str:
    """A path of a file as it may be shown and compared: relative, of plain segments; else only its ending counts."""
    parts = name.replace("\\", "/").strip("/").split("/")
    if len(parts) <= 6 and all(_SAFE.fullmatch(part) and part not in (".", "..") for part in parts):
        return "/".join(parts)
    ending = next((one for one in _TABLES.values() if name.lower().endswith(one)), "")
    return f"{PASTED}{ending or (syntax_of(name) or TURTLE).endings[0]}" if name else ""

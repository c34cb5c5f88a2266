"""The addresses of files: what a relative IRI in a file refers to, and the graph that holds the file's statements.

The path of a file becomes a part of an IRI here and nowhere else: characters that the path of an IRI cannot hold, or
that would mean something else there, are percent-encoded as UTF-8 (RFC 3986 §2.1, RFC 3987 §3.1).
"""

from __future__ import annotations

import re
from urllib.parse import quote

from accord.parsing import SYNTAXES
from accord.parsing.syntaxes import syntax_of

UNKNOWN_BASE = "https://folder.invalid/"
"""The base while none is known: ``.invalid`` names no site (RFC 2606), so no IRI of the data can begin with it."""

_SAFE = "/-._~!$&'()*+,;=:@"
"""ASCII characters beside letters and digits that a path may hold as they are (RFC 3986 §3.3)."""
_ENDINGS = tuple(ending for syntax in SYNTAXES for ending in syntax.endings)
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def encoded(path: str) -> str:
    """The path of a file as the path of an IRI: ``data (1)/ü%.ttl`` is ``data%20(1)/%C3%BC%25.ttl``.

    Two paths never give the same IRI. Bytes that are not UTF-8 are encoded as they are.
    """
    return quote(path, safe=_SAFE, encoding="utf-8", errors="surrogateescape")


def without_ending(path: str) -> str:
    """A path without the ending of its syntax, and without ``.gz``: the files of a stem say the same in other ways."""
    if syntax_of(path) is None:
        return path
    stem = path[:-3] if path.lower().endswith(".gz") else path
    ending = next(ending for ending in _ENDINGS if stem.lower().endswith(ending))
    return stem[: -len(ending)]


def file_address(base: str, path: str) -> str:
    """The base for relative IRIs of a file: its path below the base, without the ending of the syntax.

    So ``<>`` in ``person/penny.ttl`` is the same as ``<penny>`` in ``person/amy.ttl``, and as ``<>`` in
    ``person/penny.rdf``; what ends in ``.ttl`` is the Turtle document of a thing, not the thing.
    ``base`` ends with ``/``; of any other, what follows its last ``/`` is left out.
    """
    return base[: base.rfind("/") + 1] + encoded(without_ending(path))


def graph_address(base: str, path: str) -> str:
    """The IRI of the graph that holds the statements of a file.

    Only ``.ttl`` is left out, so that ``a.ttl`` and ``a.rdf`` have graphs of their own. ``inferred.ttl`` at the root
    keeps it: ``graph/inferred`` holds what follows from the ontology.
    """
    shown = path if path == "inferred.ttl" else path.removesuffix(".ttl")
    return f"{base[: base.rfind('/') + 1]}graph/{encoded(shown)}"


def placeholder_base(folder: str) -> str:
    """The base of a folder whose IRIs are all relative, made from its name: ``https://my-data.example/``.

    ``.example`` is reserved (RFC 2606), so the placeholder can be no address of anybody else.
    """
    slug = _NO_SLUG.sub("-", folder.lower()).strip("-")[:_MAX_LABEL].strip("-")
    return f"https://{slug or 'data'}.example/"


_MAX_LABEL = 63
"""Characters of one label of a host name (RFC 1035 §2.3.4)."""

"""Which files a proposal may change: regular files of the publication, by the role of who proposes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal as OneOf

from accord.errors import InputError
from accord.parsing.syntaxes import TURTLE, is_gzipped, syntax_of
from accord.publication import Publication
from accord.publication.files.layout import CONFIGURATIONS, QUERY_ENDINGS, role_by_name, takes
from accord.publication.files.sources import REDIRECTS

Role = OneOf["anonymous", "contributor", "maintainer"]

_STEP = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_MOST_STEPS = 6
_LONGEST = 200
"""Characters of a path; longer ones do not fit where people read them."""


def require_allowed(publication: Publication, path: str, role: Role, existing: Iterable[str]) -> None:
    """Raise InputError when somebody of a role may not change this file.

    ``existing`` are the paths of the publication's version. Contributors change data; only maintainers change what
    decides how data are read and shown: the configuration, redirects, shapes, the ontology and queries.
    """
    paths = set(existing)
    if path not in paths:
        _require_plain(path, paths)
    if not takes(path, publication.configuration) or not (
        syntax_of(path) is TURTLE and not is_gzipped(path) or path.lower().endswith(QUERY_ENDINGS)
    ):
        remedy = "Name a Turtle file in a folder of the publication, such as data/new.ttl."
        raise InputError(
            f"A proposal cannot change {path[:_LONGEST]!r}, which is not part of the publication.", remedy=remedy
        )
    if role != "maintainer" and is_reserved(publication, path):
        message = f"Only maintainers may change {path}."
        raise InputError(message, remedy="Propose a change of the data, and say the rest in the reason.")


def _require_plain(path: str, paths: set[str]) -> None:
    """Raise InputError for a new path that another system could take for another, or for something special."""
    steps = path.split("/")
    plain = len(path) <= _LONGEST and len(steps) <= _MOST_STEPS and all(map(_STEP.fullmatch, steps))
    if not plain or any(step.startswith(".git") for step in steps):
        remedy = f"Write up to {_MOST_STEPS} steps of a-z, 0-9, '.', '_' and '-', such as data/people/jo-may.ttl."
        raise InputError(f"{path[:_LONGEST]!r} cannot be the path of a new file.", remedy=remedy)
    twin = next((one for one in paths if _folded(one) == _folded(path)), None)
    if twin:
        raise InputError(f"{path!r} differs only in letter case from {twin!r}.", remedy="Choose another name.")
    if any(one.startswith(f"{path}/") or path.startswith(f"{one}/") for one in paths):
        raise InputError(f"{path!r} is a folder, or has a file as its folder.", remedy="Choose another name.")


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def is_reserved(publication: Publication, path: str) -> bool:
    """Whether a file decides how others are read and shown, so that only maintainers may propose a change of it."""
    roles = next((file.roles for file in publication.files if file.path == path), None)
    if path in (*CONFIGURATIONS, *REDIRECTS) or path.lower().endswith(QUERY_ENDINGS):
        return True
    return roles != ("data",) if roles else role_by_name(path) not in (None, "data")

"""JSON-LD contexts that files of the same folder hold, for the addresses on the web that name them: none is fetched."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from accord.errors import LimitError
from accord.parsing import jsonld
from accord.parsing.decoding import plain
from accord.parsing.limits import ParsingLimits
from accord.parsing.model import Unreadable

MAX_BYTES = 1 << 20
"""Bytes of a context; the largest that are published (schema.org, linked.art) have 200,000."""
_ONLY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"@context\"\s*:\s*[\[{]")
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
"""A string without an end is taken as far as it goes."""
_END = re.compile(rb"\s*\}\s*\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ENDING = re.compile(r"\.(?:jsonld|json)\Z")
_GENERAL_NAMES = frozenset({"context", "contexts", "index", "v1", "v2"})
"""Names of files that say nothing of whose context it is: the folder has to agree too."""


@dataclass(frozen=True, slots=True)
class FolderContexts:
    """The contexts that files of a folder hold: the path of each file, and the value of ``@context`` as JSON on one
    line, which is empty for a context that cannot be used.
    """

    held: tuple[tuple[str, str], ...] = ()

    def find(self, iri: str, file: str) -> tuple[str, str] | None:
        """The context of an address that a file names, with the path of the file that holds it; None for none.

        A relative address is that of the file. Of an absolute one the end has to be the path of one file alone, as far
        as both go, and more than a general name.
        """
        if not _SCHEME.match(iri):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(file), iri))
            return next((one for one in self.held if one[0] == path and one[1]), None)
        wanted = _steps(urlsplit(iri).path)
        counts = [_common(wanted, _steps(path)) for path, _ in self.held]
        most = max(counts, default=0)
        if counts.count(most) != 1 or most <= (wanted[-1] in _GENERAL_NAMES):
            return None
        found = self.held[counts.index(most)]
        return found if found[1] else None


def may_be_context(data: bytes) -> bool:
    """Whether the bytes of a file look like one that holds a context and nothing else, and are not too many."""
    begun = _ONLY.match(data) if len(data) <= MAX_BYTES else None
    depth = 0
    for token in _TOKEN.finditer(data, begun.end() - 1) if begun else ():
        depth += (token[0] in b"{[") - (token[0] in b"}]")
        if not depth:
            return _END.match(data, token.end()) is not None
    return False


def collect(files: Iterable[tuple[str, bytes]], limits: ParsingLimits) -> list[tuple[str, str]]:
    """The contexts of files (path, bytes) that hold a context and nothing else, each with its path.

    A context that leads elsewhere or that is over a limit is empty. This parses what strangers wrote, so it has to
    happen in a confined child.
    """
    return [(path, _context(path, data, limits)) for path, data in files]


def _context(path: str, data: bytes, limits: ParsingLimits) -> str:
    try:
        value = json.loads(jsonld.guarded(plain(data, path, False, limits).decode(), path, limits).text)
    except (Unreadable, LimitError, ValueError):
        return ""  # a file that names it gets the message that its context is elsewhere
    return json.dumps(value["@context"], separators=(",", ":")) if value.keys() == {"@context"} else ""


def _steps(path: str) -> list[str]:
    """The steps of a path, without the ending of the file."""
    return _ENDING.sub("", path.strip("/")).split("/")


def _common(one: list[str], other: list[str]) -> int:
    """How many of their last steps are the same."""
    pairs = enumerate(zip(reversed(one), reversed(other), strict=False))
    return next((count for count, (left, right) in pairs if left != right), min(len(one), len(other)))

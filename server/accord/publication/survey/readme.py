"""The title of a folder in its README, for data that state none."""

from __future__ import annotations

import re
from contextlib import suppress

from accord.errors import InputError
from accord.publication.files import Folder

_NAMES = ("readme.md", "readme", "readme.markdown", "readme.txt")
_BEGINNING = 4_096
"""Bytes that are looked at: a heading comes first, after some badges at most."""
_HEADING = re.compile(r"^#{1,3}[ \t]+(?P<above>\S[^\n]*)|^(?P<under>\w[^\n]*)\n(?:=|-){4,}[ \t]*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*\)")
_MARKUP = re.compile(r"<[^<>\n]*>|[*_`#|]")
_LONGEST = 80
"""Characters of a title: what fits on a line of a page."""
_TELLING_NOTHING = frozenset(
    (
        *("about", "contents", "getting started", "installation", "installation instructions", "introduction"),
        *("overview", "quick start", "readme", "semantic versioning", "summary", "table of contents", "usage"),
    )
)


def heading(folder: Folder) -> str:
    """The first heading of the README of a folder as plain words; empty where it is none that names the folder."""
    for name in sorted(entry.name for entry in folder.entries("") if entry.name.lower() in _NAMES):
        with suppress(InputError):  # a README that cannot be read tells nothing
            text = folder.bytes_of(name)[:_BEGINNING].decode("utf-8", "replace").replace("\r\n", "\n")
            return _plain(text)
    return ""


def _plain(text: str) -> str:
    found = _HEADING.search(text)
    line = _LINK.sub(r"\1", _IMAGE.sub("", found["above"] or found["under"])) if found else ""
    words = " ".join(_MARKUP.sub(" ", line).split())
    return words if " " in words and len(words) <= _LONGEST and words.lower() not in _TELLING_NOTHING else ""

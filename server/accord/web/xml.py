"""Strings in XML documents that people and programs write by hand here: only what XML 1.0 can carry (§2.2)."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HYPHENS = re.compile("-(?=-)")


def carried(text: str) -> str:
    """A string without the characters that no XML can hold, such as the control characters of a commit message."""
    return _UNFIT.sub("", text)


def comment_of(text: str) -> str:
    """A string for within an XML comment, which cannot hold two hyphens in a row: they are set apart."""
    return _HYPHENS.sub("- ", escape(carried(text)))

"""Strings for XML documents, with only the characters that XML 1.0 allows (§2.2)."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HYPHENS = re.compile("-(?=-)")


def xml_string(text: str) -> str:
    """A string without the characters that XML does not allow, such as control characters."""
    return _UNFIT.sub("", text)


def xml_comment(text: str) -> str:
    """A string for an XML comment, which cannot hold two hyphens in a row: a space is put between them."""
    return _HYPHENS.sub("- ", escape(xml_string(text)))

"""What XML 1.0 can carry (§2.2): pyoxigraph writes any character into XML, and a reader then refuses the whole answer.

A character that XML cannot carry becomes U+FFFD; a carriage return, which XML would read as a line feed, is escaped.
"""

from __future__ import annotations

import re

_UNFIT = re.compile(rb"[\x00-\x08\x0B\x0C\x0E-\x1F]|\xEF\xBF[\xBE\xBF]|\r")
_REPLACEMENT = b"\xef\xbf\xbd"
_RETURN = b"&#13;"


def fit(data: bytes) -> bytes:
    """XML as UTF-8 in which every character is one that XML can carry. The data hold whole characters."""
    return _UNFIT.sub(lambda found: _RETURN if found[0] == b"\r" else _REPLACEMENT, data)


def whole(data: bytes | bytearray) -> int:
    """How many of these bytes surely end with a whole character: up to the last one that is ASCII."""
    return next((end for end in range(len(data), 0, -1) if data[end - 1] < 0x80), 0)

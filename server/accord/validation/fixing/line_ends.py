"""Line ends and the mark at the beginning of a file, which are the same in every file of Unix."""

from __future__ import annotations

from collections.abc import Iterator


def tidied(text: str, data: bytes) -> tuple[str, list[str]]:
    """The text with LF for each line end, and what was changed."""
    return text.replace("\r\n", "\n").replace("\r", "\n"), list(_names(text, data))


def _names(text: str, data: bytes) -> Iterator[str]:
    if "\r" in text:
        yield "line ends"
    if data.startswith(b"\xef\xbb\xbf"):
        yield "byte order mark"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "encoding"

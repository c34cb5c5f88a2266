"""Bytes to text. Turtle is UTF-8 and nothing else, so what is not is refused, with a guess at what it is."""

from __future__ import annotations

import codecs
import re

from accord.errors import InputError, Place

_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_LINE_END = re.compile(r"\r\n|\n|\r")
_WINDOWS = re.compile(rb"[\x80-\x9f]")
_REMEDY = "Save the file as UTF-8."


def decode(data: bytes, *, file: str = "") -> str:
    """The text of a Turtle file, without a byte order mark; raises InputError with a place where it is not UTF-8."""
    if encoding := marked_encoding(data):
        message = f"This is {encoding}, not UTF-8 (its byte order mark is at byte 0)."
        raise InputError(message, place=Place(file, 1, 1, 1, 1), remedy=f"{_REMEDY} accord fix --write does it.")
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        found = f"The byte 0x{data[error.start]:02X} at byte {error.start} is not UTF-8"
        message = f"{found}; it looks like {_guess(data)}."
        raise InputError(message, place=_place(data, error.start, file), remedy=_REMEDY) from None


def marked_encoding(data: bytes) -> str:
    """The encoding other than UTF-8 that a byte order mark names; empty without one."""
    return next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")


def shown(data: bytes) -> str:
    """The text of a file as far as it can be shown, in the encoding that its byte order mark names or in UTF-8."""
    return data.decode(marked_encoding(data) or "utf-8", "replace")


def _guess(data: bytes) -> str:
    if data.count(0) > len(data) // 4:
        return "UTF-16 or a binary file"
    return "Windows-1252" if _WINDOWS.search(data) else "Latin-1 or Windows-1252"


def _place(data: bytes, offset: int, file: str) -> Place:
    lines = _LINE_END.split(data[:offset].decode("utf-8").removeprefix("\ufeff"))
    column = len(lines[-1]) + 1
    return Place(file, len(lines), column, len(lines), column + 1)

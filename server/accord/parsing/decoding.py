"""Bytes as they are in a folder become bytes of UTF-8: gzip is taken off step by step, and counted while it is."""

from __future__ import annotations

import zlib

from accord.parsing.limits import ParsingLimits, exceeded
from accord.parsing.model import Unreadable, start_of

_STEP = 64 << 10
"""Bytes that are unpacked at a time, so that a bomb is seen before it fills the memory."""
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_ARCHIVES = {b"PK\x03\x04": "a zip archive", b"BZh": "compressed with bzip2", b"\xfd7zXZ\x00": "compressed with xz"}
_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def plain(data: bytes, file: str, gzipped: bool, limits: ParsingLimits) -> bytes:
    """The bytes of UTF-8 that a file holds, without a byte order mark.

    Raises Unreadable for what is not UTF-8 or is packed in another way than its name says, LimitError for a file over
    a limit.
    """
    if gzipped:
        data = _unpacked(data, file, limits)
    if data.startswith(_GZIP):
        what = "compressed twice" if gzipped else "compressed with gzip, and its name does not say so"
        remedy = "Unpack it." if gzipped else "Add .gz to its name."
        raise Unreadable("RDF-PACKED", f"The file is {what}.", place=start_of(file), remedy=remedy)
    for magic, what in _ARCHIVES.items():
        if data.startswith(magic):
            remedy = "Unpack it, or compress it with gzip."
            raise Unreadable("RDF-PACKED", f"The file is {what}.", place=start_of(file), remedy=remedy)
    if len(data) > limits.bytes:
        raise _too_large(file, limits)
    _require_utf_8(data, file)
    return data.removeprefix(_BOM)


def _require_utf_8(data: bytes, file: str) -> None:
    from accord.turtle import decode  # see parser.prepare

    if not data.startswith(_UTF_16_OR_32) and b"\0" in data[:_STEP]:
        message = "The file contains NUL bytes: it is UTF-16, or not text."
        raise Unreadable("RDF-ENCODING", message, place=start_of(file), remedy="Save the file as UTF-8.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        decode(data, file=file)  # the same error, in words and with its place


def _unpacked(data: bytes, file: str, limits: ParsingLimits) -> bytes:
    """The content of gzip data, unpacked step by step. Raises Unreadable for damaged data, LimitError for too much."""
    if not data.startswith(_GZIP):
        message = "The name ends in .gz, but the file is not compressed with gzip."
        raise Unreadable("RDF-PACKED", message, place=start_of(file), remedy="Remove .gz from its name.")
    most = min(limits.bytes, max(limits.ratio_floor, limits.ratio * len(data)))
    unpacker = zlib.decompressobj(wbits=31)
    found = bytearray()
    try:
        rest = data
        while not unpacker.eof and (step := unpacker.decompress(rest, _STEP)):
            found += step
            rest = unpacker.unconsumed_tail
            if len(found) > most:
                raise _too_large(file, limits) if most == limits.bytes else _too_dense(file, limits)
    except zlib.error:
        message = "The file is damaged: gzip cannot unpack it."
        raise Unreadable("RDF-PACKED", message, place=start_of(file), remedy="Compress it again.") from None
    if not unpacker.eof:
        message = "The file is cut off: the end of its gzip data is missing."
        raise Unreadable("RDF-PACKED", message, place=start_of(file), remedy="Copy it again.")
    if unpacker.unused_data:
        message = "The file holds more after its gzip data; only one compressed part is read."
        raise Unreadable("RDF-PACKED", message, place=start_of(file), remedy="Unpack it and compress it again.")
    return bytes(found)


def _too_large(file: str, limits: ParsingLimits) -> Exception:
    message = f"The file holds more than {limits.bytes:,} bytes."
    return exceeded("bytes", limits.bytes, message, place=start_of(file), remedy="Split it into several files.")


def _too_dense(file: str, limits: ParsingLimits) -> Exception:
    message = f"The file unpacks to more than {limits.ratio} times its size, as no RDF does."
    return exceeded("ratio", limits.ratio, message, place=start_of(file), remedy="Publish it without compression.")

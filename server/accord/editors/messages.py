"""Messages of the Language Server Protocol over a pipe: JSON-RPC 2.0, each after a header with its length."""

from __future__ import annotations

import json
import os
import select
from typing import Any

from accord.errors import InputError

MOST_BYTES = 16 << 20
"""Bytes of a message: a file of the largest size that is checked has a third."""
_LENGTH, _END = "content-length:", b"\r\n\r\n"
_LONGEST_HEADER = 4096


class Pipe:
    """The two ends of a conversation: the descriptors of what the editor writes, and of what it reads."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._received = bytearray()

    def receive(self) -> Any:
        """The next message; ``None`` at the end. Raises InputError for what is not a message."""
        while (end := self._received.find(_END)) < 0:
            if len(self._received) > _LONGEST_HEADER:
                raise InputError("A message has no header Content-Length.", remedy="Use another editor.")
            if not self._more():
                return None
        header = bytes(self._received[:end]).decode("latin-1").lower()
        lengths = [line.partition(":")[2].strip() for line in header.split("\r\n") if line.startswith(_LENGTH)]
        if not (lengths and lengths[0].isascii() and lengths[0].isdigit()) or int(lengths[0]) > MOST_BYTES:
            raise InputError("A message has no header Content-Length, or is too long.", remedy="Use another editor.")
        start, stop = end + len(_END), end + len(_END) + int(lengths[0])
        while len(self._received) < stop:
            if not self._more():
                return None
        data = bytes(self._received[start:stop])
        del self._received[:stop]
        try:
            message = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise InputError("A message is not JSON.", remedy="Use another editor.") from error
        if not isinstance(message, dict):
            raise InputError("A message is not a JSON object.", remedy="Use another editor.")
        return message

    def _more(self) -> bool:
        """Read what has come, or wait for it; whether there was anything before the end."""
        data = os.read(self._reading, 1 << 16)
        self._received += data
        return bool(data)

    def send(self, message: dict[str, Any]) -> None:
        """Send a message."""
        data = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode("utf-8", "replace")
        rest = memoryview(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        while rest:
            rest = rest[os.write(self._writing, rest) :]

    def has_more(self, seconds: float) -> bool:
        """Whether a message comes, or the end, within so many seconds."""
        return bool(self._received or select.select([self._reading], [], [], seconds)[0])

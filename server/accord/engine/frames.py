"""The messages between the web process and a query worker over a Unix socket.

A frame is a kind (one byte), a length (four bytes, network order) and a payload. A short answer travels in the
frames; the rest of a long one goes through an unlinked file whose descriptor travels with the first SPOOL frame. The
web process reads the frames as they come, however slowly a client reads the file, so no client holds a worker. An
answer is complete only when its END frame has come; for a worker that died, the zygote writes a DEATH frame instead.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import termios
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HELLO = b"H"
"""JSON: ``pid`` of the worker, once, when it is ready."""
QUERY = b"Q"
"""JSON: the query."""
DATA = b"D"
"""Bytes of the answer."""
SPOOL = b"S"
"""Eight bytes: how many bytes of the answer the file holds by now. The first one carries the descriptor."""
END = b"E"
"""Empty: the answer is complete."""
FAULT = b"F"
"""JSON: ``kind`` (syntax, result, memory, engine), ``message``."""
DEATH = b"X"
"""Four bytes: the signal that ended the worker, or minus its exit code."""

_HEAD = struct.Struct("!cI")
_SIZE = struct.Struct("!Q")
_SIGNAL = struct.Struct("!i")
_MAX_FRAME_BYTES = 64 * 1024 * 1024
"""Far more than any frame has: a query has 256 KiB, and an answer goes through a file beyond 64 KiB."""


class Broken(Exception):
    """The connection ended within a frame, or what came is not a frame."""


@dataclass(slots=True)
class Frame:
    """One frame as received. ``descriptor`` is an open file that now belongs to the receiver."""

    kind: bytes
    payload: bytes
    descriptor: int | None = None

    @property
    def message(self) -> dict[str, Any]:
        """The payload of a HELLO, QUERY or FAULT frame."""
        message: dict[str, Any] = json.loads(self.payload)
        return message

    @property
    def size(self) -> int:
        """The payload of a SPOOL frame, in bytes."""
        size: int = _SIZE.unpack(self.payload)[0]
        return size

    @property
    def signal(self) -> int:
        """The payload of a DEATH frame."""
        signal: int = _SIGNAL.unpack(self.payload)[0]
        return signal


def send(connection: socket.socket, kind: bytes, payload: bytes = b"", then: bytes = b"") -> None:
    """Send one frame, and in the same call an empty one of the kind ``then``."""
    after = _HEAD.pack(then, 0) if then else b""
    connection.sendall(_HEAD.pack(kind, len(payload)) + payload + after)


def send_message(connection: socket.socket, kind: bytes, message: Mapping[str, object]) -> None:
    """Send a HELLO, QUERY or FAULT frame."""
    send(connection, kind, json.dumps(message).encode())


def send_size(connection: socket.socket, size: int, descriptor: int | None) -> None:
    """Send a SPOOL frame, with the descriptor of the file the first time."""
    frame = _HEAD.pack(SPOOL, _SIZE.size) + _SIZE.pack(size)
    if descriptor is None:
        connection.sendall(frame)
    elif socket.send_fds(connection, [frame], [descriptor]) != len(frame):
        raise Broken("A frame with a descriptor was sent in part.")


def death(status: int) -> bytes:
    """The DEATH frame for the wait status of a worker."""
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)
    return _HEAD.pack(DEATH, _SIGNAL.size) + _SIGNAL.pack(number)


def receive(connection: socket.socket) -> Frame | None:
    """The next frame, or ``None`` at a clean end. Raises Broken at any other, TimeoutError when nothing comes."""
    head, descriptors, _, _ = socket.recv_fds(connection, _HEAD.size, 1)
    descriptor = descriptors[0] if descriptors else None
    if not head:
        return None
    kind, length = _HEAD.unpack(head + _exactly(connection, _HEAD.size - len(head)))
    if length > _MAX_FRAME_BYTES:
        raise Broken(f"A frame of {length} bytes is too long.")
    return Frame(kind, _exactly(connection, length), descriptor)


def is_whole(connection: socket.socket) -> bool:
    """Whether a short answer is here to its end, so that to read it takes no time: a DATA and an END frame.

    A worker that was taken over could send a part of a frame, and whoever reads on would wait for the rest.
    """
    head = connection.recv(_HEAD.size, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    if len(head) < _HEAD.size or head[:1] != DATA:
        return False
    length = _HEAD.size + _HEAD.unpack(head)[1] + _HEAD.size
    (here,) = struct.unpack("i", fcntl.ioctl(connection, termios.FIONREAD, bytes(4)))
    return bool(here >= length)


def _exactly(connection: socket.socket, length: int) -> bytes:
    """This many bytes. When a worker dies within a frame, its DEATH frame is read as the rest of that frame."""
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise Broken("The connection ended within a frame.")
        parts += part
    return bytes(parts)

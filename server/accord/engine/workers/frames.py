"""The messages between the web process and a query worker over a Unix socket.

A frame is a kind (one byte), a length (four bytes, network order) and a payload. A short answer travels in the
frames; the rest of a long one goes through an unlinked file whose descriptor travels with the first SPOOL frame. The
web process reads the frames as they come, however slowly a client reads the file, so no client holds a worker. An
answer is complete only when its END frame has come; the fork server writes a DEATH frame for a worker that died.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import struct
import time
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_PAUSE = 0.005
"""Seconds between two tries to send a descriptor while too many are on their way: one takes less to arrive."""
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
_END = _HEAD.pack(END, 0)
_AT_ONCE = 80 * 1024
"""Bytes that are read at once: more than a short answer has."""
_MOST_READ = 4 * 1024 * 1024
"""Bytes of the longest frame that is read piece by piece; a query has 256 KiB, in JSON six times that at most."""
_ROOM = socket.CMSG_SPACE(struct.calcsize("i"))
"""Bytes for a descriptor that travels with a frame."""
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
    def message(self) -> Any:
        """The payload of a HELLO, QUERY or FAULT frame."""
        return json.loads(self.payload)

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


def send_message(connection: socket.socket, kind: bytes, message: Mapping[str, object] | Sequence[object]) -> None:
    """Send a HELLO, QUERY or FAULT frame."""
    send(connection, kind, json.dumps(message).encode())


def send_size(connection: socket.socket, size: int, descriptor: int | None) -> None:
    """Send a SPOOL frame, with the descriptor of the file the first time."""
    frame = _HEAD.pack(SPOOL, _SIZE.size) + _SIZE.pack(size)
    if descriptor is None:
        connection.sendall(frame)
    elif _send_with(connection, frame, descriptor) != len(frame):
        raise Broken("A frame with a descriptor was sent in part.")


def _send_with(connection: socket.socket, frame: bytes, descriptor: int) -> int:
    """Send a frame with a descriptor; returns the bytes sent.

    Linux lets the processes of one user have only as many descriptors on their way as the sender may open, and a worker
    may open nearly none. So it waits until others have arrived; the deadline of the query ends it if none does.
    """
    while True:
        try:
            return socket.send_fds(connection, [frame], [descriptor])
        except OSError as error:
            if error.errno != errno.ETOOMANYREFS:
                raise
        time.sleep(_PAUSE)


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


class Frames:
    """Reads the frames of a connection, at each call as much as is there."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._read = b""
        self._descriptor: int | None = None

    def receive(self) -> Frame | None:
        """The next frame, or ``None`` at a clean end. Raises Broken at any other, TimeoutError when nothing comes."""
        while (frame := self._next()) is None:
            if not self.fill():
                if self._read:
                    raise Broken("The connection ended within a frame.")
                return None
        return frame

    @property
    def is_here(self) -> bool:
        """Whether the next frame is here already, so that there may be nothing to wait for."""
        return len(self._read) >= _HEAD.size and len(self._read) >= _HEAD.size + _HEAD.unpack_from(self._read)[1]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read that is not taken yet."""
        return not self._read

    def fill(self) -> bool:
        """Read what is there, and wait for it if the connection waits; whether there was anything."""
        data, extra, _, _ = self._connection.recvmsg(_AT_ONCE, _ROOM)
        for _, _, descriptors in extra:
            self._take(array("i", descriptors))
        self._read = self._read + data if self._read else data
        return bool(data)

    def short_answer(self) -> bytes | None:
        """All of a short answer, if it is here to its end: a DATA and an END frame."""
        read = self._read
        if read[:1] != DATA or len(read) < 2 * _HEAD.size:
            return None
        end = _HEAD.size + _HEAD.unpack_from(read)[1]
        if read[end:] != _END:
            return None
        self._read = b""
        return read[_HEAD.size : end]

    def close(self) -> None:
        """Close the descriptor that came and belongs to no frame yet."""
        self._take(array("i"))

    def _take(self, descriptors: array[int]) -> None:
        """Keep the last descriptor for the frame that it came with, and close all others."""
        for one in (self._descriptor, *descriptors[:-1]):
            if one is not None:
                os.close(one)
        self._descriptor = descriptors[-1] if descriptors else None

    def _next(self) -> Frame | None:
        """The next frame, if it is here to its end."""
        read = self._read
        if len(read) < _HEAD.size:
            return None
        kind, length = _HEAD.unpack_from(read)
        if length > _MOST_READ:
            raise Broken(f"A frame of {length} bytes is too long.")
        end = _HEAD.size + length
        if len(read) < end:
            return None
        self._read = read[end:]
        descriptor = None
        if kind == SPOOL:
            descriptor, self._descriptor = self._descriptor, None
        return Frame(kind, read[_HEAD.size : end], descriptor)


def _exactly(connection: socket.socket, length: int) -> bytes:
    """This many bytes. When a worker dies within a frame, its DEATH frame is read as the rest of that frame."""
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise Broken("The connection ended within a frame.")
        parts += part
    return bytes(parts)

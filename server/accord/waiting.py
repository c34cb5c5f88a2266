"""Asking a process that waits after ``accord check --stay`` for the next check of the same publication.

The process has the program and the publication in memory, so that a check takes a fraction of the time. It is asked
over a socket in the user's own cache folder, with the arguments, the folder, the environment and the three standard
files of this process, and it answers with the exit code. Only what Python imports quickly is imported here.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from accord.caches import cache_folder

DECLINED = -1
"""The answer of a process that leaves a check to the one that asks, as its publication or the program has changed."""
_LENGTH = struct.Struct("!I")
MOST_BYTES = 4 << 20
"""Bytes of a request: the arguments and the environment of a process, which Linux limits to 2 MiB."""
_NOT_FOR = {"--watch", "--coverage", "--help", "-h"}
"""Options of a check that is not left to the process: one does not end, and the others need no publication."""


def address(folder: Path, root: str) -> Path:
    """The socket of the process for a publication, by the real path of its folder."""
    return folder / f"check-{hashlib.sha256(root.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"


def ask(arguments: Sequence[str]) -> int | None:
    """The exit code of a command that a waiting process did; ``None`` where it is to be done here."""
    if arguments[:1] != ["check"] or not _NOT_FOR.isdisjoint(arguments) or not hasattr(socket, "send_fds"):
        return None
    folder = cache_folder()
    for root in _roots(arguments[1:]) if folder else ():
        path = address(folder, root) if folder else Path()
        if path.exists():
            code = _asked(path, arguments)
            return None if code == DECLINED else code
    return None


def _roots(arguments: Sequence[str]) -> Iterator[str]:
    """The folders that may be that of the publication, the nearest first."""
    for number, one in enumerate(arguments):
        if one.startswith("--publication"):
            given = one.partition("=")[2] or next(iter(arguments[number + 1 :]), "")
            yield os.path.realpath(given)
            return
    path = next((one for one in arguments if not one.startswith("-") and os.path.exists(one)), "")
    here = Path(os.path.realpath(path))
    yield from map(str, (here, *here.parents))


def _asked(path: Path, arguments: Sequence[str]) -> int:
    """The answer of the process at an address."""
    request = {"arguments": list(arguments), "folder": os.getcwd(), "environment": dict(os.environ)}
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
            socket.send_fds(connection, [b"\0"], [0, 1, 2])
            send(connection, request)
        except OSError:
            return DECLINED
        answer = receive(connection)
    if not isinstance(answer, int):
        sys.stderr.write("accord: The process that waits for checks has ended. Fix: Run the check again.\n")
        return 4
    return answer


def send(connection: socket.socket, message: Any) -> None:
    """Send a value that JSON can say."""
    data = json.dumps(message).encode()
    connection.sendall(_LENGTH.pack(len(data)) + data)


def receive(connection: socket.socket) -> Any:
    """The value that was sent; ``None`` where none came, or too much."""
    head = _exactly(connection, _LENGTH.size)
    length = _LENGTH.unpack(head)[0] if head else 0
    data = _exactly(connection, length) if 0 < length <= MOST_BYTES else b""
    return json.loads(data) if data else None


def _exactly(connection: socket.socket, count: int) -> bytes:
    """So many bytes; none where the connection ends before."""
    data = b""
    while len(data) < count:
        try:
            part = connection.recv(count - len(data))
        except ConnectionError:
            return b""
        if not part:
            return b""
        data += part
    return data

"""A Unix socket to listen on: a path in place of a host and a port, for a proxy on the same machine."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
from pathlib import Path

_BACKLOG = 1024


class TakenError(OSError):
    """Another program listens at the path, or something else is there."""


def listen_at(path: Path, mode: int) -> socket.socket:
    """A socket that listens at a path, which has the mode from the first moment on. Raises OSError.

    A socket that nobody listens on, as a server leaves it that was killed, is replaced.
    """
    check(path)
    listener = socket.socket(socket.AF_UNIX)
    new = path.with_name(path.name + ".new")
    try:
        with contextlib.suppress(FileNotFoundError):
            new.unlink()
        listener.bind(str(new))
        new.chmod(mode)
        listener.listen(_BACKLOG)
        listener.setblocking(False)
        new.replace(path)
    except OSError:
        listener.close()
        raise
    return listener


def check(path: Path) -> None:
    """Raise OSError when a socket cannot be made at a path, TakenError when something is there that is in use."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        if not os.access(path.parent, os.W_OK | os.X_OK):
            path.parent.stat()
            raise PermissionError(0, "its folder cannot be written") from None
        return
    if not stat.S_ISSOCK(found.st_mode):
        raise TakenError(0, "there is a file that is not a socket")
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            return
    raise TakenError(0, "another program listens there")

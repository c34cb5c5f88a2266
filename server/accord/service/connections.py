"""The connections of the web server: how many it may hold, and when the system ends those that stall."""

from __future__ import annotations

import contextlib
import os
import resource
import socket
import stat
import sys

CONNECTIONS = 4096
"""Connections at the same time. An idle one takes about 20 KB and a descriptor, so all take 80 MB."""

STALL = 60
"""Seconds after which a connection is ended whose client has read nothing of what is sent to it."""

_SPARE = 512
"""Descriptors that are left for files, workers and answers when all connections are in use."""


def connections() -> int:
    """How many connections the web server may hold. Raises the limit on descriptors as far as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = CONNECTIONS + _SPARE
    allowed = most if hard == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(128, allowed - _SPARE)


def drop_stalled(port: int) -> None:
    """Let the system end connections whose client reads nothing for a minute (RFC 5482; Linux only).

    Connections inherit this from the listening socket. The server does not give access to it, so it is found among the
    descriptors of this process. The gateway's own time-out does not cover an answer that was handed over whole.
    """
    if sys.platform != "linux":
        return
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                _set_stall(descriptor, port)


def _set_stall(descriptor: int, port: int) -> None:
    """Set the time-out of a socket if it listens on a port."""
    with socket.socket(fileno=os.dup(descriptor)) as found:
        inet = found.family in (socket.AF_INET, socket.AF_INET6)
        if inet and found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and found.getsockname()[1] == port:
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALL * 1000)

"""Where the web server listens: at a host and a port, or at a Unix socket."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from pathlib import Path

from accord.errors import InputError
from accord.http import unix_socket
from accord.http.server import listen

SOCKET_MODE = 0o660
"""The mode of a Unix socket: this user and its group may connect, to which the proxy then belongs."""


@dataclass(frozen=True, slots=True)
class Address:
    """A ``host`` and a ``port``, or the path of a Unix socket, with its ``mode``, in place of them."""

    host: str
    port: int
    unix: Path | None = None
    mode: int = SOCKET_MODE

    def __str__(self) -> str:
        """The address for a person on this machine: for a browser, unless it is a Unix socket."""
        if self.unix:
            return f"unix:{self.unix.absolute()}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def check(self) -> None:
        """Try the address. Raises InputError: the web server's own message would not say how to fix it."""
        try:
            if self.unix:
                unix_socket.check(self.unix)
                return
            family = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0][0]
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((self.host, self.port))
        except OSError as error:
            raise self._unusable(error) from error

    def listen(self, shared: bool = False) -> socket.socket:
        """A socket that listens there; at a port it may be ``shared`` with other processes. Raises OSError."""
        return unix_socket.listen_at(self.unix, self.mode) if self.unix else listen(self.host, self.port, shared)

    def forget(self) -> None:
        """Remove the Unix socket, on which nobody listens any more."""
        if self.unix:
            with contextlib.suppress(FileNotFoundError):
                self.unix.unlink()

    def _unusable(self, error: OSError) -> InputError:
        reason = error.strerror or str(error)
        if self.unix:
            remedy = "Choose another path with --unix, end the other program, or make the folder."
            return InputError(f"The Unix socket {self.unix} cannot be used: {reason}.", remedy=remedy)
        remedy = "Choose another with --port or --host (PORT=… or HOST=… with make)."
        return InputError(f"{self.host} port {self.port} cannot be used: {reason}.", remedy=remedy)

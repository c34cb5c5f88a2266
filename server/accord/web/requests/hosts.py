"""The address of the site, and the hosts for which it answers.

With a ``url`` all absolute URLs begin with it, and a request for another host is refused (421, RFC 9110, section
15.5.20). Without one the Host header of a request is trusted, except by a server that only this machine can reach:
there a page of another site could point its own host name to 127.0.0.1 (DNS rebinding), so only names of this machine
are answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

REFUSAL = "accord.refusal"
"""The key of the WSGI environment for an error that was found before the application was called."""

WATCHED = ("/health", "/ready")
"""Paths for monitoring: they are answered for any Host header, and without one."""

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Misdirected(HTTPException):
    """The request is for another host."""

    code = 421
    name = "Misdirected Request"


@dataclass(frozen=True)
class Hosts:
    """The public ``url`` of the site, the address that it is ``bound`` to, and the number of ``proxies`` in front.

    With none of the three, every Host header is trusted.
    """

    url: str = ""
    bound: str = ""
    proxies: int = 0

    @cached_property
    def private(self) -> bool:
        """Whether only this machine can reach the site, so that pages of other sites must not read it."""
        if self.url:
            return is_loopback(self._own)
        return not self.proxies and is_loopback(self.bound)

    @cached_property
    def _own(self) -> str:
        return _name(urlsplit(self.url).netloc)

    def admits(self, host: str) -> bool:
        """Whether requests for a host (and port, which does not count) are answered."""
        name = _name(host)
        if self.url:
            return name == self._own or is_loopback(name)
        return not self.private or name == self.bound or is_loopback(name)

    def allowed_origin(self, origin: str) -> str:
        """Which pages of other sites may read the answer to a request with an Origin: ``*`` for all, empty for none.

        A private site is read only by pages of this machine, such as OpenRefine's.
        """
        if not self.private:
            return "*"
        return origin if is_loopback(host_of(origin)) else ""

    def register(self, app: Flask) -> None:
        """Make an application answer for these hosts only, with this address."""
        app.extensions["hosts"] = self
        inner, trusted = app.wsgi_app, 0 if self.url else self.proxies

        def checked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            self._check(environ)
            return inner(environ, start_response)

        app.wsgi_app = ProxyFix(checked, x_for=self.proxies, x_proto=trusted, x_host=trusted, x_prefix=self.proxies)  # type: ignore[method-assign]

    def _check(self, environ: dict[str, Any]) -> None:
        """Refuse a request for another host, and replace the Host header by the address of the site."""
        if not self.admits(environ.get("HTTP_HOST", "")) and environ["PATH_INFO"] not in WATCHED:
            environ[REFUSAL] = environ.get(REFUSAL) or Misdirected(self._other(environ.get("HTTP_HOST", "")))
        if self.url:
            environ["wsgi.url_scheme"], environ["HTTP_HOST"] = urlsplit(self.url)[:2]
        elif REFUSAL in environ and environ[REFUSAL]:
            environ["HTTP_HOST"] = "localhost"

    def _other(self, host: str) -> str:
        if self.url:
            return f"This site is at {self.url}, not at {host[:100]!r}."
        return (
            f"This server listens on {self.bound} and answers for names of this machine only, not for {host[:100]!r}. "
            "Fix: start it with its public address: accord serve --url https://…"
        )


def hosts() -> Hosts:
    """The hosts of the application of this request."""
    found: Hosts = current_app.extensions["hosts"]
    return found


def is_loopback(name: str) -> bool:
    """Whether a host name or address always means this machine (RFC 6761, section 6.3; RFC 1122, 3.2.1.3)."""
    if name in ("localhost", "127.0.0.1", "::1") or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def host_of(origin: str) -> str:
    """The name of the host of an Origin, without its port; empty for ``null`` and for what is not an origin."""
    return _name(origin.partition("://")[2])


def _name(host: str) -> str:
    """The name of a host without its port, for comparison; empty for an invalid one."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""

"""What the headers of a request say, read once for all requests that have the same ones, as those of a client do."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from accord.http.request import Headers
from accord.web.gateway.environ import forwarded, of_headers, plain
from accord.web.requests.hosts import Hosts

VARY_HEADERS = frozenset(
    b"accept accept-encoding authorization content-length content-type host if-match if-modified-since if-none-match "
    b"if-range if-unmodified-since origin range transfer-encoding x-forwarded-host x-forwarded-prefix"
    b" x-forwarded-proto".split()
)
"""The headers of a request that any answer depends on. None says who the client is: cached answers are for all."""

PERSONAL = (b"authorization", b"cookie")
"""Headers that say who asks: answers to them are neither taken from the cache nor kept in it."""

_FOR_THE_VIEW = frozenset(
    ("HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_IF_RANGE", "HTTP_IF_UNMODIFIED_SINCE")
    + ("HTTP_RANGE", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PREFIX")
)
"""Headers on which the answer to a query depends in a way that only the view knows."""

_MANY = 512
_LONG = 2048
"""Bytes of the headers that are remembered, so that all take 2 MB at most."""


@dataclass(frozen=True, slots=True)
class Asker:
    """What the headers of a request say.

    ``vary`` are those that an answer depends on; ``for_all`` says that the answer to a GET may be one
    that another client got; ``plain`` that the endpoint may answer without a view. ``environ`` are the headers as WSGI
    has them; ``forwarded`` is the address that a trusted proxy names; ``origin`` is whose pages may read the answer.
    """

    vary: tuple[tuple[bytes, bytes], ...]
    has_host: bool
    for_all: bool
    plain: bool
    environ: dict[str, Any]
    forwarded: str
    origin: str
    takes_gzip: bool


class Askers:
    """The askers of the last requests. For one event loop, not for several threads."""

    def __init__(self, hosts: Hosts, proxies: int) -> None:
        self._hosts = hosts
        self._proxies = proxies
        self._known: OrderedDict[tuple[tuple[bytes, bytes], ...], Asker] = OrderedDict()

    def of(self, headers: Headers, size: int) -> Asker:
        """The asker of headers that have so many bytes."""
        key = tuple(headers)
        found = self._known.get(key)
        if found is None:
            found = self._read(headers)
            if size <= _LONG:
                self._known[key] = found
            if len(self._known) > _MANY:
                self._known.popitem(last=False)
        return found

    def _read(self, headers: Headers) -> Asker:
        known = plain(headers)
        environ = of_headers(known)
        hosts = [value for name, value in known if name == b"host"]
        vary = tuple(pair for pair in known if pair[0] in VARY_HEADERS)
        has_host = len(hosts) == 1 and bool(hosts[0])
        asks_html = "html" in environ.get("HTTP_ACCEPT", "")
        admitted = has_host and self._hosts.admits(environ["HTTP_HOST"])
        return Asker(
            vary=vary,
            has_host=has_host,
            for_all=not any(name in PERSONAL or name.startswith(b"if-") for name, _ in known),
            plain=admitted and not asks_html and _FOR_THE_VIEW.isdisjoint(environ),
            environ=environ,
            forwarded=forwarded(known, self._proxies),
            origin=self._hosts.allowed_origin(environ.get("HTTP_ORIGIN", "")),
            takes_gzip=parse_accept_header(environ.get("HTTP_ACCEPT_ENCODING", ""), Accept).quality("gzip") > 0,
        )

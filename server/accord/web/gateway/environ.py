"""A request of an ASGI server as Flask takes it (PEP 3333), and whose it is."""

from __future__ import annotations

import io
import sys
from typing import Any
from urllib.parse import quote

from accord.web.requests.bodies import Headers, Message


def plain(headers: Headers) -> Headers:
    """The headers without those that have an underscore, which WSGI cannot distinguish from those with a hyphen."""
    return [pair for pair in headers if b"_" not in pair[0]]


def client_of(scope: Message, proxies: int) -> str:
    """The address of the client: that of the connection, or the one from which the outermost proxy was called."""
    address: str = (scope.get("client") or ("",))[0]
    return forwarded(scope["headers"], proxies) or address


def forwarded(headers: Headers, proxies: int) -> str:
    """The address that the outermost of so many trusted proxies was called from; empty without one."""
    if not proxies:
        return ""
    values = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
    path = [one.strip() for one in ",".join(values).split(",") if one.strip()]
    return path[-proxies] if len(path) >= proxies else ""


def length(headers: Headers) -> float:
    """The Content-Length of an answer; infinite without one."""
    return next((int(value) for name, value in headers if name == b"content-length"), float("inf"))


def sent_path(scope: Message) -> bytes:
    """The path of a request as it was sent, which says more than the decoded one: ``a%2Fb`` is not ``a/b``."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"], errors="surrogateescape").encode()
    return raw.partition(b"?")[0]


def environ_of(scope: Message, body: bytes) -> dict[str, Any]:
    """The WSGI environment of an ASGI HTTP scope."""
    host, port = scope.get("server") or ("127.0.0.1", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "RAW_URI": sent_path(scope).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    return {**environ, **of_headers(scope["headers"])}


def of_headers(headers: Headers) -> dict[str, Any]:
    """The headers of a request as WSGI has them."""
    environ: dict[str, Any] = {}
    for name, value in headers:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value.decode("latin-1")
        elif key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            key, text = f"HTTP_{key}", value.decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ

"""Requests that the parser accepts and this server refuses, each with a status and a message."""

from __future__ import annotations

from accord.http.request import Headers

_MOST_HEADERS = 100
_VERSIONS = ("1.0", "1.1")


class RefusedRequest(Exception):
    """A request that is not answered otherwise: its status and the words of its answer."""


def require_readable(version: str, target: bytes, headers: Headers, size: int, most: int) -> None:
    """Raise Refused for a head with too much in it, of another version, or with a part that would be misread.

    ``size`` is that of the target and the headers in bytes, ``most`` the longest that is read.
    """
    if version not in _VERSIONS:
        raise RefusedRequest(505, "This server speaks HTTP/1.1 only.")
    if len(headers) > _MOST_HEADERS:
        raise RefusedRequest(431, f"The request has more than {_MOST_HEADERS} headers.")
    if size > most:
        raise RefusedRequest(*too_long(target, headers, most))
    if b"#" in target:  # RFC 9112, section 3.2: the fragment of an address is not sent
        raise RefusedRequest(
            400, "The address has a # in it. Write %23 for the character, or leave out what begins with it."
        )
    if any(name == b"transfer-encoding" and value.strip().lower() != b"chunked" for name, value in headers):
        raise RefusedRequest(501, "The only transfer coding that is read is chunked.")


def too_long(target: bytes, headers: Headers, most: int) -> tuple[int, str]:
    """The status and the words for a head that is longer than so many bytes."""
    if headers and len(target) <= most:
        return 431, f"The headers are longer than {most:,} bytes."
    return 414, "The address is too long. Send long parameters in the body of a POST, as a form."

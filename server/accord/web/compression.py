"""Answers travel gzipped to those who accept it (RFC 9110, sections 8.4 and 12.5.3).

A coded answer is another representation: its strong tag says so, and a client that has it is told 304 for that tag.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

from flask import Flask, Response, request

from accord.web.cache import Kept, cache

LEAST = 1024
"""Bytes from which on coding is worth its while."""

_MARK = "-gzip"
_TEXT = re.compile(r"text/.+|.+[/+](?:json|xml|javascript)|application/(?:n-triples|n-quads|trig|sparql-query)")
_GZIP = 31
"""zlib's number for a gzip container with the largest window."""
_QUICK, _SMALL = 1, 6
"""Levels of zlib: for what is written once and read at once, and for what is kept."""


def register(app: Flask) -> None:
    """Make an application code its answers. What is registered later finds them still plain."""
    app.before_request(_recognise)
    app.after_request(_code)


def _recognise() -> None:
    """Let the tag of a coded answer stand for the plain one while the answer is made, if it will be coded again."""
    known = request.environ.get("HTTP_IF_NONE_MATCH", "")
    if _MARK in known and _accepted():
        request.environ["HTTP_IF_NONE_MATCH"] = known.replace(f'{_MARK}"', '"')
        request.environ["accord.coded"] = True


def _accepted() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _code(response: Response) -> Response:
    if response.status_code == 304:
        response.vary.add("Accept-Encoding")
        if "accord.coded" in request.environ:
            _mark(response)
    elif _has_text(response):
        response.vary.add("Accept-Encoding")
        if _accepted() and response.status_code != 206:
            _shorten(response)
    return response


def _has_text(response: Response) -> bool:
    """Whether the body is text that is not coded yet; a redirect has no body."""
    redirect = 300 <= response.status_code < 400
    return not redirect and not response.content_encoding and bool(_TEXT.fullmatch(response.mimetype or ""))


def _shorten(response: Response) -> None:
    """Code the body; a short one stays as it is, as the coded one would be no shorter."""
    if response.direct_passthrough:
        _read_file(response)
    if response.is_streamed:
        response.response = _coded_stream(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    else:
        body = response.get_data()
        if len(body) < LEAST:
            return
        response.set_data(_kept(response, lambda: _coded(body)))
    response.content_encoding = "gzip"
    _mark(response)


def _read_file(response: Response) -> None:
    """Take a file of the site into memory; these are few and small."""
    response.direct_passthrough = False
    response.make_sequence()


def _kept(response: Response, make: Callable[[], bytes]) -> bytes:
    """The coded body, from the cache when its tag tells that it is the same as before."""
    tag, weak = response.get_etag()
    if tag is None or weak:
        return make()
    key = ("gzip", tag, request.host_url)
    kept = cache().held(key) or cache().keep(key, Kept(make()))
    return kept.body


def _mark(response: Response) -> None:
    tag, weak = response.get_etag()
    if tag is not None:
        response.set_etag(tag + _MARK, bool(weak))


def _coded(body: bytes) -> bytes:
    coder = zlib.compressobj(_SMALL, wbits=_GZIP)
    return coder.compress(body) + coder.flush()


def _coded_stream(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Each chunk leaves at once; what breaks off has no end mark, so nobody takes it for whole."""
    coder = zlib.compressobj(_QUICK, wbits=_GZIP)
    for chunk in chunks:
        yield coder.compress(chunk) + coder.flush(zlib.Z_SYNC_FLUSH)
    yield coder.flush()

"""Gzip for the answers to clients that accept it (RFC 9110, sections 8.4 and 12.5.3).

A gzipped answer is another representation with a strong tag of its own, and a client that has it gets 304 for that tag.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

from flask import Flask, Response, request

from accord.web.responses.cache import CachedAnswer, cache

MIN_GZIP_BYTES = 1024
"""Bytes from which on an answer is gzipped: a shorter one fits into one packet with or without gzip."""

GZIP_MARK = "-gzip"
"""The end of the tag of a gzipped answer."""
_TEXT = re.compile(r"text/.+|.+[/+](?:json|xml|javascript)|application/(?:n-triples|n-quads|trig|sparql-query)")
_GZIP_WBITS = 31
"""zlib's number for a gzip container with the largest window."""
_STREAM_LEVEL, _CACHED_LEVEL = 1, 6
"""Levels of zlib: the quickest for a stream, which is read once; the usual one for an answer that is cached."""


def register(app: Flask) -> None:
    """Make an application gzip its answers. Functions that are registered later get them before that."""
    app.before_request(_recognise)
    app.after_request(_compress)


def _recognise() -> None:
    """Let the tag of a gzipped answer count as that of the plain one, if the answer will be gzipped again."""
    known = request.environ.get("HTTP_IF_NONE_MATCH", "")
    if GZIP_MARK in known and _accepted():
        request.environ["HTTP_IF_NONE_MATCH"] = known.replace(f'{GZIP_MARK}"', '"')
        request.environ["accord.gzip"] = True


def _accepted() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _compress(response: Response) -> Response:
    if response.status_code == 304:
        response.vary.add("Accept-Encoding")
        if "accord.gzip" in request.environ:
            _mark(response)
    elif _has_text(response):
        response.vary.add("Accept-Encoding")
        if _accepted() and response.status_code != 206:
            _replace_body(response)
    return response


def _has_text(response: Response) -> bool:
    """Whether the body is text without a content coding. A redirect has no body."""
    redirect = 300 <= response.status_code < 400
    return not redirect and not response.content_encoding and bool(_TEXT.fullmatch(response.mimetype or ""))


def _replace_body(response: Response) -> None:
    """Gzip the body, unless it is short."""
    if response.direct_passthrough:
        _read_file(response)
    if response.is_streamed:
        response.response = gzip_stream(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    else:
        body = response.get_data()
        if len(body) < MIN_GZIP_BYTES:
            return
        response.set_data(_cached(response, lambda: _gzip(body)))
    response.content_encoding = "gzip"
    _mark(response)


def _read_file(response: Response) -> None:
    """Read a static file into memory; these are few and small."""
    response.direct_passthrough = False
    response.make_sequence()


def _cached(response: Response, make: Callable[[], bytes]) -> bytes:
    """The gzipped body, from the cache when the strong tag (with the host) says that the body is the same."""
    tag, weak = response.get_etag()
    if tag is None or weak:
        return make()
    key = ("gzip", tag, request.host_url)
    answer = cache().get(key) or cache().put(key, CachedAnswer(make()))
    return answer.body


def _mark(response: Response) -> None:
    """Give the gzipped answer its own tag."""
    tag, weak = response.get_etag()
    if tag is not None:
        response.set_etag(tag + GZIP_MARK, bool(weak))


def _gzip(body: bytes) -> bytes:
    coder = zlib.compressobj(_CACHED_LEVEL, wbits=_GZIP_WBITS)
    return coder.compress(body) + coder.flush()


def gzip_stream(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Each chunk is sent at once. A stream that breaks has no end mark, so no client takes it for complete."""
    coder = zlib.compressobj(_STREAM_LEVEL, wbits=_GZIP_WBITS)
    for chunk in chunks:
        yield coder.compress(chunk) + coder.flush(zlib.Z_SYNC_FLUSH)
    yield coder.flush()

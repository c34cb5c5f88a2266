"""A representation becomes an HTTP answer: negotiation, validators, links and the headers that all answers bear.

The one place that knows RFC 9110 for pages and documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flask import Response, request
from werkzeug.exceptions import NotAcceptable
from werkzeug.urls import iri_to_uri

import accord
from accord.formats import Format, negotiate
from accord.web.site import current

MAX_AGE = 60
"""Seconds for which a page may be shown again without asking whether it is still the same."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "Link, Location, ETag, Vary, Content-Location, Retry-After, Accord-Version"),
    ("Content-Security-Policy", _POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


_like = lru_cache(1024)(negotiate)


@dataclass(frozen=True, slots=True)
class Page:
    """Something that is written in several formats.

    ``path`` is where it lies on this host without a suffix, ``canonical`` the IRI that others should cite,
    ``formats`` are those it is written in, the preferred first. ``query`` is for lists: what follows the question
    mark.
    """

    path: str
    canonical: str
    formats: tuple[Format, ...]
    query: str = ""

    def address(self, format: Format, root: str = "") -> str:
        """Where the page lies in one format and no other, below the root of the site."""
        query = f"?{self.query}" if self.query else ""
        return iri_to_uri(f"{root}{self.path}.{format.suffix}{query}")


def answer(page: Page, write: Callable[[Format], bytes], fixed: Format | None = None) -> Response:
    """A page in the format that the URL fixes, or else in the one that the client likes best (406 when none)."""
    site = current()
    format = fixed or _chosen(page)
    settings, version = site.publication.settings, site.publication.version
    headers = _headers(page, format, request.script_root, version, settings.license)
    response = Response(headers=headers, content_type=format.content_type)
    if fixed is None:
        response.headers["Vary"] = "Accept"
    if request.if_none_match.contains_weak(response.headers["ETag"].strip('"')):
        response.status_code = 304
    else:
        key = (request.script_root, page.path, page.query, format.name, version)
        response.set_data(site.cache.held(key) or site.cache.keep(key, write(format)))
    return response


def see_other(address: str) -> Response:
    """What the IRI of a thing answers: go and read about it there (httpRange-14), whatever format is wanted."""
    return Response(status=303, headers={"Location": address, "Vary": "Accept"})


def finish(response: Response) -> Response:
    """The headers that every answer bears, errors and redirects among them."""
    headers = response.headers
    headers.extend(_ALWAYS)
    headers["Accord-Version"] = current().publication.version
    if request.method == "OPTIONS":
        headers.update(_PREFLIGHT)
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-cache"
    return response


def _chosen(page: Page) -> Format:
    format = _like(request.headers.get("Accept"), page.formats)
    if format is None:
        offers = (f"{one.label} ({one.media}) at {page.address(one, request.script_root)}" for one in page.formats)
        raise NotAcceptable(f"Nothing that you accept is offered. There is {', '.join(offers)}.")
    return format


@lru_cache(4096)
def _headers(page: Page, format: Format, root: str, version: str, license: str) -> tuple[tuple[str, str], ...]:
    """What the headers say of a page in a format; kept, since working it out costs more than the rest of an answer.

    The tag is strong: it names the software, the place of the page, the format and the version of the data.
    """
    address = page.address(format, root)
    tag = hashlib.sha256(repr((accord.__version__, address, format.name, version)).encode()).hexdigest()[:32]
    links = [f'<{iri_to_uri(page.canonical)}>; rel="canonical"']
    for one in page.formats:
        if one is not format:
            links.append(f'<{page.address(one, root)}>; rel="alternate"; type="{one.media}"')
    if license:
        links.append(f'<{iri_to_uri(license)}>; rel="license"')
    return (
        ("ETag", f'"{tag}"'),
        ("Content-Location", address),
        ("Link", ", ".join(links)),
        ("Cache-Control", f"public, max-age={MAX_AGE}"),
    )

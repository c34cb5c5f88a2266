"""A representation becomes an HTTP answer: negotiation, validators, links and the headers that all answers bear.

The one place that knows RFC 9110 for pages and documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import Response, g, request
from werkzeug.exceptions import NotAcceptable
from werkzeug.http import http_date
from werkzeug.urls import iri_to_uri

import accord
from accord.formats import HTML, RDF_FORMATS, Format, negotiate
from accord.publication import Settings
from accord.times import clamped
from accord.web.cache import Kept, cache
from accord.web.hosts import hosts
from accord.web.links import LINKSET, Link, write_linkset
from accord.web.rate_limit import working
from accord.web.site import current

ABOUT_PAGE = "https://schema.org/AboutPage"
"""The kind of every page that is about one thing, as Signposting wants it said beside the kind of the thing."""

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
_EXPOSED = "Link, Location, ETag, Vary, Content-Location, Retry-After, Server-Timing, Accord-Version, Accord-Hint"
_ALWAYS = (
    ("Access-Control-Expose-Headers", _EXPOSED),
    ("Content-Security-Policy", _POLICY),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


_like = lru_cache(1024)(negotiate)
_SHORT = 256
"""Characters of an Accept header up to which what it likes is remembered: browsers send 140, and 1,024 are 300 KB."""


@dataclass(frozen=True, slots=True)
class Page:
    """Something that is written in several formats.

    ``path`` is where it lies on this host without a suffix, ``canonical`` the IRI that others should cite,
    ``formats`` are those it is written in, the preferred first. ``query`` is for lists: what follows the question
    mark. ``modified`` is when it last changed (when anything did, if that is not said), ``host`` the root of the host
    where the words themselves depend on it.

    A page about one thing with an IRI names it as ``subject``, with its kinds as ``types`` and the files it consists of
    as ``items``: these are its signposts.
    """

    path: str
    canonical: str
    formats: tuple[Format, ...]
    query: str = ""
    modified: datetime | None = None
    host: str = ""
    subject: str = ""
    types: tuple[str, ...] = ()
    items: tuple[Link, ...] = ()

    def address(self, format: Format, root: str = "") -> str:
        """Where the page lies in one format and no other, below the root of the site."""
        query = f"?{self.query}" if self.query else ""
        return iri_to_uri(f"{root}{self.path}.{format.suffix}{query}")


def answer(page: Page, write: Callable[[Format], bytes], fixed: Format | None = None) -> Response:
    """A page in the format that the URL fixes, or else in the one that the client likes best (406 when none)."""
    format = fixed or preferred(page)
    response = begin(page, format)
    if fixed is None:
        response.headers["Vary"] = "Accept"
    if response.status_code != 304:
        key = ("page", *_identity(page, format))
        kept = cache().held(key)
        if kept is None:
            with working():
                g.links = links(page, format, request.script_root, current().publication.settings)
                kept = cache().keep(key, Kept(write(format)))
        response.set_data(kept.body)
    return response


def _identity(page: Page, format: Format) -> tuple[str, ...]:
    """What the bytes of a page in a format depend on."""
    version = current().publication.version
    return (request.script_root, page.host, page.path, page.query, page.canonical, format.name, version)


def begin(page: Page, format: Format) -> Response:
    """The head of the answer that a page in a format is; a 304 when the client has it already (RFC 9110 §13)."""
    modified = clamped(page.modified or current().history.latest)
    response = Response(headers=_headers(page, format, modified), content_type=format.content_type)
    if request.if_none_match:
        known = request.if_none_match.contains_weak(response.headers["ETag"].strip('"'))
    else:
        known = request.if_modified_since is not None and modified <= request.if_modified_since
    if known:
        response.status_code = 304
    return response


def links(page: Page, format: Format, root: str, settings: Settings) -> tuple[Link, ...]:
    """The links of a page in a format."""
    found = [Link("canonical", page.canonical)]
    others = [one for one in page.formats if one is not format]
    found += [Link("alternate", page.address(one, root), one.media, one.label) for one in others]
    found += [Link("license", settings.license)] if current().addresses.outside(settings.license) else []
    if page.subject:
        found += _signposts(page, format, root, settings)
    return tuple(found)


def _signposts(page: Page, format: Format, root: str, settings: Settings) -> list[Link]:
    """Those of the page for people lead to its data; those of the data lead back."""
    found = [Link("cite-as", page.subject), Link("linkset", page.address(LINKSET, root), LINKSET.media)]
    if page.subject != settings.dataset:
        found.append(Link("collection", settings.dataset))
    if format is not HTML:
        return [*found, Link("describes", iri_to_uri(root + page.path), HTML.media)]
    found += [Link("describedby", page.address(one, root), one.media) for one in page.formats if one in RDF_FORMATS]
    found += [Link("type", kind) for kind in (ABOUT_PAGE, *page.types)]
    return [*found, *page.items]


def answer_linkset(page: Page) -> Response:
    """All links of a page and of its data, as one link set; they are in the headers and the HTML too."""
    root, settings = request.script_root, current().publication.settings
    contexts = {root + page.path: links(page, HTML, root, settings)}
    contexts |= {page.address(one, root): links(page, one, root, settings) for one in page.formats if one is not HTML}
    canonical = f"{settings.base.rstrip('/')}{page.path}.{LINKSET.suffix}"
    itself = Page(page.path, canonical, (LINKSET,), modified=page.modified, host=request.host_url)
    return answer(itself, lambda _: write_linkset(contexts, request.host_url), LINKSET)


def see_other(address: str) -> Response:
    """What the IRI of a thing answers: go and read about it there (httpRange-14), whatever format is wanted."""
    return Response(status=303, headers={"Location": address, "Vary": "Accept"})


def finish(response: Response) -> Response:
    """The headers that every answer bears, errors and redirects among them, unless the answer brings its own.

    They are added without looking for each other one, which would cost more than the rest of a kept answer.
    """
    headers = response.headers
    present = {name.lower() for name, _ in headers}
    more = [*_ALWAYS, ("Accord-Version", current().publication.version), ("Cache-Control", "no-cache")]
    if allowed := hosts().allowed_origin(request.headers.get("Origin", "")):
        more.append(("Access-Control-Allow-Origin", allowed))
    if allowed != "*":
        response.vary.add("Origin")
    if request.method == "OPTIONS" and allowed:
        more += _PREFLIGHT.items()
    for name, value in more:
        if name.lower() not in present:
            headers.add(name, value)
    return response


def preferred(page: Page) -> Format:
    """The format of a page that the client likes best. Raises NotAcceptable (406), saying what there is."""
    accept = request.headers.get("Accept", "")
    format = (_like if len(accept) <= _SHORT else negotiate)(accept, page.formats)
    if format is None:
        offers = (f"{one.label} ({one.media}) at {page.address(one, request.script_root)}" for one in page.formats)
        raise NotAcceptable(f"Nothing that you accept is offered. There is {', '.join(offers)}.")
    return format


def _headers(page: Page, format: Format, modified: datetime) -> list[tuple[str, str]]:
    """What the headers say of a page in a format; kept, since making them takes a third of a kept answer's time."""
    key = ("headers", *_identity(page, format), modified)
    kept = cache().held(key)
    if kept is None:
        made = _make_headers(page, format, request.script_root, modified)
        encoded = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in made)
        kept = cache().keep(key, Kept(headers=encoded))
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in kept.headers]


def _make_headers(page: Page, format: Format, root: str, modified: datetime) -> tuple[tuple[str, str], ...]:
    """The headers. The tag is strong: it names the software, the place of the page, the format and the data version."""
    site, address = current(), page.address(format, root)
    named = (accord.__version__, address, format.name, site.publication.version)
    return (
        ("ETag", f'"{hashlib.sha256(repr(named).encode()).hexdigest()[:32]}"'),
        ("Last-Modified", http_date(modified)),
        ("Content-Location", address),
        ("Link", ", ".join(map(str, links(page, format, root, site.publication.settings)))),
        ("Cache-Control", f"public, max-age={MAX_AGE}"),
    )

"""From a page to an HTTP answer: negotiation, validators, links, and the headers of every answer.

The only module that implements RFC 9110 for pages and documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, g, request
from werkzeug.exceptions import NotAcceptable
from werkzeug.http import http_date
from werkzeug.urls import iri_to_uri

import accord
from accord.formats import HTML, JSON_LD, RDF_FORMATS, Format, negotiate
from accord.publication import Publication
from accord.times import clamped
from accord.web.requests.hosts import hosts
from accord.web.requests.languages import WITH_NAMES, kept, names_in, with_names
from accord.web.requests.rate_limit import working
from accord.web.responses.cache import CachedAnswer, Headers, cache
from accord.web.responses.links import LINKSET, Link, write_linkset
from accord.web.responses.policy import policy_of
from accord.web.responses.ranges import partial
from accord.web.site import Site, current

ABOUT_PAGE = "https://schema.org/AboutPage"
"""The type of every page about one thing, which Signposting requires beside the types of the thing."""

MAX_AGE_S = 60
"""Seconds for which a client may show a page again without a request: new data is then visible after a minute."""

_EXPOSED = (
    "Link, Location, ETag, Vary, Content-Location, Content-Range, Accept-Ranges, Retry-After, Server-Timing, "
    "Accord-Version, Accord-Hint"
)
_ALWAYS = (
    ("Access-Control-Expose-Headers", _EXPOSED),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": (
        "Accept, Cache-Control, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Range, Pragma, Range, "
        "X-Requested-With, traceparent, tracestate, *"
    ),
    "Access-Control-Max-Age": "86400",
}
"""What a page of another site may send: the usual headers for browsers that know no ``*``, and those of any library.
``*`` does not allow Authorization: nothing here needs credentials, so no browser should send any."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page or a document, in several formats.

    ``path`` is its path on this host without a suffix, ``canonical`` the IRI that others should cite, ``formats`` are
    its formats, the preferred first. ``query`` is the part of the address after the question mark, for lists. ``main``
    is the address (below the root of the site) that search engines should show, where it is not that of the page: for a
    filtered list it is that of the whole list. ``more`` are links of this page alone. ``modified`` is when it last
    changed; without it, the last change of the publication counts. ``host`` is the root of the host, for pages whose
    content depends on it.

    A page about one thing has the thing's IRI as ``subject``, its classes as ``types``, and the files of which it
    consists as ``items``. Signposting links are made of these.
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
    main: str = ""
    more: tuple[Link, ...] = ()

    def main_address(self, root: str) -> str:
        """The address for search engines (rel=canonical): of documents and lists that without a format."""
        if self.main:
            return iri_to_uri(root + self.main)
        if len(self.formats) == 1 and self.formats[0] is not HTML:
            return self.address(self.formats[0], root)
        return iri_to_uri(f"{root}{self.path}" + (f"?{self.query}" if self.query else ""))

    def address(self, format: Format, root: str = "") -> str:
        """The path of the page in one format, below the root of the site."""
        query = f"?{self.query}" if self.query else ""
        return iri_to_uri(f"{root}{self.path}.{format.suffix}{query}")


def answer(site: Site, page: Page, write: Callable[[Format], bytes], fixed: Format | None = None) -> Response:
    """A page in the format that the URL fixes, or else in the one that the client prefers (406 when there is none).

    A body is written once for each version of the data, and cached with its headers.
    """
    format = fixed or preferred(page)
    key = _key(site, page, format)
    g.page = page
    if names_in(format):
        with_names()
    kept = cache().get(key)
    headers = kept.headers if kept else _headers(site, page, format)
    response = _begin(site, page, format, headers)
    if fixed is None:
        response.headers["Vary"] = "Accept"
    if response.status_code != 304:
        if kept is None:
            with working():
                g.links = links(site, page, format, request.script_root)
                written = CachedAnswer(write(format), headers)
            if "incomplete" in g:
                response.headers["Cache-Control"] = "no-store"
                del response.headers["ETag"]
            kept = written if "incomplete" in g else cache().put(key, written)
        response.set_data(kept.body)
        partial(response, len(kept.body))
    return response


def incomplete() -> None:
    """Say that the page which is being written lacks something for now, so that nobody keeps it."""
    g.incomplete = True


def begin(site: Site, page: Page, format: Format) -> Response:
    """The headers of a page in a format, without its body; a 304 when the client has it already (RFC 9110 §13)."""
    return _begin(site, page, format, _headers(site, page, format))


def _begin(site: Site, page: Page, format: Format, headers: Headers) -> Response:
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    response = Response(headers=pairs, content_type=format.content_type)
    if request.if_none_match:
        known = request.if_none_match.contains_weak(response.headers["ETag"].strip('"'))
    else:
        since = request.if_modified_since
        known = since is not None and _modified(site, page) <= since
    if known:
        response.status_code = 304
    return response


def _key(site: Site, page: Page, format: Format) -> tuple[object, ...]:
    """All that the headers and the body of a page in a format depend on."""
    place = (request.script_root, page.host, page.path, page.query, page.canonical)
    return "page", *place, format.name, site.publication.version, page.modified, *_reader(site, format)


def site_for(site: Site, format: Format) -> Site:
    """The site in the language of its reader for a page, and in that of the publication for what all readers share."""
    return site if names_in(format) else site.for_all


def _reader(site: Site, format: Format) -> tuple[str, ...]:
    """What an answer depends on of its reader: the language, and whether links keep it; nothing where all have one."""
    return (site.language, kept()) if len(site.languages) > 1 and names_in(format) else ()


def _modified(site: Site, page: Page) -> datetime:
    return clamped(page.modified or site.history.latest)


def links(site: Site, page: Page, format: Format, root: str) -> tuple[Link, ...]:
    """The links of a page in a format."""
    license = site.publication.settings.license
    found = [Link("canonical", page.main_address(root))]
    others = [other for other in page.formats if other is not format]
    found += [Link("alternate", page.address(other, root), other.media, other.label) for other in others]
    found += [Link("license", license)] if site.addresses.outside(license) else []
    found += page.more
    if page.subject:
        found += _signposts(site, page, format, root)
    return tuple(found)


def _in_header(found: tuple[Link, ...], format: Format) -> list[Link]:
    """The links for the header. Those to other formats of JSON-LD are only in the link set: PyLD takes several links
    of one relation for a fault, and does not load the document."""
    return [link for link in found if format is not JSON_LD or link.rel != "alternate"]


def _signposts(site: Site, page: Page, format: Format, root: str) -> list[Link]:
    """The links from the page for people to its data, or from the data back to the page."""
    dataset = site.publication.settings.dataset
    found = [Link("cite-as", page.subject), Link("linkset", page.address(LINKSET, root), LINKSET.media)]
    if page.subject != dataset:
        found.append(Link("collection", dataset))
    if format is not HTML:
        return [*found, Link("describes", iri_to_uri(root + page.path), HTML.media)]
    data = [other for other in page.formats if other in RDF_FORMATS]
    found += [Link("describedby", page.address(other, root), other.media) for other in data]
    found += [Link("type", kind) for kind in (ABOUT_PAGE, *page.types)]
    return [*found, *page.items]


def answer_linkset(site: Site, page: Page) -> Response:
    """All links of a page and of its data, as one link set; they are in the headers and the HTML too."""
    root = request.script_root
    contexts = {root + page.path: links(site, page, HTML, root)}
    data = [format for format in page.formats if format is not HTML]
    contexts |= {page.address(format, root): links(site, page, format, root) for format in data}
    canonical = f"{site.publication.settings.base.rstrip('/')}{page.path}.{LINKSET.suffix}"
    itself = Page(page.path, canonical, (LINKSET,), modified=page.modified, host=request.host_url)
    return answer(site, itself, lambda _: write_linkset(contexts, request.host_url), LINKSET)


def see_other(address: str) -> Response:
    """The answer of a thing's IRI: 303 to the document about it (httpRange-14), whatever the format."""
    return Response(status=303, headers={"Location": address, "Vary": "Accept"})


def common_headers(publication: Publication, origin: str) -> list[tuple[str, str]]:
    """The headers of every answer about a publication; ``origin`` is whose pages may read it, or empty."""
    return headers_of(publication.version, publication.settings.image_hosts, origin)


def headers_of(version: str, image_hosts: tuple[str, ...], origin: str) -> list[tuple[str, str]]:
    """The headers of every answer about a version, whose pages show images of some hosts."""
    allowed = [("Access-Control-Allow-Origin", origin)] if origin else []
    policy = ("Content-Security-Policy", policy_of(image_hosts))
    return [policy, *_ALWAYS, ("Accord-Version", version), *allowed]


def finish(response: Response) -> Response:
    """Add the headers of every answer, errors and redirects among them, unless the answer has its own.

    They are added in one pass, without a look-up for each, which would take longer than the rest of a cached answer.
    """
    headers = response.headers
    present = {name.lower() for name, _ in headers}
    own, site = g.get("own_site_only"), current()
    allowed = "" if own else hosts().allowed_origin(request.headers.get("Origin", ""))
    more = [*common_headers(site.publication, allowed), ("Cache-Control", "no-cache")]
    if allowed != "*":
        response.vary.add("Origin")
    if _has_names(response, site):
        response.vary.add("Accept-Language")
        more.append(("Content-Language", site.language))
    if request.method == "OPTIONS" and allowed:
        more += _PREFLIGHT.items()
    for name, value in more:
        if name.lower() not in present:
            headers.add(name, value)
    return response


def _has_names(response: Response, site: Site) -> bool:
    """Whether an answer depends on the language of its reader."""
    named = response.mimetype in WITH_NAMES or g.get("has_names")
    if len(site.languages) == 1 or not named or request.endpoint == "static":
        return False
    return response.status_code < 300 or response.status_code in (304, *range(400, 500))


def preferred(page: Page) -> Format:
    """The format of a page that the client likes best. Raises NotAcceptable (406), naming those there are."""
    accept = request.headers.get("Accept", "")
    format = negotiate(accept, page.formats)
    if format is None:
        offers = (f"{one.label} ({one.media}) at {page.address(one, request.script_root)}" for one in page.formats)
        raise NotAcceptable(f"No format of this page is in your Accept header. Available formats: {', '.join(offers)}.")
    return format


def _headers(site: Site, page: Page, format: Format) -> Headers:
    """The headers of a page in a format. The tag is strong: it names software, place, format and data version."""
    root, version = request.script_root, site.publication.version
    address = page.address(format, root)
    named = (accord.__version__, address, format.name, version, *_reader(site, format))
    headers = (
        ("ETag", f'"{hashlib.sha256(repr(named).encode()).hexdigest()[:32]}"'),
        ("Last-Modified", http_date(_modified(site, page))),
        ("Content-Location", address),
        ("Link", ", ".join(map(str, _in_header(links(site, page, format, root), format)))),
        ("Cache-Control", f"public, max-age={MAX_AGE_S}"),
    )
    return tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in headers)

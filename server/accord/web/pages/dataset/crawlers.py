"""For search engines: which pages they may read, and a list of all pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request, url_for

from accord.descriptions import DUMPS
from accord.descriptions.sitemap import Page as Entry
from accord.descriptions.sitemap import index, parts, sitemap
from accord.formats import Format
from accord.names import owner
from accord.web.requests.languages import PARAMETER
from accord.web.requests.threads import may_wait, on_event_loop
from accord.web.responses import Page, answer
from accord.web.site import Site, current_for_all

ROBOTS = Format("robots", "text/plain", "txt", "robots.txt")
LLMS = Format("llms", "text/markdown", "txt", "llms.txt")
SITEMAP = Format("sitemap", "application/xml", "xml", "sitemap")

CLOSED = ("/sparql?", "/search?", "/sameas?", "/reconcile?", "/things?", "/things/*?")
"""What robots are asked not to read: there is no end of queries and filters, and what they find is on other pages."""

OPEN = ("/things/*?page=",)
"""The pages of whole lists, which have a parameter too; of two rules the longer one counts (RFC 9309, 2.2.2)."""

QUESTIONS = 10
"""Questions that assistants are shown: a file that is read as a whole is short."""

blueprint = Blueprint("crawlers", __name__)


@blueprint.get("/robots.txt")
@on_event_loop
def robots() -> Response:
    """What robots may read (RFC 9309), and where the sitemap is.

    :produces: ROBOTS
    """
    site, root = current_for_all(), request.script_root
    closed = [f"Disallow: {root}{path}" for path in CLOSED]
    opened = [f"Allow: {root}{path}" for path in OPEN]
    closed += [f"Disallow: {root}/*{mark}{PARAMETER}=" for mark in "?&" if len(site.languages) > 1]
    closed.append(f"# All data: {url_for('catalog.dump', _external=True)} and {url_for('.llms', _external=True)}")
    lines = ["User-agent: *", *closed, *opened, "Allow: /", "", f"Sitemap: {url_for('.whole', _external=True)}"]
    return _answer(site, "/robots", ROBOTS, lambda: "".join(f"{line}\n" for line in lines).encode())


@blueprint.get("/llms.txt")
def llms() -> Response:
    """For assistants: what is here, how to query it, and where to download it (https://llmstxt.org).

    :produces: LLMS
    """
    site = current_for_all()
    settings = site.publication.settings
    chosen = [slug for slug in settings.presentation.questions if slug in site.examples] or list(site.examples)

    def write() -> bytes:
        return render_template(
            "llms.txt",
            title=settings.title,
            description=settings.description,
            license=settings.license,
            version=site.publication.version,
            questions=[site.examples[slug] for slug in chosen[:QUESTIONS]],
            dumps=DUMPS,
        ).encode()

    return _answer(site, "/llms", LLMS, write)


@blueprint.get("/favicon.ico")
@on_event_loop
def favicon() -> Response:
    """The icon at the address that browsers and crawlers try by default: 302 to the icon that pages name.

    :answers 302: The icon.
    """
    return Response(status=302, headers={"Location": url_for("static", filename="icon.svg")})


@blueprint.get("/sitemap.xml")
@may_wait
def whole() -> Response:
    """The sitemap, or the index of several when one cannot hold all pages.

    :produces: SITEMAP
    """
    site = current_for_all()
    return _answer(site, "/sitemap", SITEMAP, lambda: _write_whole(site))


@blueprint.get("/sitemap-<int:number>.xml")
@may_wait
def part(number: int) -> Response:
    """One sitemap of several.

    :path number: The number of the sitemap, from 1. Example: 1
    :produces: SITEMAP
    """
    site = current_for_all()
    pages = _pages(site)
    if not 1 <= number <= parts(pages):
        abort(404, f"There is no sitemap {number}; the last is {parts(pages)}.")
    return _answer(site, f"/sitemap-{number}", SITEMAP, lambda: sitemap(pages, number))


def _write_whole(site: Site) -> bytes:
    pages = _pages(site)
    if parts(pages) == 1:
        return sitemap(pages, 1)
    numbers = range(1, parts(pages) + 1)
    return index((url_for(".part", number=number, _external=True), site.history.latest) for number in numbers)


def _pages(site: Site) -> list[Entry]:
    """The home page, the catalogue, the ontology, the sources and the things, each with the time of its last change."""
    root, history, place = request.url_root, site.history, site.addresses.place
    first = [(f"{root}{path}", history.latest) for path in ("", "catalog", "ontology", "things")]
    graphs = [(f"{root}graph/{path.removesuffix('.ttl')}", modified) for path, modified in history.files.items()]
    things = site.things.inventory
    ordered = dict.fromkeys((*(iri for iri in history.things if iri in things), *things.things))
    changed = {iri: history.things.get(owner(iri), history.latest) for iri in ordered}
    documents = [(root + place(iri).at()[1:], modified) for iri, modified in changed.items()]
    return [*first, *documents, *graphs]


def _answer(site: Site, path: str, format: Format, write: Callable[[], bytes]) -> Response:
    canonical = f"{site.publication.settings.base}{path[1:]}.{format.suffix}"
    page = Page(path, canonical, (format,), host=request.host_url)
    return answer(site, page, lambda _: write(), format)

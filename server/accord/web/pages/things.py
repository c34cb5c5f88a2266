"""Visits to a thing: its IRI leads to its document, and its document is written as the visitor likes."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from accord.formats import DOCUMENT_FORMATS, HTML, JSON_LD, Format, by_suffix, negotiate
from accord.things.documents import write_graph
from accord.things.labels import Reference
from accord.things.redirects import Former
from accord.web.faults import Unknown
from accord.web.rate_limit import working
from accord.web.responses import Page, answer, answer_linkset, see_other
from accord.web.site import Site, current

blueprint = Blueprint("things", __name__)


@blueprint.get("/id/<path:slug>")
def identify(slug: str) -> Response:
    """The IRI of a thing: 303 to its document; for a former one 301 to what took its place, or 410."""
    site = current()
    if former := site.redirects.get(_iri(site, slug)):
        return _say_farewell(site, former, "/id/{}")
    _known(site, slug)
    return see_other(url_for(".document", name=slug))


@blueprint.get("/doc/<path:name>")
def document(name: str) -> Response:
    """The document of a thing, negotiated, or in the format of the suffix."""
    slug, fixed = split_suffix(name)
    site = current()
    if former := site.redirects.get(_iri(site, slug)):
        return _say_farewell(site, former, f"/doc/{{}}.{fixed.suffix}" if fixed else "/doc/{}", fixed)
    return answer(_page(site, slug), lambda format: _write(site, slug, format), fixed)


@blueprint.get("/doc/<path:slug>.linkset.json")
def linkset(slug: str) -> Response:
    """All links of a document's page and of its data; a former thing has none, and leads on or says why in JSON-LD."""
    site = current()
    if former := site.redirects.get(_iri(site, slug)):
        return _say_farewell(site, former, "/doc/{}.linkset.json", JSON_LD)
    return answer_linkset(_page(site, slug))


def split_suffix(name: str) -> tuple[str, Format | None]:
    """``north-head.ttl`` is ``north-head`` in Turtle; a name without a known suffix leaves the format open."""
    stem, _, suffix = name.rpartition(".")
    format = by_suffix(suffix, DOCUMENT_FORMATS) if stem else None
    return (stem, format) if format else (name, None)


def _iri(site: Site, slug: str) -> str:
    return site.resources.things + slug


def _known(site: Site, slug: str) -> str:
    """The IRI of a slug; 404 with what may have been meant when nothing is stated about it."""
    iri = _iri(site, slug)
    if not site.documents.has(iri):
        with working():
            raise Unknown(f"Nothing is known of {iri}.", site.nearest.to(slug))
    return iri


def _page(site: Site, slug: str) -> Page:
    iri = _known(site, slug)
    path, modified, types = f"/doc/{slug}", site.history.things.get(iri), site.schema.types(iri)
    return Page(path, iri, DOCUMENT_FORMATS, modified=modified, subject=iri, types=types)


def _write(site: Site, slug: str, format: Format) -> bytes:
    if format is not HTML:
        return site.documents.write(_iri(site, slug), format)
    return render_template("thing.html", thing=site.resources.read(slug), anchors=Anchors()).encode()


def _say_farewell(site: Site, former: Former, place: str, fixed: Format | None = None) -> Response:
    """301 to what took the place of a former thing, or 410 with the reason; what is stated of it as the body.

    ``place`` is where the visitor came to, with ``{}`` for the slug: who came with a suffix is led to the same format.
    """
    format = fixed or negotiate(request.headers.get("Accept"), DOCUMENT_FORMATS) or HTML
    final = site.redirects.final(former)
    body = _write_former(site, former, format)
    response = Response(body, 301 if final else 410, content_type=format.content_type)
    if final:
        things = site.resources.things
        ours = request.script_root + place.format(final.removeprefix(things))
        response.headers["Location"] = ours if final.startswith(things) else final
    if fixed is None:
        response.headers["Vary"] = "Accept"
    return response


def _write_former(site: Site, former: Former, format: Format) -> bytes:
    if format is HTML:
        successors: list[Reference] = [site.labels.reference(iri) for iri in former.successors]
        return render_template("former.html", former=former, successors=successors).encode()
    return write_graph(former.statements, format, site.publication.settings.prefixes)


class Anchors:
    """Gives out each fragment once, since an ``id`` may stand only once on a page."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def first(self, iri: str) -> bool:
        """Whether this is the first time that a node is shown."""
        fresh = iri not in self._given
        self._given.add(iri)
        return fresh

    def name(self, iri: str) -> str:
        """The fragment of a node: what follows the ``#``, or all of it for what is anonymous."""
        return iri.partition("#")[2] or iri

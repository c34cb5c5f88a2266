"""The document of a thing: its IRI leads to it, in the format that the client prefers."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from accord.formats import DOCUMENT_FORMATS, HTML, JSON_LD, Format, by_suffix, negotiate
from accord.things.documents import write_graph
from accord.things.labels import Reference
from accord.things.redirects import Former
from accord.web.faults import Unknown
from accord.web.pages.citations import cite
from accord.web.rate_limit import working
from accord.web.responses import Page, answer, answer_linkset, see_other
from accord.web.site import Site, current

blueprint = Blueprint("things", __name__)


@blueprint.get("/id/<path:slug>")
def identify(slug: str) -> Response:
    """The IRI of a thing: 303 to its document; for a former thing 301 to its successor, or 410."""
    site = current()
    if former := site.things.redirects.get(_iri(site, slug)):
        return _answer_former(site, former, "/id/{}")
    _known(site, slug)
    return see_other(url_for(".document", name=slug))


@blueprint.get("/doc/<path:name>")
def document(name: str) -> Response:
    """The document of a thing, negotiated, or in the format of the suffix."""
    slug, fixed = split_suffix(name)
    site = current()
    if former := site.things.redirects.get(_iri(site, slug)):
        return _answer_former(site, former, f"/doc/{{}}.{fixed.suffix}" if fixed else "/doc/{}", fixed)
    return answer(site, _page(site, slug), lambda format: _write(site, slug, format), fixed)


@blueprint.get("/doc/<path:slug>.linkset.json")
def linkset(slug: str) -> Response:
    """All links of a document's page and of its data; for a former thing the redirect, or the reason as JSON-LD."""
    site = current()
    if former := site.things.redirects.get(_iri(site, slug)):
        return _answer_former(site, former, "/doc/{}.linkset.json", JSON_LD)
    return answer_linkset(site, _page(site, slug))


def split_suffix(name: str) -> tuple[str, Format | None]:
    """``north-head.ttl`` is ``north-head`` in Turtle; a name without a known suffix leaves the format open."""
    stem, _, suffix = name.rpartition(".")
    format = by_suffix(suffix, DOCUMENT_FORMATS) if stem else None
    return (stem, format) if format else (name, None)


def _iri(site: Site, slug: str) -> str:
    return site.things.resources.things + slug


def _known(site: Site, slug: str) -> str:
    """The IRI of a slug. Raises Unknown (404) with similar things when no statement is about it."""
    iri = _iri(site, slug)
    if not site.things.documents.has(iri):
        with working():
            raise Unknown(f"The data state nothing about {iri}.", site.things.similar.to(slug))
    return iri


def _page(site: Site, slug: str) -> Page:
    iri = _known(site, slug)
    path, modified, types = f"/doc/{slug}", site.history.things.get(iri), site.descriptions.schema.types(iri)
    return Page(path, iri, DOCUMENT_FORMATS, modified=modified, subject=iri, types=types)


def _write(site: Site, slug: str, format: Format) -> bytes:
    iri = _iri(site, slug)
    if format is not HTML:
        return site.things.documents.write(iri, format)
    publication, thing = site.publication, site.things.resources.read(slug)
    assert thing is not None, "its page was found"
    return render_template(
        "thing.html",
        thing=thing,
        anchors=Anchors(),
        citation=cite(thing, publication.settings, publication.version, site.history.latest),
        consequences=site.things.consequences.of(iri),
        inferred=publication.inferred,
        structured=site.descriptions.schema.thing(thing),
    ).encode()


def _answer_former(site: Site, former: Former, place: str, fixed: Format | None = None) -> Response:
    """301 to the successor of a former thing, or 410 with the reason; the body holds the statements about it.

    ``place`` is the path that was asked for, with ``{}`` for the slug: a path with a suffix leads to the same format.
    """
    format = fixed or negotiate(request.headers.get("Accept"), DOCUMENT_FORMATS) or HTML
    final = site.things.redirects.final(former)
    body = _write_former(site, former, format)
    response = Response(body, 301 if final else 410, content_type=format.content_type)
    if final:
        things = site.things.resources.things
        here = request.script_root + place.format(final.removeprefix(things))
        response.headers["Location"] = here if final.startswith(things) else final
    if fixed is None:
        response.headers["Vary"] = "Accept"
    return response


def _write_former(site: Site, former: Former, format: Format) -> bytes:
    labels = site.things.labels
    if format is HTML:
        successors: list[Reference] = [labels.reference(iri) for iri in former.successors]
        name = labels.of(former.iri)
        return render_template("former.html", former=former, name=name, successors=successors).encode()
    return write_graph(former.statements, format, site.publication.settings.prefixes)


class Anchors:
    """The fragments of a page, each given once, since an ``id`` may occur only once."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def first(self, iri: str) -> bool:
        """Whether this is the first time that a node is shown."""
        fresh = iri not in self._given
        self._given.add(iri)
        return fresh

    def name(self, iri: str) -> str:
        """The fragment of a node: the part after the ``#``, or the whole name of a blank node."""
        return iri.partition("#")[2] or iri

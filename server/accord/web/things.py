"""Visits to a thing: its IRI leads to its document, and its document is written as the visitor likes."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, url_for

from accord.formats import HTML, PAGES, Format, by_suffix
from accord.web.answers import Page, answer, see_other
from accord.web.site import Site, current

blueprint = Blueprint("things", __name__)


@blueprint.get("/id/<slug>")
def identify(slug: str) -> Response:
    """The IRI of a thing: 303 to its document."""
    _iri(current(), slug)
    return see_other(url_for(".document", name=slug))


@blueprint.get("/doc/<name>")
def document(name: str) -> Response:
    """The document of a thing, negotiated, or in the format of the suffix."""
    slug, fixed = split_suffix(name)
    site = current()
    iri = _iri(site, slug)
    return answer(Page(f"/doc/{slug}", iri, PAGES), lambda format: _write(site, slug, format), fixed)


def split_suffix(name: str) -> tuple[str, Format | None]:
    """``north-head.ttl`` is ``north-head`` in Turtle; a name without a known suffix leaves the format open."""
    stem, _, suffix = name.rpartition(".")
    format = by_suffix(suffix, PAGES) if stem else None
    return (stem, format) if format else (name, None)


def _iri(site: Site, slug: str) -> str:
    """The IRI of a slug; 404 when nothing is stated about it."""
    iri = f"{site.publication.settings.base}id/{slug}"
    if not site.documents.has(iri):
        abort(404, f"Nothing is known of {iri}.")
    return iri


def _write(site: Site, slug: str, format: Format) -> bytes:
    if format is not HTML:
        return site.documents.write(site.resources.things + slug, format)
    return render_template("thing.html", thing=site.resources.read(slug), anchors=Anchors()).encode()


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

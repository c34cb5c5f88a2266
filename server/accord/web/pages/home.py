"""Visits to what is not a thing: the home page, the ontology and the source files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from accord.formats import DOCUMENT_FORMATS, HTML, TURTLE, Format
from accord.publication import SourceFile
from accord.things.documents import write_graph
from accord.things.statements import statements
from accord.web.pages.things import split_suffix
from accord.web.responses import Page, answer
from accord.web.site import Site, current

blueprint = Blueprint("pages", __name__)


@blueprint.get("/index.html")
@blueprint.get("/")
def home() -> Response:
    """What this is, how much there is, and the ways in."""
    settings = current().publication.settings
    return answer(Page("/index", settings.base, (HTML,)), lambda _: render_template("home.html").encode(), HTML)


@blueprint.get("/ns.<suffix>")
@blueprint.get("/ns")
@blueprint.get("/ontology.<suffix>")
@blueprint.get("/ontology")
def ontology(suffix: str = "") -> Response:
    """The ontology: a page for people, a graph for programs; the IRI of each term leads here."""
    site = current()
    name, fixed = split_suffix(f"ns.{suffix}")
    if suffix and not fixed:
        abort(404, f"The ontology is not written as .{suffix}.")
    canonical = site.publication.settings.vocabulary.rstrip("#/")
    return answer(Page("/ns", canonical, DOCUMENT_FORMATS), lambda format: _write_ontology(site, format), fixed)


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """The graph of a source file: the file itself in Turtle, its statements in other formats, its lines as a page."""
    site = current()
    path, fixed = split_suffix(name)
    file = next((one for one in site.publication.files if one.path == f"{path}.ttl"), None)
    if file is None:
        abort(404, f"There is no graph {name}.")
    page = Page(
        f"/graph/{path}", site.publication.graph(file), DOCUMENT_FORMATS, modified=site.history.files.get(file.path)
    )
    return answer(page, lambda format: _write_graph(site, file, format), fixed)


def _write_ontology(site: Site, format: Format) -> bytes:
    if format is HTML:
        return render_template("ontology.html").encode()
    triples = dict.fromkeys(one.triple for one in statements(site.publication.quads("ontology")))
    return write_graph(triples, format, site.publication.settings.prefixes)


def _write_graph(site: Site, file: SourceFile, format: Format) -> bytes:
    if format is TURTLE:
        return file.data
    if format is HTML:
        return render_template("graph.html", file=file, text=file.data.decode("utf-8-sig")).encode()
    said = statements(file.quads(site.publication.graph(file)))
    return write_graph([one.triple for one in said], format, site.publication.settings.prefixes)

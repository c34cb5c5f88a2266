"""The pages about no single thing: the home page, the ontology and the source files."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request

from accord.formats import DOCUMENT_FORMATS, HTML, TURTLE, Format
from accord.names import SKOS
from accord.parsing import is_gzipped
from accord.publication import SourceFile
from accord.things.documents import write_graph
from accord.things.kinds import kinds_of
from accord.things.statements import statements
from accord.web.addresses import spellings, split_suffix
from accord.web.home_pictures import home_pictures
from accord.web.limits import within
from accord.web.pages import front_page
from accord.web.pages.anchors import Anchors
from accord.web.pages.catalog import write_catalog
from accord.web.pages.lists import counted
from accord.web.pages.terms import LISTED, looked_up, relations, sections
from accord.web.parameters import sent_path
from accord.web.pictures import Naming, ShownPicture
from accord.web.rate_limit import shares
from accord.web.responses import Page, answer
from accord.web.site import Site, current
from accord.web.threads import may_wait

KINDS = 200
"""Kinds that the home page lists; with more it leads to the page that lists them all."""

blueprint = Blueprint("pages", __name__)


@blueprint.get("/index.<suffix>")
@blueprint.get("/")
@may_wait
def home(suffix: str = "") -> Response:
    """What the publication is about, how much it holds, and where to start; for programs the dataset's description.

    :produces: DOCUMENT_FORMATS
    """
    site = current()
    _, fixed = split_suffix(f"index.{suffix}")
    if suffix and not fixed:
        abort(404, f"The home page is not available as .{suffix}.")
    page = Page("/index", site.publication.settings.base, DOCUMENT_FORMATS, host=request.host_url, main="/")
    return answer(site, page, lambda format: _write_home(site, format), fixed)


@blueprint.get("/ns.<suffix>")
@blueprint.get("/ns")
@blueprint.get("/ontology.<suffix>")
@blueprint.get("/ontology")
def ontology(suffix: str = "") -> Response:
    """The ontology: a page for people, a graph for programs; the IRI of each term leads here.

    :query q: Words of the name or the definition of terms, for the page. Example: date
    :query letter: The first letter of the names of terms, for the page. Example: A

    :produces: DOCUMENT_FORMATS
    """
    site = current()
    name, fixed = split_suffix(f"ns.{suffix}")
    if suffix and not fixed:
        abort(404, f"The ontology is not available as .{suffix}.")
    canonical = site.publication.settings.vocabulary.rstrip("#/")
    words, letter = request.args.get("q", "").strip(), request.args.get("letter", "")
    within("search_text", len(words) + len(letter), "The search", 400)
    query = urlencode([(name, value) for name, value in (("q", words), ("letter", letter)) if value])
    page = Page("/ns", canonical, DOCUMENT_FORMATS, query, main="/ontology")
    return answer(site, page, lambda format: _write_ontology(site, format, words, letter), fixed)


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """The graph of a source file: the file itself in Turtle, its statements in other formats, its lines as a page.

    The page of a compressed file has its statements in Turtle.

    :path name: The path of a file without .ttl, with the suffix of a format or without. Example: {graph}
    :produces: DOCUMENT_FORMATS
    """
    site = current()
    publication = site.publication
    files, start = {publication.graph(file): file for file in publication.files}, f"{publication.settings.base}graph/"
    ways = (way for sent in spellings(sent_path("graph")) for way in ((sent, None), split_suffix(sent)))
    path, fixed = next((way for way in ways if start + way[0] in files), ("", None))
    file = files.get(start + path)
    if file is None:
        abort(404, f"There is no graph {name}.")
    modified = site.history.files.get(file.path)
    page = Page(f"/graph/{path}", publication.graph(file), DOCUMENT_FORMATS, modified=modified)
    return answer(site, page, lambda format: _write_graph(site, page, file, format), fixed)


def _write_home(site: Site, format: Format) -> bytes:
    if format is not HTML:
        return write_catalog(site, format)
    settings, index = site.publication.settings, site.things.class_index
    featured = [site.things.labels.reference(kind) for kind in settings.featured if index.size(kind)]
    return render_template(
        "home.html",
        description=site.things.translated(settings.description).text,
        featured=counted(site, featured),
        questions=front_page.answered(site, shares(request.remote_addr or "")[0][0]),
        all_questions=len(site.examples),
        pictures=home_pictures(site, shares(request.remote_addr or "")[0][0]),
        illustration=front_page.illustration(site),
        recent=front_page.recent(site),
        kinds=kinds_of(index, site.things.vocabulary, settings.presentation.background),
        most_kinds=KINDS,
        anchors=Anchors(),
        name_of=site.things.labels.of,
        label_of=site.questions.label,
        things=index.things,
        statements=index.statements,
        inferred=index.inferred,
        classes=site.things.trees.classes() if _is_ontology(site) else None,
        concepts=site.things.trees.concepts() if 2 * index.size(SKOS + "Concept") > index.things else None,
        structured=site.descriptions.schema.dataset(request.url_root),
    ).encode()


def _is_ontology(site: Site) -> bool:
    """Whether the publication is mostly an ontology: it has more classes than things."""
    return len(site.things.vocabulary.kind("class")) > site.things.class_index.things


def _write_ontology(site: Site, format: Format, words: str, letter: str) -> bytes:
    settings, vocabulary = site.publication.settings, site.things.vocabulary
    if format is HTML:
        asked = bool(words or letter)
        drawn = None if asked else relations(Naming(site, request.script_root))
        page = {
            "tree": site.things.trees.classes() if len(vocabulary.kind("class")) <= LISTED else None,
            "header": vocabulary.header,
            "vocabulary": settings.vocabulary,
            "sections": sections(site, own=True),
            "others": sections(site, own=False),
            "asked": words,
            "letter": letter,
            "found": looked_up(site, words, letter) if asked else [],
            "picture": ShownPicture(drawn, "picture") if drawn else None,
        }
        return render_template("ontology.html", **page).encode()
    triples = dict.fromkeys(one.triple for one in statements(site.publication.quads("ontology")))
    return write_graph(triples, format, settings.prefixes, site.things.documents.context)


def _write_graph(site: Site, page: Page, file: SourceFile, format: Format) -> bytes:
    if format is TURTLE and file.path.endswith(".ttl"):
        return file.data
    if format is HTML:
        written = _write_graph(site, page, file, TURTLE) if is_gzipped(file.path) else file.data
        lines = written.decode("utf-8-sig", "replace").splitlines()
        return render_template("graph.html", page=page, file=file.path, lines=lines).encode()
    stated = statements(file.quads(page.canonical))
    prefixes, context = site.publication.settings.prefixes, site.things.documents.context
    return write_graph([one.triple for one in stated], format, prefixes, context)

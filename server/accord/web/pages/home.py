"""The pages about no single thing: the home page, the ontology and the source files."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for

from accord.formats import DOCUMENT_FORMATS, HTML, TURTLE, Format
from accord.names import SKOS
from accord.parsing import is_gzipped
from accord.publication import SourceFile
from accord.things.documents import write_graph
from accord.things.ontology.kinds import kinds_of
from accord.things.ontology.vocabulary import Term
from accord.things.statements import statements
from accord.web.pages import front_page
from accord.web.pages.dataset.catalog import write_catalog
from accord.web.pages.dataset.recent import recent
from accord.web.pages.lists import counted, letters
from accord.web.pages.pictures_of_home import home_pictures
from accord.web.pages.terms import FOUND, TermLookup, entries, looked_up, own_terms, sections
from accord.web.pages.terms.pictures_of_ontology import class_diagrams
from accord.web.pages.things.anchors import Anchors
from accord.web.requests.limits import within
from accord.web.requests.networks import shares
from accord.web.requests.parameters import no_page, sent_path, whole_number
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.responses.links import LINKSET, Link
from accord.web.site import Site, current
from accord.web.site.addresses import spellings, split_suffix
from accord.web.site.navigation import is_ontology
from accord.web.sparql.answers.pictures import Naming

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
    interfaces = (
        Link("api-catalog", url_for("catalog.api_catalog"), LINKSET.media),
        Link("service-desc", url_for("openapi.openapi"), "application/vnd.oai.openapi+json"),
    )
    base = site.publication.settings.base
    page = Page("/index", base, DOCUMENT_FORMATS, host=request.host_url, main="/", more=interfaces)
    return answer(site, page, lambda format: _write_home(site, format), fixed)


@blueprint.get("/ns.<suffix>")
@blueprint.get("/ns")
@blueprint.get("/ontology.<suffix>")
@blueprint.get("/ontology")
def ontology(suffix: str = "") -> Response:
    """The ontology: a page for people, a graph for programs; the IRI of each term leads here.

    :query q: Words of the name or the definition of terms, for the page. Example: date
    :query letter: The first letter of the names of terms, for the page. Example: A
    :query below: A term, as in the address of its page; the terms directly below it, for the page.
    :query integer page: The page of the terms that are looked up, from 1. Example: 1

    :produces: DOCUMENT_FORMATS
    """
    site = current()
    name, fixed = split_suffix(f"ns.{suffix}")
    if suffix and not fixed:
        abort(404, f"The ontology is not available as .{suffix}.")
    canonical = site.publication.settings.vocabulary.rstrip("#/")
    args, number = request.args, whole_number("page", 1)
    wanted = TermLookup(args.get("q", "").strip(), args.get("letter", ""), args.get("below", ""))
    within("search_text", len(wanted.words) + len(wanted.letter) + len(wanted.below), "The search", 400)
    found = looked_up(site, wanted) if wanted else []
    pages = max(1, -(-len(found) // FOUND))
    if not 1 <= number <= pages:
        abort(404, no_page("This search", pages, number))
    given = {"q": wanted.words, "letter": wanted.letter, "below": wanted.below, "page": number if number > 1 else ""}
    query = urlencode([(name, value) for name, value in given.items() if value])
    page = Page("/ns", canonical, DOCUMENT_FORMATS, query, main="/ontology")
    looked = FoundTerms(wanted, found, number, pages)
    return answer(site, page, lambda format: _write_ontology(site, format, looked), fixed)


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


@dataclass(frozen=True, slots=True)
class FoundTerms:
    """The terms that were looked up, and the page of them that is shown."""

    wanted: TermLookup
    found: list[Term]
    number: int
    pages: int


def _write_home(site: Site, format: Format) -> bytes:
    if format is not HTML:
        return write_catalog(site, format)
    settings, index = site.publication.settings, site.things.class_index
    featured = [site.things.labels.reference(kind) for kind in settings.featured if index.size(kind)]
    concepts = site.things.trees.concepts() if 2 * index.size(SKOS + "Concept") > index.things else None
    terms = own_terms(site) if is_ontology(site) else ()
    classes = site.things.trees.classes() if terms else None
    client = shares(request.remote_addr or "")[0][0]
    pictures = home_pictures(site, client)
    drawn = {one.source.partition("?")[0].rpartition("/")[2] for one in pictures}
    return render_template(
        "home.html",
        title=site.things.translated(settings.title),
        description=site.things.translated(settings.description) if settings.description else None,
        terms=terms,
        featured=counted(site, featured),
        questions=[one for one in front_page.answered(site, client) if one.question.slug not in drawn],
        all_questions=len(site.examples),
        pictures=pictures,
        illustration=front_page.illustration(site),
        recent=recent(site),
        kinds=kinds_of(index, site.things.vocabulary, settings.presentation.background),
        most_kinds=KINDS,
        anchors=Anchors(),
        name_of=site.things.labels.of,
        label_of=site.questions.label,
        things=index.things,
        has_places=bool(settings.presentation.places.at),
        statements=index.statements,
        inferred=index.inferred,
        trees=[
            ("Concepts", concepts, letters.of_concepts(site, concepts, request.script_root)),
            ("Classes", classes, letters.of_classes(site, classes, request.script_root)),
        ],
        structured=site.descriptions.schema.dataset(request.url_root),
    ).encode()


def _write_ontology(site: Site, format: Format, looked: FoundTerms) -> bytes:
    settings, vocabulary = site.publication.settings, site.things.vocabulary
    if format is HTML:
        wanted, first = looked.wanted, FOUND * (looked.number - 1)
        page = {
            "tree": None if wanted else site.things.trees.classes(),
            "header": vocabulary.header,
            "vocabulary": settings.vocabulary,
            "sections": sections(site, own=True),
            "others": sections(site, own=False),
            "wanted": wanted,
            "above": site.addresses.terms.get(wanted.below, ""),
            "name_of": site.things.labels.of,
            "total": len(looked.found),
            "found": entries(site, looked.found[first : first + FOUND]),
            "page": looked.number,
            "pages": looked.pages,
            "diagrams": None if wanted else class_diagrams(Naming(site, request.script_root)),
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

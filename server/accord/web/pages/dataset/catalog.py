"""For harvesters and programs: the catalogue, VoID, the dumps, and the list of interfaces."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from accord.descriptions import DUMPS
from accord.descriptions.dcat import TableDistribution
from accord.descriptions.dcat import catalog as dcat
from accord.descriptions.void import void
from accord.formats import HTML, PARQUET, RDF_FORMATS, Format, by_suffix
from accord.names import SCHEMA
from accord.queries import load
from accord.spreadsheets import has_parquet
from accord.things.documents import write_graph
from accord.things.lists import ListQuery
from accord.things.names.labels import Reference
from accord.web.pages.lists.addresses import ALL_COLUMNS, locate
from accord.web.pages.terms.shapes import write_index
from accord.web.requests.parameters import no_page, whole_number
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait, on_event_loop
from accord.web.responses import Page, answer, answer_linkset, begin, incomplete, preferred, see_other
from accord.web.responses.links import LINKSET, Link, write_linkset
from accord.web.responses.ranges import partial
from accord.web.site import Site, current
from accord.web.site.access import access

INTERFACES = ("/sparql", "/reconcile", "/sameas", "/search", "/feed.atom", "/openapi.json")
"""Interfaces for programs. Those that the site has are listed."""

_API_CATALOG = f'{LINKSET.media}; profile="https://www.rfc-editor.org/info/rfc9727"'

FILES_SHOWN = 500
"""How many source files a page lists: about 5 kB compressed. Folders of 20,000 files were tried."""

PURPOSES = {
    "ttl": "The easiest to read.",
    "nt": "One statement on each line, for tools that work by lines.",
    "jsonld": "For programs that read JSON: with the names of the ontology, one thing on each line.",
    "rdf": "For older programs.",
    "nq": "One statement on each line, with the source file of each.",
    "trig": "Easy to read, with the source file of each statement.",
}
"""What each format of the whole is good for, by its suffix."""

blueprint = Blueprint("catalog", __name__)


@blueprint.get("/dataset")
@on_event_loop
def dataset() -> Response:
    """The IRI of the dataset: 303 to the catalogue that describes it.

    :answers 303: The catalogue.
    """
    return see_other(url_for(".catalog"))


@blueprint.get("/catalog.<suffix>")
@blueprint.get("/catalog")
@may_wait
def catalog(suffix: str = "") -> Response:
    """The catalogue: a page of downloads for people, DCAT-AP for harvesters, also for those that accept anything.

    :query integer page: The page of the source files, in HTML, from 1. Example: 1
    :produces: RDF_FORMATS, HTML
    """
    site = current()
    fixed = _fixed(suffix, (*RDF_FORMATS, HTML))
    number, pages = whole_number("page", 1), pages_of_files(site)
    if not 1 <= number <= pages:
        abort(404, no_page("The list of source files", pages, number))
    return answer(site, _page(site, number), lambda format: write_catalog(site, format, number), fixed)


@blueprint.get("/catalog.linkset.json")
@may_wait
def linkset() -> Response:
    """All links of the catalogue's page and of its data.

    :produces: LINKSET
    """
    site = current()
    return answer_linkset(site, _page(site))


@blueprint.get("/shapes.<suffix>")
@blueprint.get("/shapes")
@may_wait
def shapes(suffix: str = "") -> Response:
    """All SHACL shapes as one graph, so that data can be validated with the address alone.

    :produces: RDF_FORMATS, HTML
    """
    site = current()
    offered = (*RDF_FORMATS, HTML)
    fixed, settings = _fixed(suffix, offered), site.publication.settings
    page = Page("/shapes", f"{settings.base}shapes", offered)

    def write(format: Format) -> bytes:
        if format is HTML:
            return write_index(site)
        triples = dict.fromkeys(quad.triple for quad in site.publication.quads("shapes"))
        return write_graph(triples, format, settings.prefixes)

    return answer(site, page, write, fixed)


@blueprint.get("/.well-known/void")
@blueprint.get("/.well-known/void.<suffix>")
@may_wait
def well_known_void(suffix: str = "") -> Response:
    """The VoID description, at the place that its standard gives it.

    :produces: RDF_FORMATS
    """
    site = current()
    fixed, settings = _fixed(suffix, RDF_FORMATS), site.publication.settings
    page = Page("/.well-known/void", f"{settings.base}.well-known/void", RDF_FORMATS, host=request.host_url)

    def write(format: Format) -> bytes:
        return void(site.descriptions.dataset, access()).write(format, settings.prefixes)

    return answer(site, page, write, fixed)


@blueprint.get("/.well-known/api-catalog")
def api_catalog() -> Response:
    """The interfaces with their descriptions, as a link set (RFC 9727).

    :produces: LINKSET
    """
    site, here = current(), url_for(".api_catalog")
    offered = {rule.rule for rule in current_app.url_map.iter_rules()}
    items = [Link("item", request.script_root + path) for path in INTERFACES if path in offered]
    endpoint, catalogue = url_for("sparql.endpoint"), url_for(".catalog")
    described = (
        Link("service-desc", f"{endpoint}.ttl", "text/turtle"),
        Link("service-doc", endpoint, HTML.media),
        Link("service-meta", f"{catalogue}.ttl", "text/turtle"),
    )
    canonical = f"{site.publication.settings.base}.well-known/api-catalog"
    page = Page(here, canonical, (LINKSET,), host=request.host_url)
    contexts = {here: items, endpoint: described}
    response = answer(site, page, lambda _: write_linkset(contexts, request.host_url), LINKSET)
    response.headers["Content-Type"] = _API_CATALOG
    response.headers["Link"] += f", {Link('api-catalog', here)}"
    return response


@blueprint.get("/dump.<suffix>")
@blueprint.get("/dump")
@may_wait
def dump(suffix: str = "") -> Response:
    """All data in one file.

    :produces: DUMPS
    """
    site = current()
    page = Page("/dump", f"{site.publication.settings.base}dump", DUMPS)
    format = _fixed(suffix, DUMPS) or preferred(page)
    response = begin(site, page, format)
    if not suffix:
        response.headers["Vary"] = "Accept"
    if response.status_code != 304:
        with working():
            kept = site.descriptions.dumps.of(format).plain
        response.response = kept.chunks()
        response.content_length = kept.size
        partial(response, kept.size)
    return response


@blueprint.get("/graph/description.<suffix>")
@blueprint.get("/graph/description")
def described(suffix: str = "") -> Response:
    """The graph that describes the endpoint: its partitions, example queries and prefixes; 303 to the query for it.

    :path suffix: The suffix of a format: ttl, jsonld, rdf or nt. Example: ttl
    :answers 303: The query.
    """
    return whole_graph(current().publication.described, suffix)


@blueprint.get("/graph/inferred.<suffix>")
@blueprint.get("/graph/inferred")
def inferred(suffix: str = "") -> Response:
    """The graph of statements inferred from the ontology, which is in no file: 303 to the query that returns it.

    :path suffix: The suffix of a format: ttl, jsonld, rdf or nt. Example: ttl
    :answers 303: The query.
    """
    return whole_graph(current().publication.inferred, suffix)


def whole_graph(graph: str, suffix: str) -> Response:
    """To the query for a graph (303), in the format of the suffix or in what is accepted."""
    fixed = _fixed(suffix, RDF_FORMATS)
    parameters = {"query": load("whole-graph").text, "default-graph-uri": graph}
    parameters |= {"format": fixed.name} if fixed else {}
    return see_other(f"{url_for('sparql.endpoint')}?{urlencode(parameters)}")


def _fixed(suffix: str, offered: tuple[Format, ...]) -> Format | None:
    """The format of a suffix, ``None`` without a suffix; 404 for the suffix of no format that is offered."""
    fixed = by_suffix(suffix, offered)
    if suffix and not fixed:
        suffixes = ", ".join(f".{format.suffix}" for format in offered)
        abort(404, f"This is not available as .{suffix}. Available suffixes: {suffixes}.")
    return fixed


def _page(site: Site, number: int = 1) -> Page:
    root = request.script_root
    items = tuple(Link("item", f"{root}/dump.{format.suffix}", format.media) for format in DUMPS)
    return Page(
        "/catalog",
        site.descriptions.dataset.catalog,
        (*RDF_FORMATS, HTML),
        f"page={number}" if number > 1 else "",
        host=request.host_url,
        subject=site.descriptions.dataset.iri,
        types=(SCHEMA + "Dataset",),
        items=items,
    )


def _tables(site: Site) -> Iterator[TableDistribution]:
    """The lists of the classes that the publication names first, as tables."""
    index, labels = site.things.class_index, site.things.labels
    for number, kind in enumerate(site.publication.settings.featured, start=1):
        if index.size(kind):
            address = request.url_root.rstrip("/") + locate(site.addresses, ListQuery(kind)).address(ALL_COLUMNS)
            yield TableDistribution(f"table-{number}", labels.of(kind).text, address)


def _kinds(site: Site) -> list[tuple[Reference, int]]:
    """The classes at the top of each page, or those that are featured, each with the number of its things."""
    settings, index = site.publication.settings, site.things.class_index
    kinds = settings.presentation.navigation or settings.featured
    return [(site.things.labels.reference(kind), index.size(kind)) for kind in kinds if index.size(kind)]


def pages_of_files(site: Site) -> int:
    """How many pages the list of source files has, one at least."""
    return max(1, -(-len(site.publication.files) // FILES_SHOWN))


def write_catalog(site: Site, format: Format, number: int = 1) -> bytes:
    """The catalogue: a page, with one page of the source files, or the description of the dataset as a graph."""
    publication, descriptions = site.publication, site.descriptions
    if format is not HTML:
        graph = dcat(descriptions.dataset, descriptions.dumps, access(), _tables(site))
        return graph.write(format, publication.settings.prefixes)
    start, dumps = (number - 1) * FILES_SHOWN, descriptions.dumps.known
    if pending := descriptions.dumps.is_small and not all(dump for _, dump in dumps):
        site.dumps.begin()
        incomplete()
    return render_template(
        "catalog.html",
        dataset=descriptions.dataset,
        dumps=dumps,
        pending=pending,
        refused=descriptions.dumps.refused,
        parquet=PARQUET if has_parquet() else None,
        purposes=PURPOSES,
        kinds=_kinds(site),
        inferred=publication.inferred,
        files=len(publication.files),
        shown=[(publication.graph(file), file.path) for file in publication.files[start : start + FILES_SHOWN]],
        page=number,
        pages=pages_of_files(site),
        structured=descriptions.schema.dataset(request.url_root),
    ).encode()

"""Visits by harvesters and programs: the catalogue, VoID, the dumps, and where the interfaces are."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for

from accord.descriptions import DUMPS, Access
from accord.descriptions.dcat import catalog as dcat
from accord.descriptions.void import void
from accord.formats import DOCUMENT_FORMATS, HTML, RDF_FORMATS, Format, by_suffix
from accord.names import SCHEMA
from accord.queries import load
from accord.web.links import LINKSET, Link, write_linkset
from accord.web.manners import at_once, waits
from accord.web.rate_limit import working
from accord.web.responses import Page, answer, answer_linkset, begin, preferred, see_other
from accord.web.site import Site, current

INTERFACES = ("/sparql", "/reconcile", "/sameas", "/search", "/feed.atom", "/openapi.json")
"""What programs may want to know of, where the site has it."""

_API_CATALOG = f'{LINKSET.media}; profile="https://www.rfc-editor.org/info/rfc9727"'

blueprint = Blueprint("catalog", __name__)


def access() -> Access:
    """Where the host of the request at hand offers what."""
    return Access(
        home=url_for("pages.home", _external=True),
        catalog=url_for("catalog.catalog", _external=True),
        endpoint=url_for("sparql.endpoint", _external=True),
        dump=url_for("catalog.dump", _external=True),
    )


@blueprint.get("/dataset")
@at_once
def dataset() -> Response:
    """The IRI of the dataset: 303 to the catalogue that describes it."""
    return see_other(url_for(".catalog"))


@blueprint.get("/catalog.<suffix>")
@blueprint.get("/catalog")
@waits
def catalog(suffix: str = "") -> Response:
    """The catalogue: a page of downloads for people, DCAT-AP for harvesters."""
    site = current()
    fixed = _fixed(suffix, DOCUMENT_FORMATS)
    return answer(_page(site), lambda format: _write_catalog(site, format), fixed)


@blueprint.get("/catalog.linkset.json")
@waits
def linkset() -> Response:
    """All links of the catalogue's page and of its data."""
    return answer_linkset(_page(current()))


@blueprint.get("/.well-known/void")
@blueprint.get("/.well-known/void.<suffix>")
@waits
def well_known_void(suffix: str = "") -> Response:
    """The VoID description, at the place that its standard gives it."""
    site = current()
    page = Page("/.well-known/void", f"{site.dataset.base}.well-known/void", RDF_FORMATS, host=request.host_url)
    prefixes = site.publication.settings.prefixes
    return answer(
        page, lambda format: void(site.dataset, access()).write(format, prefixes), _fixed(suffix, RDF_FORMATS)
    )


@blueprint.get("/.well-known/api-catalog")
def api_catalog() -> Response:
    """The interfaces with their descriptions, as a link set (RFC 9727)."""
    here = url_for(".api_catalog")
    offered = {rule.rule for rule in current_app.url_map.iter_rules()}
    items = [Link("item", request.script_root + path) for path in INTERFACES if path in offered]
    endpoint, catalogue = url_for("sparql.endpoint"), url_for(".catalog")
    described = (
        Link("service-desc", f"{endpoint}.ttl", "text/turtle"),
        Link("service-doc", endpoint, HTML.media),
        Link("service-meta", f"{catalogue}.ttl", "text/turtle"),
    )
    page = Page(here, f"{current().dataset.base}.well-known/api-catalog", (LINKSET,), host=request.host_url)
    response = answer(page, lambda _: write_linkset({here: items, endpoint: described}, request.host_url), LINKSET)
    response.headers["Content-Type"] = _API_CATALOG
    response.headers["Link"] += f", {Link('api-catalog', here)}"
    return response


@blueprint.get("/dump.<suffix>")
@blueprint.get("/dump")
@waits
def dump(suffix: str = "") -> Response:
    """The whole in one file."""
    site = current()
    page = Page("/dump", f"{site.dataset.base}dump", DUMPS)
    format = _fixed(suffix, DUMPS) or preferred(page)
    response = begin(page, format)
    if not suffix:
        response.headers["Vary"] = "Accept"
    if response.status_code != 304:
        with working():
            kept = site.dumps.of(format).plain
        response.response = kept.chunks()
        response.content_length = kept.size
    return response


@blueprint.get("/graph/inferred.<suffix>")
@blueprint.get("/graph/inferred")
def inferred(suffix: str = "") -> Response:
    """The graph of what follows by the ontology, which is in no file: 303 to the query that gives it."""
    fixed = _fixed(suffix, RDF_FORMATS)
    asked = {"query": load("whole-graph").text, "default-graph-uri": current().publication.inferred}
    asked |= {"format": fixed.name} if fixed else {}
    return see_other(f"{url_for('sparql.endpoint')}?{urlencode(asked)}")


def _fixed(suffix: str, offered: tuple[Format, ...]) -> Format | None:
    """The format of a suffix, none when there is no suffix; 404 when it is one that is not offered."""
    fixed = by_suffix(suffix, offered)
    if suffix and not fixed:
        abort(404, f"This is not written as .{suffix}. There is {', '.join(f'.{one.suffix}' for one in offered)}.")
    return fixed


def _page(site: Site) -> Page:
    root = request.script_root
    items = tuple(Link("item", f"{root}/dump.{format.suffix}", format.media) for format in DUMPS)
    return Page(
        "/catalog",
        site.dataset.catalog,
        DOCUMENT_FORMATS,
        host=request.host_url,
        subject=site.dataset.iri,
        types=(SCHEMA + "Dataset",),
        items=items,
    )


def _write_catalog(site: Site, format: Format) -> bytes:
    if format is HTML:
        return render_template("catalog.html", dumps=[site.dumps.of(one) for one in DUMPS], access=access()).encode()
    return dcat(site.dataset, site.dumps, access()).write(format, site.publication.settings.prefixes)

"""The views of the example queries: each has an address of its own, as a page and as SPARQL."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, render_template, request, url_for

from accord.formats import GRAPH_QUERIES, HTML, QUERY, Format, by_suffix
from accord.publication.examples import Example, grouped
from accord.web.pages.catalog import access
from accord.web.pages.lists import JSON
from accord.web.responses import Page, answer
from accord.web.site import Site, current
from accord.web.sparql.snippets import snippets

blueprint = Blueprint("examples", __name__)


@blueprint.get("/queries.<suffix>")
@blueprint.get("/queries")
def examples(suffix: str = "") -> Response:
    """All example queries, by the sort of question; as JSON each with its title, its text and its address.

    :produces: HTML, JSON
    :json: ExampleQueries
    """
    site = current()
    offered = (HTML, JSON)
    fixed = by_suffix(suffix, offered)
    if suffix and not fixed:
        abort(404, f"The example queries are not available as .{suffix}.")
    page = Page("/queries", f"{site.publication.settings.base}queries", offered, host=request.host_url)
    return answer(site, page, lambda format: _write_all(site, format), fixed)


def _write_all(site: Site, format: Format) -> bytes:
    if format is HTML:
        return render_template("queries.html", groups=grouped(site.examples.values())).encode()
    queries = [
        {
            "title": one.title,
            "group": one.group,
            "type": one.query_type,
            "query": one.text,
            "url": url_for(".example", slug=slug, _external=True),
        }
        for slug, one in site.examples.items()
    ]
    return json.dumps({"endpoint": access().endpoint, "queries": queries}, ensure_ascii=False, indent=1).encode()


@blueprint.get("/queries/<slug>.<suffix>")
@blueprint.get("/queries/<slug>")
def example(slug: str, suffix: str = "") -> Response:
    """One example query: what it asks, its text, and how to run it.

    :path slug: The name of the query. Example: {example}
    :produces: HTML, QUERY
    """
    site = current()
    offered = (HTML, QUERY)
    fixed = by_suffix(suffix, offered)
    found = site.examples.get(slug)
    if found is None or (suffix and not fixed):
        abort(404, f"There is no example query {slug}{'.' if suffix else ''}{suffix}.")
    page = Page(f"/queries/{slug}", f"{site.publication.settings.base}queries/{slug}", offered, host=request.host_url)
    return answer(site, page, lambda format: _write(site, found, format), fixed)


def _write(site: Site, example: Example, format: Format) -> bytes:
    if format is QUERY:
        return example.text.encode() + b"\n"
    code = snippets(access().endpoint, example.text, (), example.query_type in GRAPH_QUERIES)
    return render_template("query.html", example=example, snippets=code).encode()

"""Whole graphs: by their IRI, as the Graph Store Protocol of SPARQL 1.1 asks, and all statements as a table."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request, url_for

from accord.formats import PARQUET
from accord.queries import load
from accord.spreadsheets import write_statements
from accord.web.pages.dataset.catalog import whole_graph
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer, see_other
from accord.web.site import current

blueprint = Blueprint("graphs", __name__)


@blueprint.get("/graph")
def graph_store() -> Response:
    """A graph by its IRI, or the default graph, by the SPARQL 1.1 Graph Store Protocol: 303 to the query for it.

    It is for reading: the protocol's PUT, POST and DELETE are refused (405).

    :query graph: The IRI of a graph of the publication. Example: {graph_iri}
    :query default: In place of ``graph``, without a value: the default graph, with what follows from the ontology.
    :answers 303: The query, whose answer is in the format that is accepted.
    :answers 400: No graph is named, or two.
    """
    name, wants_default = request.args.get("graph", ""), "default" in request.args
    if bool(name) is wants_default:
        abort(400, "Say which graph: one of the parameters graph=IRI and default, not both.")
    if wants_default:
        return see_other(f"{url_for('sparql.endpoint')}?{urlencode({'query': load('whole-graph').text})}")
    publication = current().publication
    if name not in {*publication.graphs(), publication.inferred, publication.described}:
        abort(404, f"There is no graph {name} here. The page of the data lists all graphs.")
    return whole_graph(name, "")


@blueprint.get("/dump.parquet")
@may_wait
def dump_parquet() -> Response:
    """All statements as a table in Parquet: the terms, the graph, and numbers and dates in separate columns.

    :answers 501: Parquet is not installed here.
    :produces: PARQUET
    """
    site = current()
    page = Page("/dump", f"{site.publication.settings.base}dump.parquet", (PARQUET,))
    return answer(site, page, lambda _: write_statements(site.publication.quads("ontology", "data")), PARQUET)

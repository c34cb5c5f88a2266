"""The list of the example queries; each is a question with an address of its own."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, render_template, request, url_for

from accord.formats import HTML, PLAIN_JSON, Format, by_suffix
from accord.web.responses import Page, answer
from accord.web.site import Site, current
from accord.web.site.access import access
from accord.web.site.thing_questions import question_groups

blueprint = Blueprint("examples", __name__)


@blueprint.get("/queries.<suffix>")
@blueprint.get("/queries")
def examples(suffix: str = "") -> Response:
    """All example queries, by group; as JSON each with its title, its text and its address.

    :produces: HTML, PLAIN_JSON
    :json: ExampleQueries
    """
    site = current()
    offered = (HTML, PLAIN_JSON)
    fixed = by_suffix(suffix, offered)
    if suffix and not fixed:
        abort(404, f"The example queries are not available as .{suffix}.")
    page = Page("/queries", f"{site.publication.settings.base}queries", offered, host=request.host_url)
    return answer(site, page, lambda format: _write_all(site, format), fixed)


def _write_all(site: Site, format: Format) -> bytes:
    if format is HTML:
        return render_template("queries.html", groups=question_groups(site), label_of=site.questions.label).encode()
    queries = [
        {
            "title": one.title,
            "group": one.group,
            "type": one.query_type,
            "query": one.text,
            "parameters": [
                {
                    "name": parameter.name,
                    "label": site.questions.label(parameter),
                    "type": parameter.kind,
                    "optional": parameter.optional,
                    **({} if parameter.default is None else {"default": site.questions.written(parameter.default)}),
                }
                for parameter in one.parameters
            ],
            "url": url_for("questions.question", slug=slug, _external=True),
        }
        for slug, one in site.examples.items()
    ]
    return json.dumps({"endpoint": access().endpoint, "queries": queries}, ensure_ascii=False, indent=1).encode()

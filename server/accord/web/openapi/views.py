"""The view of the description, which is the same for all requests of one host."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from flask import Blueprint, Response, current_app, request

import accord
from accord.formats import Format
from accord.web.openapi.examples import examples
from accord.web.openapi.operations import Operations, content, path_of
from accord.web.openapi.questions import questions
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.responses.faults import PROBLEM_FORMATS
from accord.web.site import Site, current_for_all

DESCRIPTION = Format("openapi", "application/vnd.oai.openapi+json;version=3.1", "json", "OpenAPI 3.1")

_PROBLEM = {"$ref": "#/components/schemas/Problem"}

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/openapi.json")
@may_wait
def openapi() -> Response:
    """The interfaces for programs (OpenAPI 3.1): this description.

    :produces: DESCRIPTION
    """
    site = current_for_all()
    page = Page("/openapi", f"{site.publication.settings.base}openapi.json", (DESCRIPTION,), host=request.host_url)

    def write(_: Format) -> bytes:
        return json.dumps(describe(site), ensure_ascii=False, indent=1).encode()

    return answer(site, page, write, DESCRIPTION)


def describe(site: Site) -> dict[str, Any]:
    """The description of the application of this request, with examples from its publication."""
    settings, values = site.publication.settings, examples(site)
    views, paths = current_app.view_functions, questions(site)
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint != "static":  # the style sheet and the icon, which are part of the pages
            described = Operations.of(rule, views[rule.endpoint], values).described()
            paths.setdefault(path_of(rule), {}).update(described)
    license = {"license": {"name": settings.license, "url": settings.license}} if settings.license else {}
    about = {"title": settings.title, "description": settings.description, "version": accord.__version__}
    problems = {one.media: _PROBLEM if one.media.endswith("json") else {"type": "string"} for one in PROBLEM_FORMATS}
    return {
        "openapi": "3.1.0",
        "info": about | license,
        "servers": [{"url": request.url_root.rstrip("/")}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "responses": {"Problem": content("What went wrong, and how to fix it.", problems)},
        },
    }


def _schemas() -> dict[str, Any]:
    """The schemas of answers and bodies in JSON (``schemas.json``)."""
    found: dict[str, Any] = json.loads((files(__package__) / "schemas.json").read_text("utf-8"))
    return found

"""The HTTP interfaces described for programs (OpenAPI 3.1), from the routes and the docstrings of the views.

The first paragraph of a docstring is the summary. Fields follow: ``:query NAME:`` for a parameter of the query string,
``:body MEDIA:`` for a body that is accepted, ``:produces:`` for the media types of the answer, or the names of formats
and tables in :mod:`accord.formats`.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.routing import Rule

import accord
from accord.formats import Format, media_types
from accord.publication import Settings
from accord.web.faults import PROBLEM
from accord.web.responses import Page, answer
from accord.web.site import current

DESCRIPTION = Format("openapi", "application/vnd.oai.openapi+json;version=3.1", "json", "OpenAPI 3.1")

_ARGUMENT = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_APART = re.compile(r"\W+")
_FIELD = re.compile(r"^:(query|body|produces)(?: ([^:]+))?: (.+)$", re.MULTILINE)
_KINDS = {"int": "integer", "float": "number"}
_IMPLIED = {"HEAD", "OPTIONS"}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457), and how to fix it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong with this request."},
        "remedy": {"type": "string", "description": "How to fix it."},
        "line": {"type": "integer", "minimum": 1, "description": "Line of the query, from 1."},
        "column": {"type": "integer", "minimum": 1, "description": "Column of the query, in characters from 1."},
        "token": {"type": "string", "description": "The token at that place."},
        "limit": {"type": "string", "description": "The name of the limit that was reached."},
        "value": {"type": "number", "description": "The value of the limit."},
        "retry_after": {"type": "integer", "description": "Seconds after which to try again."},
    },
}

blueprint = Blueprint("openapi", __name__)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """This description.

    :produces: application/vnd.oai.openapi+json;version=3.1
    """
    site = current()
    settings = site.publication.settings
    page = Page("/openapi", f"{settings.base}openapi.json", (DESCRIPTION,), host=request.host_url)

    def write(_: Format) -> bytes:
        return json.dumps(describe(settings), ensure_ascii=False, indent=1).encode()

    return answer(site, page, write, DESCRIPTION)


def describe(settings: Settings) -> dict[str, Any]:
    """The description of the application of this request, which serves a publication with these settings."""
    paths: dict[str, Any] = {}
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        paths.setdefault(_path(rule), {}).update(_item(rule))
    license = {"license": {"name": settings.license, "url": settings.license}} if settings.license else {}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.title,
            "description": settings.description,
            "version": accord.__version__,
            **license,
        },
        "servers": [{"url": request.url_root}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "responses": {
                "Problem": _content("What went wrong.", [PROBLEM.media], {"$ref": "#/components/schemas/Problem"})
            },
        },
    }


def _path(rule: Rule) -> str:
    return _ARGUMENT.sub(r"{\2}", rule.rule)


def _item(rule: Rule) -> dict[str, Any]:
    """The operations of a route, and the parameters in its path."""
    docstring = inspect.getdoc(current_app.view_functions[rule.endpoint]) or ""
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": _KINDS.get(kind, "string")}}
        for kind, name in _ARGUMENT.findall(rule.rule)
    ]
    methods = sorted((rule.methods or set()) - _IMPLIED)
    operations = {method.lower(): _operation(rule, method, docstring) for method in methods}
    return {**operations, **({"parameters": parameters} if parameters else {})}


def _operation(rule: Rule, method: str, docstring: str) -> dict[str, Any]:
    fields = [(kind, name, meaning) for kind, name, meaning in _FIELD.findall(docstring)]
    words = docstring.split("\n:")[0].split("\n\n")
    summary = " ".join(words[0].split()) or f"The {rule.endpoint} files of the pages."
    described = "\n\n".join(" ".join(part.split()) for part in words[1:] if not part.lstrip().startswith(":"))
    named = _APART.sub("-", f"{method.lower()}-{_path(rule)}").strip("-")
    operation: dict[str, Any] = {"operationId": named, "summary": summary, "tags": [rule.endpoint.split(".")[0]]}
    if described:
        operation["description"] = described
    if parameters := list(_parameters(fields)):
        operation["parameters"] = parameters
    if method == "POST":
        operation["requestBody"] = {
            "required": True,
            "content": {name: {} for kind, name, _ in fields if kind == "body"},
        }
    media = [one for kind, _, meaning in fields if kind == "produces" for one in media_types(meaning)]
    answers = {"200": _content("The answer.", media, {}), "default": {"$ref": "#/components/responses/Problem"}}
    return {**operation, "responses": answers}


def _parameters(fields: list[tuple[str, str, str]]) -> Iterator[dict[str, Any]]:
    for kind, name, meaning in fields:
        if kind == "query":
            yield {"name": name, "in": "query", "required": False, "description": meaning, "schema": {"type": "string"}}


def _content(description: str, media: list[str], schema: dict[str, Any]) -> dict[str, Any]:
    """A response. Where the docstring names no media type, it may be any."""
    content = {one: {"schema": schema} if schema else {} for one in media or ["*/*"]}
    return {"description": description, "content": content}

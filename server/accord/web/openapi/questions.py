"""The questions as operations of the API (OpenAPI 3.1), each with its parameters."""

from __future__ import annotations

from typing import Any

from accord.formats import HTML
from accord.names import INTEGERS, XSD
from accord.publication.examples import Example
from accord.publication.examples.parameters import Parameter
from accord.web.openapi.operations import content, schema_of
from accord.web.site import Site
from accord.web.sparql.questions import offered_for

_TYPES = {
    **dict.fromkeys(INTEGERS, {"type": "integer"}),
    **dict.fromkeys((XSD + "decimal", XSD + "double", XSD + "float"), {"type": "number"}),
    XSD + "boolean": {"type": "boolean"},
    XSD + "date": {"type": "string", "format": "date"},
    XSD + "dateTime": {"type": "string", "format": "date-time"},
}


def questions(site: Site) -> dict[str, Any]:
    """Path -> path item, two for each question: in the format that the client prefers, and in a format by suffix."""
    found: dict[str, Any] = {}
    for slug, example in site.examples.items():
        media = [one.media for one in offered_for(example.query_type)]
        found[f"/queries/{slug}"] = {"get": _operation(site, example, f"question-{slug}", media)}
        for format in offered_for(example.query_type):
            if format is not HTML:
                name = f"question-{slug}-{format.suffix}"
                found[f"/queries/{slug}.{format.suffix}"] = {"get": _operation(site, example, name, [format.media])}
    return found


def _operation(site: Site, example: Example, name: str, media: list[str]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": example.title,
        **({"description": example.description} if example.description else {}),
        "tags": ["questions"],
        "parameters": [_parameter(site, one) for one in example.parameters],
        "responses": {
            "200": content("The answer.", {one: schema_of(one) for one in media}),
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _parameter(site: Site, parameter: Parameter) -> dict[str, Any]:
    values = site.questions
    schema: dict[str, Any] = dict(_TYPES.get(parameter.kind, {"type": "string"}))
    if parameter.choices:
        schema["enum"] = [values.written(one) for one in parameter.choices]
    default = None if parameter.default is None else _json(values.written(parameter.default), schema)
    if default is not None:
        schema["default"] = default
    words = values.label(parameter)
    if parameter.is_thing:
        words += ": the IRI of a thing, with a prefix or in full, or its name"
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.default is None and not parameter.optional,
        "description": f"{words}.",
        "schema": schema,
        **({} if default is None else {"example": default}),
    }


def _json(written: str, schema: dict[str, Any]) -> str | int:
    """A value as its schema has it."""
    return int(written) if schema["type"] == "integer" else written

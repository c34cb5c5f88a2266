"""A route and the docstring of its view as operations of OpenAPI."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.routing import Rule

from accord import formats
from accord.formats import Format
from accord.web.openapi.docstrings import DocstringField, Documentation, read
from accord.web.openapi.examples import fill

Json = dict[str, Any]

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

SCHEMA_OF = {
    "application/sparql-results+json": "SparqlResults",
    "application/ld+json": "JsonLd",
    "application/linkset+json": "LinkSet",
    "application/csvm+json": "TableMetadata",
    "application/x-suggestions+json": "Suggestions",
    "application/vnd.oai.openapi+json;version=3.1": "AnyObject",
}
"""The schemas of JSON formats that have one meaning wherever they are offered."""

_ARGUMENT = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
_APART = re.compile(r"\W+")
_KINDS = {"int": "integer", "float": "number"}
_IMPLIED = {"HEAD", "OPTIONS"}
_PROBLEM: Json = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
"""A problem document, which a program gets for every named error as well."""
_WRITTEN_AS_JSON = ("array", "boolean", "filters", "integer", "number")


def path_of(rule: Rule) -> str:
    """The path of a route as a template of OpenAPI."""
    return _ARGUMENT.sub(r"{\2}", rule.rule)


@dataclass(frozen=True)
class Operations:
    """The operations of a route. ``offered`` are the formats of its view, as formats or as media types.

    ``values`` are those of the words in examples.
    """

    rule: Rule
    documented: Documentation
    offered: tuple[Format | str, ...]
    values: Mapping[str, str]

    @classmethod
    def of(cls, rule: Rule, view: Callable[..., Any], values: Mapping[str, str]) -> Operations:
        """Read the docstring of a view."""
        documented = read(view)
        return cls(rule, documented, tuple(_offered(documented, view.__module__)), values)

    def described(self) -> Json:
        """The operation of each method, and the parameters in the path."""
        methods = sorted((self.rule.methods or set()) - _IMPLIED)
        parameters = [self._in_path(kind, name) for kind, name in _ARGUMENT.findall(self.rule.rule)]
        found: Json = {method.lower(): self._operation(method) for method in methods}
        return found | ({"parameters": parameters} if parameters else {})

    def _operation(self, method: str) -> Json:
        named = _APART.sub("_", path_of(self.rule).replace("{", "by_")).strip("_") or "home"
        fields = [field for field in self.documented.of("query") if "alone" not in field.words or not self._in_paths()]
        parameters, posted = [self._in_query(field) for field in fields], self._posted()
        operation: Json = {
            "operationId": f"{method.lower()}_{named}",
            "summary": self.documented.summary,
            "tags": [self.rule.endpoint.split(".")[0]],
        }
        operation |= {"description": self.documented.description} if self.documented.description else {}
        if method == "POST":
            operation["requestBody"] = self._body(parameters)
            parameters = [one for one in parameters if one["name"] not in posted]
        operation |= {"parameters": parameters} if parameters else {}
        return operation | {"responses": self._responses()}

    def _in_paths(self) -> list[str]:
        """The parameters in the path, apart from the suffix of a format."""
        return [name for _, name in _ARGUMENT.findall(self.rule.rule) if name != "suffix"]

    def _in_path(self, kind: str, name: str) -> Json:
        parameter: Json = {"name": name, "in": "path", "required": True, "schema": {"type": _KINDS.get(kind, "string")}}
        if field := next((one for one in self.documented.of("path") if one.name == name), None):
            return parameter | {"description": field.meaning} | self._example(field)
        suffixes = [one.suffix for one in self.offered if isinstance(one, Format)]
        if name == "suffix" and suffixes:
            parameter |= {"description": "The suffix of a format.", "example": suffixes[0]}
            parameter["schema"]["enum"] = list(dict.fromkeys(suffixes))
        return parameter

    def _in_query(self, field: DocstringField) -> Json:
        parameter: Json = {
            "name": field.name,
            "in": "query",
            "required": "required" in field.words or "alone" in field.words,
            "description": field.meaning,
            "schema": _typed(field.type),
        }
        parameter |= {"style": "form", "explode": True} if field.type in ("array", "filters") else {}
        return parameter | self._example(field)

    def _example(self, field: DocstringField) -> Json:
        """The example of a field, if the publication has one."""
        example = fill(field.example, self.values) if field.example else None
        if example is None:
            return {}
        is_json = field.type in _WRITTEN_AS_JSON or "application/json" in field.words
        return {"example": json.loads(example) if is_json else example}

    def _body(self, parameters: list[Json]) -> Json:
        """The media types of a body. A form has the parameters of the address as its fields."""
        content: Json = {}
        for field in self.documented.of("body"):
            media, schema = field.words[0], field.words[1:]
            plain = _reference(schema[0]) if schema else {"type": "string", "description": field.meaning}
            forms = {FORM: ("string",), MULTIPART: ("string", "binary")}
            form = self._form(parameters, forms[media]) if media in forms else None
            content[media] = {"schema": form or plain} | self._example(field)
        return {"required": True, "content": content}

    def _form(self, parameters: list[Json], types: tuple[str, ...]) -> Json:
        properties, posted = {}, self._posted()
        fields = [self._in_query(field) for field in self.documented.of("form") if field.type in types]
        for one in (*parameters, *fields):
            example = {"examples": [one["example"]]} if "example" in one else {}
            properties[one["name"]] = one["schema"] | {"description": one["description"]} | example
        return {"type": "object", "properties": properties} | ({"required": posted} if posted else {})

    def _posted(self) -> list[str]:
        """The parameters that a POST must have in its form."""
        return [field.name for field in self.documented.of("query") if "posted" in field.words]

    def _responses(self) -> Json:
        """The answers: 200 in the formats offered, the others that are named, and problems."""
        answers: Json = {}
        media = [one.media if isinstance(one, Format) else one for one in self.offered]
        if media:
            plain = next((field.meaning for field in self.documented.of("json")), "")
            answers["200"] = content("The answer.", {one: schema_of(one, plain) for one in dict.fromkeys(media)})
        for field in self.documented.of("answers"):
            same = answers["200"]["content"] if "200" in answers else {}
            offered = {"content": same | _PROBLEM} if field.words[0] >= "400" else {}
            answers[field.words[0]] = {"description": field.meaning} | _headers(field.words[0]) | offered
        return answers | {"default": {"$ref": "#/components/responses/Problem"}}


def _offered(documented: Documentation, module: str) -> Iterable[Format | str]:
    """What is offered: formats that are named in the module of a view or in ``accord.formats``, or media types."""
    spaces = (vars(sys.modules[module]), vars(formats))
    for field in documented.of("produces"):
        for name in map(str.strip, field.meaning.split(",")):
            named = next((space[name] for space in spaces if name in space), name)
            yield from named if isinstance(named, tuple) else (named,)


def _typed(kind: str) -> Json:
    """The schema of a parameter. An array is given as one parameter a value, filters as one parameter a key."""
    if kind == "array":
        return {"type": "array", "items": {"type": "string"}}
    if kind == "binary":
        return {"type": "string", "format": "binary"}
    if kind == "filters":
        return {"type": "object", "additionalProperties": {"type": "string"}}
    return {"type": "string", "enum": kind.split("|")} if "|" in kind else {"type": kind}


def _headers(status: str) -> Json:
    location = {"Location": {"description": "The address.", "schema": {"type": "string", "format": "uri-reference"}}}
    return {"headers": location} if status in ("301", "302", "303", "308") else {}


def schema_of(media: str, plain: str = "") -> Json:
    """The schema of an answer of a media type; ``plain`` is the name of the one of plain JSON."""
    if media in SCHEMA_OF or media == "application/json" and plain:
        return _reference(SCHEMA_OF.get(media, plain))
    return {} if media.endswith("json") else {"type": "string"}


def _reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def content(description: str, schemas: Mapping[str, Json]) -> Json:
    """A response with the schema of each of its media types."""
    return {"description": description, "content": {media: {"schema": one} for media, one in schemas.items()}}

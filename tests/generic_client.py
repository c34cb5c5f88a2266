"""A client that knows nothing of the site but its OpenAPI description, as a generated one does."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import quote, urlencode

from jsonschema import Draft202012Validator

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
METHODS = ("get", "post")


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Redirects are answers of their own."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def media(self) -> str:
        return (self.headers["Content-Type"] or "").partition(";")[0]


@dataclass(frozen=True)
class Operation:
    """An operation of a description, with the parameters of its path."""

    whole: Json
    path: str
    method: str

    @property
    def described(self) -> Json:
        found: Json = self.whole["paths"][self.path][self.method]
        return found

    @property
    def parameters(self) -> list[Json]:
        return [*self.whole["paths"][self.path].get("parameters", []), *self.described.get("parameters", [])]

    @property
    def offered(self) -> list[str]:
        """The media types of the answer."""
        return list(self.described["responses"].get("200", {}).get("content", {}))

    @property
    def bodies(self) -> Json:
        content: Json = self.described.get("requestBody", {}).get("content", {})
        return content

    def has_example(self, media: str) -> bool:
        """Whether the description says how a body of this type looks. It cannot give a file."""
        return media == FORM or "example" in self.bodies[media]

    def examples(self, required_only: bool) -> Json | None:
        """The arguments that the description gives; ``None`` where a parameter that must be there has none."""
        needed = [one for one in self.parameters if one["required"] or not required_only]
        if any(one["required"] and "example" not in one for one in needed):
            return None
        return {one["name"]: one["example"] for one in needed if "example" in one}

    def call(self, arguments: Mapping[str, Any], accept: str = "*/*", body: str = "") -> Answer:
        """One request, as the styles of the parameters say."""
        path, pairs = self.path, list[tuple[str, str]]()
        form = self.bodies[body]["schema"]["properties"] if body == FORM else {}
        for one in self.parameters:
            if (value := arguments.get(one["name"])) is None or one["in"] == "query" and one["name"] in form:
                continue
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", quote(str(value), safe=""))
            elif isinstance(value, dict):
                pairs += value.items()
            else:
                pairs += [(one["name"], str(each)) for each in (value if isinstance(value, list) else [value])]
        headers, data = {"Accept": accept}, None
        if body:
            headers["Content-Type"], data = body, self._encoded(body)
        url = self.whole["servers"][0]["url"] + path + ("?" + urlencode(pairs) if pairs else "")
        request = urllib.request.Request(url, data, headers, method=self.method.upper())
        try:
            with urllib.request.build_opener(NoRedirects).open(request, timeout=30) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    def _encoded(self, media: str) -> bytes:
        content = self.bodies[media]
        if media == FORM:
            properties = content["schema"]["properties"]
            examples = {name: one["examples"][0] for name, one in properties.items() if "examples" in one}
            return urlencode(examples, doseq=True).encode()
        example = content["example"]
        return (example if isinstance(example, str) else json.dumps(example)).encode()

    def faults(self, answer: Answer) -> Iterator[str]:
        """What of an answer the description does not say."""
        responses = self.described["responses"]
        declared = responses.get(str(answer.status), responses["default"])
        while "$ref" in declared:
            declared = self._resolved(declared["$ref"])
        content = {name.partition(";")[0]: one for name, one in declared.get("content", {}).items()}
        if content and answer.media not in content:
            yield f"{answer.status} {answer.media} is not declared"
        elif answer.media.endswith("json") and content:
            schema = {**content[answer.media]["schema"], "components": self.whole["components"]}
            for error in Draft202012Validator(schema).iter_errors(json.loads(answer.body)):
                yield f"{error.json_path}: {error.message[:200]}"

    def _resolved(self, reference: str) -> Json:
        found = self.whole
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        return found


def operations(whole: Json) -> list[Operation]:
    """All operations of a description."""
    return [
        Operation(whole, path, method) for path, item in whole["paths"].items() for method in METHODS if method in item
    ]

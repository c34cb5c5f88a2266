"""The description of the interfaces misses no route, and is what OpenAPI 3.1 says it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from accord import formats

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@pytest.fixture(scope="module")
def described(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/openapi.json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/vnd.oai.openapi+json"
    assert isinstance(answer.json, dict)
    return answer.json


def operations(described: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    items = described["paths"].items()
    return [(path, method, item[method]) for path, item in items for method in item if method in METHODS]


def test_every_route_is_described(client: FlaskClient, described: dict[str, Any]) -> None:
    for rule in client.application.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule.rule)
        assert path in described["paths"], rule
        wanted = {method.lower() for method in rule.methods or ()} - {"head", "options"}
        assert wanted <= set(described["paths"][path]), rule


def test_the_document_is_whole(described: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", described["openapi"])
    assert {"title", "version"} <= set(described["info"])
    assert set(described) <= {"openapi", "info", "servers", "paths", "components", "tags", "security"}
    assert all(re.match(r"https?://", one["url"]) for one in described["servers"])
    assert set(described["paths"]) == {path for path in described["paths"] if path.startswith("/")}


def test_every_operation_is_whole(described: dict[str, Any]) -> None:
    found = operations(described)
    names = [one["operationId"] for _, _, one in found]
    assert len(set(names)) == len(names) > 10
    for path, method, one in found:
        assert one["summary"], path
        assert not re.search(r":(query|body|produces)", one["summary"] + one.get("description", "")), path
        assert "default" in one["responses"]
        assert set(one["responses"]) & {"200", "302", "303"} or path.startswith("/log-"), path
        content = [media for answer in one["responses"].values() for media in answer.get("content", ())]
        assert "*/*" not in content, f"{path}: the docstring of the view names what it :produces:"
        assert all("description" in answer or "$ref" in answer for answer in one["responses"].values())
        assert ("requestBody" in one) == (method == "post"), path


def test_every_parameter_of_a_path_is_declared_once(described: dict[str, Any]) -> None:
    for path, item in described["paths"].items():
        declared = [one["name"] for one in item.get("parameters", ())]
        assert sorted(declared) == sorted(re.findall(r"{(\w+)}", path))
        for one in item.get("parameters", ()):
            assert (one["in"], one["required"]) == ("path", True)
            assert one["schema"]["type"] in ("string", "integer", "number")


def test_references_lead_somewhere(described: dict[str, Any]) -> None:
    for target in set(re.findall(r"'\$ref': '#/([^']+)'", repr(described))):
        found = described
        for part in target.split("/"):
            found = found[part]
        assert found


def test_every_list_says_what_is_in_it(described: dict[str, Any]) -> None:
    """OpenAPI 3.1 does not ask for it, but generators of clients leave out what has such a list."""

    def lists(part: Any) -> Iterator[dict[str, Any]]:
        if isinstance(part, dict):
            if part.get("type") == "array":
                yield part
            for value in part.values():
                yield from lists(value)
        elif isinstance(part, list):
            for value in part:
                yield from lists(value)

    found = list(lists(described))
    assert len(found) > 20
    assert [one for one in found if not {"items", "prefixItems"} & one.keys()] == []


def test_the_endpoint_is_described_as_it_is(described: dict[str, Any]) -> None:
    item = described["paths"]["/sparql"]
    names = {one["name"] for one in item["get"]["parameters"]}
    assert names >= {"query", "default-graph-uri", "named-graph-uri", "format", "infer", "timeout"}
    assert set(item["post"]["requestBody"]["content"]) == {
        "application/sparql-query",
        "application/x-www-form-urlencoded",
    }
    rows_and_graphs = (*formats.ROW_FORMATS, *formats.GRAPH_RESULT_FORMATS)
    written = {one.media for one in (*rows_and_graphs, formats.HTML, formats.SVG, formats.XLSX)}
    assert set(item["get"]["responses"]["200"]["content"]) == written

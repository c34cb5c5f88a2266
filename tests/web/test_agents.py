"""The tools for assistants over HTTP: one message a request, no sessions, and not for pages of other sites."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


def test_a_message_is_answered_as_json(client: FlaskClient) -> None:
    answer = client.post("/mcp", json=LIST, headers={"Accept": "application/json, text/event-stream"})
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.json["result"]["tools"]
    assert "Mcp-Session-Id" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_addresses_are_those_of_the_site(client: FlaskClient) -> None:
    find = {"name": "find", "arguments": {"query": "candle"}}
    answer = client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": find})
    assert '"address":"http://localhost/doc/north-head"' in answer.json["result"]["content"][0]["text"]


def test_a_notification_is_accepted(client: FlaskClient) -> None:
    answer = client.post("/mcp", json={"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (answer.status_code, answer.data) == (202, b"")


def test_there_is_no_stream_and_no_session(client: FlaskClient) -> None:
    answer = client.get("/mcp", headers={"Accept": "text/event-stream"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert client.delete("/mcp").status_code == 405
    assert client.get("/mcp", headers={"Accept": "text/html"}).headers["Location"] == "/llms.txt"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost", 200),
        ("http://localhost:6274", 200),
        ("http://127.0.0.1:3000", 200),
        ("https://evil.example", 403),
        ("http://localhost.evil.example", 403),
        ("null", 403),
        ("http://[", 403),
    ],
)
def test_pages_of_other_sites_are_refused(client: FlaskClient, origin: str, status: int) -> None:
    assert client.post("/mcp", json=LIST, headers={"Origin": origin}).status_code == status


def test_a_version_that_is_not_spoken_is_refused(client: FlaskClient) -> None:
    assert client.post("/mcp", json=LIST, headers={"MCP-Protocol-Version": "2025-06-18"}).status_code == 200
    refused = client.post("/mcp", json=LIST, headers={"MCP-Protocol-Version": "1.0"})
    assert refused.status_code == 400
    assert "2025-11-25" in refused.text


def test_what_is_no_message_is_a_bad_request(client: FlaskClient) -> None:
    answer = client.post("/mcp", data=b"{", content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == -32700


def test_assistants_find_what_is_here_in_one_file(client: FlaskClient) -> None:
    answer = client.get("/llms.txt")
    assert answer.content_type.startswith("text/markdown")
    assert answer.text.startswith("# Lights of the Outer Coast\n")
    assert len(answer.text) < 5_000
    found = re.findall(r"\]\((http://localhost[^)]*)\)", answer.text)
    assert "http://localhost/mcp" in found
    for address in found:
        if not address.endswith("/mcp"):
            status = client.get(address.removeprefix("http://localhost")).status_code
            assert status in (200, 303), address
    assert "http://localhost/llms.txt" in client.get("/robots.txt").text

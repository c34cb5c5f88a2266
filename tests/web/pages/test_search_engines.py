"""What search engines read of pages: one address of each, a description, and data sets with names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from protego import Protego

HOST = "http://localhost/"
BROWSER = {"Accept": "text/html"}
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]+)"')
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def addresses(client: FlaskClient) -> list[str]:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").text)
    return [str(node.text) for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def page(client: FlaskClient, address: str) -> str:
    parts = urlsplit(address)
    answer = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path, headers=BROWSER)
    assert answer.status_code == 200, address
    return answer.text


def datasets(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("@type") == "Dataset":
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from datasets(one)


@pytest.mark.parametrize("name", ["client", "real_client"])
def test_every_page_of_the_sitemap_gives_its_address_as_the_sitemap_does(
    name: str, request: pytest.FixtureRequest
) -> None:
    client: FlaskClient = request.getfixturevalue(name)
    found = addresses(client)
    assert len(found) == len(set(found)) > 10
    for address in found if name == "client" else found[::20]:
        text = page(client, address)
        canonical = CANONICAL.search(text)
        assert canonical, address
        assert urljoin(address, canonical[1]) == address
        described = DESCRIPTION.search(text)
        assert described, address
        assert len(described[1]) > 20
        for script in SCRIPT.findall(text):
            data = json.loads(script)
            if data["@type"] != "WebPage":
                assert data["url"] == (HOST if data["@type"] == "Dataset" else address)
            for one in datasets(data):
                assert one["name"], address
                assert one["description"], address


def test_filtered_and_sorted_lists_refer_to_the_whole_list_and_are_kept_out(client: FlaskClient) -> None:
    robots = Protego.parse(client.get("/robots.txt").text)
    for query in ("light:standsOn=id:outer-coast", "sort=light:focalHeight/light:metres"):
        address = f"/things/Lighthouse?{query}"
        canonical = CANONICAL.search(page(client, address))
        assert canonical
        assert canonical[1] == "/things/Lighthouse"
        assert not robots.can_fetch(HOST + address[1:], "bot")
    assert robots.can_fetch(f"{HOST}things/Lighthouse", "bot")

"""The site knows its address: nothing that a request says of hosts reaches a URL or a cache that others use."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accord.web import Hosts, Site, create_app
from accord.web.requests.hosts import is_loopback

URL = "https://data.example.net"
ABSOLUTE = ("/robots.txt", "/sitemap.xml", "/catalog.ttl", "/sparql.ttl", "/feed.atom", "/reconcile", "/openapi.json")


def visitor(site: Site, **told: object) -> FlaskClient:
    return create_app(site, Hosts(**told)).test_client()  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ABSOLUTE)
def test_all_absolute_urls_begin_with_the_address_of_the_site(site: Site, path: str) -> None:
    client = visitor(site, url=URL, bound="127.0.0.1", proxies=1)
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "Host": "data.example.net:81"}
    answer = client.get(path, headers=forwarded)
    assert answer.status_code == 200
    assert "evil.example" not in answer.text
    assert "gopher" not in answer.text
    assert "http://localhost" not in answer.text
    assert path == "/feed.atom" or f"{URL}/" in answer.text or f"{URL}," in answer.text or f'"{URL}"' in answer.text


def test_redirects_stay_on_the_site(site: Site) -> None:
    answer = visitor(site, url=URL).get("/doc/skerry/", headers={"Host": "localhost"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/doc/skerry")


@pytest.mark.parametrize(
    "host", ["evil.example", "data.example.net.evil.example", "", "a b", "[", "127.0.0.1.evil.example"]
)
def test_a_request_for_another_host_is_refused_in_words(site: Site, host: str) -> None:
    client = visitor(site, url=URL)
    answer = client.get("/", headers={"Host": host})
    assert (answer.status_code, answer.mimetype) == (421, "application/problem+json")
    assert answer.json is not None
    assert f"This site is at {URL}" in answer.json["detail"]
    assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/health", "/ready"):
        assert client.get(path, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["data.example.net", "DATA.example.net.", "data.example.net:8443", "localhost", "[::1]:8000"]
)
def test_the_host_of_the_site_and_names_of_this_machine_are_answered(site: Site, host: str) -> None:
    assert visitor(site, url=URL).get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("told", "host", "status"),
    [
        ({"bound": "127.0.0.1"}, "rebound.example", 421),
        ({"bound": "127.0.0.1"}, "127.0.0.1:8000", 200),
        ({"bound": "127.0.0.1"}, "site.localhost", 200),
        ({"bound": "::1"}, "[::1]:8000", 200),
        ({"bound": "0.0.0.0"}, "anything.example", 200),
        ({"bound": "127.0.0.1", "proxies": 1}, "anything.example", 200),
        ({}, "anything.example", 200),
    ],
)
def test_without_an_address_a_private_server_answers_for_this_machine_only(
    site: Site, told: dict[str, object], host: str, status: int
) -> None:
    assert visitor(site, **told).get("/", headers={"Host": host}).status_code == status


def test_forwarded_hosts_are_read_only_from_proxies_and_without_an_address(site: Site) -> None:
    forwarded = {"X-Forwarded-Host": "other.example", "X-Forwarded-Proto": "https"}
    assert "https://other.example/sitemap.xml" in visitor(site, proxies=1).get("/robots.txt", headers=forwarded).text
    assert "http://localhost/sitemap.xml" in visitor(site).get("/robots.txt", headers=forwarded).text


@pytest.mark.parametrize(
    ("told", "origin", "allowed"),
    [
        ({}, "https://other.example", "*"),
        ({"url": URL, "bound": "127.0.0.1"}, "https://other.example", "*"),
        ({"bound": "0.0.0.0"}, "https://other.example", "*"),
        ({"bound": "127.0.0.1", "proxies": 1}, "https://other.example", "*"),
        ({"bound": "127.0.0.1"}, "https://other.example", None),
        ({"bound": "127.0.0.1"}, "null", None),
        ({"bound": "127.0.0.1"}, "http://[", None),
        ({"bound": "127.0.0.1"}, "https://127.0.0.1.evil.example", None),
        ({"bound": "127.0.0.1"}, "http://127.0.0.1:3333", "http://127.0.0.1:3333"),
        ({"url": "http://localhost:8000", "bound": "0.0.0.0"}, "https://other.example", None),
    ],
)
def test_pages_of_other_sites_read_public_sites_only(
    site: Site, told: dict[str, object], origin: str, allowed: str | None
) -> None:
    client = visitor(site, **told)
    for method in ("GET", "OPTIONS"):
        answer = client.open("/sparql", method=method, headers={"Origin": origin})
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed
        assert ("Origin" in answer.headers.get("Vary", "")) == (allowed != "*")
        if method == "OPTIONS":
            assert ("Access-Control-Allow-Methods" in answer.headers) == bool(allowed)


@pytest.mark.parametrize("name", ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_names_of_this_machine(name: str) -> None:
    assert is_loopback(name)
    assert not is_loopback(f"{name}.example")
    assert not is_loopback("")

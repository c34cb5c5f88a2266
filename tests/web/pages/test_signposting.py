"""Signposts (FAIR Signposting, levels 1 and 2): in the headers, in the HTML and as a link set, and the same in all."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from signposting import find_signposting_http_link
from werkzeug.http import parse_options_header

from accord.formats import DOCUMENT_FORMATS, RDF_FORMATS, Format

HOST = "http://localhost/"
IRI = "https://example.org/lights/id/north-head"
DATASET = "https://example.org/lights/dataset"
LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"
ABOUT_PAGE, LANDMARK = "https://schema.org/AboutPage", "https://schema.org/LandmarksOrHistoricalBuildings"
LINKSET = "application/linkset+json"
OURS = {
    "canonical",
    "alternate",
    "license",
    "cite-as",
    "describedby",
    "describes",
    "type",
    "collection",
    "linkset",
    "item",
}

Found = set[tuple[str, str, str]]
"""Relation, address and media type."""


class Head(HTMLParser):
    """The typed links of a page's head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: Found = set()
        self.feed(text.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given["rel"] in OURS and given.get("type") != "application/atom+xml":
            self.links.add((given["rel"] or "", urljoin(HOST, given["href"]), given.get("type") or ""))


def in_headers(client: FlaskClient, path: str) -> Found:
    links = client.head(path, headers={"Accept": "text/html"}).headers["Link"]
    found = set()
    for link in links.split(", <"):
        target, options = parse_options_header(link.lstrip("<").replace(">", "", 1))
        found.add((options["rel"], urljoin(HOST, target), options.get("type", "")))
    return found


def in_linkset(client: FlaskClient, path: str, anchor: str) -> Found:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, LINKSET)
    assert answer.json is not None
    context = next(one for one in answer.json["linkset"] if one["anchor"] == urljoin(HOST, anchor))
    relations = ((rel, targets) for rel, targets in context.items() if rel != "anchor")
    return {(rel, one["href"], one.get("type", "")) for rel, targets in relations for one in targets}


@pytest.mark.parametrize("path", ["/doc/north-head", "/doc/skerry", "/doc/ines-morvan", "/catalog"])
def test_headers_html_and_link_set_say_the_same(client: FlaskClient, path: str) -> None:
    headers = in_headers(client, path)
    text = client.get(path, headers={"Accept": "text/html"}).text
    assert headers == Head(text).links == in_linkset(client, f"{path}.linkset.json", path)
    for format in RDF_FORMATS:
        address = f"{path}.{format.suffix}"
        expected = in_linkset(client, f"{path}.linkset.json", address)
        if address.endswith(".jsonld"):
            expected = {link for link in expected if link[0] != "alternate"}
        assert in_headers(client, address) == expected


def test_the_page_of_a_thing_bears_all_signposts(client: FlaskClient) -> None:
    found = in_headers(client, "/doc/north-head")
    assert {target for rel, target, _ in found if rel == "type"} == {ABOUT_PAGE, LANDMARK}
    assert {(target, media) for rel, target, media in found if rel == "describedby"} == {
        (f"{HOST}doc/north-head.{format.suffix}", format.media) for format in RDF_FORMATS
    }
    assert {
        ("cite-as", IRI, ""),
        ("canonical", f"{HOST}doc/north-head", ""),
        ("license", LICENSE, ""),
        ("collection", DATASET, ""),
        ("linkset", f"{HOST}doc/north-head.linkset.json", LINKSET),
    } <= found


@pytest.mark.parametrize("format", DOCUMENT_FORMATS, ids=lambda format: str(format.name))
def test_the_client_of_signposting_finds_them(client: FlaskClient, format: Format) -> None:
    answer = client.get(f"/doc/north-head.{format.suffix}")
    found = find_signposting_http_link(answer.headers.getlist("Link"), f"{HOST}doc/north-head.{format.suffix}")
    assert found.citeAs is not None
    assert (str(found.citeAs.target), str(found.license.target)) == (IRI, LICENSE)
    assert len(found.describedBy) == (len(RDF_FORMATS) if format.suffix == "html" else 0)


def test_data_lead_back_to_their_page(client: FlaskClient) -> None:
    found = in_headers(client, "/doc/north-head.ttl")
    assert ("describes", f"{HOST}doc/north-head", "text/html") in found
    assert not [one for one in found if one[0] in ("describedby", "type")]


def test_the_dataset_names_its_files(client: FlaskClient) -> None:
    found = in_headers(client, "/catalog")
    assert ("cite-as", DATASET, "") in found
    assert ("type", "https://schema.org/Dataset", "") in found
    assert ("item", f"{HOST}dump.nq", "application/n-quads") in found
    assert not [one for one in found if one[0] == "collection"]


def test_a_site_below_a_path_links_within_it(client: FlaskClient) -> None:
    answer = client.get("/doc/north-head.linkset.json", environ_overrides={"SCRIPT_NAME": "/lights"})
    assert answer.json is not None
    assert answer.json["linkset"][0]["anchor"] == f"{HOST}lights/doc/north-head"
    assert answer.json["linkset"][0]["linkset"][0]["href"] == f"{HOST}lights/doc/north-head.linkset.json"


def test_there_is_no_link_set_of_nothing(client: FlaskClient) -> None:
    assert client.get("/doc/atlantis.linkset.json").status_code == 404

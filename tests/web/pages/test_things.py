"""The IRI of a thing, its document, and HTTP as RFC 9110 has it."""

from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib.compare import isomorphic

from accord.formats import DOCUMENT_FORMATS, RDF_FORMATS, Format
from accord.publication import Publication
from accord.web import Site, create_app
from engines import StoreEngine

DOCUMENT = "/doc/north-head"
IRI = "https://example.org/lights/id/north-head"


def test_the_iri_of_a_thing_leads_to_its_document_on_this_host(client: FlaskClient) -> None:
    for accept in ("text/html", "text/turtle", "image/png", ""):
        answer = client.get("/id/north-head", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["Location"]) == (303, DOCUMENT)
        assert answer.headers["Vary"] == "Accept"


def test_an_unknown_thing_is_not_found(client: FlaskClient) -> None:
    for path in ("/id/atlantis", "/doc/atlantis", "/doc/atlantis.ttl", "/id/a%20b", "/doc/%3Cscript%3E", "/doc/.ttl"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/*", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle; q=1.0", "text/turtle"),
        ("text/turtle;q=0.5, application/rdf+xml;q=0.6", "application/rdf+xml"),
        ("text/html;q=0, */*", "text/turtle"),
        ("text/html;q=0, text/turtle;q=0, */*;q=0.1", "application/ld+json"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/ld+json"),
        ("application/n-triples, */*;q=0.1", "application/n-triples"),
        ("text/plain", "application/n-triples"),
        ("image/png, application/rdf+xml", "application/rdf+xml"),
        ("nonsense, text/turtle;q=high, application/n-triples;q=0.2", "application/n-triples"),
    ],
)
def test_the_document_comes_as_the_visitor_likes(client: FlaskClient, accept: str | None, media: str) -> None:
    answer = client.get(DOCUMENT, headers={} if accept is None else {"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media)
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert answer.headers["Content-Location"].startswith(DOCUMENT + ".")


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "*/*;q=0", "application/sparql-results+json"])
def test_what_is_not_offered_is_refused_with_a_list(client: FlaskClient, accept: str) -> None:
    answer = client.get(DOCUMENT, headers={"Accept": accept})
    assert answer.status_code == 406
    for format in DOCUMENT_FORMATS:
        assert f"{format.media}) at {DOCUMENT}.{format.suffix}" in answer.text


@pytest.mark.parametrize("format", DOCUMENT_FORMATS, ids=lambda format: str(format.name))
def test_a_suffix_fixes_the_format(client: FlaskClient, format: Format) -> None:
    answer = client.get(f"{DOCUMENT}.{format.suffix}", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.mimetype) == (200, format.media)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Location"] == f"{DOCUMENT}.{format.suffix}"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_every_format_is_the_same_graph_to_two_readers(client: FlaskClient) -> None:
    bodies = {format: client.get(f"{DOCUMENT}.{format.suffix}").data for format in RDF_FORMATS}
    graphs = [rdflib.Graph().parse(data=body, format=format.media) for format, body in bodies.items()]
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])
    for format, body in bodies.items():
        assert isinstance(format.syntax, RdfFormat)
        assert len({quad.triple for quad in parse(body, format.syntax)}) == len(graphs[0])


@pytest.mark.parametrize("format", DOCUMENT_FORMATS, ids=lambda format: str(format.name))
def test_a_client_that_has_the_page_gets_304(client: FlaskClient, format: Format) -> None:
    path = f"{DOCUMENT}.{format.suffix}"
    tag = client.get(path).headers["ETag"]
    assert not tag.startswith("W/")
    for tags in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={"If-None-Match": tags})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_format_thing_and_version_has_its_own_tag(client: FlaskClient, tiny: Publication) -> None:
    paths = [f"/doc/{slug}.{format.suffix}" for slug in ("north-head", "skerry") for format in DOCUMENT_FORMATS]
    tags = {client.get(path).headers["ETag"] for path in paths}
    assert len(tags) == len(paths)
    newer = Publication(tiny.root, tiny.settings, tiny.files, "newer")
    answer = create_app(Site.open(newer, StoreEngine(newer))).test_client().get(paths[0])
    assert answer.headers["ETag"] not in tags
    assert answer.headers["Accord-Version"] == "newer"


@pytest.mark.parametrize("path", ["/id/north-head", DOCUMENT, f"{DOCUMENT}.ttl", "/", "/things", "/ontology"])
def test_head_is_get_without_the_body(client: FlaskClient, path: str) -> None:
    head, full = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (full.status_code, b"")
    for answer in (head, full):
        del answer.headers["Server-Timing"]
    assert dict(head.headers) == dict(full.headers)


def test_links_lead_to_the_other_formats_the_iri_and_the_licence(client: FlaskClient) -> None:
    links = client.get(DOCUMENT + ".ttl").headers["Link"]
    assert f'<{DOCUMENT}>; rel="canonical"' in links
    assert f'<{IRI}>; rel="cite-as"' in links
    assert f'<{DOCUMENT}.jsonld>; rel="alternate"; type="application/ld+json"' in links
    assert f"<{DOCUMENT}.ttl>" not in links
    assert '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"' in links


@pytest.mark.parametrize("path", ["/id/north-head", DOCUMENT, "/doc/atlantis", "/", "/static/site.css", "/no/where"])
def test_every_answer_is_open_to_other_sites_and_closed_to_tricks(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert {"Link", "Location", "ETag", "Vary"} <= set(headers["Access-Control-Expose-Headers"].split(", "))
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Accord-Version"]
    assert headers["Cache-Control"]


def test_another_site_may_ask_first(client: FlaskClient) -> None:
    answer = client.options(DOCUMENT)
    assert answer.status_code == 200
    assert "Accept" in answer.headers["Access-Control-Allow-Headers"]


def test_a_site_below_a_path_links_within_it(site: Site) -> None:
    client = create_app(site).test_client()
    page = client.get(DOCUMENT, environ_overrides={"SCRIPT_NAME": "/lights"})
    assert page.headers["Content-Location"] == f"/lights{DOCUMENT}.html"
    assert 'href="/lights/doc/brannoc-bay"' in page.text
    assert 'href="/doc/' not in page.text


def test_the_parameter_format_names_a_format_as_a_suffix_does(client: FlaskClient) -> None:
    assert client.get("/doc/skerry?format=ttl").data == client.get("/doc/skerry.ttl").data
    assert client.get("/doc/skerry?format=application/ld+json").mimetype == "application/ld+json"
    assert client.get("/id/skerry?format=nt").headers["Location"].endswith("/doc/skerry.nt")
    assert client.get("/doc/skerry?format=", headers={"Accept": "text/html"}).mimetype == "text/html"
    assert "ttl" in client.get("/doc/skerry?format=exe", headers={"Accept": "text/plain"}).text
    assert client.get("/doc/skerry?format=exe").status_code == 406

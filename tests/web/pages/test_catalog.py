"""Harvesters, crawlers and programs find their way: by real clients, against a running service where they want one."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import extruct
import pytest
import rdflib
from flask.testing import FlaskClient
from protego import Protego
from pyoxigraph import RdfFormat, parse
from rdflib.namespace import DCAT, RDF, VOID
from signposting import find_signposting_http
from usp.tree import sitemap_tree_for_homepage

from accord.descriptions import DUMPS
from accord.formats import RDF_FORMATS, Format
from accord.publication import Publication
from accord.web import Site, create_app
from places import ROOT
from running import Running, serving

ID = "https://example.org/lights/id/"
DATASET = "https://example.org/lights/dataset"


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with serving(ROOT / "tests" / "publication") as service:
        yield service


# ---------------------------------------------------------------- real clients over HTTP


@pytest.mark.parametrize("path", ["/id/north-head", "/dataset", "/catalog", "/.well-known/void", "/ns", "/dump.ttl"])
def test_rdflib_reads_by_address(running: Running, path: str) -> None:
    assert len(rdflib.Graph().parse(running.url + path)) > 5


def test_a_sitemap_parser_finds_every_page(running: Running, site: Site) -> None:
    pages = {page.url: page.last_modified for page in sitemap_tree_for_homepage(running.url + "/").all_pages()}
    things = {f"{running.url}/doc/{iri.removeprefix(ID)}" for iri in site.things.inventory.things}
    assert things <= pages.keys()
    assert pages[f"{running.url}/doc/north-head"] == site.history.things[ID + "north-head"]
    assert all(running.get(page.removeprefix(running.url)).status in (200, 303) for page in pages)


def test_robots_are_kept_from_questions_and_not_from_pages(running: Running) -> None:
    rules = Protego.parse(running.get("/robots.txt").text)
    assert list(rules.sitemaps) == [f"{running.url}/sitemap.xml"]
    for path in ("/", "/id/north-head", "/doc/north-head.ttl", "/dump.nt", "/sparql", "/catalog"):
        assert rules.can_fetch(running.url + path, "somebot"), path
    assert not rules.can_fetch(running.url + "/sparql?query=ASK%20{}", "somebot")


def test_the_client_of_signposting_follows_an_iri(running: Running) -> None:
    found = find_signposting_http(f"{running.url}/id/north-head")
    assert found.citeAs is not None
    assert str(found.citeAs.target) == ID + "north-head"
    assert len(found.describedBy) == len(RDF_FORMATS)
    assert len(found.types) == 2


def test_a_dump_streams_whole(running: Running) -> None:
    plain, packed = running.get("/dump.nq"), running.get("/dump.nq", Accept_Encoding="gzip")
    assert int(plain.headers["content-length"]) == len(plain.body)
    assert (packed.headers["content-encoding"], gzip.decompress(packed.body)) == ("gzip", plain.body)
    assert plain.headers["etag"] != packed.headers["etag"]


def test_every_graph_can_be_looked_up(running: Running, tiny: Publication) -> None:
    for iri in sorted(tiny.graphs()):
        path = iri.removeprefix(tiny.settings.base)
        assert len(rdflib.Graph().parse(f"{running.url}/{path}")) > 0, iri
    assert len(rdflib.Graph().parse(f"{running.url}/graph/inferred.nt", format="nt")) > 0


# ---------------------------------------------------------------- the catalogue and its kin


def test_the_catalogue_is_a_page_and_a_graph(client: FlaskClient) -> None:
    page = client.get("/catalog", headers={"Accept": "text/html"})
    assert page.status_code == 200
    for format in DUMPS:
        assert f'href="/dump.{format.suffix}"' in page.text
    catalogs = {
        rdflib.Graph().parse(data=client.get(f"/catalog.{one}").data, format=two).value(None, RDF.type, DCAT.Catalog)
        for one, two in (("ttl", "turtle"), ("rdf", "xml"), ("nt", "nt"))
    }
    assert catalogs == {rdflib.URIRef("https://example.org/lights/catalog")}
    assert client.get("/catalog.xyz").status_code == 404


def test_addresses_are_of_the_host_that_is_asked(client: FlaskClient) -> None:
    for host in ("http://here.example/", "http://there.example/"):
        graph = rdflib.Graph().parse(data=client.get("/catalog.ttl", base_url=host).data, format="turtle")
        assert {str(url) for url in graph.objects(None, DCAT.endpointURL)} == {f"{host}sparql"}
        assert (rdflib.URIRef(DATASET), RDF.type, DCAT.Dataset) in graph
        assert f"Sitemap: {host}sitemap.xml" in client.get("/robots.txt", base_url=host).text
        assert f"<loc>{host}doc/north-head</loc>" in client.get("/sitemap.xml", base_url=host).text


def test_the_iri_of_the_dataset_leads_to_its_catalogue(client: FlaskClient) -> None:
    answer = client.get("/dataset")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/catalog")


def test_void_is_where_its_standard_wants_it(client: FlaskClient) -> None:
    answer = client.get("/.well-known/void")
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    assert graph.value(None, RDF.type, VOID.Dataset) is not None
    assert client.get("/.well-known/void", headers={"Accept": "application/rdf+xml"}).mimetype == "application/rdf+xml"


def test_the_interfaces_are_listed(client: FlaskClient) -> None:
    answer = client.get("/.well-known/api-catalog")
    assert answer.content_type == 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
    assert 'rel="api-catalog"' in client.head("/.well-known/api-catalog").headers["Link"]
    listed, endpoint = json.loads(answer.text)["linkset"]
    addresses = [one["href"] for one in listed["item"]]
    assert "http://localhost/sparql" in addresses
    assert endpoint["anchor"] == "http://localhost/sparql"
    for relation in ("service-desc", "service-doc", "service-meta"):
        assert client.get(endpoint[relation][0]["href"], headers={"Accept": "*/*"}).status_code == 200


@pytest.mark.parametrize("format", DUMPS, ids=lambda format: str(format.name))
def test_a_dump_comes_in_each_format(client: FlaskClient, format: Format) -> None:
    answer = client.get("/dump", headers={"Accept": format.media})
    assert answer.mimetype == format.media
    assert "Accept" in answer.headers["Vary"].split(", ")
    assert answer.data == client.get(f"/dump.{format.suffix}").data
    assert isinstance(format.syntax, RdfFormat)
    assert sum(1 for _ in parse(answer.data, format.syntax)) > 100
    page = client.get("/catalog.html").text
    assert hashlib.sha256(answer.data).hexdigest() in page
    assert client.get(f"/dump.{format.suffix}", headers={"If-None-Match": answer.headers["ETag"]}).status_code in (
        200,
        304,
    )


# ---------------------------------------------------------------- what search engines read in pages


def structured(client: FlaskClient, path: str) -> dict[str, Any]:
    text = client.get(path, headers={"Accept": "text/html"}).text
    (found,) = extruct.extract(text, syntaxes=["json-ld"])["json-ld"]
    assert isinstance(found, dict)
    return found


def test_a_thing_is_described_in_schema_org(client: FlaskClient) -> None:
    found = structured(client, "/doc/north-head")
    assert (found["@id"], found["@type"]) == (ID + "north-head", ["LandmarksOrHistoricalBuildings"])
    assert found["name"] == "North Head Light"
    assert found["description"] == "A squat granite tower at the mouth of the bay."
    assert {"https://example.com/register/17", "https://example.net/lights/%C3%B8"} <= set(map(str, found["sameAs"]))


def test_the_home_page_describes_the_dataset(client: FlaskClient) -> None:
    for path in ("/", "/catalog"):
        found = structured(client, path)
        assert (found["@id"], found["@type"], found["license"]) == (DATASET, "Dataset", found["license"])
        assert isinstance(found["distribution"], list)
        assert [one["encodingFormat"] for one in found["distribution"]] == [format.media for format in DUMPS]


@pytest.mark.parametrize("path", ["/things", "/ontology", "/sparql", "/graph/data/lights/skerry", "/doc/skerry"])
def test_every_page_says_something_to_search_engines(client: FlaskClient, path: str) -> None:
    found = structured(client, path)
    assert found["name"]
    assert DATASET in json.dumps(found)


# ---------------------------------------------------------------- times


def test_a_document_tells_when_it_changed(client: FlaskClient, site: Site) -> None:
    for path, iri in (("/doc/north-head.ttl", "north-head"), ("/doc/skerry", "skerry")):
        modified = parsedate_to_datetime(client.get(path).headers["Last-Modified"])
        assert modified == site.history.things[ID + iri]
        for since, status in (
            (modified, 304),
            (modified + timedelta(days=1), 304),
            (modified - timedelta(days=1), 200),
        ):
            again = client.get(path, headers={"If-Modified-Since": format_datetime(since, usegmt=True)})
            assert again.status_code == status
        both = {"If-Modified-Since": format_datetime(datetime.now(UTC), usegmt=True), "If-None-Match": '"other"'}
        assert client.get(path, headers=both).status_code == 200


def test_a_graph_tells_when_its_file_changed(real_client: FlaskClient, real_site: Site) -> None:
    path, modified = min(real_site.history.files.items(), key=lambda one: one[1])
    answer = real_client.get(f"/graph/{path.removesuffix('.ttl')}")
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == modified


# ---------------------------------------------------------------- the permanent address


def test_the_rewrite_rules_lead_to_what_the_site_has(real_site: Site) -> None:
    lines = (ROOT / "data/w3id/.htaccess").read_text("utf-8").splitlines()
    rules = [line.split() for line in lines if line.startswith("RewriteRule")]
    hosts = {target.split("/")[2] for _, _, target, _ in rules}
    assert "RewriteEngine on" in lines
    assert len(hosts) == 1
    addresses = create_app(real_site).url_map.bind("localhost")
    samples = ["", "ns", "dataset", "id/university-of-oxford", "graph/data/publication", "doc/university-of-oxford.ttl"]
    samples += ["catalog", "dump.nt", ".well-known/void", "sparql"]
    for path in samples:
        target = next(re.sub(pattern, rule, path) for _, pattern, rule, _ in rules if re.match(pattern, path))
        assert target.replace("$1", "").startswith("https://")
        assert addresses.test(f"/{path}", "GET"), path
    for _, pattern, target, flags in rules:
        assert (flags, target.count("$")) == ("[R=302,L]", re.compile(pattern).groups)


def test_the_shapes_are_one_graph(client: FlaskClient, tiny: Publication) -> None:
    answer = client.get("/shapes")
    expected = {quad.triple for quad in tiny.quads("shapes")}
    assert (answer.mimetype, len(expected) > 0) == ("text/turtle", True)
    assert len(rdflib.Graph().parse(data=answer.text, format="turtle")) == len(expected)
    assert client.get("/shapes.jsonld").mimetype == "application/ld+json"
    assert client.get("/shapes.csv").status_code == 404


def test_the_root_negotiates_the_description_of_the_dataset(client: FlaskClient) -> None:
    assert client.get("/").mimetype == client.get("/index.html").mimetype == "text/html"
    answer = client.get("/", headers={"Accept": "text/turtle"})
    assert (answer.mimetype, answer.headers["Content-Location"]) == ("text/turtle", "/index.ttl")
    assert client.get("/index.ttl").data == answer.data == client.get("/catalog.ttl").data
    assert client.get("/index.csv").status_code == 404

"""IRI <-> address: every described IRI has a page, and every address means one IRI."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from pyoxigraph import QuerySolutions

from accord.publication import Publication
from accord.things.lists.query import ListQuery
from accord.web import Hosts, Site, create_app
from accord.web.site.addresses import is_route
from engines import StoreEngine

PREFIXES = """
@prefix ex: <https://e.example/x/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
CONFIGURATION = """
ex:dataset a void:Dataset ; dcterms:title "Odd"@en ; void:uriSpace "https://e.example/x/" , "https://two.example/y/" .
"""
NAMES = """
id/start id/a%20b id/caf%C3%A9 id/v1.ttl id/v2 id/v2.ttl id/index.html id/q?x=1 id/q id/AC/DC id/Acme_Inc. id/CASE
id/case id/日本語 id/ü id/%C3%BC id/a//b id/semi;colon id/slash/ entity/Q42 entity/Q42#part resource/x resource/x.ttl
things/none search sparql/y hash#one hash#two scheme scheme#c1 id/entity/Q42 id/it's,(so)!
id/line%0Abreak id/nul%00byte id/two.. id/end?
""".split()  # noqa: SIM905


def opened(folder: Path, data: str, ontology: str = "") -> Site:
    """A folder with this data, opened."""
    for path, text in {"data/publication.ttl": CONFIGURATION, "data/d.ttl": data, "ontology/o.ttl": ontology}.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(PREFIXES + text, "utf-8")
    publication = Publication.read(folder)
    return Site.open(publication, StoreEngine(publication))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Things at many kinds of IRIs, each with a label that is its IRI."""
    iris = [f"https://e.example/x/{name}" for name in NAMES]
    iris += ["https://two.example/y/z", "https://two.example/y/entity/Q42", "https://far.example/a?b=c#d", "urn:isbn:1"]
    lines = [f'<{iri}> rdfs:label "{iri}" ; rdfs:seeAlso <https://e.example/x/id/start> .' for iri in iris]
    typed = "<https://e.example/x/scheme> a skos:ConceptScheme ."
    return opened(tmp_path_factory.mktemp("odd"), "\n".join([*lines, typed]))


@pytest.fixture(scope="module")
def visitor(odd: Site) -> FlaskClient:
    return create_app(odd).test_client()


def test_all_described_iris_are_things_but_parts(odd: Site) -> None:
    described = odd.things.inventory.described - {"https://e.example/x/dataset"}
    assert described - set(odd.things.inventory.things) == {"https://e.example/x/entity/Q42#part"}
    assert odd.things.class_index.things == len(odd.search.things) == len(NAMES) + 3


def test_each_thing_has_its_own_page_and_data(odd: Site, visitor: FlaskClient) -> None:
    pages: set[str] = set()
    for iri in odd.things.inventory.things:
        place = odd.addresses.place(iri)
        page, shown = visitor.get(place.at("html")), str(escape(iri))
        assert f"<code>{shown}</code>" in page.text, iri
        assert f'rdfs:label "{iri}"' in visitor.get(place.at("ttl")).text, iri
        assert f"<h1>{shown}</h1>" in visitor.get(place.at(), headers={"Accept": "text/html"}).text
        card = visitor.get(odd.addresses.place(iri, "card").at())
        assert f'<link rel="canonical" href="{shown}">' in card.text
        pages.add(place.at())
    assert len(pages) == len(odd.things.inventory.things)


def test_each_iri_leads_to_its_document(odd: Site, visitor: FlaskClient) -> None:
    for iri in odd.things.inventory.things:
        address = odd.addresses.identify(iri)
        answer = visitor.get(address)
        if address != odd.addresses.place(iri).at():
            assert (answer.status_code, answer.headers["Location"]) == (303, odd.addresses.place(iri).at()), iri
        assert visitor.get("/sameas", query_string={"uri": iri}).status_code == 302, iri


@pytest.mark.parametrize(
    ("sent", "document"),
    [
        ("/id/a%20b", "/doc/a%20b"),
        ("/id/v1.ttl", "/doc/v1.ttl"),
        ("/id/q?x=1", "/doc/q%3Fx=1"),
        ("/id/q?x=2", "/doc/q"),
        ("/id/end?", "/doc/end%3F"),
        ("/id/end%3F", "/doc/end%3F"),
        ("/id/%C3%BC", "/doc/%C3%BC"),
        ("/id/AC/DC", "/doc/AC/DC"),
        ("/id/AC%2FDC", "/doc/AC/DC"),
        ("/id/c%61se", "/doc/case"),
        ("/id/a//b", "/doc/a//b"),
        ("/id/Acme_Inc.", "/doc/Acme_Inc."),
        ("/entity/Q42", "/resource?iri=https://e.example/x/entity/Q42"),
        ("/resource/x", "/resource?iri=https://e.example/x/resource/x"),
        ("/resource/x.ttl", "/doc/resource/x.ttl"),
        ("/id/v2", "/resource?iri=https://e.example/x/id/v2"),
        ("/z", "/doc/z"),
        ("/x/id/start", "/doc/start"),
        ("/hash", "/doc/hash"),
    ],
)
def test_the_path_as_it_was_sent_is_the_iri(visitor: FlaskClient, sent: str, document: str) -> None:
    answer = visitor.get(sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, document)


def test_what_is_outside_or_in_the_way_of_a_route_is_at_resource(odd: Site, visitor: FlaskClient) -> None:
    for iri in ("urn:isbn:1", "https://e.example/x/search", "https://e.example/x/things/none"):
        assert odd.addresses.place(iri).path == "/resource"
        for address in (
            f"/resource.ttl?iri={iri}",
            f"/resource?iri={iri}&format=ttl",
            f"/resource?iri={iri}&format=text/turtle",
        ):
            assert f'rdfs:label "{iri}"' in visitor.get(address).text
        assert visitor.get(f"/resource.linkset.json?iri={iri}").status_code == 200
    assert visitor.get("/resource?iri=https://nobody.example/").status_code == 404
    assert visitor.get("/resource").status_code == 404
    assert visitor.get("/resource.pdf?iri=urn:isbn:1").status_code == 404


def test_hash_iris_have_pages_of_their_own_where_no_thing_has_their_document(visitor: FlaskClient) -> None:
    whole = visitor.get("/doc/hash.ttl").text
    assert "hash#one" in whole
    assert "hash#two" in whole
    page = visitor.get("/doc/scheme.html").text
    assert 'href="/doc/scheme%23c1"' in page
    assert 'href="/doc/entity/Q42' not in page
    assert "rdfs:label" in visitor.get("/doc/scheme%23c1.ttl").text


def test_every_link_of_every_page_leads_to_a_page(visitor: FlaskClient) -> None:
    waiting, seen = ["/", "/things", "/ontology", "/search?q=", "/sitemap.xml"], set()
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in seen:
            continue
        seen.add(address)
        answer = visitor.get(address, headers={"Accept": "text/html"})
        assert answer.status_code < 400, address
        text = answer.data.decode("utf-8", "replace")  # a workbook is a ZIP file
        links = re.findall(r'<a [^>]*?href="(/(?!/)[^"]*)|<loc>http://localhost(/[^<]*)', text)
        waiting += [unescape(link) for pair in links for link in pair if link]
        waiting += [answer.headers["Location"]] if answer.status_code in (301, 302, 303, 308) else []
    assert len(seen) > len(NAMES)


def test_an_iri_whose_scheme_is_like_a_prefix_stays_whole(odd: Site) -> None:
    assert odd.addresses.expand("dcterms:title") == "http://purl.org/dc/terms/title"
    assert odd.addresses.expand("ex:Bees/csv") == "ex:Bees/csv"


def test_a_graph_that_a_file_names_has_a_short_name(odd: Site) -> None:
    assert odd.addresses.file("https://e.example/x/graph/data/d") == "data/d.ttl"
    assert odd.addresses.file("https://np.example/RA2e#pubinfo") == "pubinfo"


def test_a_prefix_of_a_proxy_is_kept_in_all_links(odd: Site) -> None:
    client = create_app(odd, Hosts(proxies=1)).test_client()
    headers = {"X-Forwarded-Prefix": "/data", "Accept": "text/html"}
    page = client.get("/doc/start", headers=headers)
    links = re.findall(r' (?:href|src|action)="(/[^"]*)"', page.text)
    assert len(links) > 10
    assert [link for link in links if not link.startswith("/data/")] == []
    assert client.get("/id/start", headers=headers).headers["Location"] == "/data/doc/start"
    assert client.get("/resource/", headers=headers).headers["Location"] == "/data/resource"
    untrusted = create_app(odd).test_client().get("/id/start", headers=headers)
    assert untrusted.headers["Location"] == "/doc/start"


@pytest.mark.parametrize("path", ["/sparql", "/catalog", "/things", "/id/start", "/doc/start", "/sameas", "/ontology"])
def test_a_slash_at_the_end_is_taken_away(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(f"{path}/?a=b")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{path}?a=b")


def test_a_query_posted_with_a_slash_too_many_is_led_to_the_endpoint(visitor: FlaskClient) -> None:
    answer = visitor.post("/sparql/", data={"query": "ASK {}"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/sparql")
    assert visitor.post("/catalog").status_code == 405


@pytest.mark.parametrize(
    ("accept", "type"),
    [("*/*", "text/turtle"), ("", "text/turtle"), ("text/html,application/xml;q=0.9,*/*;q=0.8", "text/html")],
)
def test_a_harvester_that_names_no_format_gets_the_catalogue_as_data(
    visitor: FlaskClient, accept: str, type: str
) -> None:
    assert visitor.get("/catalog", headers={"Accept": accept}).mimetype == type


def test_programs_find_the_interfaces_from_the_home_page(visitor: FlaskClient) -> None:
    links = visitor.get("/", headers={"Accept": "text/html"}).headers["Link"]
    for relation, address in (("api-catalog", "/.well-known/api-catalog"), ("service-desc", "/openapi.json")):
        assert f'<{address}>; rel="{relation}"' in links
        assert visitor.get(address).status_code == 200


def test_a_citation_leads_to_an_answer_where_the_data_are_not_in_git(visitor: FlaskClient) -> None:
    page = visitor.get("/cite?query=ASK%7B%7D", headers={"Accept": "text/html"})
    (address,) = re.findall(r'<a href="([^"]*)">This address</a>', page.text)
    assert visitor.get(unescape(address)).status_code == 200


def test_a_path_of_slashes_leads_to_no_other_host(visitor: FlaskClient) -> None:
    path = {"PATH_INFO": "//evil.example/", "RAW_URI": "//evil.example/"}
    assert visitor.get("/", environ_overrides=path).status_code == 404


def test_the_routes_of_the_site_are_known(visitor: FlaskClient) -> None:
    rules = [rule.rule for rule in visitor.application.url_map.iter_rules() if rule.rule != "/<path:name>"]
    assert [rule for rule in rules if not is_route(re.sub("<int:.*>", "1", rule)[1:].replace("<suffix>", "ttl"))] == []
    assert not is_route("entity/Q42")
    assert not is_route("resource/x")


def test_the_query_of_a_list_gives_the_things_of_the_list(odd: Site) -> None:
    engine = odd.engine
    assert isinstance(engine, StoreEngine)
    lists = [odd.things.lists.read(ListQuery(kind.iri)) for kind in odd.things.class_index.kinds()]
    assert [len(found.things) for found in lists if found] == [len(odd.things.inventory.things) - 1, 1]
    for found in filter(None, lists):
        rows = engine.store.query(found.query, use_default_graph_as_union=True)
        assert isinstance(rows, QuerySolutions)
        answer = [row["thing"].value for row in rows]
        parts = {"https://e.example/x/entity/Q42#part", "https://e.example/x/dataset"}
        assert [iri for iri in answer if iri not in parts] == list(found.things)


@pytest.mark.parametrize("name", ["site", "real_site"])
def test_addresses_of_the_pattern_id_stay_as_they_were(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    base = site.publication.settings.base
    slugs = {iri: iri.removeprefix(f"{base}id/") for iri in site.things.inventory.things}
    assert all(re.fullmatch("[a-z0-9-]+", slug) for slug in slugs.values())
    for iri, slug in slugs.items():
        assert site.addresses.identify(iri) == f"/id/{slug}"
        assert site.addresses.path(iri) == site.addresses.place(iri).at() == f"/doc/{slug}"
        assert site.addresses.path(f"{iri}#part") in (None, f"/doc/{slug}#part")
        assert site.addresses.place(iri, "card").at() == f"/card/{slug}"
    assert site.addresses.path(f"{base}dataset") == "/catalog"
    assert site.addresses.path(f"{base}graph/data/x") == "/graph/data/x"


def test_terms_of_one_name_in_several_vocabularies_have_anchors_of_their_own(tmp_path: Path) -> None:
    one, other = "https://one.example/v#status", "https://other.example/v#status"
    ontology = f"<{one}> a owl:ObjectProperty . <{other}> a owl:ObjectProperty ."
    site = opened(tmp_path, f"ex:t rdfs:label 't' ; <{one}> ex:t ; <{other}> ex:t .", ontology)
    page = create_app(site).test_client().get("/ontology").text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {site.addresses.anchor(one), site.addresses.anchor(other)} <= set(ids)
    assert site.addresses.path(one) != site.addresses.path(other)

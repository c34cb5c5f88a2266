"""The home page, the ontology and the source files."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from accord.formats import RDF_FORMATS, Format
from accord.publication import Publication
from accord.web import Site


class Links(HTMLParser):
    """The addresses of the links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.add(dict(attrs)["href"] or "")


def links(client: FlaskClient, path: str) -> set[str]:
    return Links(client.get(path, headers={"Accept": "text/html"}).text).found


def test_home_says_what_this_is_and_how_much(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "<h1>Lights of the Outer Coast</h1>" in page
    assert "Every lighthouse of a small coast" in page
    assert "All 9 things" in page
    assert 'href="/things/Structure"' in page


@pytest.mark.parametrize("name", ["client", "real_client"])
def test_everything_is_two_clicks_from_home(name: str, request: pytest.FixtureRequest) -> None:
    visitor: FlaskClient = request.getfixturevalue(name)
    site: Site = visitor.application.extensions["accord"]
    lists = {address for address in links(visitor, "/") if address.startswith("/things/")}
    near = {address for one in lists for address in links(visitor, one)}
    assert len([address for address in near if address.startswith("/doc/")]) == site.things.class_index.things


def test_the_ontology_page_shows_each_term_at_its_anchor(client: FlaskClient, site: Site) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    for iri in site.things.vocabulary:
        assert f'id="{site.addresses.anchor(iri)}"' in page
    assert page.index('id="Structure"') < page.index('id="Lighthouse"') < page.index('id="standsOn"')
    assert 'href="/ontology/Coast"' in page
    assert "Version 1.2.0" in page


@pytest.mark.parametrize("path", ["/ns", "/ontology"])
@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: str(format.name))
def test_the_ontology_is_a_graph_too(client: FlaskClient, tiny: Publication, path: str, format: Format) -> None:
    assert isinstance(format.syntax, RdfFormat)
    wanted = {quad.triple for quad in tiny.quads("ontology")}
    for answer in (client.get(path, headers={"Accept": format.media}), client.get(f"{path}.{format.suffix}")):
        assert answer.mimetype == format.media
        assert {quad.triple for quad in parse(answer.data, format.syntax)} == wanted


def test_the_ontology_in_no_known_format_is_not_found(client: FlaskClient) -> None:
    assert client.get("/ns.docx").status_code == 404


def test_a_graph_in_turtle_is_the_file_itself(client: FlaskClient, tiny: Publication) -> None:
    file = next(one for one in tiny.files if one.path == "data/lights/north-head.ttl")
    answer = client.get("/graph/data/lights/north-head", headers={"Accept": "text/turtle"})
    assert (answer.data, answer.mimetype) == (file.data, "text/turtle")


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: str(format.name))
def test_a_graph_comes_in_every_format(client: FlaskClient, format: Format) -> None:
    assert isinstance(format.syntax, RdfFormat)
    answer = client.get(f"/graph/data/lights/skerry.{format.suffix}")
    assert len(list(parse(answer.data, format.syntax))) == 10


def test_a_graph_shows_its_lines_to_people(client: FlaskClient) -> None:
    page = client.get("/graph/data/lights/skerry.html").text
    assert '<li id="L1"><code># A light whose label' in page
    assert page.count("<script") == page.count('<script type="application/ld+json">') == 1


@pytest.mark.parametrize("path", ["/graph/data/nothing", "/graph/../pyproject", "/graph//etc/passwd", "/graph/data/"])
def test_only_graphs_of_the_publication_are_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in (308, 404)


def test_the_style_sheet_may_be_kept_and_its_address_changes_with_it(client: FlaskClient) -> None:
    address = client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    with client.get(address) as answer:
        assert answer.mimetype == "text/css"
        assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "?v=" in address


def test_every_page_has_a_description_and_every_dataset_in_it_too(client: FlaskClient) -> None:
    for path in ("/", "/doc/skerry", "/things", "/things/Coast", "/catalog", "/ontology", "/queries", "/limits.html"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        assert len(re.findall(r'<meta name="description" content="[^"]+">', text)) == 1, path
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        assert found is not None
        structured = json.loads(found[1])
        nested = [structured, structured.get("about"), structured.get("subjectOf")]
        datasets = [one for one in nested if one and one["@type"] == "Dataset"]
        assert datasets, path
        assert all(one["name"] and one["description"] for one in datasets), path


def test_an_amount_in_two_units_is_at_the_top_in_both(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/novo-nordisk-investment.html").text
    assert re.findall('<span class="figure">(.+?)</span>', page) == [
        "around 1 billion Danish kroner",
        "115 million British pounds",
    ]


def test_a_date_that_is_only_the_latest_possible_is_said_so_on_other_pages(real_client: FlaskClient) -> None:
    assert re.search(r"· by <time[^>]*>24 February 2026", real_client.get("/doc/university-of-oxford.html").text)

"""The home page, the lists, the ontology and the source files."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from accord.formats import GRAPHS, Format
from accord.names import RDF
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.pages import LISTED
from engines import StoreEngine

LIGHT = "https://example.org/lights/ns#"
ID = "https://example.org/lights/id/"


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
    assert "all 9 things" in page
    assert 'href="/things?class=light:Structure"' in page


@pytest.mark.parametrize("name", ["client", "real_client"])
def test_everything_is_two_clicks_from_home(name: str, request: pytest.FixtureRequest) -> None:
    visitor: FlaskClient = request.getfixturevalue(name)
    site: Site = visitor.application.extensions["accord"]
    lists = {address for address in links(visitor, "/") if address.startswith("/things?")}
    near = {address for one in lists for address in links(visitor, one)}
    assert len([address for address in near if address.startswith("/doc/")]) == site.catalogue.things


def test_a_list_names_its_things_whether_the_class_is_short_or_in_full(client: FlaskClient) -> None:
    short = client.get("/things", query_string={"class": "light:Lighthouse"})
    full = client.get("/things", query_string={"class": LIGHT + "Lighthouse"})
    assert short.data == full.data
    assert 'href="/doc/north-head"' in short.text
    assert "A squat granite tower" in short.text
    assert "<h1>lighthouse</h1>" in short.text


@pytest.mark.parametrize(
    "query", ["class=light:Nobody", "class=http://[", "class=light:Coast&page=2", "page=2", "class=light:Coast&page=0"]
)
def test_a_list_that_is_not_there_is_not_found(client: FlaskClient, query: str) -> None:
    assert client.get(f"/things?{query}").status_code == 404


def test_a_long_list_comes_in_pages(tiny: Publication) -> None:
    engine = StoreEngine(tiny)
    graph = NamedNode(tiny.graph(next(file for file in tiny.files if file.role == "data")))
    for number in range(LISTED):
        light = NamedNode(f"{ID}light-{number}")
        engine.store.add(Quad(light, NamedNode(RDF + "type"), NamedNode(LIGHT + "Lighthouse"), graph))
        engine.store.add(Quad(light, NamedNode("http://xmlns.com/foaf/0.1/name"), Literal(f"Light {number}"), graph))
    client = create_app(Site.open(tiny, engine)).test_client()
    first, second = (client.get(f"/things?class=light:Lighthouse&page={page}").text for page in (1, 2))
    assert "1,002 things" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev"' in second
    assert "Skerry" in second
    assert client.get("/things?class=light:Lighthouse&page=3").status_code == 404


def test_the_ontology_page_shows_each_term_at_its_anchor(client: FlaskClient, site: Site) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    for iri in site.vocabulary:
        assert f'id="{site.addresses.anchor(iri)}"' in page
    assert page.index('id="Structure"') < page.index('id="Lighthouse"') < page.index('id="standsOn"')
    assert "A tower with a lamp that guides ships at night." in page
    assert 'href="/ontology#Coast"' in page
    assert "Version 1.2.0" in page


@pytest.mark.parametrize("path", ["/ns", "/ontology"])
@pytest.mark.parametrize("format", GRAPHS, ids=lambda format: str(format.name))
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


@pytest.mark.parametrize("format", GRAPHS, ids=lambda format: str(format.name))
def test_a_graph_comes_in_every_format(client: FlaskClient, format: Format) -> None:
    assert isinstance(format.syntax, RdfFormat)
    answer = client.get(f"/graph/data/lights/skerry.{format.suffix}")
    assert len(list(parse(answer.data, format.syntax))) == 10


def test_a_graph_shows_its_lines_to_people(client: FlaskClient) -> None:
    page = client.get("/graph/data/lights/skerry.html").text
    assert '<li id="L1"><code># A light whose label' in page
    assert "<script" not in page


@pytest.mark.parametrize("path", ["/graph/data/nothing", "/graph/../pyproject", "/graph//etc/passwd", "/graph/data/"])
def test_only_graphs_of_the_publication_are_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in (308, 404)


def test_the_style_sheet_may_be_kept_and_its_address_changes_with_it(client: FlaskClient) -> None:
    address = client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    with client.get(address) as answer:
        assert answer.mimetype == "text/css"
        assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "?v=" in address

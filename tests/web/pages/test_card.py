"""What others copy to link to a thing, and the card that they embed."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from accord.names import OWL, SKOS
from accord.web import Site

IRI = "https://example.org/lights/id/north-head"
BROWSER = {"Accept": "text/html"}


class Fields(HTMLParser):
    """The fields of a page that hold something to copy: name -> texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._name = ""
        self._within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "label":
            self._name = ""
        self._within = tag
        if tag == "input" and "readonly" in given:
            self.found.setdefault(self._name, []).append(given["value"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "span":
            self._name = data
        if self._within == "textarea":
            self.found.setdefault(self._name, []).append(data)


def fields(client: FlaskClient, slug: str) -> dict[str, list[str]]:
    page = client.get(f"/doc/{slug}", headers=BROWSER).text
    assert "<summary>Cite or link to this</summary>" in page
    return Fields(page.partition('<details class="linking">')[2].partition("</details>")[0]).found


def test_every_thing_has_what_it_takes_to_link_to_it(client: FlaskClient, site: Site) -> None:
    for kind in site.things.class_index.kinds():
        for iri in site.things.class_index.members(kind.iri):
            found = fields(client, iri.rpartition("/")[2])
            assert found["IRI"] == [iri]
            assert {"Turtle", "HTML", "Wiki link", "Wiki citation", "Card to embed", "BibTeX"} <= set(found)


@pytest.mark.parametrize(("name", "predicate"), [("Turtle", OWL + "sameAs"), ("Turtle (SKOS)", SKOS + "exactMatch")])
def test_the_turtle_is_turtle(client: FlaskClient, name: str, predicate: str) -> None:
    line = fields(client, "north-head")[name][0].replace("YOUR-IRI", "https://yours.example/1")
    (quad,) = parse(line.encode(), RdfFormat.TURTLE)
    assert (quad.subject.value, quad.predicate, quad.object) == (
        "https://yours.example/1", NamedNode(predicate), NamedNode(IRI),
    )  # fmt: skip


def test_codes_of_registers_and_iris_of_others_are_there(client: FlaskClient, real_client: FlaskClient) -> None:
    assert "https://example.com/register/17" in fields(client, "north-head")["same as"]
    oxford = fields(real_client, "oxford")
    assert oxford["Wikidata"] == ["Q34217"]
    assert "http://www.wikidata.org/entity/Q34217" in oxford["same as"]


def test_markup_to_copy_keeps_names_as_text(client: FlaskClient) -> None:
    found = fields(client, "skerry")
    name = "Skerry <script>alert('lamp')</script> & \"Son\""
    assert found["HTML"][0].startswith('<a href="https://example.org/lights/id/skerry">Skerry &lt;script&gt;')
    assert html.unescape(re.sub(r"</?a[^>]*>", "", found["HTML"][0])) == name
    assert 'src="https://example.org/lights/card/skerry"' in found["Card to embed"][0]
    assert "<script" not in found["Card to embed"][0]
    wiki = found["Wiki link"][0]
    assert (wiki.count("["), wiki.count("]"), "<" in wiki) == (1, 1, False)


def test_the_citation_tells_the_version_and_its_day(client: FlaskClient, site: Site) -> None:
    entry = fields(client, "skerry")["BibTeX"][0]
    day = f"{site.history.latest:%Y-%m-%d}"
    assert entry.startswith("@misc{skerry,\n")
    assert entry.count("{") - entry.count("\\{") == entry.count("}") - entry.count("\\}")
    assert f"note = {{Data version {site.publication.version} of {day}}}" in entry
    assert r"\& " in entry
    assert "author = {{Harbour Office}}" in entry
    assert fields(client, "skerry")["Wiki citation"][0].endswith(f"|publisher=Harbour Office |date={day}}}}}")


def test_the_card_may_be_in_any_page_and_do_nothing_there(client: FlaskClient) -> None:
    for address in ("/card/north-head", "/card/north-head.html"):
        answer = client.get(address)
        assert answer.headers.getlist("Content-Security-Policy") == [
            "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors *"
        ]
        assert f'href="{IRI}"' in answer.text
        assert "A squat granite tower" in answer.text


def test_other_pages_may_still_not_be_framed(client: FlaskClient) -> None:
    for address in ("/doc/north-head", "/card/atlantis"):
        (policy,) = client.get(address).headers.getlist("Content-Security-Policy")
        assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("address", ["/card/atlantis", "/card/north-head.ttl", "/card/%3Cb%3E"])
def test_there_is_no_card_of_what_is_not_there(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404

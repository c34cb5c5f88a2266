"""What data and strangers may hold: no label and no text makes an answer 500, and no header is longer than allowed."""

from __future__ import annotations

import shutil
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.sparql.explanation import MAX_HINT_CHARS
from engines import StoreEngine

LABELS = {
    "digits": "9" * 4_400,
    "zeros": "0" * 4_400,
    "other-digits": "٣" * 4_400,
    "letters": "a" * 100_000,
    "spaces": " " * 1_000,
    "nothing": "",
    "marks": "\u0301" * 1_000,
    "points": "." * 5_000,
    "folds-long": "\ufdfa" * 1_000,
    "right-to-left": "\u202e" + "abc",
    "controls": "a\x01\x0b\x1f\x7fb",
    "a-code": "Q" + "1" * 5_000,
}
FILE = """\
# Lights with odd names.

@prefix id: <https://example.org/lights/id/> .
@prefix light: <https://example.org/lights/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

"""
TEXTS = ["%00", "%01%1F%7F", "%ED%A0%80", "%FF%FE", "%F0%90", "%C0%80", "%0A%0D", "%E2%80%AE", "%", "%zz", "9" * 4_400]
"""What a URL may say: control characters, halves of pairs and other bytes that are not UTF-8, many digits."""


@pytest.fixture(scope="module")
def odd(tiny: Publication, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A visitor of the tiny publication with things of odd names in it."""
    root = tmp_path_factory.mktemp("odd") / "publication"
    shutil.copytree(tiny.root, root)
    things = (f'id:{slug} a light:Coast ; rdfs:label """{label}"""@en .\n' for slug, label in LABELS.items())
    (root / "data" / "odd.ttl").write_text(FILE + "".join(things), "utf-8")
    publication = Publication.read(root)
    return create_app(Site.open(publication, StoreEngine(publication))).test_client()


@pytest.mark.parametrize(
    "path",
    [
        *(f"/doc/{slug}" for slug in LABELS),
        *(
            "/search",
            "/search?q=north",
            "/sameas.csv",
            "/",
            "/reconcile?queries=" + quote('{"a": {"query": "Outer"}}'),
            "/doc/outer-coast",
            "/kind/light:Coast",
            "/feed.atom",
        ),
    ],
)
def test_odd_names_break_no_page(odd: FlaskClient, path: str) -> None:
    assert odd.get(path, headers={"Accept": "text/html, */*;q=0.1"}).status_code in (200, 404)


def test_things_with_odd_names_are_listed(odd: FlaskClient) -> None:
    page = odd.get("/search?kind=light:Coast", headers={"Accept": "text/html"}).text
    assert {slug for slug in LABELS if f'/doc/{slug}"' in page} == LABELS.keys()


@pytest.mark.parametrize("slug", LABELS)
def test_odd_names_can_be_searched_for(odd: FlaskClient, slug: str) -> None:
    assert odd.get(f"/search?q={quote(LABELS[slug][:300])}").status_code == 200


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("path", ["/search?q=", "/sparql?query=", "/doc/", "/sparql?query=ASK{}&default-graph-uri=a:"])
def test_odd_bytes_in_an_address_are_no_fault_of_the_server(odd: FlaskClient, path: str, text: str) -> None:
    assert odd.get(path + text).status_code < 500


@pytest.mark.parametrize("body", [b"ASK {}\x00", b"\xed\xa0\x80", b"\xff", b"ASK { ?s ?p '\\uD800' }", b"\x1b[2J"])
def test_odd_bytes_in_a_query_are_refused(odd: FlaskClient, body: bytes) -> None:
    answer = odd.post("/sparql", data=body, content_type="application/sparql-query")
    assert answer.status_code == 400


def test_a_hint_is_shortened_and_says_so(odd: FlaskClient) -> None:
    name = "x" * 200_000
    term = f"<https://example.org/lights/ns#{name}>"
    answer = odd.post("/sparql", data=f"ASK {{ ?s {term} ?o }}", content_type="application/sparql-query")
    hint = answer.headers["Accord-Hint"]
    assert (answer.status_code, len(hint)) == (200, MAX_HINT_CHARS)
    assert hint.startswith("light:xxx")
    assert hint.endswith("(shortened)")

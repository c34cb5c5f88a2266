"""Pages show images of the hosts that a publication allows; images of others are links, and no other host is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import BlankNode, Literal, NamedNode

from accord.errors import InputError
from accord.names import FOAF, RDFS, SCHEMA
from accord.publication import Publication
from accord.publication.statements.loading import LoadedPublication
from accord.things.facts.images import shown_image
from accord.web import Site, create_app
from engines import StoreEngine

PREFIXES = """
@prefix : <https://e.example/> .
@prefix accord: <https://w3id.org/accord/ns#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix void: <http://rdfs.org/ns/void#> .
"""
THINGS = """
:owl a :Bird ; rdfs:label "owl" ; foaf:depiction <https://pictures.example/owl.jpg?a=1&b=2> ;
    schema:image "https://other.example/owl.jpg" .
"""
ALLOWED = ("pictures.example",)


def folder_of(path: Path, host: str) -> Path:
    line = f':d a void:Dataset ; void:uriSpace "https://e.example/" ; accord:imageHost {host} .'
    (path / "publication.ttl").write_text(PREFIXES + (line if host else ""), "utf-8")
    (path / "birds.ttl").write_text(PREFIXES + THINGS, "utf-8")
    return path


def visitor(path: Path, host: str) -> FlaskClient:
    publication = Publication.read(folder_of(path, host))
    loaded, engine = LoadedPublication.of(publication), StoreEngine(publication)
    engine.patterns = loaded.statements
    return create_app(Site.open(publication, engine, loaded)).test_client()


def test_images_of_allowed_hosts_are_shown(tmp_path: Path) -> None:
    answer = visitor(tmp_path, '"pictures.example"').get("/doc/owl.html")
    (line,) = [line for line in answer.text.splitlines() if "<img class" in line]
    assert 'src="https://pictures.example/owl.jpg?a=1&amp;b=2" alt="depiction: owl"' in line
    assert 'loading="lazy"' in line
    assert 'referrerpolicy="no-referrer"' in line
    assert 'href="https://other.example/owl.jpg"' in answer.text
    assert "img-src 'self' data: https://pictures.example;" in answer.headers["Content-Security-Policy"]


def test_without_the_setting_images_are_links(tmp_path: Path) -> None:
    answer = visitor(tmp_path, "").get("/doc/owl.html")
    assert "<img class" not in answer.text
    assert 'href="https://pictures.example/owl.jpg?a=1&amp;b=2"' in answer.text
    assert "img-src 'self' data:;" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host",
    ["*", "a.example; script-src *", "https://a.example", "A.example", "a.example:8080", "a..b", "-a", "a" * 300],
)
def test_a_setting_that_is_no_host_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(InputError, match="accord:imageHost"):
        Publication.read(folder_of(tmp_path, f'"{host}"'))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://pictures.example/a.png", True),
        ("https://pictures.example:443/a.png", True),
        ("http://pictures.example/a.png", False),
        ("https://pictures.example:8443/a.png", False),
        ("https://pictures.example.evil.example/a.png", False),
        ("https://pictures.example@evil.example/a.png", False),
        ("https://user@pictures.example/a.png", False),
        ("https://pictures.example:x/a.png", False),
        ("https://[a/a.png", False),
        ("javascript:alert(1)", False),
        ("https://pictures.example/" + "a" * 3_000, False),
    ],
)
def test_only_plain_addresses_of_allowed_hosts_are_images(address: str, *, shown: bool) -> None:
    assert bool(shown_image(Literal(address), FOAF + "depiction", ALLOWED)) == shown


def test_only_values_of_properties_for_images_are_images() -> None:
    value = NamedNode("https://pictures.example/a.png")
    assert shown_image(value, SCHEMA + "image", ALLOWED) == value.value
    assert shown_image(value, RDFS + "seeAlso", ALLOWED) == ""
    assert shown_image(BlankNode(), SCHEMA + "image", ALLOWED) == ""

"""Trees and indexes of very many terms are split: no page is long, and nothing is left out without a word."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.publication.statements.loading import LoadedPublication
from accord.things.ontology.trees import MAX_NODES
from accord.web import Site, create_app
from accord.web.pages.dataset import catalog
from engines import StoreEngine

PREFIXES = """
@prefix : <https://big.example/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SIZE = 1_200
BROWSER = {"Accept": "text/html"}
ROW = re.compile("<li|<tr|<dd")
LINK = re.compile('<a [^>]*href="([^"#]*)')


def name(number: int) -> str:
    return f"{['amber', 'basalt', 'cedar', 'delta', 'ember'][number % 5]} {number}"


def concept(number: int, width: int) -> str:
    above = f"skos:broader :n{number // width - 1} ; " if number >= width else ""
    return f':n{number} a skos:Concept ; {above}skos:inScheme :scheme ; skos:prefLabel "{name(number)}"@en .\n'


def kind(number: int, width: int) -> str:
    above = f"rdfs:subClassOf :n{number // width - 1} ; " if number >= width else ""
    return f':n{number} a owl:Class ; {above}rdfs:label "{name(number)}"@en . :i{number} a :n{number} .\n'


def visitor(folder: Path, text: str, *more: str) -> FlaskClient:
    for number, part in enumerate((text, *more), start=1):
        (folder / f"d{number}.ttl").write_text(PREFIXES + part, "utf-8")
    publication = Publication.read(folder)
    loaded, engine = LoadedPublication.of(publication), StoreEngine(publication)
    engine.patterns = loaded.statements
    return create_app(Site.open(publication, engine, loaded)).test_client()


def is_short(page: str) -> bool:
    return len(gzip.compress(page.encode())) < 60_000 and len(ROW.findall(page)) < 2 * MAX_NODES


def reached(visitor: FlaskClient, start: str, wanted: str, followed: str) -> set[str]:
    """The addresses that begin as wanted and are linked from a page or from those that it leads to; all are short."""
    waiting, seen, found = [start], {start}, set()
    while waiting:
        answer = visitor.get(waiting.pop(), headers=BROWSER)
        page = answer.text
        assert answer.status_code == 200
        assert is_short(page)
        for link in LINK.findall(page):
            address = link.replace("&amp;", "&")
            if re.fullmatch(wanted, address):
                found.add(address)
            if re.fullmatch(followed, address) and address not in seen:
                seen.add(address)
                waiting.append(address)
    return found


@pytest.mark.parametrize("width", [6, SIZE])
def test_every_concept_can_be_reached_from_the_home_page(tmp_path: Path, width: int) -> None:
    scheme = ':scheme a skos:ConceptScheme ; rdfs:label "Stones"@en .\n'
    client = visitor(tmp_path, scheme + "".join(concept(one, width) for one in range(SIZE)))
    followed = r"/doc/n\d\d?" if width == 6 else r"/things/skos:Concept(\?.*page=\d+)?"
    assert len(reached(client, "/", r"/doc/n\d+", followed)) == SIZE
    assert is_short(client.get("/doc/scheme", headers=BROWSER).text)


@pytest.mark.parametrize("width", [6, SIZE])
def test_every_class_can_be_reached_from_the_index(tmp_path: Path, width: int) -> None:
    client = visitor(tmp_path, "".join(kind(one, width) for one in range(SIZE)))
    followed = r"/ontology\?letter=\w(&page=\d+)?"
    assert len(reached(client, "/ontology", r"/ontology/n\d+", followed)) == SIZE
    followed = r"/things\?page=\d+" if width == SIZE else r"/things/n\d"
    assert len(reached(client, "/things", r"/things/n\d+", followed)) >= (SIZE if width == SIZE else 390)


def test_a_class_with_very_many_narrower_ones_leads_to_all_of_them(tmp_path: Path) -> None:
    others = "".join(f':n{one} a owl:Class ; rdfs:subClassOf :top ; rdfs:label "x {one}" .\n' for one in range(SIZE))
    client = visitor(tmp_path, f':top a owl:Class ; rdfs:label "top"@en .\n{others}')
    page = client.get("/ontology/top", headers=BROWSER).text
    assert is_short(page)
    assert 'href="/ontology?below=top">1,100 more</a>' in page
    assert len(reached(client, "/ontology?below=top", r"/ontology/n\d+", r"/ontology\?below=top&page=\d")) == SIZE
    assert client.get("/ontology?below=top&page=99", headers=BROWSER).status_code == 404
    assert client.get("/ontology?below=nothing", headers=BROWSER).status_code == 200


def test_a_tree_says_how_many_are_on_other_pages(tmp_path: Path) -> None:
    client = visitor(tmp_path, "".join(concept(one, 6) for one in range(SIZE)))
    page = client.get("/", headers=BROWSER).text
    shown = len(set(re.findall(r"/doc/n(\d+)", page)))
    assert shown <= MAX_NODES
    assert f"{SIZE - shown:,} of {SIZE:,} are not shown here, but on the pages of those above them." in page
    assert re.search(r'<a class="quiet" href="/doc/n\d+">6 narrower<span', page)


def test_the_source_files_are_on_several_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "FILES_SHOWN", 2)
    client = visitor(tmp_path, *(concept(one, 6) for one in range(5)))
    first = client.get("/catalog", headers=BROWSER).text
    assert "5 files, each with its lines and its own address" in first
    assert "Page 1 of 3" in first
    assert len(set(re.findall(r"/graph/d\d", first))) == 2
    assert len(reached(client, "/catalog", r"/graph/d\d", r"/catalog\?page=\d")) == 5
    assert client.get("/catalog?page=4", headers=BROWSER).status_code == 404
    assert client.get("/catalog.ttl").status_code == 200


def test_of_several_schemes_each_has_only_the_concepts_that_name_it(tmp_path: Path) -> None:
    free = ":a a skos:Concept . :b a skos:Concept ; skos:broader :a . :one a skos:ConceptScheme . "
    (tmp_path / "one").mkdir()
    alone = visitor(tmp_path / "one", free)
    (tmp_path / "two").mkdir()
    both = visitor(tmp_path / "two", free + ":two a skos:ConceptScheme .")
    assert 'href="/doc/b"' in alone.get("/doc/one", headers=BROWSER).text
    assert 'href="/doc/b"' not in both.get("/doc/one", headers=BROWSER).text

"""Each term of the ontology has a page; the index of terms stays short; shapes are told in sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.things.names.labels import Name
from accord.things.shapes import DescribedShapes
from accord.validation.findings import Finding, Report
from accord.validation.outcome import Outcome, OutcomeFile
from accord.web import Site, create_app
from accord.web.pages import terms
from accord.web.pages.terms.shape_examples import check_ahead
from engines import StoreEngine

BROWSER = {"Accept": "text/html"}


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    return str(answer.text)


def test_a_class_has_its_meaning_use_example_properties_and_rules(client: FlaskClient) -> None:
    text = page(client, "/ontology/Lighthouse")
    assert "A tower with a lamp that guides ships at night." in text
    assert "<code>https://example.org/lights/ns#Lighthouse</code>" in text
    assert "An example from the data" in text
    assert 'href="/things/Lighthouse">List of all' in text
    assert '<svg class="picture scaled"' in text
    assert "It has exactly one value." in text
    assert "A lighthouse stands on exactly one stretch of coast." in text
    assert 'href="/shapes/Lighthouse"' in text


def test_a_property_has_its_domain_values_and_a_statement_for_example(client: FlaskClient) -> None:
    text = page(client, "/ontology/standsOn")
    assert "Property" in text
    assert 'href="/ontology/Coast"' in text
    assert "What the checks require" in text
    assert "North Head Light" in text or "Skerry" in text


def test_every_term_has_a_page_of_its_own(client: FlaskClient, site: Site) -> None:
    for iri in site.things.vocabulary:
        path = site.addresses.path(iri)
        assert path is not None
        assert client.get(path, headers=BROWSER).status_code == 200, path


def test_two_terms_never_share_a_page(site: Site) -> None:
    paths = [site.addresses.path(iri) for iri in site.things.vocabulary]
    assert len(paths) == len(set(paths))


def test_terms_are_searched_by_name_and_definition(client: FlaskClient) -> None:
    assert 'href="/ontology/Lighthouse"' in page(client, "/ontology?q=lighth")
    assert 'href="/ontology/Lighthouse"' in page(client, "/ontology?q=guides+ships")
    assert "No term has these words" in page(client, "/ontology?q=zzzz")
    assert "No term has these words" in page(client, "/ontology?q=" + quote('"><script>'))
    assert client.get("/ontology?q=" + "x" * 301).status_code == 400


def test_a_term_that_does_not_exist_is_404_with_similar_ones(client: FlaskClient) -> None:
    answer = client.get("/ontology/Light", headers=BROWSER)
    assert answer.status_code == 404
    assert "Lighthouse" in answer.text


def test_an_index_of_very_many_terms_is_split_by_letters(
    client: FlaskClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "LISTED", 2)
    with client.application.test_request_context():
        found = terms.sections(site, own=True)
    assert all(not section.entries and section.letters for section in found if section.size > 2)
    assert 'href="/ontology/Lighthouse"' in page(client, "/ontology?letter=L")


def test_the_index_draws_how_classes_are_connected(real_client: FlaskClient) -> None:
    page = real_client.get("/ontology", headers=BROWSER).text
    section = page.partition('id="diagram"')[2].partition("</section>")[0]
    assert section.count("<svg") > 4
    assert section.count("<table>") == 1
    assert '<td><a href="/ontology/party">party</a></td>' in section


def test_shapes_have_an_index_and_pages_for_people_and_stay_a_graph_for_programs(client: FlaskClient) -> None:
    assert 'href="/shapes/Lighthouse"' in page(client, "/shapes")
    assert "Checks each lighthouse." in page(client, "/shapes/Lighthouse")
    assert client.get("/shapes").mimetype == "text/turtle"
    assert client.get("/shapes/none", headers=BROWSER).status_code == 404


def test_a_shape_shows_what_it_has_found(tiny: Publication, tmp_path: Path) -> None:
    outcome = OutcomeFile(tmp_path / "outcome.json")
    visitor = create_app(Site.open(tiny, StoreEngine(tiny), outcome=outcome)).test_client()
    assert "The check of this version has not ended" in page(visitor, "/shapes/Lighthouse")
    found = Finding(
        "SH-MINCOUNT", "violation", "No label here.", shape="https://example.org/lights/shapes#LighthouseLabel"
    )
    other = Finding("SH-MINCOUNT", "violation", "Of another shape.", shape="https://example.org/lights/shapes#Other")
    outcome.write(Outcome(Report((found, other), 1, 1, 0.1)))
    text = page(visitor, "/shapes/Lighthouse")
    assert "No label here." in text
    assert "Of another shape." not in text


SENTENCES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://e.org/> .
ex:S a sh:NodeShape ; sh:targetClass ex:Dog ; sh:closed true ;
  sh:property [ sh:path ex:age ; sh:minCount 1 ; sh:maxCount 3 ; sh:datatype xsd:integer ; sh:maxInclusive 30 ] ;
  sh:property [ sh:path ( ex:owner [ sh:inversePath ex:pays ] ) ; sh:class ex:Person ; sh:maxCount 0 ] ;
  sh:property [ sh:path ex:mood ; sh:in ( "glad" "sad" ) ; sh:severity sh:Warning ; sh:message "Write a mood." ] ;
  sh:property [ sh:path ex:size ; sh:or ( [ sh:datatype xsd:integer ] [ sh:nodeKind sh:IRI ] ) ] ;
  sh:property [ sh:path ex:end ; sh:lessThan ex:start ; sh:pattern "^a" ; sh:minLength 2 ] .
"""


def test_constraints_become_sentences(tiny: Publication) -> None:
    file = dataclasses.replace(tiny.files[0], path="shapes/s.ttl", data=SENTENCES.encode())
    shapes = DescribedShapes(
        file.quads("https://e.org/g"), lambda iri: Name(iri.rpartition("/")[2].rpartition("#")[2].lower())
    )
    shape = shapes["S"]
    assert shape.applies == ("each dog",)
    found = {demand.about: demand for demand in shape.demands}
    assert found[""].sentences == ("It has no other properties.",)
    assert found["age"].sentences == (
        "It has at least one value and at most 3 values.",
        "Each value is a whole number.",
        "Each value is 30 or less.",
    )
    assert found["what has it as “pays” of owner"].sentences[0] == "It has no value."
    assert found["mood"].sentences == ("Each value is one of: glad, sad.",)
    assert (found["mood"].severity, found["mood"].message) == ("warning", "Write a mood.")
    assert found["size"].sentences == ("At least one holds: each value is a whole number; each value is a link.",)
    assert "It is less than “start”." in found["end"].sentences
    assert "Each value has the form ^a." in found["end"].sentences


def test_a_shape_has_an_example_that_it_accepts_and_one_that_it_does_not(client: FlaskClient) -> None:
    text = page(client, "/shapes/Lighthouse")
    accepted, _, rest = text.partition("It accepts")[2].partition("It does not accept")
    assert "from the data" in accepted
    assert "-example" not in accepted
    assert 'class="error"' in rest.partition("The check says:")[2]
    assert "-example" in rest, "it is checked as a new thing"


def test_things_of_narrower_classes_are_examples_too(real_client: FlaskClient) -> None:
    assert "It accepts" in page(real_client, "/shapes/Agreement")


def test_a_shape_without_things_has_no_examples(tiny: Publication) -> None:
    shape = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <https://e.example/S> a sh:NodeShape ; sh:targetClass <https://e.example/No> ."""
    file = dataclasses.replace(tiny.files[0], path="shapes/s.ttl", data=shape, roles=("shapes",))
    publication = dataclasses.replace(tiny, files=(*tiny.files, file))
    visitor = create_app(Site.open(publication, StoreEngine(publication))).test_client()
    assert "Examples" not in page(visitor, "/shapes/S")


class Now:
    """A timer whose time has come when it is started."""

    def __init__(self, seconds: float, function: Callable[..., None], arguments: tuple[object, ...]) -> None:
        self.daemon = False
        self.start = lambda: function(*arguments)


def test_examples_are_checked_beside_the_pages_and_kept_for_the_next_start(
    tiny: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("threading.Timer", Now)
    site, later = (Site.open(tiny, StoreEngine(tiny)) for _ in range(2))
    check_ahead(site)
    assert set(site.shape_examples) == {one.iri for one in site.shapes.values()}
    assert any(site.shape_examples.values())
    monkeypatch.setattr("accord.web.pages.terms.shape_examples._made", None)
    check_ahead(later)
    assert later.shape_examples == site.shape_examples

"""The home page and the pages of things have pictures: those that the publication names, else what fits."""

from __future__ import annotations

from dataclasses import replace

from flask.testing import FlaskClient

from accord.publication import Publication
from accord.web import Site, create_app
from engines import StoreEngine

BROWSER = {"Accept": "text/html"}


def test_the_home_page_draws_the_first_questions_with_pictures(client: FlaskClient) -> None:
    text = client.get("/", headers=BROWSER).text
    assert '<h2 id="picture-0-heading"><a href="/queries/tallest">Which light stands highest?</a></h2>' in text
    assert text.count('<svg class="picture') == 1


def test_a_thing_has_the_pictures_that_it_has_enough_for(client: FlaskClient) -> None:
    text = client.get("/doc/brannoc-bay", headers=BROWSER).text
    assert 'id="picture-map-heading"' not in text
    around = client.get("/doc/ines-morvan", headers=BROWSER).text
    assert around.count("North Head Light") >= 1


def test_declared_pictures_are_the_only_ones(tiny: Publication) -> None:
    presentation = replace(
        tiny.settings.presentation,
        pictures=("none",),
        kind_pictures={"https://example.org/lights/ns#Structure": ("neighbourhood",)},
    )
    changed = replace(tiny, settings=replace(tiny.settings, presentation=presentation))
    visitor = create_app(Site.open(changed, StoreEngine(changed))).test_client()
    text = visitor.get("/doc/north-head", headers=BROWSER).text
    assert 'id="picture-neighbourhood-heading"' in text
    assert 'id="picture-timeline-heading"' not in text
    assert "Connections" not in visitor.get("/doc/brannoc-bay", headers=BROWSER).text


def test_the_pictures_of_the_repository_are_declared(real: Publication) -> None:
    hints = real.settings.presentation
    assert {"funding-per-funder", "funding-per-region"} <= set(hints.pictures)
    assert "map" in hints.kind_pictures[f"{real.settings.vocabulary}Region"]

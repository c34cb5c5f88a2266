"""What follows of a thing is told when it is new, and only then."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accord.web import Site


def told(site: Site, slug: str) -> dict[str, list[str]]:
    consequences = site.things.consequences.of(f"{site.publication.settings.base}id/{slug}")
    return {one.property.name.text: [value.name.text for value in one.values] for one in consequences}


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("oxford-novo-nordisk-alliance", "industry agreement"),
        ("oxford-ouh-joint-working-agreement", "university-NHS agreement"),
        ("novo-nordisk", "funder"),
    ],
)
def test_an_inferred_kind_is_shown(real_site: Site, slug: str, kind: str) -> None:
    assert kind in [name for names in told(real_site, slug).values() for name in names]


def test_places_around_the_places_around(real_site: Site) -> None:
    assert "United Kingdom" in told(real_site, "oxford")["within"]
    assert "Oxfordshire" not in told(real_site, "oxford")["within"], "that is stated"


def test_what_is_stated_or_implied_by_a_stated_kind_is_not_repeated(real_site: Site) -> None:
    kinds = [kind for one in told(real_site, "university-of-oxford").values() for kind in one]
    assert "organization" not in [kind.lower() for kind in kinds]
    assert "party to" not in told(real_site, "university-of-oxford"), "that is under Mentioned by"


def test_the_page_shows_it_folded(real_client: FlaskClient) -> None:
    page = real_client.get("/doc/oxford-novo-nordisk-alliance.html").text
    assert "Follows from the definitions" in page
    assert ">industry agreement<" in page

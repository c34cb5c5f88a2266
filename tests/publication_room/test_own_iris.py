"""What the IRIs of new things begin with: those of their kind, or the pattern that the others follow."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from accord.publication import Publication
from accord.publication.settings.own_iris import NewIris
from places import TESTS

E = "https://e.example/"
PERSON, PLACE, WATER, MAP = (f"{E}ns#{name}" for name in ("Person", "Place", "WaterBody", "Map"))


@pytest.fixture(scope="module")
def lab() -> Publication:
    return Publication.read(TESTS / "folders" / "bases")


@pytest.mark.parametrize(
    ("kind", "things", "base"),
    [
        (PERSON, {PERSON: [f"{E}staff/ada", f"{E}staff/ben", f"{E}guest/cy"]}, f"{E}staff/"),
        (PLACE, {PERSON: [f"{E}person/ada"]}, f"{E}place/"),
        (WATER, {PERSON: [f"{E}a/person/ada"], PLACE: [f"{E}a/place/x"], MAP: [f"{E}z/1"]}, f"{E}a/water-body/"),
        (WATER, {PERSON: [f"{E}persons/ada"], PLACE: [f"{E}places/x"]}, f"{E}water-bodies/"),
        (WATER, {PERSON: [f"{E}Person/ada"]}, f"{E}WaterBody/"),
        (MAP, {PERSON: [f"{E}staff/ada", f"{E}staff/ben"], PLACE: [f"{E}room#1"]}, f"{E}staff/"),
        (MAP, {}, "https://lab.example.org/id/"),
    ],
)
def test_a_new_thing_is_where_others_are(
    lab: Publication, kind: str, things: Mapping[str, list[str]], base: str
) -> None:
    assert NewIris(lab.settings, things).base(kind) == base


def test_with_the_rules_of_the_house_all_are_below_id(tiny: Publication) -> None:
    assert tiny.settings.house_rules
    assert NewIris(tiny.settings, {PERSON: [f"{E}person/ada"]}).base(PLACE) == tiny.settings.thing_base

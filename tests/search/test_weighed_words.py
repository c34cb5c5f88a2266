"""The words of things with what they are worth, and the profiles that a search counts."""

from __future__ import annotations

from math import log

from accord.search.profiles import Profiles
from accord.search.reading import Thing
from accord.search.weighed_words import WeighedWords
from accord.things.names.labels import Name

THINGS = (
    (("north light", 1.0), ("the light of the north", 0.5)),
    (("old light", 0.5), ("lights", 0.25)),
    (("south pier", 1.0),),
)


def words() -> WeighedWords:
    return WeighedWords(THINGS, lambda text: tuple(text.split()))


def test_a_word_is_worth_what_it_is_worth_where_it_counts_most() -> None:
    assert words().worth({"light": 1.0}) == {0: 1.0, 1: 0.5}
    assert words().worth({"light": 0.8, "lights": 1.0}) == {0: 0.8, 1: 0.4}
    assert words().worth({"lights": 1.0, "light": 0.4}) == {1: 0.25, 0: 0.4}
    assert words().worth({"light": 1.0}, among={1: 0.0}) == {1: 0.5}
    assert words().worth({"harbour": 1.0}) == {}


def test_a_word_is_as_rare_as_the_texts_that_hold_it() -> None:
    texts = sum(map(len, THINGS))
    assert words().rarity("light") == log(1 + texts / 3)
    assert words().rarity("pier") == log(1 + texts)
    assert words().rarity("harbour") == log(1 + texts)


def _thing(iri: str, kind: str, year: str, **facets: tuple[str, ...]) -> Thing:
    name = Name(iri, "")
    return Thing(iri, name, (kind,), frozenset((kind,)), (iri,), facets=facets, years=(year,))


def test_things_are_counted_by_their_profiles() -> None:
    each = [_thing("a", "Light", "1900"), _thing("b", "Light", "1900"), _thing("c", "Pier", "1900", of=("x", "y"))]
    profiles = Profiles(each)
    assert profiles.of(0) == profiles.of(1) != profiles.of(2)
    counted = profiles.counted((2, 0, 1))
    assert list(counted) == [profiles.of(2), profiles.of(0)]
    assert profiles.example(profiles.of(1)).iri == "a"
    assert profiles.kinds(counted) == (("Light", 2), ("Pier", 1))
    assert profiles.years(counted) == (("1900", 3),)
    assert profiles.facets(counted) == {"of": (("x", 1), ("y", 1))}

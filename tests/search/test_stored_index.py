"""The index of a large publication is kept by its content, and finds the same after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord import caches
from accord.search import Filters, Search, ThingReader, stored_index
from accord.web import Site


@pytest.mark.parametrize("query", ["", "head", "skery", "lighthouse north", "1897", "nh", "Q1"])
def test_an_index_that_was_kept_finds_the_same(
    site: Site, query: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(caches, "LARGE", 1)
    things = site.things
    made, again = (
        stored_index.index(
            site.publication,
            ThingReader(site.publication.settings, site.engine, things.inventory, things.vocabulary, things.labels),
            things.redirects,
        )
        for _ in range(2)
    )
    assert len(list(tmp_path.glob("accord/search-*"))) == 1
    assert list(again.things.items()) == list(made.things.items())
    assert again.find(query, Filters(), 0, 50) == made.find(query, Filters(), 0, 50)
    everything = lambda _: True  # noqa: E731
    nothing = lambda _: None  # noqa: E731
    found, expected = (one.matcher.candidates(query, (), everything, nothing) for one in (again, made))
    assert found == expected


def test_a_kept_index_reads_no_thing(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(caches, "LARGE", 1)
    site._search()
    monkeypatch.setattr(Search, "of", None)
    assert site._search().find("skerry", Filters(), 0, 5).hits[0].why

"""What takes long to make is made once, by a thread, and those who come too early hear when to come again."""

from __future__ import annotations

import threading

import pytest

from accord.errors import NotReadyError
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.site.deferred import Deferred
from engines import StoreEngine


def test_the_first_who_needs_it_makes_it_and_all_get_the_same() -> None:
    made: list[object] = []

    def make() -> object:
        made.append(object())
        return made[-1]

    deferred = Deferred(make, "It")
    assert deferred.get() is deferred.get() is made[0]
    deferred.begin()
    assert len(made) == 1


def test_who_comes_too_early_hears_so_and_gets_it_afterwards() -> None:
    go = threading.Event()
    deferred = Deferred(lambda: go.wait(30), "The index")
    deferred.begin()
    with pytest.raises(NotReadyError, match="The index is being made"):
        deferred.get(patience=0.01)
    go.set()
    assert deferred.get(patience=30) is True


def test_a_fault_reaches_all_who_need_it() -> None:
    deferred: Deferred[float] = Deferred(lambda: 1 / 0, "It")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            deferred.get(patience=30)


def test_a_search_that_comes_too_early_is_answered_503_and_pages_are_there(
    tiny: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accord.web.site.deferred.PATIENCE", 0.01)
    go = threading.Event()
    site = Site.open(tiny, StoreEngine(tiny))
    vars(site)["search_index"] = Deferred(lambda: go.wait(30) and site._search(), "The index for searches")
    site.search_index.begin()
    client = create_app(site).test_client()
    early = client.get("/search?q=light", headers={"Accept": "text/html"})
    assert early.status_code == 503
    assert early.headers["Retry-After"] == "2"
    assert "The index for searches is being made." in early.text
    assert '<a href="?q=light">Try again</a>' in early.text
    assert client.get("/things", headers={"Accept": "text/html"}).status_code == 200
    go.set()
    assert site.search_index.get(patience=30)
    assert client.get("/search?q=light", headers={"Accept": "text/html"}).status_code == 200

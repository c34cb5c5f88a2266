"""The index of a large publication is made by a process beside the web server, which takes it from the cache."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accord import caches
from accord.search import Filters, Search
from accord.service import index_process
from accord.web import Site


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """All publications are large, the cache is empty, and this process is taken for one with a single thread."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(caches, "LARGE", 1)
    monkeypatch.setattr(index_process, "active_count", lambda: 1)
    return tmp_path


def test_the_web_server_takes_the_index_that_the_process_made(
    site: Site, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = index_process.with_index(replace(site), (large / "kept").touch)
    monkeypatch.setattr(Search, "of", None)
    assert served.search.find("skerry", Filters(), 0, 5).total
    assert (large / "kept").exists()
    assert index_process.with_index(site, (large / "kept").touch) is site, "it is kept now"


def test_an_index_that_the_process_could_not_make_is_made_by_the_web_server(
    site: Site, large: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Search, "of", None)
        served = index_process.with_index(replace(site), lambda: None)
        served.index_made()
    assert "TypeError" in capfd.readouterr().err
    assert served.search.find("skerry", Filters(), 0, 5).total


def test_no_process_is_started_where_it_does_not_pay(site: Site, large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_process, "fork", None)
    with monkeypatch.context() as threads:
        threads.setattr(index_process, "active_count", lambda: 2)
        assert index_process.with_index(site, lambda: None) is site
    monkeypatch.setattr(caches, "LARGE", 1 << 40)
    assert index_process.with_index(site, lambda: None) is site

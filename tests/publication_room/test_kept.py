"""What was read of a large publication is kept by its content: a restart parses nothing, and finds the same."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Triple

from accord import caches
from accord.engine import description, processes
from accord.engine.inferred import InferredTriples
from accord.errors import LimitError
from accord.publication import Publication
from accord.publication.files import layout
from accord.publication.statements import load_cache as loaded_before
from accord.publication.statements import loading
from accord.publication.statements.loading import LoadedPublication
from accord.publication.survey import survey
from accord.publication.survey.result_cache import TOO_MUCH
from places import TESTS

MIXED = TESTS / "folders" / "mixed"
SPOILED: dict[str, Callable[[Path], object]] = {
    "no archive": lambda file: file.write_bytes(b"x"),
    "half of it": lambda file: file.write_bytes(file.read_bytes()[:-30]),
    "a false part": lambda file: _rewritten(file, b"x"),
    "an empty part": lambda file: _rewritten(file, b""),
    "of others": lambda file: file.parent.chmod(0o777),
}


def _rewritten(file: Path, data: bytes) -> None:
    with zipfile.ZipFile(file) as before:
        names = before.namelist()
    with zipfile.ZipFile(file, "w") as after:
        for name in names:
            after.writestr(name, data)


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """All publications are large, and the cache is empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(caches, "LARGE", 1)
    return tmp_path / "accord"


def no_start(*_: object) -> Callable[[], object]:
    raise AssertionError("nothing is read again")


def same(one: Publication, other: Publication) -> bool:
    return (one.files, one.settings, one.left_out, one.reading) == (
        other.files, other.settings, other.left_out, other.reading
    )  # fmt: skip


def test_a_folder_is_read_once(cache: Path) -> None:
    first = Publication.read(MIXED)
    assert any(file.statements for file in first.files), "there is RDF that comes as N-Quads"
    assert same(Publication.read(MIXED, start=no_start), first)
    with pytest.raises(AssertionError):
        Publication.read(TESTS / "folders" / "hash", start=no_start)


@pytest.mark.parametrize("how", SPOILED)
def test_what_cannot_be_understood_is_read_again(cache: Path, how: str) -> None:
    first = Publication.read(MIXED)
    (file,) = cache.glob("read-*")
    SPOILED[how](file)
    again = Publication.read(MIXED)
    assert again.settings == first.settings
    assert [one.path for one in again.files] == [one.path for one in first.files]


def test_a_limit_that_was_met_is_not_kept(cache: Path, tmp_path: Path) -> None:
    def slow() -> object:
        raise LimitError("Too slow.", limit="deadline", value=1)

    (tmp_path / "x.nt").write_text("<a:b> <a:b> <a:b> .")
    found = survey(layout.find(tmp_path), lambda *_: slow)
    assert [one.reason for one in found.left_out if one.path == "x.nt"] == [TOO_MUCH]
    assert not list(cache.glob("read-*"))


@pytest.mark.parametrize(
    "root", [MIXED, TESTS / "publication", TESTS / "folders" / "ontology"], ids=lambda one: one.name
)
def test_what_is_loaded_twiceis_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = Publication.read(root)
    first, is_new = loaded_before.load(publication)
    assert is_new
    loaded_before.keep(first)
    monkeypatch.setattr(loading, "_Reading", None)
    again, is_new = loaded_before.load(publication)
    assert not is_new
    assert [tuple(row) for row in again.statements] == [tuple(row) for row in first.statements]
    for name in ("documents", "respelled", "described", "concerned"):
        assert getattr(again, name) == getattr(first, name), name


@pytest.mark.parametrize("how", SPOILED)
def test_what_was_loaded_and_is_spoiled_is_parsed_again(tiny: Publication, cache: Path, how: str) -> None:
    loaded_before.keep(LoadedPublication.of(tiny))
    (file,) = cache.glob("loaded-*")
    SPOILED[how](file)
    again, is_new = loaded_before.load(tiny)
    assert is_new
    assert len(again.statements) == len(LoadedPublication.of(tiny).statements)


def test_a_small_publication_is_not_kept(tiny: Publication, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches, "LARGE", 1 << 30)
    assert loaded_before.load(tiny)[1] is False
    processes.query_store(tiny, cache / "inferred.nt") if cache.exists() else None
    assert not cache.exists()


def test_nothing_is_inferred_or_counted_twice(
    tiny: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = processes.query_store(tiny, tmp_path / "first")

    def twice(*_: object) -> Iterator[Triple]:
        raise AssertionError("this was done before")

    monkeypatch.setattr(processes, "infer", twice)
    monkeypatch.setattr(description, "_counted", twice)
    again = processes.query_store(tiny, tmp_path / "again")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "again").read_bytes()
    assert InferredTriples.read(tmp_path / "again").total
    assert set(first) == set(again)


def test_only_the_newest_of_a_kind_are_kept(cache: Path) -> None:
    for number in range(6):
        caches.CacheEntry("read", str(number)).remember([("x", b"1")])
    caches.CacheEntry("loaded", "1").remember([("x", b"1")])
    assert len(list(cache.glob("read-*"))) == 3
    assert len(list(cache.glob("loaded-*"))) == 1

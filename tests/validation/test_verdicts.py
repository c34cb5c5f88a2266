"""A remembered verdict is believed only where nobody else can have written it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import accord
from accord import caches
from accord.errors import LimitError
from accord.publication import Publication
from accord.validation import Report, contributions, verdict
from accord.validation.grouping import report


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Publication]:
    """Each publication that was really checked, not recalled."""
    seen: list[Publication] = []

    def confined(publication: Publication, **_: object) -> Report:
        seen.append(publication)
        return report([], files=1, triples=2, seconds=3)

    monkeypatch.setattr(contributions, "confined", confined)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return seen


def ask(publication: Publication) -> Report:
    return verdict(publication, seconds=10, megabytes=2048)


def test_a_verdict_is_remembered_in_a_private_folder(
    tiny: Publication, checked: list[Publication], tmp_path: Path
) -> None:
    assert ask(tiny) == ask(tiny)
    assert len(checked) == 1
    assert stat.S_IMODE((tmp_path / "accord").stat().st_mode) == 0o700


def file_of(folder: Path) -> Path:
    (file,) = folder.glob("accord/verdict-*.json")
    return file


SPOILED: dict[str, Callable[[Path], object]] = {
    "not JSON": lambda file: file.write_text("{"),
    "deep JSON": lambda file: file.write_text("[" * 200_000),
    "another form": lambda file: file.write_text("[]"),
    "a false type": lambda file: file.write_text(file.read_text().replace("[]", "[{}]")),
    "a link": lambda file: (file.rename(file.parent / "x"), file.symlink_to("x")),
    "a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
    "a folder of all": lambda file: file.parent.chmod(0o777),
}


@pytest.mark.parametrize("how", SPOILED)
def test_what_cannot_be_trusted_is_checked_again(
    tiny: Publication, checked: list[Publication], tmp_path: Path, how: str
) -> None:
    ask(tiny)
    SPOILED[how](file_of(tmp_path))
    assert ask(tiny).conforms
    assert len(checked) == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_file_of_another_user_is_not_believed(
    tiny: Publication, checked: list[Publication], tmp_path: Path
) -> None:
    ask(tiny)
    os.chown(file_of(tmp_path), 12345, -1)
    ask(tiny)
    assert len(checked) == 2


def test_only_the_newest_are_kept(tiny: Publication, checked: list[Publication], tmp_path: Path) -> None:
    (tmp_path / "accord").mkdir(mode=0o700)
    for number in range(30):
        old = tmp_path / f"accord/verdict-{number}.json"
        old.write_text("")
        os.utime(old, (number, number))
    ask(tiny)
    assert len(list((tmp_path / "accord").iterdir())) == 20
    assert ask(tiny).conforms
    assert len(checked) == 1


def test_a_limit_that_is_met_is_no_verdict(tiny: Publication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(LimitError) as caught:
        verdict(tiny, seconds=0.001, megabytes=4096)
    assert "--check-deadline" in caught.value.remedy
    assert list((tmp_path / "accord").iterdir()) == []


def test_a_verdict_of_other_code_or_of_another_interpreter_is_not_believed(
    tiny: Publication, checked: list[Publication], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = {caches.code()}
    ask(tiny)
    with monkeypatch.context() as changed:
        changed.setattr(sys, "version", "3.99.0")
        caches.code.cache_clear()
        codes.add(caches.code())
        ask(tiny)
    with monkeypatch.context() as changed:
        changed.setattr(caches, "_PARSERS", ("click",))
        caches.code.cache_clear()
        codes.add(caches.code())
        ask(tiny)
    caches.code.cache_clear()
    assert (len(codes), len(checked)) == (3, 3)


def test_a_change_of_the_code_changes_its_digest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    codes = []
    monkeypatch.setattr(accord, "__file__", str(tmp_path / "__init__.py"))
    for text in ("a = 1", "a = 2"):
        (tmp_path / "__init__.py").write_text(text)
        caches.code.cache_clear()
        codes.append(caches.code())
    caches.code.cache_clear()
    assert codes[0] != codes[1]


@pytest.mark.parametrize(("platform", "place"), [("linux", ".cache"), ("darwin", "Library/Caches")])
def test_the_cache_is_where_the_platform_keeps_caches(
    platform: str, place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert caches.cache_folder() == tmp_path / place / "accord"

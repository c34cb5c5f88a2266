"""The door to a folder: what is not a regular file inside it is refused in words, and nothing is waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from accord.errors import InputError
from accord.publication import Publication
from accord.publication import files as door
from accord.publication.files import Folder, layout, read_file
from accord.publication.files.layout import find


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root/data/queries").mkdir(parents=True)
    (tmp_path / "private.ttl").write_text("secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.ttl").write_text("secret")
    (tmp_path / "root/data/a.ttl").write_text("a")
    return tmp_path / "root"


def read(root: Path) -> dict[str, bytes]:
    """What is read of a folder: by its listing, each file by the door."""
    return {file.path: Folder(root).bytes_of(file.path) for file in find(root).files}


def left_out(root: Path) -> dict[str, str]:
    return {one.path: one.reason for one in find(root).left_out}


def names(root: Path) -> list[str]:
    return list(read(root))


@pytest.mark.parametrize(
    "target", ["../../private.ttl", "/etc/passwd", "/proc/self/environ", "/proc/kmsg", "/dev/zero"]
)
def test_a_link_that_leads_out_is_refused(root: Path, target: str) -> None:
    (root / "data/x.ttl").symlink_to(target)
    assert left_out(root) == {"data/x.ttl": "links that lead out of the folder"}
    with pytest.raises(
        InputError, match=r"data/x\.ttl cannot be read: it is a link that leads out of the folder\."
    ) as caught:
        Folder(root).bytes_of("data/x.ttl")
    assert caught.value.remedy


@pytest.mark.parametrize("target", ["../../outside", "/", "/proc/self/fd"])
def test_a_folder_that_leads_out_is_refused(root: Path, target: str) -> None:
    (root / "data/more").symlink_to(target)
    assert left_out(root) == {"data/more": "links that lead out of the folder"}
    assert names(root) == ["data/a.ttl"]


def test_a_subfolder_that_is_a_link_out_is_refused(root: Path) -> None:
    (root / "shapes").symlink_to("../outside")
    assert left_out(root) == {"shapes": "links that lead out of the folder"}


def test_links_inside_the_folder_are_followed(root: Path) -> None:
    (root / "shared").mkdir()
    (root / "shared/b.ttl").write_text("b")
    (root / "data/b.ttl").symlink_to("../shared/b.ttl")
    (root / "data/more").symlink_to("../shared")
    assert read(root) == {"data/a.ttl": b"a", "shared/b.ttl": b"b"}
    (root / ".store").mkdir()
    (root / ".store/c.ttl").write_text("c")
    (root / "data/c.ttl").symlink_to("../.store/c.ttl")
    assert read(root)["data/c.ttl"] == b"c"


def test_the_folder_itself_may_be_reached_by_a_link(root: Path) -> None:
    (root.parent / "link").symlink_to("root")
    assert names(root.parent / "link") == ["data/a.ttl"]


def test_a_link_to_a_folder_around_it_is_left_out(root: Path) -> None:
    (root / "data/more").mkdir()
    (root / "data/more/again").symlink_to("..")
    assert list(left_out(root)) == ["data/more/again"]


def test_a_file_that_becomes_a_link_after_it_was_checked_is_not_followed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "data/x.ttl").symlink_to("/etc/passwd")
    monkeypatch.setattr(Folder, "real", lambda self, path: os.path.join(self._base, path))
    with pytest.raises(InputError, match=r"data/x\.ttl cannot be read"):
        Folder(root).bytes_of("data/x.ttl")


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (lambda data: os.mkfifo(data / "x.ttl"), r"x\.ttl cannot be read: it is not a regular file\."),
    "a link that leads nowhere": (lambda data: (data / "x.ttl").symlink_to("none.ttl"), "No such file"),
    "a link to itself": (lambda data: (data / "x.ttl").symlink_to("x.ttl"), "symbolic links"),
    "a folder": (lambda data: (data / "x.ttl").mkdir(), "Is a directory"),
    "40 GiB of nothing": (lambda data: os.truncate(data / "x.ttl", 40 << 30), r"x\.ttl .* is larger than 512 MiB"),
}


@pytest.mark.parametrize("kind", SPOILED)
def test_what_cannot_be_read_is_reported(root: Path, kind: str) -> None:
    spoil, message = SPOILED[kind]
    if kind.startswith("40"):
        (root / "data/x.ttl").write_text("")
    spoil(root / "data")
    with pytest.raises(InputError, match=message) as caught:
        Folder(root).bytes_of("data/x.ttl")
    assert caught.value.remedy
    assert len(caught.value.message) < 400


@pytest.mark.parametrize("name", ["x y.ttl", 'x".ttl', "x[1].ttl", "x%20.ttl", "#?.ttl"])
def test_any_name_that_can_be_shown_is_read(root: Path, name: str) -> None:
    (root / "data" / name).write_text("<x:a> <x:b> <x:c> .")
    (root / "data/a.ttl").write_text("<x:a> <x:b> <x:c> .")
    publication = Publication.read(root)
    (graph,) = {
        quad.graph_name.value
        for file in publication.files
        if name in file.path
        for quad in file.quads(publication.graph(file))
    }
    assert graph == f"{publication.settings.base}graph/data/{quote(name.removesuffix('.ttl'))}"


@pytest.mark.parametrize("name", [b"x\n.ttl", b"\xff.ttl", b"\x1b[2J.ttl"])
def test_a_name_that_cannot_be_shown_is_left_out(root: Path, name: bytes) -> None:
    open(os.fsencode(root) + b"/data/" + name, "w").close()
    assert list(left_out(root).values()) == [layout.ODD_NAME]
    assert names(root) == ["data/a.ttl"]


def test_letters_of_any_language_are_fit_for_a_name(root: Path) -> None:
    (root / "data/Zürich_東京-e\u0301.ttl").write_text("")
    assert len(names(root)) == 2


def test_hidden_files_are_passed_over(root: Path) -> None:
    (root / "data/.#a.ttl").symlink_to("someone@nowhere.example:1")
    (root / "data/.more").symlink_to("/")
    assert names(root) == ["data/a.ttl"]


def test_all_files_together_have_a_limit(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MAX_FOLDER_BYTES", 1)
    (root / "data/b.ttl").write_text("b")
    folder = Folder(root)
    with pytest.raises(InputError, match="more than 0 MiB in all"):
        [folder.bytes_of(name) for name in ("data/a.ttl", "data/b.ttl")]


def test_a_file_that_is_named_is_an_ordinary_one(root: Path) -> None:
    assert read_file(root / "data/a.ttl") == b"a"
    os.mkfifo(root / "pipe")
    with pytest.raises(InputError, match="not a regular file"):
        read_file(root / "pipe")

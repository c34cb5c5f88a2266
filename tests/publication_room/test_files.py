"""The door to a folder: what is no ordinary file inside it is refused in words, and nothing is waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from accord.errors import InputError
from accord.publication import files as door
from accord.publication.files import Folder, read_file
from places import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root/data/queries").mkdir(parents=True)
    (tmp_path / "private.ttl").write_text("secret")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.ttl").write_text("secret")
    (tmp_path / "root/data/a.ttl").write_text("a")
    return tmp_path / "root"


def read(root: Path) -> dict[str, bytes]:
    return dict(Folder(root).read("data", ".ttl", deep=True))


def names(root: Path) -> list[str]:
    return list(read(root))


@pytest.mark.parametrize(
    "target", ["../../private.ttl", "/etc/passwd", "/proc/self/environ", "/proc/kmsg", "/dev/zero"]
)
def test_a_link_that_leads_out_is_refused(root: Path, target: str) -> None:
    (root / "data/x.ttl").symlink_to(target)
    with pytest.raises(InputError, match=r"data/x\.ttl is a link that leads out of the folder\.") as caught:
        read(root)
    assert caught.value.remedy


@pytest.mark.parametrize("target", ["../../outside", "/", "/proc/self/fd"])
def test_a_folder_that_leads_out_is_refused(root: Path, target: str) -> None:
    (root / "data/more").symlink_to(target)
    with pytest.raises(InputError, match="data/more is a link that leads out"):
        read(root)


def test_a_subfolder_that_is_a_link_out_is_refused(root: Path) -> None:
    (root / "shapes").symlink_to("../outside")
    with pytest.raises(InputError, match="shapes is a link that leads out"):
        list(Folder(root).read("shapes", ".ttl"))


def test_links_inside_the_folder_are_followed(root: Path) -> None:
    (root / "shared").mkdir()
    (root / "shared/b.ttl").write_text("b")
    (root / "data/b.ttl").symlink_to("../shared/b.ttl")
    (root / "data/more").symlink_to("../shared")
    assert read(root) == {"data/a.ttl": b"a", "data/b.ttl": b"b", "data/more/b.ttl": b"b"}


def test_the_folder_itself_may_be_reached_by_a_link(root: Path) -> None:
    (root.parent / "link").symlink_to("root")
    assert names(root.parent / "link") == ["data/a.ttl"]


def test_a_link_to_a_folder_around_it_is_refused(root: Path) -> None:
    (root / "data/more").mkdir()
    (root / "data/more/again").symlink_to("..")
    with pytest.raises(InputError, match="data/more/again is a link to a folder that it lies in"):
        read(root)


def test_a_file_that_becomes_a_link_after_it_was_checked_is_not_followed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "data/x.ttl").symlink_to("/etc/passwd")
    monkeypatch.setattr(Folder, "_real", lambda self, path: os.path.join(self._base, path))
    with pytest.raises(InputError, match=r"data/x\.ttl cannot be read"):
        read(root)


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (lambda data: os.mkfifo(data / "x.ttl"), r"x\.ttl cannot be read: it is no ordinary file\."),
    "a link that leads nowhere": (lambda data: (data / "x.ttl").symlink_to("none.ttl"), "No such file"),
    "a link to itself": (lambda data: (data / "x.ttl").symlink_to("x.ttl"), "symbolic links"),
    "a folder": (lambda data: (data / "x.ttl").mkdir(), "Is a directory"),
    "a newline": (lambda data: (data / "x\n.ttl").write_text(""), r"'data/x\\n.ttl' .* holds the character '\\n'"),
    "a blank": (lambda data: (data / "x y.ttl").write_text(""), "data/x y.ttl cannot be published.*character ' '"),
    "a quote": (lambda data: (data / 'x".ttl').write_text(""), "holds the character '\"'"),
    "brackets": (lambda data: (data / "x[1].ttl").write_text(""), r"holds the character '\['"),
    "a percent sign": (lambda data: (data / "x%20.ttl").write_text(""), "holds the character '%'"),
    "no UTF-8": (lambda data: open(os.fsencode(data) + b"/\xff.ttl", "w").close(), "holds bytes that are not UTF-8"),
    "a terminal escape": (lambda data: (data / "\x1b[2J.ttl").write_text(""), r"\\x1b"),
    "40 GiB of nothing": (lambda data: os.truncate(data / "a.ttl", 40 << 30), r"a\.ttl .* is larger than 64 MiB"),
}


@pytest.mark.parametrize("kind", SPOILED)
def test_what_cannot_be_published_is_reported(root: Path, kind: str) -> None:
    spoil, message = SPOILED[kind]
    spoil(root / "data")
    with pytest.raises(InputError, match=message) as caught:
        read(root)
    assert caught.value.remedy
    assert "\x1b" not in str(caught.value)
    assert len(caught.value.message) < 400


def test_folders_too_deep_are_reported(root: Path) -> None:
    here = os.open(root / "data", os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deeper", dir_fd=here)
        below = os.open("deeper", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    with pytest.raises(InputError, match="is more than 32 folders deep"):
        read(root)
    subprocess.run(["rm", "-r", str(root)], check=True)


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
    with pytest.raises(InputError, match="more than 0 MiB in all"):
        read(root)


def test_a_file_that_is_named_is_an_ordinary_one(root: Path) -> None:
    assert read_file(root / "data/a.ttl") == b"a"
    os.mkfifo(root / "pipe")
    with pytest.raises(InputError, match="no ordinary file"):
        read_file(root / "pipe")


@pytest.mark.parametrize("name", ["x y.ttl", "x\n.ttl", "\udcff.ttl"])
@pytest.mark.parametrize("verb", ["check", "serve"])
def test_the_command_line_says_it_in_words(root: Path, verb: str, name: str) -> None:
    (root / "data/publication.ttl").write_text("")
    open(os.path.join(os.fsencode(root / "data"), os.fsencode(name)), "w").close()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    command = [sys.executable, "-m", "accord", verb, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == 2
    assert "cannot be published" in done.stderr
    assert "Traceback" not in done.stderr

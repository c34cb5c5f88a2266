"""Git is asked so that nothing of the repository is run, whatever its configuration says."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from accord.publication import Publication, git
from accord.publication.history import History
from places import TINY
from repositories import FEBRUARY, folder, run

__all__ = ["folder"]

SKERRY = "data/lights/skerry.ttl"


class Trap:
    """A repository whose configuration runs a script that leaves a mark."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.top = folder.parent
        self.mark = self.top.parent / f"{self.top.name}-mark"
        self.script = self.top.parent / f"{self.top.name}-script"
        self.script.write_text(f'#!/bin/sh\ntouch "{self.mark}"\n')
        self.script.chmod(0o755)

    def set(self, name: str, value: str = "") -> None:
        run(self.top, "config", name, value or str(self.script))

    def attribute(self, words: str) -> None:
        (self.top / ".git/info").mkdir(exist_ok=True)
        (self.top / ".git/info/attributes").write_text(f"*.ttl {words}\n")

    def touch(self) -> None:
        """Make git look at a file again, whose size and content are the same."""
        os.utime(self.folder / SKERRY, (FEBRUARY.timestamp(), FEBRUARY.timestamp()))

    def spring(self, *words: str) -> None:
        """Do what springs the trap, to see that it is one."""
        subprocess.run(["git", *words], cwd=self.folder, capture_output=True, stdin=subprocess.DEVNULL, timeout=20)


def post_index_change(trap: Trap) -> list[str]:
    hooks = trap.top / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    shutil.copy(trap.script, hooks / "post-index-change")
    trap.touch()
    return ["status"]


def hooks_path(trap: Trap) -> list[str]:
    hooks = trap.top.parent / f"{trap.top.name}-hooks"
    hooks.mkdir()
    shutil.copy(trap.script, hooks / "post-index-change")
    trap.set("core.hooksPath", str(hooks))
    trap.touch()
    return ["status"]


def filter_clean(trap: Trap) -> list[str]:
    trap.attribute("filter=trap")
    trap.set("filter.trap.clean")
    trap.touch()
    return ["status"]


def filter_process(trap: Trap) -> list[str]:
    trap.attribute("filter=trap")
    trap.set("filter.trap.process")
    trap.touch()
    return ["diff", "HEAD"]


def fsmonitor(trap: Trap) -> list[str]:
    trap.set("core.fsmonitor")
    return ["status"]


def textconv(trap: Trap) -> list[str]:
    trap.attribute("diff=trap")
    trap.set("diff.trap.textconv")
    (trap.folder / SKERRY).write_text("changed")
    return ["diff", "HEAD"]


def external_diff(trap: Trap) -> list[str]:
    trap.set("diff.external")
    (trap.folder / SKERRY).write_text("changed")
    return ["diff", "HEAD"]


def signature(trap: Trap) -> list[str]:
    head = run(trap.top, "cat-file", "commit", "HEAD")
    headers, _, message = head.partition("\n\n")
    sign = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n aaaa\n -----END PGP SIGNATURE-----"
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        input=f"{headers}\n{sign}\n\n{message}", cwd=trap.top, capture_output=True, text=True, check=True,
    )  # fmt: skip
    run(trap.top, "update-ref", "HEAD", done.stdout.strip())
    trap.set("log.showSignature", "true")
    trap.set("gpg.program")
    return ["log", "-1"]


def promisor(trap: Trap) -> list[str]:
    tree = run(trap.top, "rev-parse", "HEAD:./").strip()
    run(trap.top, "config", "core.repositoryformatversion", "1")
    trap.set("extensions.partialClone", "far")
    trap.set("remote.far.url", str(trap.top))
    trap.set("remote.far.promisor", "true")
    trap.set("remote.far.uploadpack")
    (trap.top / ".git/objects" / tree[:2] / tree[2:]).unlink()
    return ["ls-tree", "-r", "HEAD"]


TRAPS = [post_index_change, hooks_path, filter_clean, filter_process, fsmonitor, textconv, external_diff, signature,
         promisor]  # fmt: skip


@pytest.mark.parametrize("set_trap", TRAPS)
def test_a_repository_runs_nothing(folder: Path, set_trap: Callable[[Trap], list[str]]) -> None:
    trap = Trap(folder)
    sprung_by = set_trap(trap)
    publication = Publication.read(folder)
    assert History(publication, {}).latest
    assert not trap.mark.exists()
    trap.spring(*sprung_by)
    assert trap.mark.exists(), "this would be no trap"


def test_a_partial_clone_is_not_read_by_a_git_that_would_fetch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder, "config", "remote.far.promisor", "true")
    monkeypatch.setattr(git, "_version", lambda _: (2, 44))
    publication = Publication.read(folder)
    (note,) = publication.notes
    assert "is a partial clone" in note
    assert "git 2.45" in note
    assert publication.version.startswith("content-")
    assert History(publication, {}).changes == ()
    monkeypatch.setattr(git, "_version", lambda _: (2, 45))
    assert Publication.read(folder).head


def test_what_the_environment_says_of_git_is_not_heard(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = Publication.read(folder).version
    assert len(expected) == 12
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "extensions.partialClone")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "far")
    assert Publication.read(folder).version == expected


def test_who_owns_the_repository_does_not_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = Publication.read(folder).version
    monkeypatch.setitem(git._ENVIRONMENT, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert subprocess.run(["git", "status"], cwd=folder, env={**os.environ, **git._ENVIRONMENT}).returncode
    publication = Publication.read(folder)
    assert (publication.version, publication.notes) == (expected, ())


def test_a_broken_repository_is_reported(folder: Path) -> None:
    shutil.rmtree(folder.parent / ".git/objects")
    publication = Publication.read(folder)
    assert publication.head is None
    (note,) = publication.notes
    assert note.startswith("There is no history: The git repository of")


def test_a_repository_without_a_commit_is_as_none(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    run(tmp_path, "init")
    publication = Publication.read(tmp_path)
    assert (publication.head, publication.notes) == (None, ())


@pytest.mark.parametrize(
    "date",
    ["253402300800 +0000", "1706788800 +9999", "1706788800 -2400", "-86400 +0000", "99999999999999999999 +0000", "x"],
)
def test_a_commit_may_have_any_date(folder: Path, date: str) -> None:
    headers, _, message = run(folder, "cat-file", "commit", "HEAD").partition("\n\n")
    lines = [f"committer a <a> {date}" if line.startswith("committer") else line for line in headers.splitlines()]
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        input="\n".join(lines) + f"\n\n{message}", cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    (folder.parent / ".git/refs/heads/main").write_text(done.stdout)
    history = History(Publication.read(folder), {})
    (change,) = history.changes
    assert 1970 <= change.when.year <= history.latest.year < 9999
    assert history.files[SKERRY] == change.when


def test_a_hash_of_sha256_is_known(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path, dirs_exist_ok=True)
    run(tmp_path, "init", "--object-format=sha256")
    run(tmp_path, "add", ".")
    run(tmp_path, "commit", "--message", "All")
    publication = Publication.read(tmp_path)
    assert publication.head
    assert len(publication.head.commit) == 64
    assert publication.version == publication.head.commit[:12]


def test_other_line_ends_than_the_commit_are_another_content(folder: Path) -> None:
    skerry = folder / SKERRY
    skerry.write_bytes(skerry.read_bytes().replace(b"\n", b"\r\n"))
    publication = Publication.read(folder)
    assert publication.version.startswith("content-")
    (note,) = publication.notes
    assert SKERRY in note
    assert "line ends" in note


def test_a_link_is_no_committed_file(folder: Path) -> None:
    (folder / "data/.again.ttl").write_text("")
    (folder / "data/again.ttl").symlink_to(".again.ttl")
    run(folder, "add", ".")
    run(folder, "commit", "--message", "A link")
    publication = Publication.read(folder)
    assert "data/again.ttl" in {file.path for file in publication.files}
    assert publication.head
    assert "data/again.ttl" not in publication.head.blobs
    assert publication.version.startswith("content-")


def test_other_files_beside_the_publication_do_not_change_its_version(folder: Path) -> None:
    expected = Publication.read(folder).version
    (folder / "data/notes.txt").write_text("to do")
    (folder / "shapes/examples").mkdir()
    (folder / "shapes/examples/x.ttl").write_text("not read")
    assert Publication.read(folder).version == expected
    (folder / "data/more.ttl").write_text("")
    assert Publication.read(folder).version != expected

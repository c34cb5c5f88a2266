"""What ``accord check`` looks at: a sub-folder, standard input, what has changed; and how it waits for changes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from accord.cli import main
from accord.cli.checking.watching import changes
from accord.publication.files.nearest import publication_of
from command_line import accord
from places import ROOT, TINY

NEW = """\
@prefix id: <https://example.org/lights/id/> .
@prefix light: <https://example.org/lights/ns#> .
id:new a light:Lighthouse .
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the tiny publication, with git's history of one commit."""
    root = Path(shutil.copytree(TINY, tmp_path / "copy"))
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "first"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    return root


def codes(output: str) -> list[tuple[str, str]]:
    findings = json.loads(output)["findings"]
    return [(one["code"], one["place"]["file"]) for one in findings if one["severity"] == "violation"]


def test_the_publication_is_found_from_a_folder_below(copy: Path) -> None:
    assert publication_of(copy / "data") == copy
    assert publication_of(copy / "data" / "new.ttl") == copy
    assert publication_of(ROOT / "tests" / "folders" / "mixed") is None
    assert publication_of(TINY / "data") == TINY


def test_a_folder_of_a_publication_is_checked_as_a_part_of_it(copy: Path) -> None:
    (copy / "data" / "more").mkdir()
    (copy / "data" / "more" / "new.ttl").write_text(NEW)
    done = accord("check", "more", "--format", "json", folder=copy / "data")
    assert {code for code, _ in codes(done.stdout)} == {"SH-MINCOUNT"}
    assert {file for _, file in codes(done.stdout)} == {"more/new.ttl"}
    assert json.loads(done.stdout)["files"] == 1
    whole = accord("check", "--format", "json", folder=copy / "data" / "more")
    assert json.loads(whole.stdout)["files"] > 1


def test_a_folder_without_rdf_is_refused_in_words(copy: Path) -> None:
    (copy / "data" / "empty").mkdir()
    done = accord("check", "data/empty", folder=copy)
    assert done.returncode == 2
    assert "data/empty has no RDF that the publication" in done.stderr


def test_standard_input_is_checked_under_the_name_that_it_is_given(copy: Path) -> None:
    command = [sys.executable, "-m", "accord", "check", "-", "--format", "json"]
    done = subprocess.run(command, input=NEW.encode(), cwd=copy, capture_output=True)
    assert {file for _, file in codes(done.stdout.decode())} == {"stdin.ttl"}
    named = subprocess.run(
        [*command, "--stdin-name", "data/new.ttl"], input=NEW.encode(), cwd=copy, capture_output=True
    )
    assert {file for _, file in codes(named.stdout.decode())} == {"data/new.ttl"}
    assert named.returncode == 1


def test_only_changed_files_are_checked(copy: Path) -> None:
    assert "No files have changed." in accord("check", "--changed", folder=copy).stdout
    (copy / "data" / "new.ttl").write_text(NEW)
    done = accord("check", "--changed", "--format", "json", folder=copy / "data")
    assert {file for _, file in codes(done.stdout)} == {"new.ttl"}
    assert json.loads(done.stdout)["files"] == 1
    assert json.loads(accord("check", "--since", "HEAD", "--format", "json", folder=copy).stdout)["files"] == 1


def test_a_change_of_shapes_concerns_all_files(copy: Path) -> None:
    shapes = next((copy / "shapes").glob("*.ttl"))
    shapes.write_text(shapes.read_text() + "# more\n")
    done = accord("check", "--changed", "--format", "json", folder=copy)
    assert (
        json.loads(done.stdout)["files"] == json.loads(accord("check", "--format", "json", folder=copy).stdout)["files"]
    )


def test_changes_cannot_be_asked_for_outside_git_or_since_nothing(copy: Path, tmp_path: Path) -> None:
    assert accord("check", "--since", "nowhere", folder=copy).returncode == 3
    shutil.copytree(TINY, tmp_path / "plain")
    done = accord("check", "--changed", folder=tmp_path / "plain")
    assert done.returncode == 3
    assert "is not in git" in done.stderr


def test_waiting_ends_with_each_change_and_costs_a_pause_each_time(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("1")
    pauses: list[int] = []

    def pause() -> None:
        pauses.append(1)
        if len(pauses) == 3:
            file.write_text("22")
        if len(pauses) == 5:
            (tmp_path / "b.ttl").write_text("1")

    list(islice(changes([tmp_path], pause), 3))
    assert len(pauses) == 5
    assert len(list(islice(changes([file], pause), 1))) == 1


def test_watching_survives_an_error_and_ends_quietly(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = next((copy / "shapes").glob("*.ttl"))
    good = shapes.read_text()

    def saved_twice(_: object) -> Iterator[None]:
        shapes.write_text("broken")
        yield
        shapes.write_text(good)
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["accord.cli.checking.check"], "changes", saved_twice)
    monkeypatch.chdir(copy)
    result = CliRunner().invoke(main, ["check", "--watch"])
    assert (result.exit_code, result.output.count("accord: "), result.output.count(" statements in ")) == (0, 1, 1)


def test_a_report_is_remembered_by_what_it_depends_on(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def kept() -> int:
        return len(list((tmp_path / "cache" / "accord").glob("verdict-*.json")))

    (copy / "data" / "new.ttl").write_text(NEW)
    first = accord("check", "data/new.ttl", "--format", "json", folder=copy)
    again = accord("check", "data/new.ttl", "--format", "json", folder=copy)
    assert (first.stdout, kept()) == (again.stdout, 1)
    (copy / "data" / "new.ttl").write_text(NEW + "# more\n")
    accord("check", "data/new.ttl", folder=copy)
    assert kept() == 2
    accord("check", "data/new.ttl", "--style", folder=copy)
    assert kept() == 3
    shapes = next((copy / "shapes").glob("*.ttl"))
    shapes.write_text(shapes.read_text() + "# more\n")
    accord("check", "data/new.ttl", folder=copy)
    assert kept() == 4


@pytest.mark.parametrize("verb", [["check"], ["fix"], ["proposals", "preview"]])
def test_a_path_outside_of_the_publication_is_refused_in_words(tmp_path: Path, verb: list[str]) -> None:
    done = accord(*verb, str(tmp_path), "--publication", str(TINY))
    assert done.returncode == 3
    assert f"{tmp_path} is not in the publication" in done.stderr


def test_a_file_of_no_syntax_of_rdf_is_not_read_as_turtle(copy: Path) -> None:
    (copy / "README.md").write_text("# Lights\n")
    done = accord("check", "README.md", folder=copy)
    assert (done.returncode, done.stdout) == (2, "")
    assert "README.md is of no syntax of RDF: its name ends with .md." in done.stderr
    assert ".ttl" in done.stderr
    (copy / "data" / "new").write_text(NEW)
    assert "SH-MINCOUNT" in accord("check", "data/new", folder=copy).stdout, "a name without an ending is Turtle"

"""Tokens and decisions on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accord.proposals.tokens import TOKEN
from command_line import accord
from proposals.test_decisions import GULL, cache, open_store, propose
from proposals.test_store import NEW, folder

__all__ = ["cache", "folder"]


def test_a_token_is_made_listed_and_revoked(folder: Path) -> None:
    given = accord("token", "new", "Jo May", "--role", "maintainer", folder=folder).stdout.strip()
    match = TOKEN.fullmatch(given)
    assert match
    listed = accord("token", "list", folder=folder).stdout
    assert match[1] in listed
    assert match[2] not in listed
    assert "revoked" in accord("token", "revoke", match[1], folder=folder).stdout
    assert "revoked" in accord("token", "list", folder=folder).stdout


def test_a_proposal_is_listed_shown_accepted_and_reverted(folder: Path) -> None:
    store, _ = open_store(folder)
    one = propose(store)
    assert one.id in accord("proposals", "list", folder=folder).stdout
    shown = accord("proposals", "show", one.id[:20], folder=folder).stdout
    assert "+id:gull" in shown
    assert "It is there." in shown
    assert json.loads(accord("proposals", "show", one.id, "--format", "json", folder=folder).stdout)["state"] == "open"
    nameless = accord("proposals", "accept", one.id, folder=folder)
    assert nameless.returncode == 3
    accepted = accord("proposals", "accept", one.id, "--name", "Max", folder=folder)
    assert (accepted.returncode, NEW in accepted.stdout) == (0, True), accepted.stderr
    assert (folder / NEW).read_text() == GULL
    assert accord("proposals", "list", folder=folder).stdout == ""
    reverted = accord("proposals", "revert", one.id, "--name", "Max", "--why", "Not built", folder=folder)
    assert reverted.returncode == 0, reverted.stderr
    assert not (folder / NEW).exists()
    assert "reverted" in accord("proposals", "list", "--all", folder=folder).stdout


def test_a_preview_says_what_a_file_would_change(folder: Path) -> None:
    (folder / NEW).write_text(GULL)
    light = folder / "data/lights/north-head.ttl"
    light.write_text(light.read_text().replace("light:metres 4.50", "light:metres 40.5"))
    shown = accord("proposals", "preview", NEW, "data/lights/north-head.ttl", folder=folder).stdout
    assert "new address: https://example.org/lights/id/gull\n" in shown
    assert "40.5" in shown
    assert "changed answer: " in shown
    as_json = accord("proposals", "preview", NEW, "--format", "json", folder=folder).stdout
    assert json.loads(as_json)["counts"]["removed"] == 0


def test_a_check_with_a_preview_gives_the_same(folder: Path) -> None:
    (folder / NEW).write_text(GULL.replace("Gull Light", "North Head Lights"))
    shown, same = (accord(*words, NEW, folder=folder) for words in (("check", "--preview"), ("proposals", "preview")))
    rows, others = ([row for row in done.stdout.splitlines() if " info (" not in row] for done in (shown, same))
    assert (shown.returncode, rows) == (same.returncode, others) == (0, others), "but for the seconds that it took"
    assert "North Head Lights (new)" in rows
    assert "  + stands on: Brannoc Bay" in rows
    alike = "looks the same: https://example.org/lights/id/gull and https://example.org/lights/id/north-head"
    assert any(row.startswith(alike) for row in rows)
    (folder / NEW).write_text(GULL.replace("light:page 14", 'light:page "x"').replace("id:brannoc-bay", "id:nowhere"))
    faulty = accord("check", "--preview", NEW, "--format", "json", folder=folder)
    found = json.loads(faulty.stdout)
    assert faulty.returncode == 1
    assert "violation" in {one["severity"] for one in found["report"]["findings"]}
    assert found["dead"][0][2] == "https://example.org/lights/id/nowhere"
    assert found["words"][0]["name"] == "Gull Light"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "single files"),
        ((NEW, "--format", "sarif"), "cannot write the format sarif"),
        (("kind.csv",), "not for tables"),
    ],
)
def test_what_has_no_preview_is_refused_in_words(folder: Path, words: tuple[str, ...], says: str) -> None:
    done = accord("check", "--preview", *words, folder=folder)
    assert (done.returncode, says in done.stderr) == (3, True), done.stderr


def test_what_does_not_conform_is_refused_with_the_findings(folder: Path) -> None:
    store, _ = open_store(folder)
    one = propose(store, text=GULL.replace("id:brannoc-bay ", "id:nowhere ").replace("light:page 14", 'light:page "x"'))
    done = accord("proposals", "accept", one.id, "--name", "Max", folder=folder)
    assert done.returncode != 0
    assert f"{NEW}:" in done.stderr
    rejected = accord("proposals", "reject", one.id, "--name", "Max", "--why", "No such coast", folder=folder)
    assert rejected.returncode == 0


@pytest.mark.parametrize("words", [("proposals", "list"), ("token", "list")])
def test_outside_git_it_says_how_to_change_that(tmp_path: Path, words: tuple[str, str]) -> None:
    done = accord(*words, "--publication", str(tmp_path), folder=tmp_path)
    assert done.returncode == 2
    assert "git init" in done.stderr

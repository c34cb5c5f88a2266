"""When things changed, by git where there is git."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from accord.publication import Publication
from accord.publication.history import History, changes
from accord.publication.statements.loading import LoadedPublication
from places import TINY
from repositories import FEBRUARY, JANUARY, MARCH, folder, run

ID = "https://example.org/lights/id/"
__all__ = ["folder"]


def read_history(publication: Publication) -> History:
    return History(publication, LoadedPublication.of(publication).concerned)


def test_a_log_tells_what_changed_when_and_why(folder: Path) -> None:
    (folder / "data/coast/people.ttl").unlink()
    skerry = folder / "data/lights/skerry.ttl"
    skerry.write_text(skerry.read_text() + "\n")
    (folder / "data/lights/ø new.ttl").write_text("")
    run(folder, "add", ".")
    run(folder, "commit", "--message", "Two\n\nlines \x01 with\nA\ntricks", when=FEBRUARY)
    latest, first = changes(folder, "HEAD", most=10)
    assert (latest.when, latest.why) == (FEBRUARY, "Two\n\nlines \ufffd with\nA\ntricks")
    assert latest.files == (
        ("D", "data/coast/people.ttl"),
        ("M", "data/lights/skerry.ttl"),
        ("A", "data/lights/ø new.ttl"),
    )
    assert (first.when, first.why, {status for status, _ in first.files}) == (JANUARY, "All lights", {"A"})
    assert len(latest.commit) == 40
    assert changes(folder, "HEAD", most=1) == [latest]


def test_a_proposal_counts_when_it_is_merged(folder: Path) -> None:
    run(folder, "checkout", "-b", "proposal")
    skerry = folder / "data/lights/skerry.ttl"
    skerry.write_text(skerry.read_text() + "\n")
    run(folder, "commit", "--all", "--message", "A line more", when=FEBRUARY)
    run(folder, "checkout", "main")
    run(folder, "merge", "--no-ff", "--message", "Accepted", "proposal", when=MARCH)
    latest = changes(folder, "HEAD")[0]
    assert (latest.when, latest.why, latest.files) == (MARCH, "Accepted", (("M", "data/lights/skerry.ttl"),))


def test_a_thing_changed_when_a_file_that_describes_it_did(folder: Path) -> None:
    coast = folder / "data/coast/coast.ttl"
    coast.write_text(coast.read_text() + "# looked through\n")
    run(folder, "commit", "--all", "--message", "Looked through", when=FEBRUARY)
    history = read_history(Publication.read(folder))
    assert history.things[ID + "north-head"] == FEBRUARY
    assert history.things[ID + "skerry"] == JANUARY
    assert history.files["data/coast/coast.ttl"] == history.latest == FEBRUARY


def test_what_is_not_committed_has_the_time_of_its_file(folder: Path) -> None:
    skerry = folder / "data/lights/skerry.ttl"
    skerry.write_text(skerry.read_text() + "\n")
    (folder / "data/new.ttl").write_text("")
    for path in (skerry, folder / "data/new.ttl"):
        os.utime(path, (MARCH.timestamp(), MARCH.timestamp()))
    history = read_history(Publication.read(folder))
    assert history.files["data/lights/skerry.ttl"] == history.files["data/new.ttl"] == MARCH
    assert history.things[ID + "skerry"] == MARCH
    assert history.things[ID + "ines-morvan"] == JANUARY


def test_outside_git_the_files_tell(tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(TINY, copy)
    for path in copy.rglob("*.ttl"):
        os.utime(path, (JANUARY.timestamp(), JANUARY.timestamp()))
    history = read_history(Publication.read(copy))
    assert (history.changes, history.latest) == ((), JANUARY)
    publication = Publication.read(copy)
    (copy / "data/coast/coast.ttl").unlink()
    assert read_history(publication).latest == JANUARY

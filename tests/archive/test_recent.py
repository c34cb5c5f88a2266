"""The latest changes in words: what happened to which things."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from accord.archive.recent import recent_task
from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.site import shown
from places import TINY
from repositories import FEBRUARY, MARCH, committed, run

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The lighthouses. In February one gets a name, and a file has a new comment; in March one goes, another comes."""
    folder = committed(tmp_path_factory.mktemp("recent"))
    light, skerry = (next((folder / "data").rglob(f"{name}.ttl")) for name in ("north-head", "skerry"))
    written = light.read_text("utf-8").replace('skos:altLabel "', 'skos:altLabel "Grey Tower"@en , "', 1)
    light.write_text(written, "utf-8")
    skerry.write_text("# Nothing else is new.\n" + skerry.read_text("utf-8"), "utf-8")
    run(folder.parent, "commit", "--all", "--message", "a name", when=FEBRUARY)
    moved = skerry.read_text("utf-8").replace("id:skerry", "id:new-skerry").replace("<skerry", "<new-skerry")
    skerry.write_text(moved, "utf-8")
    run(folder.parent, "commit", "--all", "--message", "another", when=MARCH)
    publication = Publication.read(folder)
    with local_engine(publication, EngineLimits()) as engine:
        yield create_app(Site.open(publication, engine)).test_client()


def told(page: str) -> list[list[str]]:
    """The lines of each change, the latest first."""
    plain = []
    for fact in re.findall(r'<div class="fact">(.*?)</div>', page, re.DOTALL):
        lines = re.findall(r"<dd>(.*?)</dd>", fact, re.DOTALL)
        plain.append([" ".join(re.sub(r"<[^>]*>", " ", line).split()).replace(" :", ":") for line in lines])
    return plain


def test_a_change_says_what_it_did_to_which_things(client: FlaskClient) -> None:
    latest, before, first = told(client.get("/changes", headers=BROWSER).text)
    assert any(line.startswith("New: ") and "kerry" in line for line in latest)
    assert any(line.startswith("Removed: ") and "skerry" in line.lower() for line in latest)
    assert before == ["also called added: North Head Light (Grey Tower)"], "a comment changes nothing"
    assert first[0].startswith("New: ")


def test_the_home_page_has_the_latest_changes(client: FlaskClient) -> None:
    part = client.get("/").text.partition('id="changes"')[2].partition("</section>")[0]
    assert len(told(part)) == 3


def test_a_restart_has_them_at_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shown(client.application)
    found = before.differences.get()
    after = Site.open(before.publication, before.engine)
    monkeypatch.setattr(after.checker, "run", lambda *_: pytest.fail("the cache has them"))
    assert after.differences.now() == found


def test_the_page_says_that_older_ones_are_left_out(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Older changes" not in client.get("/changes", headers=BROWSER).text
    site = shown(client.application)
    monkeypatch.setattr("accord.web.archive.changes.SHOWN", 2)
    page = create_app(Site.open(site.publication, site.engine)).test_client().get("/changes", headers=BROWSER).text
    assert "Older changes are left out here: at most 2 are shown" in page
    assert len(told(page)) == 2


def test_changes_beyond_the_number_that_is_compared_are_older(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = shown(client.application).publication
    assert not recent_task(publication, None)["older"]
    monkeypatch.setattr("accord.archive.recent.MOST", 2)
    found = recent_task(publication, None)
    assert found["older"]
    assert len(found["steps"]) == 2


def test_outside_git_there_are_no_changes(tmp_path: Path) -> None:
    publication = Publication.read(shutil.copytree(TINY, tmp_path / "lights"))
    with local_engine(publication, EngineLimits()) as engine:
        page = create_app(Site.open(publication, engine)).test_client().get("/changes", headers=BROWSER)
    assert "There is no history" in page.text

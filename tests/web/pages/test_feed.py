"""The feed of changes, read by a feed reader."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.web import Site, create_app
from engines import StoreEngine
from places import TINY

ATOM = "{http://www.w3.org/2005/Atom}"
ID = "https://example.org/lights/id/"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, why: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-m", why)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The tiny publication outside git."""
    return Path(shutil.copytree(TINY, tmp_path / "lights"))


def read(folder: Path) -> Any:
    publication = Publication.read(folder)
    client = create_app(Site.open(publication, StoreEngine(publication))).test_client()
    answer = client.get("/feed.atom")
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    valid(answer.data)
    parsed = feedparser.parse(answer.data)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    return parsed


def valid(data: bytes) -> None:
    """What RFC 4287 §4.1 demands of a feed and of its entries."""
    feed = ElementTree.fromstring(data)
    assert feed.tag == ATOM + "feed"
    for element in (feed, *feed.findall(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert element.findtext(ATOM + "id")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.get("rel") for link in feed.findall(ATOM + "link")].count("self") == 1
    ids = [entry.findtext(ATOM + "id") for entry in feed.findall(ATOM + "entry")]
    assert len(set(ids)) == len(ids)


def test_outside_git_it_is_valid_and_empty(folder: Path) -> None:
    parsed = read(folder)
    assert parsed.entries == []
    assert parsed.feed.title == "Changes to Lights of the Outer Coast"
    assert parsed.feed.updated_parsed is not None


def test_it_tells_what_changed_when_and_why(folder: Path) -> None:
    git(folder, "init")
    commit(folder, "The first lights")
    lights = folder / "data" / "lights"
    (lights / "skerry.ttl").write_text((lights / "skerry.ttl").read_text("utf-8").replace("1902", "1903"), "utf-8")
    (lights / "new.ttl").write_text(
        f'<{ID}new> a <https://example.org/lights/ns#Coast> ; '
        '<http://www.w3.org/2000/01/rdf-schema#label> "New & <b>narrow</b>"@en .\n'
    )  # fmt: skip
    commit(folder, "Skerry <was> lit & in 1903\n\nSays the second edition.")
    (folder / "data" / "coast" / "people.ttl").unlink()
    commit(folder, "The keepers asked not to be named")

    withdrawn, changed, first = read(folder).entries
    assert [tag.term for tag in withdrawn.tags] == ["withdrawn"]
    assert "data/coast/people.ttl" in withdrawn.content[0].value
    assert withdrawn.title == "1 file withdrawn"
    assert changed.title == "1 stretch of coast added, 1 structure changed"
    assert "<p>Skerry &lt;was&gt; lit &amp; in 1903</p>" in changed.content[0].value
    assert " added" in first.title
    assert " and " in first.title
    assert [tag.term for tag in changed.tags] == ["added", "changed"]
    assert [link.href for link in changed.links if link.rel == "related"] == [ID + "new", ID + "skerry"]
    assert "Says the second edition." in changed.content[0].value
    assert "New &amp; &lt;b&gt;narrow&lt;/b&gt;" in changed.content[0].value
    assert [tag.term for tag in first.tags] == ["added"]
    assert {ID + "north-head", "https://example.org/lights/graph/ontology/lights"} <= {
        link.href for link in first.links
    }
    assert ID + "ines-morvan" not in {link.href for link in first.links}, "it is there no longer"
    assert all(entry.id.startswith("tag:example.org,20") for entry in (withdrawn, changed, first))
    assert withdrawn.updated_parsed >= changed.updated_parsed >= first.updated_parsed


@pytest.mark.parametrize("path", ["/", "/things", "/things/Coast", "/doc/skerry", "/ontology", "/sparql"])
def test_every_page_leads_to_it(client: FlaskClient, path: str) -> None:
    head = client.get(path, headers={"Accept": "text/html"}).text.partition("</head>")[0]
    assert '<link rel="alternate" type="application/atom+xml" title="Changes" href="/feed.atom">' in head


def test_it_is_kept_until_the_data_change(client: FlaskClient) -> None:
    tag = client.get("/feed.atom").headers["ETag"]
    assert client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 304


def commit_by_hand(folder: Path, date: str, why: bytes) -> None:
    """A commit such as git itself would not write; what it changes is a comment."""
    skerry = folder / "data" / "lights" / "skerry.ttl"
    skerry.write_text(skerry.read_text("utf-8") + "# again\n", "utf-8")
    git(folder, "add", "-A")

    def ask(*words: str, data: bytes = b"") -> str:
        return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, input=data).stdout.decode()

    head = f"tree {ask('write-tree')}parent {ask('rev-parse', 'HEAD')}"
    who = "".join(f"{role} Ada <ada@example.org> {date}\n" for role in ("author", "committer"))
    made = ask("hash-object", "-t", "commit", "-w", "--literally", "--stdin", data=f"{head}{who}\n".encode() + why)
    git(folder, "update-ref", "HEAD", made.strip())


@pytest.mark.parametrize(
    "date",
    ["253402300800 +0000", "1700000000 +9999", "1700000000 -2400", "-2300000000 +0000", "99999999999999999999 +0000",
     "253402300799 -2359", "0 +0000", "soon +0000"],
)  # fmt: skip
def test_odd_dates_of_commits_harm_no_page(folder: Path, date: str) -> None:
    git(folder, "init")
    commit(folder, "The first lights")
    commit_by_hand(folder, date, b"At some time")
    publication = Publication.read(folder)
    client = create_app(Site.open(publication, StoreEngine(publication))).test_client()
    for path in (
        "/",
        "/doc/skerry",
        "/doc/skerry.ttl",
        "/feed.atom",
        "/sparql",
        "/sitemap.xml",
        "/catalog.ttl",
        "/dump.nt",
    ):
        answer = client.get(path, headers={"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"})
        assert answer.status_code in (200, 304), path
        assert answer.last_modified is None or answer.last_modified.year >= 1970, path
    assert "At some time" in read(folder).entries[0].content[0].value


def test_what_xml_cannot_hold_is_replaced(folder: Path) -> None:
    git(folder, "init")
    commit(folder, "The first lights")
    commit_by_hand(folder, "1700000000 +0000", b"A \x07bell \xef\xbf\xbe and \x1b[31mred\n\nand \x0bmore \x7f\xff")
    latest = read(folder).entries[0]
    assert latest.title.endswith(" changed")
    assert "A \ufffdbell \ufffd and \ufffd[31mred" in latest.content[0].value
    assert "more" in latest.content[0].value

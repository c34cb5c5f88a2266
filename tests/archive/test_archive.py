"""Every published version answers again, byte for byte, and says what changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Site, create_app
from places import TINY
from repositories import FEBRUARY, MARCH, committed, run

NAMES = "SELECT ?x ?name { ?x skos:altLabel ?name }"
BROWSER = {"Accept": "text/html"}


@dataclass
class Past:
    """A client of a site whose data have three versions, the latest last."""

    client: FlaskClient
    versions: tuple[str, ...]
    bodies: tuple[bytes, ...]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    """The lighthouses: in February one gets a former name, and in March it is corrected."""
    folder = committed(tmp_path_factory.mktemp("past"))
    versions, bodies = [], []
    light = next((folder / "data").rglob("north-head.ttl"))
    written = light.read_text("utf-8")
    for name, when in (("", None), ("Grey Tower", FEBRUARY), ("Grey Towers", MARCH)):
        if name and when:
            more = f'    skos:altLabel "{name}"@en ;\n    skos:altLabel "The Old Candle"'
            light.write_text(written.replace('    skos:altLabel "The Old Candle"', more, 1), "utf-8")
            run(folder.parent, "commit", "--all", "--message", name, when=when)
        publication = Publication.read(folder)
        versions.append(publication.version)
        with local_engine(publication, EngineLimits()) as engine:
            client = create_app(Site.open(publication, engine)).test_client()
            bodies.append(client.get("/sparql", query_string={"query": NAMES}, headers={"Accept": "text/csv"}).data)
            if when is MARCH:
                yield Past(client, tuple(versions), tuple(bodies))


def test_an_older_version_answers_as_it_did(past: Past) -> None:
    assert len(set(past.bodies)) == 3
    for version, body in zip(past.versions, past.bodies, strict=True):
        asked = {"query": NAMES, "version": version}
        answer = past.client.get("/sparql", query_string=asked, headers={"Accept": "text/csv"})
        assert (answer.status_code, answer.headers["Accord-Version"]) == (200, version)
        assert sorted(answer.data.splitlines()) == sorted(body.splitlines())
    assert (
        "immutable"
        in past.client.get("/sparql", query_string={"query": NAMES, "version": past.versions[0]}).headers[
            "Cache-Control"
        ]
    )


@pytest.mark.parametrize("version", ["0" * 12, "HEAD", "main", "../etc", "--all"])
def test_what_was_never_published_is_no_version(past: Past, version: str) -> None:
    answer = past.client.get("/sparql", query_string={"query": NAMES, "version": version})
    assert answer.status_code == 400
    assert "no published version" in answer.text


def test_a_citation_says_whether_the_answer_is_the_same_today(past: Past) -> None:
    def cited(version: str) -> dict[str, object]:
        asked = {"query": NAMES, "version": version}
        found = past.client.get("/cite", query_string=asked, headers={"Accept": "application/json"}).json
        assert found is not None
        return dict(found)

    now, old = cited(past.versions[-1]), cited(past.versions[0])
    assert (now["sameToday"], now["added"], now["removed"]) == (True, [], [])
    assert old["sameToday"] is False
    assert len(old["added"]) == 1  # type: ignore[arg-type]
    assert '"Grey Towers"@en' in str(old["added"])
    assert past.versions[0] in str(old["citation"])
    assert str(old["sha256"]) in str(old["bibtex"])
    assert cited(past.versions[0])["sha256"] == old["sha256"] != now["sha256"]
    page = past.client.get("/cite", query_string={"query": NAMES, "version": past.versions[0]}, headers=BROWSER).text
    assert "The answer is another one today" in page
    assert "Grey Towers" in page


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"query": "SELECT (RAND() AS ?x) {}"}, 400, "differs each time"),
        ({"query": NAMES, "default-graph-uri": "https://example.org/nothing"}, 400, "Write FROM"),
        ({"query": NAMES, "format": "svg"}, 406, "cannot be a picture"),
        ({"query": NAMES, "format": "xlsx"}, 406, "or a spreadsheet"),
        ({"query": "SELECT * { ?s ?p"}, 400, "not closed"),
    ],
)
def test_a_version_is_not_asked_for_what_it_cannot_answer(
    past: Past, asked: dict[str, str], status: int, words: str
) -> None:
    answer = past.client.get("/sparql", query_string={**asked, "version": past.versions[0]})
    assert (answer.status_code, words in answer.text) == (status, True), answer.text


def test_people_get_a_page_of_the_changes_and_programs_what_they_got(past: Past) -> None:
    page = past.client.get("/changes", headers=BROWSER)
    assert page.content_type.startswith("text/html")
    assert f"/changes.json?since={past.versions[0]}" in page.text
    assert page.text.index(past.versions[-1]) < page.text.index(past.versions[0])
    assert past.client.get("/changes").status_code == 400


def test_a_citation_ignores_no_parameter(past: Past) -> None:
    assert past.client.get("/cite", query_string={"query": "SELECT (NOW() AS ?x) {}"}).status_code == 400
    misspelt = past.client.get("/cite", query_string={"query": NAMES, "versoin": past.versions[0]})
    assert misspelt.status_code == 400
    assert "versoin" in misspelt.text


def test_the_order_counts_only_where_it_is_asked_for(past: Past) -> None:
    def digest(query: str) -> str:
        asked = {"query": query}
        return str(past.client.get("/cite", query_string=asked, headers={"Accept": "application/json"}).json["sha256"])

    ordered = f"{NAMES} ORDER BY "
    assert digest(f"{ordered} ?name") != digest(f"{ordered} DESC(?name)")
    assert digest(NAMES) == digest(NAMES.replace(" { ", " WHERE { "))


def test_changes_since_a_version_are_json_or_a_patch(past: Past) -> None:
    found = json.loads(past.client.get(f"/changes.json?since={past.versions[0]}").data)
    assert (found["since"], found["version"]) == (past.versions[0], past.versions[-1])
    assert (len(found["added"]), found["removed"]) == (1, [])
    patch = past.client.get(f"/changes.rdfp?since={past.versions[1]}")
    assert patch.content_type.startswith("text/rdf-patch")
    lines = patch.text.splitlines()
    assert [line[0] for line in lines if line[:2] in ("A ", "D ")] == ["D", "A"]
    assert (lines[2], lines[-1]) == ("TX .", "TC .")
    assert past.client.get("/changes.json").status_code == 400
    assert past.client.get(f"/changes.json?since={past.versions[0]}&until=x").status_code == 400
    assert past.client.get("/changes.csv?since=x").status_code == 404


def test_a_feed_of_a_thing_has_its_differences_in_words(past: Past) -> None:
    feed = past.client.get("/changes.atom?thing=id:north-head").text
    assert feed.count("<entry>") >= 2
    assert "Grey Towers</li>" in feed
    assert "1 added, 1 removed" in feed
    of_list = past.client.get("/changes.atom?class=light:Lighthouse").text
    assert "North Head Light: " in of_list
    assert "Grey Towers" not in past.client.get("/changes.atom?thing=id:skerry").text
    assert past.client.get("/changes.atom?question=tallest").status_code == 200
    for wrong, status in (
        ("", 400),
        ("?thing=id:skerry&class=light:Lighthouse", 400),
        ("?colour=red", 400),
        ("?thing=id:nothing-here", 404),
        ("?thing=%3Cno+iri", 404),
        ("?class=light:Nothing", 404),
        ("?question=nothing", 404),
    ):
        assert past.client.get(f"/changes.atom{wrong}").status_code == status, wrong


def test_outside_git_only_the_current_version_is_known(client: FlaskClient, tiny: Publication) -> None:
    assert TINY
    asked = {"query": "ASK { ?s ?p ?o }", "version": tiny.version}
    found = client.get("/cite", query_string=asked, headers={"Accept": "application/json"})
    assert found.json["sameToday"] is True

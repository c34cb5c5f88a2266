"""Proposals on the site: by people with forms, by programs with tokens, and by nobody from another site."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyshacl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from prov.model import ProvDocument
from rdflib import RDF, Graph, URIRef

from accord.names import PROV
from accord.proposals.repository import Repository
from accord.publication import Publication
from accord.web import Desk, Site, create_app, show
from engines import StoreEngine
from proposals.test_decisions import GULL, cache
from proposals.test_store import NEW, folder
from web.test_templates import Page

__all__ = ["cache", "folder"]

BROWSER = {"Accept": "text/html", "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@dataclass
class World:
    """A site of a repository, with the tokens of a contributor and a maintainer."""

    app: Flask
    desk: Desk
    folder: Path
    contributor: str
    maintainer: str

    def client(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def version(self) -> str:
        return Repository(self.folder).head

    def as_program(self, token: str, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}", **more}


@pytest.fixture
def world(folder: Path) -> World:
    def opened() -> Site:
        publication = Publication.read(folder)
        return Site.open(publication, StoreEngine(publication))

    desk = Desk.of(folder, reload=lambda: show(app, opened()))
    app = create_app(opened(), desk=desk)
    tokens = desk.tokens
    return World(app, desk, folder, tokens.new("Ann", "contributor"), tokens.new("Max", "maintainer"))


def propose(world: World, **other: object) -> dict[str, str]:
    given = {"kind": "new", "title": "The Gull Light", "why": "", "files": [{"path": NEW, "text": GULL}], **other}
    headers = world.as_program(world.contributor, **{"If-Match": f'"{world.version}"'})
    answer = world.client().post("/proposals", json=given, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return dict(answer.json)


PROVENANCE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] sh:targetClass prov:Activity ;
    sh:property [ sh:path prov:used ; sh:minCount 2 ; sh:class prov:Entity ] ,
        [ sh:path prov:endedAtTime ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
        [ sh:path prov:wasAssociatedWith ; sh:minCount 1 ; sh:class prov:Person ] ,
        [ sh:path [ sh:inversePath prov:wasGeneratedBy ] ; sh:minCount 1 ; sh:maxCount 1 ; sh:class prov:Entity ] .
[] sh:targetSubjectsOf prov:wasGeneratedBy ;
    sh:property [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:class prov:Entity ] ;
    sh:property [ sh:path prov:wasGeneratedBy ; sh:maxCount 1 ; sh:class prov:Activity ] .
[] sh:targetSubjectsOf prov:wasAttributedTo ;
    sh:class prov:Entity ;
    sh:property [ sh:path prov:wasAttributedTo ; sh:class prov:Person ] .
[] sh:targetObjectsOf prov:wasDerivedFrom ; sh:class prov:Entity .
"""
"""The domains and ranges of PROV-O (W3C Recommendation of 30 April 2013) of what the log states, closed by counts."""


def faults_of_provenance(turtle: str) -> str:
    """What breaks the definitions of PROV-O in a log of decisions; empty for nothing."""
    log, shapes = (Graph().parse(data=text, format="turtle") for text in (turtle, PROVENANCE))
    assert (None, RDF.type, URIRef(f"{PROV}Activity")) in log
    conforms, _, words = pyshacl.validate(log, shacl_graph=shapes)
    return "" if conforms else str(words)


def read_by_prov(turtle: str) -> Counter[str]:
    """What the reader of the library ``prov`` finds in a log: how many records of each kind, by their names there."""
    document = ProvDocument.deserialize(content=turtle, format="rdf", rdf_format="turtle")
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document
    return Counter(type(one).__name__ for one in document.get_records())


def log_in(world: World, token: str) -> FlaskClient:
    client = world.client()
    answer = client.post("/log-in", data={"token": token}, headers=BROWSER)
    assert answer.status_code == 303, answer.text
    return client


def token_of(page: str, address: str) -> str:
    """The token of the form on a page that is sent to an address."""
    form = page.partition(f'action="{address}"')[2].partition("</form>")[0]
    match = re.search(r'name="form_token" value="([0-9a-f]+)"', form)
    assert match, address
    return match[1]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of prov's use of rdflib
def test_a_program_proposes_reads_and_accepts(world: World) -> None:
    one = propose(world)
    client = world.client()
    assert [found["title"] for found in client.get("/proposals").json] == ["The Gull Light"]
    read = client.get(f"/proposals/{one['id']}").json
    assert (read["files"][0]["before"], read["files"][0]["after"]) == (None, GULL)
    assert client.get("/doc/gull").status_code == 404
    assert client.get("/search.json?q=gull+light").json["results"][:1] != [{"label": "Gull Light"}]
    headers = world.as_program(world.maintainer)
    assert client.post(f"/proposals/{one['id']}/accept", headers=headers).status_code == 428
    old = {**headers, "If-Match": '"0123456789abcdef"'}
    assert client.post(f"/proposals/{one['id']}/accept", headers=old).status_code == 412
    tip = {**headers, "If-Match": f'"{one["tip"]}"'}
    accepted = client.post(f"/proposals/{one['id']}/accept", headers=tip)
    assert (accepted.status_code, accepted.json["state"]) == (200, "accepted"), accepted.text
    assert client.get("/doc/gull", headers={"Accept": "text/turtle"}).status_code == 200
    log = client.get("/proposals/log", headers=BROWSER).text
    assert "Proposed by Ann, decided by Max" in log
    written = client.get("/proposals/log.ttl").text
    assert faults_of_provenance(written) == ""
    assert read_by_prov(written) == {
        "ProvActivity": 1,
        "ProvEntity": 3,
        "ProvAgent": 2,
        "ProvUsage": 2,
        "ProvGeneration": 1,
        "ProvDerivation": 1,
        "ProvAssociation": 1,
        "ProvAttribution": 1,
    }
    reverted = client.post(f"/proposals/{one['id']}/revert", json={"why": "Not built"}, headers=headers)
    assert reverted.status_code == 200, reverted.text
    assert client.get("/doc/gull").status_code == 410
    assert client.post(f"/proposals/{one['id']}/accept", headers=tip).status_code == 409


@pytest.mark.parametrize("version", ["", "0123456789abcdef"])
def test_a_proposal_says_from_which_version(world: World, version: str) -> None:
    headers = world.as_program(world.contributor, **({"If-Match": version} if version else {}))
    body = {"kind": "new", "title": "x", "files": [{"path": NEW, "text": GULL}]}
    answer = world.client().post("/proposals", json=body, headers=headers)
    assert answer.status_code == (412 if version else 428)


def test_who_may_do_what(world: World) -> None:
    one = propose(world)
    client = world.client()
    body = {"kind": "new", "title": "x", "base": world.version, "files": [{"path": NEW, "text": GULL}]}
    assert client.post("/proposals", json=body).status_code == 403
    wrong = world.as_program("acc_aaaaaaaa_" + "b" * 43)
    assert client.post("/proposals", json=body, headers=wrong).status_code == 401
    contributor = world.as_program(world.contributor, **{"If-Match": one["tip"]})
    for verb in ("accept", "reject", "revert"):
        assert client.post(f"/proposals/{one['id']}/{verb}", headers=contributor).status_code == 403, verb
    assert client.get("/proposals").status_code == 200, "reading is open"


def test_wrong_tokens_are_limited(world: World) -> None:
    client, wrong = world.client(), world.as_program("acc_aaaaaaaa_" + "b" * 43)
    statuses = [client.get("/proposals/x", headers=wrong).status_code for _ in range(2)]
    assert set(statuses) <= {401, 404}
    found = [client.post("/proposals", json={}, headers=wrong).status_code for _ in range(12)]
    assert found[-1] == 429


def test_a_token_in_an_address_is_revoked(world: World) -> None:
    client = world.client()
    assert client.get(f"/proposals?token={world.contributor}").status_code == 400
    headers = world.as_program(world.contributor)
    assert client.post("/proposals", json={}, headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({}, 403),
        (BROWSER, 303),
    ],
)
def test_a_form_of_another_site_is_refused(world: World, headers: dict[str, str], status: int) -> None:
    one = propose(world)
    client = log_in(world, world.maintainer)
    page = client.get(f"/proposals/{one['id']}", headers=BROWSER).text
    address = f"/proposals/{one['id']}/comment"
    data = {"words": "Hello", "form_token": token_of(page, address)}
    answer = client.post(address, data=data, headers={"Accept": "text/html", **headers})
    assert answer.status_code == status


def test_a_form_needs_its_own_token(world: World) -> None:
    one = propose(world)
    client = log_in(world, world.maintainer)
    page = client.get(f"/proposals/{one['id']}", headers=BROWSER).text
    comment, accept = (f"/proposals/{one['id']}/{verb}" for verb in ("comment", "accept"))
    for token in ("", "00" * 64, token_of(page, comment), "zz"):
        answer = client.post(accept, data={"seen": one["tip"], "form_token": token}, headers=BROWSER)
        assert answer.status_code == 403
    again = client.get(f"/proposals/{one['id']}", headers=BROWSER).text
    assert token_of(again, accept) != token_of(page, accept), "masked anew for each page"


def test_text_of_any_site_is_no_body(world: World) -> None:
    for media in ("text/plain", "application/xml", ""):
        answer = world.client().post("/proposals", data=b"{}", content_type=media)
        assert answer.status_code == 415


def test_a_session_begins_new_and_ends(world: World) -> None:
    client = log_in(world, world.maintainer)
    cookie = client.get_cookie("accord")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")
    log = client.post("/log-in", data={"token": world.maintainer}, headers=BROWSER)
    assert log.status_code == 403, "a session has form tokens"
    page = client.get("/proposals", headers=BROWSER).text
    assert "You are Max" in page
    out = client.post("/log-out", data={"form_token": token_of(page, "/log-out")}, headers=BROWSER)
    assert out.status_code == 303
    client.set_cookie("accord", cookie.value)
    assert "You are Max" not in client.get("/proposals", headers=BROWSER).text, "the old cookie means nothing"


def test_a_revoked_token_ends_its_session(world: World) -> None:
    client = log_in(world, world.maintainer)
    world.desk.tokens.revoke(world.maintainer.split("_")[1])
    assert "You are Max" not in client.get("/proposals", headers=BROWSER).text


def test_a_token_is_not_taken_in_clear_from_elsewhere(world: World) -> None:
    answer = world.client().post(
        "/log-in",
        data={"token": world.maintainer},
        base_url="http://data.example.org",
        headers={"Origin": "http://data.example.org"},
    )
    assert answer.status_code == 403
    secure = world.client().post(
        "/log-in",
        data={"token": world.maintainer},
        base_url="https://data.example.org",
        headers={"Origin": "https://data.example.org"},
    )
    assert secure.headers["Set-Cookie"].startswith("__Host-accord=")
    assert "Secure" in secure.headers["Set-Cookie"]


def test_answers_for_one_person_are_for_nobody_else(world: World) -> None:
    one = propose(world)
    client = log_in(world, world.maintainer)
    for path in ("/proposals", f"/proposals/{one['id']}", f"/proposals/{one['id']}/preview"):
        answer = client.get(path, headers={"Accept": "text/html", "Origin": "https://other.example"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_person_submits_with_the_form_and_a_maintainer_accepts(world: World) -> None:
    client = log_in(world, world.contributor)
    data = {"v/rdfs:label/0": "Far Light", "v/light:standsOn/0": "Brannoc Bay"}
    evidence = {"light:book": "id:pilot-book", "light:page": "3", "light:words": "Far Light, on the Bay"}
    data |= {f"v/evidence/0/{path}/0": value for path, value in evidence.items()}
    data |= {"v/evidence/0/light:sureness/0": "id:sureness-stated"}
    page = client.post("/contribute/lighthouse", data=data, headers=BROWSER).text
    Page(page)
    assert "Propose it" in page, re.findall('<p class="finding.*?</p>', page)
    text = page.partition('<textarea name="text"')[2].partition(">")[2].partition("</textarea>")[0]
    fields = {
        "kind": "new", "path": "data/lights/far-light.ttl", "title": "Far Light", "base": world.version,
        "text": text.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">"),
        "form_token": token_of(page, "/proposals"),
    }  # fmt: skip
    submitted = client.post("/proposals", data=fields, headers=BROWSER)
    assert submitted.status_code == 303, submitted.text
    maintainer = log_in(world, world.maintainer)
    shown = maintainer.get(submitted.location, headers=BROWSER).text
    Page(shown)
    assert "<ins>+id:far-light</ins>" in shown
    accept = f"{submitted.location}/accept"
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen
    done = maintainer.post(accept, data={"seen": seen[1], "form_token": token_of(shown, accept)}, headers=BROWSER)
    assert done.status_code == 303, done.text
    assert "Far Light" in maintainer.get("/doc/far-light", headers=BROWSER).text


def test_a_preview_says_what_would_change(world: World) -> None:
    text = (
        GULL.replace("id:brannoc-bay", "id:nowhere")
        .replace("Gull Light", "North Head Lights")
        .replace("gull", "Gull_1")
    )
    one = propose(world, files=[{"path": NEW, "text": text}])
    found = world.client().get(f"/proposals/{one['id']}/preview").json
    assert [(new["iri"], new["fit"]) for new in found["new"]] == [("https://example.org/lights/id/Gull_1", False)]
    assert found["dead"][0][2] == "https://example.org/lights/id/nowhere"
    assert found["alike"][0]["name"] == "North Head Light"
    page = world.client().get(f"/proposals/{one['id']}/preview", headers={"Accept": "text/html"}).text
    assert page.count("looks like") == 1
    assert found["counts"]["added"] == len(found["added"]) > 5
    assert found["report"]["findings"]
    assert found["questions"] == []
    page = world.client().get(f"/proposals/{one['id']}/preview", headers=BROWSER).text
    Page(page)
    assert "stands on: " in page


def test_a_preview_finds_questions_whose_answers_change(world: World) -> None:
    text = (world.folder / "data/lights/north-head.ttl").read_text().replace("light:metres 4.50", "light:metres 40.5")
    one = propose(world, kind="change", files=[{"path": "data/lights/north-head.ttl", "text": text}])
    found = world.client().get(f"/proposals/{one['id']}/preview").json
    assert [question["slug"] for question in found["questions"]] == ["tallest"], found.get("not_compared")


def test_outside_git_the_site_is_read_only(client: FlaskClient, tmp_path: Path) -> None:
    publication = Publication.read(Path(__file__).parents[2] / "publication")
    app = create_app(Site.open(publication, StoreEngine(publication)), desk=Desk.of(tmp_path))
    page = app.test_client().get("/proposals", headers=BROWSER)
    assert page.status_code == 200
    assert "git init" in page.text
    answer = app.test_client().post("/proposals", json={"kind": "new"})
    assert answer.status_code == 403
    assert "git init" in json.loads(answer.data)["detail"]

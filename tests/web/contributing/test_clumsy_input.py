"""Clumsy and hostile input to the pages for contributors is refused with a sentence, never with a failure."""

from __future__ import annotations

import time

import pytest

from proposals.test_decisions import GULL, cache
from proposals.test_store import NEW, folder
from web.contributing.test_proposals import BROWSER, World, log_in, propose, world

__all__ = ["cache", "folder", "world"]


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("title", 5, 400),
        ("why", ["a"], 400),
        ("kind", ["new"], 400),
        ("base", 7, 400),
        ("base", "refs/\0", 412),
        ("of", {}, 400),
        ("files", "x", 400),
        ("files", [{"path": NEW}], 400),
        ("files", [{"path": 5, "text": GULL}], 400),
        ("files", [{"path": NEW, "text": 5}], 400),
        ("files", [{"path": NEW, "text": GULL}, {"path": NEW, "text": "x"}], 400),
    ],
)
def test_a_field_of_another_type_is_named(world: World, field: str, value: object, status: int) -> None:
    given = {"kind": "new", "title": "x", "base": world.version, "files": [{"path": NEW, "text": GULL}], field: value}
    answer = world.client().post("/proposals", json=given, headers=world.as_program(world.contributor))
    assert answer.status_code == status, answer.text
    assert answer.json["remedy"]
    assert world.client().get("/proposals").json == []


@pytest.mark.parametrize(
    ("verb", "field", "value"), [("comment", "words", 5), ("comment", "words", None), ("revise", "why", 5),
                                 ("reject", "why", ["x"]), ("accept", "seen", 5), ("revert", "why", {})],
)  # fmt: skip
def test_a_decision_or_comment_of_another_type_is_refused(world: World, verb: str, field: str, value: object) -> None:
    one = propose(world)
    headers = world.as_program(world.maintainer)
    answer = world.client().post(f"/proposals/{one['id']}/{verb}", json={field: value}, headers=headers)
    assert answer.status_code == 400, answer.text
    assert world.client().get(f"/proposals/{one['id']}").json["state"] == "open"


def test_who_is_logged_in_can_preview_a_file(world: World) -> None:
    client = log_in(world, world.contributor)
    page = client.get("/check", headers=BROWSER).text
    button = page.partition('formaction="/check/preview"')[2].partition(">")[0]
    token = button.partition('name="form_token" value="')[2].partition('"')[0]
    data = {"text": GULL, "path": NEW}
    answer = client.post("/check/preview", data={**data, "form_token": token}, headers=BROWSER)
    assert answer.status_code == 200, answer.text
    assert client.post("/check/preview", data=data, headers=BROWSER).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "not an iri"),
        ("kind", "https://example.org/elsewhere"),
        ("l/rdfs:label/0", "x y"),
        ("r/light:standsOn/0", "http://[x"),
        ("v/light:standsOn/0", "http://a/\x01"),
        ("e/rdfs:label/0", "-1"),
        ("slug", "../.."),
    ],
)
def test_a_form_with_what_it_cannot_send_is_read_without_that(world: World, field: str, value: str) -> None:
    data = {"v/rdfs:label/0": "Far Light", "v/light:standsOn/0": "Brannoc Bay", field: value}
    page = world.client().post("/contribute/lighthouse", data=data, headers=BROWSER)
    assert page.status_code in (200, 422)
    assert "elsewhere" not in page.text


@pytest.mark.parametrize(("name", "kind"), [("Cove", "not an iri"), ("\u6d77", "https://example.org/lights/ns#Bay")])
def test_a_new_thing_needs_a_class_and_an_address(world: World, name: str, kind: str) -> None:
    place = "light:standsOn/0"
    data = {"v/rdfs:label/0": "Far Light", f"v/{place}": name, f"r/{place}": "new", f"k/{place}": kind}
    page = world.client().post("/contribute/lighthouse", data=data, headers=BROWSER)
    assert page.status_code == 422
    assert name in page.text
    assert "<button>Propose it" not in page.text


def test_tokens_that_others_can_read_are_no_fault_of_a_visitor(world: World, caplog: pytest.LogCaptureFixture) -> None:
    session = log_in(world, world.contributor)
    place = world.desk.repository.folder / "accord/tokens.json"
    place.chmod(0o644)
    client, header = world.client(), world.as_program(world.contributor)
    answers = [
        client.get("/proposals", headers=BROWSER),
        client.get("/proposals", headers=header),
        session.get("/proposals", headers=BROWSER),
        client.post("/log-in", data={"token": world.contributor}, headers=BROWSER),
        client.get(f"/?token={world.contributor}"),
    ]
    assert [answer.status_code for answer in answers] == [200, 503, 503, 503, 503]
    assert not any(str(place) in answer.text for answer in answers)
    assert f"chmod 600 {place}" in caplog.text


def test_a_name_without_a_token_says_so(world: World) -> None:
    world.desk.who = "anyone"
    given = {"kind": "new", "title": "x", "base": world.version, "files": [{"path": NEW, "text": GULL}], "name": "Max"}
    client = world.client()
    one = client.post("/proposals", json=given).json
    assert one["contributor"] == "Max (without a token)"
    said = client.post(f"/proposals/{one['id']}/comment", json={"words": "Accept it.", "name": "Max"}).json
    assert {step["who"] for step in said["discussion"]} == {"Max (without a token)"}


def test_a_decision_does_not_wait_for_a_version_that_was_followed_by_another(world: World) -> None:
    first = world.version
    one = propose(world)
    headers = world.as_program(world.maintainer, **{"If-Match": one["tip"]})
    assert world.client().post(f"/proposals/{one['id']}/accept", headers=headers).status_code == 200
    begun = time.monotonic()
    with world.app.app_context():
        assert world.desk.publish(first)
    assert time.monotonic() - begun < 30

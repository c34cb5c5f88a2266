"""A file is checked on the site as it is on the command line, and nothing is stored."""

from __future__ import annotations

import io
import json

import pytest
from flask.testing import FlaskClient

from command_line import accord
from places import TINY

GOOD = (TINY / "data/lights/skerry.ttl").read_bytes()
BAD = GOOD.replace(b"light:", b"ligth:", 1) if b"@prefix light:" not in GOOD else GOOD + b"\nid:x a light:Lighthose .\n"
TURTLE = "text/turtle"


def test_good_turtle_is_200_and_bad_turtle_422(client: FlaskClient) -> None:
    query = {"path": "data/lights/skerry.ttl"}
    assert client.post("/check", data=GOOD, content_type=TURTLE, query_string=query).status_code == 200
    assert client.post("/check", data=BAD, content_type=TURTLE, query_string=query).status_code == 422


def test_the_json_is_that_of_the_command_line(client: FlaskClient) -> None:
    (answer,) = [client.post("/check", data=BAD, content_type=TURTLE, query_string={"path": "data/lights/skerry.ttl"})]
    here = json.loads(answer.data)
    path = TINY / "data/lights/skerry.ttl"
    before = path.read_bytes()
    assert before == GOOD
    there = json.loads(accord("check", "data/lights/skerry.ttl", "--format", "json").stdout)
    assert here.keys() == there.keys()
    assert [one["code"] for one in here["findings"]][-1] == "TERM-CLASS"
    assert here["findings"][-1].keys() >= {"code", "severity", "message", "place", "remedy"}


@pytest.mark.parametrize(
    ("accept", "media", "words"),
    [
        ("application/json", "application/json", '"conforms": false'),
        ("text/html", "text/html", "<mark>light:Lighthose</mark>"),
        ("text/plain", "text/plain", "^^^^^"),
    ],
)
def test_the_answer_is_negotiated(client: FlaskClient, accept: str, media: str, words: str) -> None:
    answer = client.post("/check", data=BAD, content_type=TURTLE, headers={"Accept": accept})
    assert answer.mimetype == media
    assert words in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_takes_uploads_and_what_is_pasted(client: FlaskClient) -> None:
    files = [(io.BytesIO(GOOD), "one.ttl"), (io.BytesIO(BAD), "two.ttl")]
    answer = client.post("/check", data={"file": files}, content_type="multipart/form-data")
    assert json.loads(answer.data)["files"] == 2
    pasted = client.post("/check", data={"text": BAD.decode().replace("\n", "\r\n"), "format": "html"})
    assert pasted.status_code == 422
    assert "<mark>light:Lighthose</mark>" in pasted.text
    assert "id:x a light:Lighthose" in pasted.text.partition("<textarea")[2], "what was pasted stays in the form"


@pytest.mark.parametrize(
    ("data", "media", "status", "words"),
    [
        (b"x", "text/plain", 415, "text/turtle"),
        (b"", TURTLE, 400, "The body is empty"),
        (b"text=", "application/x-www-form-urlencoded", 400, "nothing to check"),
        (b"x" * (5 * 1024 * 1024 + 1), TURTLE, 413, ""),
    ],
)
def test_what_cannot_be_checked_says_why(client: FlaskClient, data: bytes, media: str, status: int, words: str) -> None:
    answer = client.post("/check", data=data, content_type=media)
    assert answer.status_code == status
    assert words in answer.text


def test_a_button_fixes_what_needs_no_decision(client: FlaskClient) -> None:
    text = GOOD.decode().replace(" ;\n", "\t;\n", 1) + 'id:skerry rdfs:comment "x"@en_GB .\n'
    shown = client.post("/check", data={"text": text, "format": "html"})
    assert 'name="fix"' in shown.text
    answer = client.post("/check", data={"text": text, "format": "html", "fix": "1"})
    assert "Fixed: " in answer.text
    assert "@en-GB" in answer.text.partition("<textarea")[2]


def test_too_many_statements_are_a_finding(client: FlaskClient) -> None:
    many = "@prefix : <http://e/> . :s :p " + ",".join(map(str, range(50_001))) + " ."
    answer = client.post("/check", data=many.encode(), content_type=TURTLE)
    assert answer.status_code == 422
    assert json.loads(answer.data)["findings"][0]["code"] == "LIMIT-CONTRIBUTION_TRIPLES"


@pytest.mark.parametrize("name", ["../../etc/passwd.ttl", "a\nb.ttl", "<script>.ttl", "/".join("abcdefgh") + ".ttl"])
def test_an_odd_name_of_a_file_is_replaced(client: FlaskClient, name: str) -> None:
    answer = client.post("/check", data=BAD, content_type=TURTLE, query_string={"path": name})
    assert {one["place"]["file"] for one in json.loads(answer.data)["findings"]} == {"contribution.ttl"}


def test_markup_in_a_file_is_text(client: FlaskClient) -> None:
    sent = '@prefix light: <https://example.org/lights/ns#> .\n<x> light:name "<script>alert(1)</script>" .'
    answer = client.post("/check", data={"text": sent, "format": "html"})
    assert "<script>alert" not in answer.text


def test_a_remote_context_is_refused_without_a_request(client: FlaskClient) -> None:
    sent = b'{"@context": "http://127.0.0.1:9/context", "name": "x"}'
    answer = client.post("/check", data=sent, content_type="application/ld+json")
    assert answer.status_code == 422
    assert "@context" in answer.text


def test_the_page_says_that_nothing_is_stored(client: FlaskClient) -> None:
    page = client.get("/check").text
    assert "Nothing that you send here is stored" in page
    assert "curl -s http://localhost/check" in page
    assert ".pre-commit-config.yaml" in page

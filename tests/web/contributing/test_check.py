"""A file is checked on the site as it is on the command line, and nothing is stored."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import openpyxl
import pytest
from flask.testing import FlaskClient

from accord.formats import XLSX
from accord.proposals.checking import checks
from accord.proposals.limits import LIMITS
from accord.publication import Publication, SourceFile
from accord.web import create_app
from accord.web.site import Site
from command_line import accord
from engines import StoreEngine
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
    assert 'name="fix"' not in answer.text, "they are made"
    unsure = GOOD.decode().replace("light:Lighthouse", "light:Lighthose")
    again = client.post("/check", data={"text": unsure, "format": "html", "fix": "1"})
    assert ("Nothing was left to fix" in again.text, "Fixed: " in again.text) == (True, False)


def test_a_large_file_that_is_not_text_is_a_finding(client: FlaskClient) -> None:
    answer = client.post("/check", data=b"\xe9" * 2 * LIMITS.contribution_triples + b"\xe9", content_type=TURTLE)
    assert (answer.status_code, "TTL-ENCODING" in answer.text) == (422, True)


ENDLESS = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix light: <https://example.org/lights/ns#> .
light:Endless a sh:NodeShape ; sh:targetClass light:Lighthouse ; sh:sparql [ sh:message "Wrong." ; sh:select """ + (
    '"SELECT $this { $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l'
    ' FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)) = STR(?o)) }" ] .'
)


def test_a_check_that_takes_long_says_what_it_found_and_that_it_was_cut(
    tiny: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = SourceFile("shapes/endless.ttl", ("shapes",), ENDLESS.encode())
    monkeypatch.setattr(checks, "LIMITS", replace(LIMITS, contribution_time=2.0))
    slow = replace(tiny, files=(*tiny.files, endless))
    site = Site.open(slow, StoreEngine(slow))
    query = {"path": "data/lights/skerry.ttl"}
    answer = create_app(site).test_client().post("/check", data=BAD, content_type=TURTLE, query_string=query)
    assert answer.status_code == 422
    found = {one["code"]: one for one in json.loads(answer.data)["findings"]}
    assert "It was checking sh:sparql of the shape" in found["LIMIT-DEADLINE"]["message"]
    assert found["LIMIT-DEADLINE"]["remedy"].startswith("Send it in smaller parts")
    assert "TERM-CLASS" in found


def table(client: FlaskClient, **cells: str) -> bytes:
    """A filled table of one lighthouse."""
    head = client.get("/contribute/lighthouse/table.csv").text.splitlines()[0].split(",")
    given = {"label": "Far Light", "stands on": "Nowhere", "source: page": "three", **cells}
    return (",".join(head) + "\n" + ",".join(given.get(name, "") for name in head) + "\n").encode()


def test_a_table_is_checked_cell_by_cell(client: FlaskClient) -> None:
    data = table(client)
    sent = client.post("/check", data={"file": (io.BytesIO(data), "lighthouse.csv")})
    assert sent.status_code == 422
    column = data.decode().splitlines()[0].split(",").index("stands on") + 1
    (found,) = [one for one in json.loads(sent.data)["findings"] if "It is not certain" in one["message"]]
    assert (found["place"]["file"], found["place"]["line"], found["place"]["column"]) == ("lighthouse.csv", 2, column)
    body = client.post("/check", data=data, content_type="text/csv", query_string={"path": "lighthouse.csv"})
    assert json.loads(body.data)["findings"] == json.loads(sent.data)["findings"]
    page = client.post("/check", data={"file": (io.BytesIO(data), "lighthouse.csv"), "format": "html"})
    assert f"lighthouse.csv:2:{column}" in page.text


def test_a_workbook_is_checked_and_says_its_kind(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/contribute/lighthouse/table.xlsx").data))
    head = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(2, head.index("stands on") + 1).value = "Nowhere"
    file = io.BytesIO()
    book.save(file)
    for sent in (
        {"data": {"file": (io.BytesIO(file.getvalue()), "any.xlsx")}},
        {"data": file.getvalue(), "content_type": XLSX.media},
    ):
        answer = client.post("/check", **sent)
        assert answer.status_code == 422
        letter = openpyxl.utils.get_column_letter(head.index("stands on") + 1)
        assert f"lighthouse!{letter}2: " in answer.text


def test_tables_are_apart_from_other_files_and_have_a_kind(client: FlaskClient) -> None:
    both = [(io.BytesIO(GOOD), "one.ttl"), (io.BytesIO(b"label"), "lighthouse.csv")]
    mixed = client.post("/check", data={"file": both})
    assert (mixed.status_code, "Send lighthouse.csv alone" in mixed.text) == (400, True)
    other = client.post("/check", data={"file": (io.BytesIO(b"label\nx\n"), "other.csv")})
    assert (other.status_code, "There is no kind" in other.text) == (400, True)


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
    assert [one["code"] for one in answer.get_json()["findings"]] == ["JSONLD-CONTEXT"]


OXFORD = b"""@prefix id: <https://w3id.org/lifescience-partnerships/id/> .
@prefix lsp: <https://w3id.org/lifescience-partnerships/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:oxford-uni a lsp:University ; rdfs:label "Oxford University"@en .
"""


def test_a_thing_that_is_there_already_is_named(real_client: FlaskClient) -> None:
    answer = real_client.post("/check?format=json", data=OXFORD, content_type=TURTLE).get_json()
    (alike,) = [one for one in answer["findings"] if one["code"] == "LIKELY-DUPLICATE"]
    assert "looks like id:university-of-oxford (" in alike["message"]
    assert (alike["severity"], alike["place"]["line"]) == ("warning", 4)
    page = real_client.post("/check", data={"text": OXFORD.decode()}, headers={"Accept": "text/html"})
    assert "looks like id:university-of-oxford (" in page.text


def test_a_publication_that_is_too_large_to_compare_says_so(
    real_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accord.duplicates.index._LARGEST", 1_000)
    answer = real_client.post("/check?format=json", data=OXFORD, content_type=TURTLE).get_json()
    codes = {one["code"]: one["severity"] for one in answer["findings"]}
    assert codes["LIKELY-UNCHECKED"] == "info"
    assert "LIKELY-DUPLICATE" not in codes


def test_the_page_says_that_nothing_is_stored(client: FlaskClient) -> None:
    page = client.get("/check").text
    assert "Nothing that you send here is stored" in page
    assert "curl -s http://localhost/check" in page
    assert ".pre-commit-config.yaml" in page

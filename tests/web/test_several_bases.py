"""A publication with several bases, and with a thing outside them: what is new lies beside the others of its kind."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from accord.duplicates import new_things
from accord.duplicates.names import names_in
from accord.forms import Forms
from accord.forms.controls import FormMaker
from accord.names import FOAF, RDFS
from accord.proposals.checking.preview import send
from accord.proposals.succession import succession, tombstones
from accord.publication import Publication, SourceFile
from accord.publication.changed import changed
from accord.turtle import read
from accord.validation import check
from accord.web import Site, create_app
from engines import StoreEngine
from places import TESTS

STAFF = "https://lab.example.org/staff/"
ROOMS = "https://rooms.example.net/plan#"
GUEST = "https://elsewhere.example.com/people/cy"


@pytest.fixture(scope="module")
def lab() -> Publication:
    return Publication.read(TESTS / "folders" / "bases")


@pytest.fixture(scope="module")
def site(lab: Publication) -> Site:
    return Site.open(lab, StoreEngine(lab))


@pytest.fixture(scope="module")
def visitor(site: Site) -> FlaskClient:
    return create_app(site).test_client()


def subjects(text: str) -> set[str]:
    """What the statements of a file are about."""
    document = read(text)
    assert not document.faults
    return {str(one.subject) for one in document.triples}


def turtle_in(page: str) -> str:
    """The file that a page shows."""
    found = re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)
    assert found, page
    return html.unescape(re.sub(r"<[^>]*>", "", found[1]))


def test_a_template_lies_beside_the_others_of_its_kind(lab: Publication) -> None:
    assert subjects(Forms(lab).template("person")) == {f"{STAFF}new-person"}
    assert subjects(Forms(lab).template("site")) == {f"{ROOMS}new-site"}


def test_a_name_is_found_in_every_namespace(lab: Publication) -> None:
    names = names_in(lab, FormMaker(lab))
    assert names.find("ben", ()) == (f"{STAFF}ben", ())
    assert names.find("attic", ()) == (f"{ROOMS}attic", ())
    assert names.find("cy", ()) == (GUEST, ())
    assert names.find("nobody", ()) == ("", ())


@pytest.mark.parametrize(
    ("kind", "field", "start"), [("person", FOAF + "name", STAFF), ("site", RDFS + "label", ROOMS)]
)
def test_a_form_writes_an_iri_beside_the_others(visitor: FlaskClient, kind: str, field: str, start: str) -> None:
    page = visitor.post(f"/contribute/{kind}", data={f"v/{field}/0": "Dana Scully"})
    assert page.status_code == 200, page.text
    assert subjects(turtle_in(page.text)) == {f"{start}dana-scully"}


def test_a_table_writes_iris_beside_the_others(visitor: FlaskClient) -> None:
    head = visitor.get("/contribute/person/table.csv").text.splitlines()[0].split(",")
    row = ["Dana Scully" if one == "name" else "attic" if one == "based near" else "" for one in head]
    table = "\n".join([",".join(head), ",".join(row)])
    answer = visitor.post("/contribute/person/table", data={"file": (io.BytesIO(table.encode()), "x.csv")})
    assert f"{STAFF}dana-scully" in answer.text or f"@base &lt;{STAFF}&gt;" in answer.text, answer.text
    assert f"{ROOMS}attic" in answer.text


def test_reconciliation_answers_with_ids_that_resolve(visitor: FlaskClient) -> None:
    manifest = json.loads(visitor.get("/reconcile").text)
    names = {"Ada Byron": f"{STAFF}ada", "Attic": f"{ROOMS}attic", "Cy Guest": GUEST, "The Lab": "lab"}
    batch = json.dumps({name: {"query": name} for name in names})
    found = json.loads(visitor.get("/reconcile", query_string={"queries": batch}).text)
    assert {name: found[name]["result"][0]["id"] for name in names} == names
    for what in ("view", "preview"):
        for name, id in names.items():
            path = manifest[what]["url"].replace("{{id}}", id.replace("#", "%23")).removeprefix("http://localhost")
            page = visitor.get(path)
            assert page.status_code == 200, path
            assert name in page.text
    asked = {"ids": list(names.values()), "properties": [{"id": f"{FOAF}name"}]}
    rows = json.loads(visitor.get("/reconcile", query_string={"extend": json.dumps(asked)}).text)["rows"]
    assert all(rows[id] for id in names.values())


@pytest.mark.parametrize("text", ["attic", "Attic", f"{ROOMS}attic"])
def test_a_question_takes_the_end_of_an_iri(visitor: FlaskClient, text: str) -> None:
    answer = visitor.get("/queries/who-is-near.csv", query_string={"room": text})
    assert answer.text.splitlines()[1:] == ["Ada Byron"]


@pytest.mark.parametrize("text", ["Attic", "attic", "ATTIC", f"{ROOMS}attic"])
def test_a_parameter_that_is_any_iri_takes_names_too(visitor: FlaskClient, text: str) -> None:
    answer = visitor.get("/queries/about.csv", query_string={"thing": text})
    assert "Attic" in answer.text, answer.text


def test_a_parameter_that_is_any_iri_takes_an_unknown_one_and_refuses_an_unknown_name(visitor: FlaskClient) -> None:
    unknown = visitor.get("/queries/about.csv", query_string={"thing": "https://nobody.example/x"})
    assert (unknown.status_code, unknown.text.splitlines()[1:]) == (200, [])
    refused = visitor.get("/queries/about.csv", query_string={"thing": "Atic"})
    assert refused.status_code == 400
    assert "Did you mean Attic" in refused.text


def test_an_unknown_iri_is_named_with_those_that_are_like_it(visitor: FlaskClient) -> None:
    for path in ("/staff/adda", "/doc/staff/adda"):
        page = visitor.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 404
        assert f"about {STAFF}adda." in page.text, path
        assert "/doc/staff/ada" in page.text, path


@pytest.mark.parametrize(
    ("link", "code"), [(f"{STAFF}fill-in", "FORM-UNFILLED"), (f"{ROOMS}celar", "TERM-LINK"), (f"{STAFF}zoe", "")]
)
def test_a_contribution_is_checked_in_every_namespace(lab: Publication, link: str, code: str) -> None:
    text = f"<{STAFF}new> a <{FOAF}Person> ; <{FOAF}knows> <{link}> ."
    report = check(lab, [SourceFile("new.ttl", ("data",), text.encode())])
    assert {one.code for one in report.findings} & {"FORM-UNFILLED", "TERM-LINK"} == ({code} if code else set())


def test_a_preview_names_dead_links_and_odd_names_in_every_namespace(site: Site) -> None:
    text = f"<{STAFF}Dana_S> <{FOAF}knows> <{STAFF}ada> , <{STAFF}zoe> ; <{FOAF}based_near> <{ROOMS}hall> ."
    found = site.checker.run("preview", send({"new.ttl": text.encode()}))
    assert {row[2] for row in found["dead"]} == {f"{STAFF}zoe", f"{ROOMS}hall"}
    assert found["new"] == [{"iri": f"{STAFF}Dana_S", "fit": False}]


@pytest.mark.parametrize(("thing", "into"), [(f"{STAFF}ben", f"{STAFF}ada"), (f"{ROOMS}attic", f"{ROOMS}cellar"),
                                             (GUEST, f"{STAFF}ada")])  # fmt: skip
@pytest.mark.parametrize("is_merge", [True, False])
def test_what_is_merged_or_withdrawn_outside_id_leaves_a_notice(
    lab: Publication, site: Site, thing: str, into: str, is_merge: bool
) -> None:
    files = {one.path: one.data for one in lab.files}
    changes = succession(lab, files, thing, into if is_merge else "", "Twice.")
    found = site.checker.run("preview", send(changes))
    assert found["gone"] == [thing]
    assert bool(found["dead"]) == (not is_merge and thing != GUEST)
    after = changed(lab, changes)
    later = create_app(Site.open(after, StoreEngine(after))).test_client()
    page = later.get("/resource", query_string={"iri": thing}, headers={"Accept": "text/html"})
    assert page.status_code == (301 if is_merge else 410)
    assert "Twice." in page.text


def test_files_taken_back_leave_a_notice_for_each_thing(lab: Publication) -> None:
    files = {one.path: one.data for one in lab.files}
    rooms = files["rooms.ttl"].replace(b'room:cellar a org:Site ; rdfs:label "Cellar"@en .', b"")
    found = tombstones(lab, files, {"rooms.ttl": rooms}, "A mistake.")
    notice = found["redirects.ttl"]
    assert notice is not None
    assert subjects(notice.decode()) == {f"{ROOMS}cellar"}


def test_the_rules_of_the_house_look_for_duplicates_below_every_base(lab: Publication) -> None:
    strict = replace(lab, settings=replace(lab.settings, house_rules=True))
    text = f'<{ROOMS}Cellar_2> a <http://www.w3.org/ns/org#Site> ; <{RDFS}label> "The Cellar"@en .'
    found = new_things(strict, [SourceFile("new.ttl", ("data",), text.encode())])
    assert {one.code for one in found} == {"LIKELY-DUPLICATE", "SLUG-FORM"}


def test_the_page_of_a_withdrawal_names_what_leads_to_the_thing(visitor: FlaskClient) -> None:
    page = visitor.get("/proposals/withdraw", query_string={"thing": f"{ROOMS}cellar"}).text
    assert "Ben Okri" in page
    assert "Attic" in page


def test_an_empty_form_is_not_ready_and_nothing_is_needed_that_no_shape_asks_for(visitor: FlaskClient) -> None:
    page = visitor.post("/contribute/person", data={})
    assert (page.status_code, "Nothing is filled in yet." in page.text) == (422, True)
    assert "(needed)" not in page.text
    page = visitor.post("/contribute/person", data={f"v/{FOAF}name/0": "Dana Scully"})
    assert page.status_code == 200
    assert "The base is" not in page.text, "the form chooses the base itself"

"""The search page, its results for programs, and what browsers are told about it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from accord.web.pages.search import MAX_SUGGESTIONS, RESULTS_PER_PAGE

ID = "https://example.org/lights/id/"
LIGHT = "https://example.org/lights/ns#"
BROWSER = {"Accept": "text/html"}
OPENSEARCH = {"os": "http://a9.com/-/spec/opensearch/1.1/"}


def test_the_page_lists_what_was_found_and_why(client: FlaskClient) -> None:
    text = client.get("/search?q=candle", headers=BROWSER).text
    assert "1 result for “candle”" in text
    assert '<a href="/doc/north-head">North Head Light</a>' in text
    assert '<span class="quiet">lighthouse</span>' in text
    assert "<p>A squat granite tower at the mouth of the bay.</p>" in text
    assert '<p class="why">also called: The Old <mark>Candle</mark></p>' in text


def test_every_page_has_a_search_box_and_its_description(client: FlaskClient) -> None:
    for path in ("/", "/doc/north-head", "/ontology", "/doc/atlantis"):
        text = client.get(path, headers=BROWSER).text
        assert '<form class="search" action="/search" role="search">' in text, path
        assert '<link rel="search" type="application/opensearchdescription+xml"' in text, path


def test_results_narrow_by_plain_links(client: FlaskClient) -> None:
    text = client.get("/search?q=light", headers=BROWSER).text
    assert 'href="/search?q=light&amp;kind=light:Lighthouse"' in text
    assert 'href="/search?q=light&amp;light:standsOn=id:outer-coast"' in text
    assert 'href="/search?q=light&amp;year=1871"' in text
    narrowed = client.get("/search?q=light&light:standsOn=id:outer-coast", headers=BROWSER).text
    assert "North Head" not in narrowed
    assert 'href="/search?q=light" aria-current="true"' in narrowed


def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    assert "No results." in client.get("/search?q=zzyzx", headers=BROWSER).text
    assert (
        '<a href="/search?q=light">Search without filters</a>'
        in client.get("/search?q=light&year=1500", headers=BROWSER).text
    )


def test_words_are_shown_as_they_are_and_never_run(client: FlaskClient) -> None:
    text = client.get("/search", query_string={"q": "\"><script>alert('x')</script>"}, headers=BROWSER).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize("asked", ["A1234", "https://lists.example.net/lights/A1234", ID + "skerry"])
def test_a_code_or_an_iri_leads_a_browser_to_the_thing(client: FlaskClient, asked: str) -> None:
    answer = client.get("/search", query_string={"q": asked}, headers=BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/doc/skerry")
    results = client.get("/search.json", query_string={"q": asked})
    assert [one["iri"] for one in results.json["results"]] == [ID + "skerry"]


def test_a_shared_code_lists_its_carriers(client: FlaskClient) -> None:
    answer = client.get("/search?q=https://example.com/register/17", headers=BROWSER)
    assert answer.status_code == 200
    assert "2 results" in answer.text


def test_json_tells_all_that_the_page_tells(client: FlaskClient) -> None:
    answer = client.get("/search?q=lamp%20skerry&kind=light:Structure", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/json"
    said = answer.json
    assert (said["query"], said["total"], said["page"], said["pages"]) == ("lamp skerry", 1, 1, 1)
    first = said["results"][0]
    assert first["iri"] == ID + "skerry"
    assert first["kinds"] == [{"iri": LIGHT + "Lighthouse", "label": "lighthouse", "label_language": "en"}]
    assert first["matched"]["in"] == "name"
    assert {"register": "Admiralty List", "code": "A1234", "iri": "https://lists.example.net/lights/A1234/"} in first[
        "identifiers"
    ]
    assert said["years"] == [{"year": "1902", "count": 1}]
    assert said["facets"][LIGHT + "standsOn"][0]["count"] == 1


def test_pages_are_turned(real_client: FlaskClient) -> None:
    first = real_client.get("/search.json?q=oxford").json
    second = real_client.get("/search.json?q=oxford&page=2").json
    assert len(first["results"]) == RESULTS_PER_PAGE < first["total"]
    assert not {one["iri"] for one in first["results"]} & {one["iri"] for one in second["results"]}
    assert 'rel="next" href="/search?q=oxford&amp;page=2"' in real_client.get("/search?q=oxford", headers=BROWSER).text
    assert real_client.get("/search.json?q=oxford&page=99").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search?q=" + "x" * 301, 400),
        ("/search?page=0", 400),
        ("/search.csv", 404),
        ("/search?q=", 200),
    ],
)
def test_limits_are_kept(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_a_search_can_be_kept_and_is_open_to_other_sites(client: FlaskClient) -> None:
    answer = client.get("/search.json?q=light")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/search.json?q=light", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/search.json?q=lamp").headers["ETag"] != answer.headers["ETag"]


def test_browsers_get_a_description_of_the_search(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml")
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.text)
    assert root.tag == "{http://a9.com/-/spec/opensearch/1.1/}OpenSearchDescription"
    assert len(root.findtext("os:ShortName", "", OPENSEARCH)) <= 16
    urls = {url.get("type", ""): url.get("template", "") for url in root.findall("os:Url", OPENSEARCH)}
    results = urls["text/html"].replace("{searchTerms}", "candle").replace("{startPage?}", "1")
    assert "North Head Light" in client.get(results, headers=BROWSER).text
    offered = client.get(urls["application/x-suggestions+json"].replace("{searchTerms}", "nor")).json
    assert offered[0] == "nor"
    assert offered[1][0] == "North Head Light"
    assert len(offered[1]) <= MAX_SUGGESTIONS


@pytest.mark.parametrize(
    ("asked", "size", "address"),
    [
        ("oxford funding", 5, "/things/Funding?place=id:oxford"),
        ("who funds oxford", 5, "/things/Funding?place=id:oxford"),
        ("Agreements in Leicester", 1, "/things/Agreement?place=id:leicester"),
        ("money", 11, "/things/Funding"),
    ],
)
def test_a_search_that_names_a_kind_leads_to_its_list(
    real_client: FlaskClient, asked: str, size: int, address: str
) -> None:
    assert [one["size"] for one in real_client.get("/search.json", query_string={"q": asked}).json["lists"]] == [size]
    page = real_client.get("/search", query_string={"q": asked}, headers=BROWSER).text
    assert f'<li><a href="{address}">' in page


def test_a_search_says_that_nothing_is_known_of_a_place(real_client: FlaskClient) -> None:
    page = real_client.get("/search?q=money+in+the+north", headers=BROWSER).text
    assert "The data have no funding arrangements that have to do with" in page
    assert real_client.get("/search.json?q=oxford").json["lists"] == [], "a place alone names no list"


def test_a_question_beside_a_search_has_its_place(real_client: FlaskClient) -> None:
    page = real_client.get("/search?q=who+funds+oxford", headers=BROWSER).text
    assert 'href="/queries/who-funds-what?region=id:oxford"' in page


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("partners of University of Oxford", "University of Oxford"),
        ("who works with Boehringer", "Boehringer Ingelheim"),
        ("cancer research uk oxford", "Cancer Research UK Oxford Centre"),
        ("what is an MoU", "Liverpool-Oxford MoU"),
        ("who funds Birmingham Health Partners", "Birmingham Health Partners"),
        ("vice-chancellor", "Irene Tracey"),
        ("NHS in the North", "Northern NHS trusts"),
    ],
)
def test_a_search_in_the_words_of_a_question_finds_what_it_names(
    real_client: FlaskClient, asked: str, first: str
) -> None:
    assert real_client.get("/search.json", query_string={"q": asked}).json["results"][0]["label"] == first


def test_things_of_a_kind_that_lead_to_one_of_another_kind_come_first(real_client: FlaskClient) -> None:
    for_companies = real_client.get("/search.json?q=agreements+with+companies").json["results"][:3]
    assert all("Novo Nordisk" in one["label"] or "Boehringer" in one["label"] for one in for_companies)
    others = real_client.get("/search.json?q=agreements+with+companies+soon").json["results"]
    assert others[:3] != for_companies, "another word is asked for too"


def test_the_things_of_a_list_that_is_all_a_search_names_come_first(real_client: FlaskClient) -> None:
    found = real_client.get("/search.json?q=who+funds+oxford").json
    listed = [one["kinds"][0]["label"] for one in found["results"][: found["lists"][0]["size"]]]
    assert set(listed) <= {"funding", "grant", "investment"}
    assert found["total"] > len(listed), "what has the words comes after them"


def test_a_search_names_other_kinds_than_those_at_the_top_too(real_client: FlaskClient) -> None:
    found = real_client.get("/search.json?q=NHS+trusts+in+Oxford").json
    assert [one["title"] for one in found["lists"]] == ["NHS trusts: Oxford"]


def test_a_question_has_the_thing_that_a_search_names(real_client: FlaskClient) -> None:
    page = real_client.get("/search?q=partners+of+the+University+of+Oxford", headers=BROWSER).text
    assert "/queries/partners-of-an-organisation?organisation=id:university-of-oxford" in page


@pytest.mark.parametrize("asked", ["Oxford", "Midlands", "what is an MoU"])
def test_a_question_that_has_the_words_only_in_its_caveats_is_not_offered(real_client: FlaskClient, asked: str) -> None:
    assert real_client.get("/search.json", query_string={"q": asked}).json["questions"] == []


def test_the_pages_about_no_thing_are_found_by_the_words_for_them(client: FlaskClient) -> None:
    found = client.get("/search.json?q=sparql").json["pages_of_site"]
    assert [one["title"] for one in found] == ["Query the data (SPARQL)"]
    page = client.get("/search?q=download+data", headers=BROWSER).text
    assert '<a href="/catalog">Data</a>' in page.partition("Pages of this site")[2]
    assert client.get("/search.json?q=zzzz").json["pages_of_site"] == []
